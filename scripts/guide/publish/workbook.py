"""`tracing-workbook.pdf`: a case's board and its hardest drawings, each to be traced, completed, and drawn from memory.

The times are reckoned from what a drawing is made of, so that the plan in front holds for whatever cases there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from guide.article import Article, Figure
from guide.diagrams import Drawn
from guide.diagrams.tracing import Parts, boxes_alone, pale, parts
from guide.model import Chapter
from guide.publish import Publication
from guide.publish.paper import frame_keys, svg_url
from guide.publish.printing import (
    Templates,
    about,
    font_faces,
    imprint,
    printed,
    publish_on_papers,
    sheet_of,
)

HARDEST = 2
"""So many drawings of a case besides its board."""

BOX_S, ARROW_S, WORDS_S = 7, 4, 4
"""Seconds to draw and letter a box, to draw an arrow, to write what stands on it, with a pencil over a pale drawing."""

RECALLED, BLANK = 2.0, 1.5
"""By so much it takes longer to remember what is missing than to trace it, and to place all of it on an empty page."""

SITTING_MIN = 120
"""The ritual: two hours, three times."""

_WIDTH_MM, _HEIGHT_MM = 182.0, 244.0
"""The block of text that both papers have room for."""

_GRID_WIDTH_MM = 180.0
"""Whole squares."""

_ABOVE_MM, _CAPTION_MM = 24.0, 9.0
"""What the head of a page, and the words over a drawing, take of its height."""

_LARGEST = 1.7
_READABLE = 1.1
"""The most that a drawing grows, and how much is enough for it to share its page with its second pass."""

_TICK_MM, _TICKS_ACROSS = 4.3, 3
_GRID_MM = 5.0


@dataclass(frozen=True)
class Task:
    """A drawing to trace: its figure, what it is made of, and the minutes of each of the three passes."""

    figure: Figure
    drawn: Drawn
    made_of: Parts
    minutes: tuple[int, int, int]

    @property
    def name(self) -> str:
        """The address of its page in the workbook."""
        return self.figure.diagram.replace("/", "--")


def tasks(article: Article) -> list[Task]:
    """A case's board, the last of its frames, then its drawings with the most parts, in the order of the chapter."""
    sheet = frame_keys(article)
    frames = [figure for figure in article.figures if figure.diagram in sheet]
    others = [
        figure
        for figure in article.figures
        if figure not in frames and parts(article.drawings[figure.diagram].print_svg).arrows
    ]
    hardest = sorted(others, key=lambda f: -len(parts(article.drawings[f.diagram].print_svg)))[:HARDEST]
    chosen = [*frames[-1:], *(figure for figure in others if figure in hardest)]
    return [_task(figure, article.drawings[figure.diagram]) for figure in chosen]


def _task(figure: Figure, drawn: Drawn) -> Task:
    made_of = parts(drawn.print_svg)
    return Task(figure, drawn, made_of, minutes(made_of))


def minutes(made_of: Parts) -> tuple[int, int, int]:
    """Whole minutes to trace a drawing, to add its arrows and their words, and to draw it from memory."""
    boxes = len(made_of.boxes) * BOX_S
    rest = made_of.arrows * ARROW_S + len(made_of.labels) * WORDS_S
    seconds = boxes + rest, rest * RECALLED, boxes * BLANK + rest * RECALLED
    return tuple(ceil(s / 60) for s in seconds)


def publish(publication: Publication, target: Path) -> None:
    """Writes the workbook on every paper. Raises BookError when the layout engine complains of anything."""
    book, project = publication.book, publication.book.project
    cases = [(case, tasks(publication.articles[case.page])) for case in book.cases if case.front.print]
    document = _document(publication, [(case, found) for case, found in cases if found])
    styles = [font_faces(project), sheet_of(project, "workbook.css")]
    mend = "change what it names, in the drawing or in overrides/print/workbook.css."
    publish_on_papers(publication, "tracing-workbook", document, styles, target, "sheet", mend)


