"""What the printed book and the EPUB hold: the opening pages, the parts with their chapters, the appendices."""

from __future__ import annotations

from dataclasses import dataclass

from guide.model import Book, Chapter

_RESERVED_HOST = "example.org"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def site_address(book: Book) -> str:
    """The site's address with a final slash, "" while the settings still have the reserved example."""
    address = book.settings.site_url
    return "" if not address or _RESERVED_HOST in address else address.rstrip("/") + "/"


@dataclass(frozen=True)
class Part:
    """A part of the printed book; `number` counts from 1."""

    number: int
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def anchor(self) -> str:
        return f"part-{self.number}"

    @property
    def label(self) -> str:
        """ "Part II", or "Appendices" for a part that has nothing else."""
        return "Appendices" if all(map(is_appendix, self.chapters)) else f"Part {roman(self.number)}"


def roman(number: int) -> str:
    """A number from 1 to 39 as a Roman numeral."""
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def printed_parts(book: Book) -> list[Part]:
    """The parts with the chapters that the printed book holds."""
    parts = [(title, tuple(chapter for chapter in chapters if chapter.front.print)) for title, chapters in book.parts]
    return [Part(number, *part) for number, part in enumerate((p for p in parts if p[1]), 1)]


def printed_opening(book: Book) -> list[Chapter]:
    """The pages that the printed book holds before its first part."""
    return [chapter for chapter in book.opening if chapter.front.print]


def is_appendix(chapter: Chapter) -> bool:
    return chapter.front.kind == "reference"


def printed_members(book: Book) -> list[tuple[str, Chapter]]:
    """Every chapter that the printed book holds, with the title of its part; "" for those before the first part."""
    parts = [(part.title, chapter) for part in printed_parts(book) for chapter in part.chapters]
    return [("", chapter) for chapter in printed_opening(book)] + parts
