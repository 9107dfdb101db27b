"""The clock and the rubric of a round, as the chapter that explains them says them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from guide.framework import SIGNALS, STEPS
from guide.model import Book, Chapter
from guide.numbers import Numbers

LENGTHS = (45, 60)
"""Minutes of the rounds."""

SHORT = dict(zip(STEPS, ("clarify", "frame", "data", "model", "evaluate", "serve", "monitor"), strict=True))
"""What estimates call a step: its minutes in the short round are `clarify_45`."""

_MARKS = ("frame-it-as-an-ml-task", "develop-the-model", "deploy-and-serve")
"""Steps at whose end the clock has a mark."""

RUBRIC = "tab-rubric"
"""The anchor of the table with the signals' anchors."""


@dataclass(frozen=True)
class Clock:
    """The minutes of a round; `opening` comes before the steps, `closing` after them."""

    length: int
    opening: float
    steps: dict[str, float]
    closing: float

    @property
    def marks(self) -> list[float]:
        """The minutes by which task, model and path are on the board."""
        ends, now = {}, self.opening
        for step, minutes in self.steps.items():
            now += minutes
            ends[step] = now
        return [ends[step] for step in _MARKS]


def names(length: int) -> list[str]:
    """The values that make the clock of a round."""
    return [f"{part}_{length}" for part in ("open", *SHORT.values(), "close")]


def home_of_clock(book: Book) -> Chapter | None:
    """The first chapter whose blocks have the minutes of every round."""
    wanted = {name for length in LENGTHS for name in names(length)}
    for chapter in book.chapters:
        defined = {part.name for block in chapter.parsed.estimates for part in (*block.inputs, *block.results)}
        if wanted <= defined:
            return chapter
    return None


def clocks(home: Chapter, numbers: Numbers) -> list[Clock]:
    """The clocks of the rounds, from the chapter's blocks."""

    def minutes(part: str, length: int) -> float:
        return numbers.value(home.id, f"{part}_{length}").base / 60  # base units are seconds

    return [
        Clock(length, minutes("open", length), {step: minutes(part, length) for step, part in SHORT.items()}, minutes("close", length))
        for length in LENGTHS
    ]


def rubric(book: Book) -> dict[str, list[str]]:
    """The anchors of each signal, for 1 to 4, from the first table of that name; empty without one."""
    chapter = next((c for c in book.chapters if RUBRIC in {table.anchor for table in c.parsed.tables}), None)
    if chapter is None:
        return {}
    root = html.fragment_fromstring(chapter.parsed.html, create_parent="div")
    by_name = {name: signal for signal, name in SIGNALS.items()}
    for table in root.iter("table"):
        found = {}
        for row in table.iterfind("tbody/tr"):
            name, *anchors = (" ".join(cell.text_content().split()) for cell in row)
            if name in by_name and len(anchors) == 4:
                found[by_name[name]] = anchors
        if len(found) == len(SIGNALS):
            return found
    return {}