def _document(publication: Publication, cases: Sequence[tuple[Chapter, list[Task]]]) -> str:
    book, edition = publication.book, publication.edition
    templates = Templates(book.project)
    body = templates.fill(
        "workbook.html",
        **imprint(book, edition),
        cases=[_case(case, found) for case, found in cases],
        sittings=sittings([task.minutes for _, found in cases for task in found]),
        sitting_min=SITTING_MIN,
        seconds={"box": BOX_S, "arrow": ARROW_S, "words": WORDS_S, "recalled": RECALLED, "blank": BLANK},
        grid=svg_url(_grid(_GRID_WIDTH_MM, _HEIGHT_MM)),
        width=_GRID_WIDTH_MM,
        boards=sum(found[0].minutes[2] for _, found in cases),
    )
    description = "Every case's board and hardest drawings: to trace, to complete, to draw from the prompt alone."
    return templates.document(about(book.settings, edition, f"Tracing workbook · {book.title}", description), body)


@dataclass(frozen=True)
class Sitting:
    """One of the three passes: its minutes over all drawings, and how many of them fit two hours from the first on."""

    minutes: int
    drawings: int
    fitting: int


def sittings(passes: Sequence[tuple[int, int, int]]) -> list[Sitting]:
    """The three passes over the drawings whose minutes are given."""
    made = []
    for number in range(3):
        sums = [sum(one[number] for one in passes[:count]) for count in range(1, len(passes) + 1)]
        made.append(Sitting(sums[-1] if sums else 0, len(sums), sum(total <= SITTING_MIN for total in sums)))
    return made


def _case(case: Chapter, found: Sequence[Task]) -> dict[str, object]:
    return {
        "id": case.id,
        "title": case.title,
        "prompt": printed(case.front.prompt or ""),
        "tasks": [_page(task, board=number == 0) for number, task in enumerate(found)],
    }


def _page(task: Task, *, board: bool) -> dict[str, object]:
    drawn = task.drawn
    title = printed(drawn.title)
    scale, shared = _scale(*drawn.print_size_mm)
    wide, high = (edge * scale for edge in drawn.print_size_mm)
    ticks = {"In the boxes": task.made_of.boxes, "On the arrows": task.made_of.labels}
    rows = sum(1 + ceil(len(words) / _TICKS_ACROSS) for words in ticks.values() if words)
    return {
        "name": task.name,
        "label": task.figure.label,
        "title": "The final board" if board else title,
        "alt": f"{title}. {printed(drawn.description)}",
        "size": f"width:{wide:.2f}mm;height:{high:.2f}mm",
        "pale": svg_url(pale(drawn.print_svg)),
        "boxes": svg_url(boxes_alone(drawn.print_svg)),
        "shared": shared,
        "minutes": task.minutes,
        "ticks": {where: [printed(tick) for tick in words] for where, words in ticks.items() if words},
        "arrows": _arrows(task.made_of),
        "grid_height": f"{max(_HEIGHT_MM - _ABOVE_MM - _CAPTION_MM - rows * _TICK_MM - 8, 90) // _GRID_MM * _GRID_MM:.0f}mm",
    }


def _arrows(made_of: Parts) -> str:
    """How many arrows there are, and how many words stand on them."""
    arrows, words = made_of.arrows, len(made_of.labels)
    return f"{arrows} arrow{'s'[: arrows != 1]}" + (f", and {words} label{'s'[: words != 1]} on them" if words else "")


def _scale(wide: float, high: float) -> tuple[float, bool]:
    """By how much a drawing grows, and whether two of it then share a page."""
    room = _HEIGHT_MM - _ABOVE_MM
    shared = min(_WIDTH_MM / wide, (room / 2 - _CAPTION_MM) / high, _LARGEST)
    alone = min(_WIDTH_MM / wide, (room - _CAPTION_MM) / high, _LARGEST)
    return (shared, True) if shared >= min(_READABLE, alone) else (alone, False)


def _grid(wide: float, high: float) -> str:
    """Squares of five millimetres, as wide and as high as told."""
    across = "".join(f"M0,{n * _GRID_MM:g}H{wide:g}" for n in range(1, int(high / _GRID_MM)))
    down = "".join(f"M{n * _GRID_MM:g},0V{high:g}" for n in range(1, int(wide / _GRID_MM) + 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}mm" height="{high:g}mm">'
        f'<path d="{across}{down}" fill="none" stroke="#c4c4c4" stroke-width="0.15"/></svg>'
    )
