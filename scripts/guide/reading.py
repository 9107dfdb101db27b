"""How readable chapters in layers are: `guide check --report reading`.

Study text is prose outside tables, captions, fences and folds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from guide.first_use import early_terms, early_values, unexplained, unlisted, unreferred
from guide.markdown.facts import Piece
from guide.model import Book, Chapter
from guide.terms import Finder, finder

_FOLDS = frozenset(("question", "wrong", "derivation"))
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True)
class Counts:
    """What is counted of a section's text.

    Attributes:
        words: words of study text; a value is one.
        values: values inserted in it.
        sentences: its sentences.
        unlisted: results quoted anywhere in the section, tables included, that no strip lists; each once.
        early_values, early_terms, abbreviations: as `guide.first_use` finds them, `unexplained` being the third.
        unreferred: figures and captioned tables that no text refers to.
    """

    words: int = 0
    values: int = 0
    sentences: int = 0
    unlisted: int = 0
    early_values: int = 0
    early_terms: int = 0
    abbreviations: int = 0
    unreferred: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))

    @property
    def density(self) -> float:
        """Inserted values in 100 words."""
        return 100 * self.values / self.words if self.words else 0.0

    @property
    def length(self) -> float:
        """Words a sentence."""
        return self.words / self.sentences if self.sentences else 0.0


@dataclass(frozen=True)
class Row:
    """A line of the report: a section, by its title, or a whole chapter (`section` is "")."""

    chapter: str
    section: str
    counts: Counts


def layered(book: Book) -> list[Chapter]:
    """The chapters that are written in layers: those with a spine."""
    return [chapter for chapter in book.chapters if chapter.front.spine]


def reading_report(book: Book, chapter_id: str = "") -> list[Row]:
    """A row for each section of each chapter in layers, and after them one for the chapter; for one chapter, only its.

    Raises LookupError when no chapter in layers has that id.
    """
    chapters = [chapter for chapter in layered(book) if chapter_id in ("", chapter.id)]
    if chapter_id and not chapters:
        raise LookupError(chapter_id)
    terms = finder(book.terms)
    return [row for chapter in chapters for row in _rows(chapter, terms)]


def _rows(chapter: Chapter, terms: Finder) -> Iterator[Row]:
    found = {
        "early_values": early_values(chapter),
        "early_terms": early_terms(chapter, terms),
        "abbreviations": unexplained(chapter, terms),
        "unreferred": unreferred(chapter),
        "unlisted": unlisted(chapter),
    }
    total = Counts()
    for heading in (heading for heading in chapter.headings if heading.level == 2):
        text = [p for p in chapter.parsed.pieces if p.section == heading.anchor and is_study_text(p)]
        counts = Counts(
            words=sum(len(_WORD.findall(piece.text)) + len(piece.quotes) for piece in text),
            values=sum(len(piece.quotes) for piece in text),
            sentences=sum(piece.sentences for piece in text),
            **{name: sum(use.section == heading.anchor for use in uses) for name, uses in found.items()},
        )
        total += counts
        yield Row(chapter.id, heading.text, counts)
    yield Row(chapter.id, "", total)


def is_study_text(piece: Piece) -> bool:
    return piece.kind == "prose" and piece.box not in _FOLDS


_COLUMNS = ("words", "values", "/100 w", "w/sentence", "unlisted", "early values", "early terms", "abbrev.", "no ref.")


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The report's lines for a terminal: a table for each chapter, with its totals."""
    rows = list(rows)
    width = max((len(row.section) for row in rows), default=0)
    for chapter, own in groupby(rows, key=lambda row: row.chapter):
        yield from (chapter, "  ".join(("section".ljust(width), *_COLUMNS)))
        for row in own:
            cells = (text.rjust(len(name)) for text, name in zip(_cells(row.counts), _COLUMNS, strict=True))
            yield "  ".join(((row.section or "the chapter").ljust(width), *cells))
        yield ""


def _cells(c: Counts) -> tuple[str, ...]:
    found = (c.unlisted, c.early_values, c.early_terms, c.abbreviations, c.unreferred)
    return (f"{c.words:,}", f"{c.values}", f"{c.density:.1f}", f"{c.length:.1f}", *(str(n or "·") for n in found))
