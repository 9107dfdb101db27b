"""`tracing-workbook.pdf`: a case's board and its hardest drawings, each to be traced, completed, and drawn from memory.

The times are reckoned from what a drawing is made of, so that the plan in front holds for whatever cases there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from pathlib import Path
from typing import TypeVar

from guide.article import Article, Figure
from guide.diagrams import Drawer, Drawn
from guide.diagrams.style import Role
from guide.diagrams.tracing import Parts, boxes_alone, pale, parts
from guide.fonts import DIAGRAM_FAMILY, FACES, advances
from guide.model import Book, Chapter, Diagram
from guide.project import Project
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

Thing = TypeVar("Thing")

HARDEST = 2
"""So many drawings of a case besides its board."""

BOX_S, ARROW_S, WORDS_S = 7, 4, 4
"""Seconds to draw and letter a box, to draw an arrow, to write what stands on it, with a pencil over a pale drawing."""

RECALLED, BLANK = 2.0, 1.5
"""By so much it takes longer to remember what is missing than to trace it, and to place all of it on an empty page."""

SITTING_MIN = 120
"""The ritual: two hours, three times."""

_LARGEST = 1.7
"""The most that a drawing grows."""

_HEAD_MM, _SAID_MM, _FOLD_MM, _TALLY_MM = 18.5, 5.5, 11.5, 7.0
"""The heights of a sheet's head, of the line that says what to do, of the line to fold at, and of the count below."""

_TICK_MM, _NAME_MM, _BOX_MM, _GAP_MM = 4.4, 5.4, 4.6, 5.0
"""The heights of a line to tick and of a block's name, the width of what stands before a line, and the space between columns."""

_LEGEND = 1.2
"""By so much the shapes in front are larger than in a chapter."""

_TICK_PT, _COLUMNS = 8.2, range(2, 6)
_GRID_MM = 5.0


@dataclass(frozen=True)
class Lie:
    """How a sheet lies: the name of its page in the style sheet, the block in mm that both papers have room for."""

    name: str
    width: float
    height: float

    @property
    def grid_width(self) -> float:
        """The width in mm of the whole squares beside each other."""
        return self.width // _GRID_MM * _GRID_MM

    def scale(self, wide: float, high: float) -> float:
        """By how much a drawing of this size in mm grows on such a sheet."""
        return min(self.width / wide, (self.height - _HEAD_MM - _SAID_MM) / high, _LARGEST)


UPRIGHT, SIDEWAYS = Lie("upright", 182.0, 246.0), Lie("sideways", 257.0, 181.0)


def lie_of(wide: float, high: float) -> Lie:
    """How the sheets of a drawing of this size in mm lie: as it grows most, and upright if that is the same."""
    return max(UPRIGHT, SIDEWAYS, key=lambda lie: lie.scale(wide, high))


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
        if figure not in frames and _made_of(article.drawings[figure.diagram]).arrows
    ]
    hardest = sorted(others, key=lambda f: -len(_made_of(article.drawings[f.diagram])))[:HARDEST]
    chosen = [*frames[-1:], *(figure for figure in others if figure in hardest)]
    return [_task(figure, article.drawings[figure.diagram]) for figure in chosen]


def _task(figure: Figure, drawn: Drawn) -> Task:
    made_of = _made_of(drawn)
    return Task(figure, drawn, made_of, minutes(made_of))


def _made_of(drawn: Drawn) -> Parts:
    return parts(drawn.print_svg, drawn.mermaid)


def minutes(made_of: Parts) -> tuple[int, int, int]:
    """Whole minutes to trace a drawing, to add its arrows and their words, and to draw it from memory."""
    boxes = len(made_of.boxes) * BOX_S
    rest = len(made_of.arrows) * ARROW_S + made_of.labels * WORDS_S
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
    lengths = _lengths(book.project)
    sheets = [[_sheet(case, task, lengths, board=task is found[0]) for task in found] for case, found in cases]
    orders = sittings(sheets)
    body = templates.fill(
        "workbook.html",
        **imprint(book, edition),
        cases=[(case.title, made) for (case, _), made in zip(cases, sheets, strict=True)],
        sittings=[(made, Sitting.of([sheet["minutes"][n] for sheet in made])) for n, made in enumerate(orders)],
        sitting_min=SITTING_MIN,
        seconds={"box": BOX_S, "arrow": ARROW_S, "words": WORDS_S, "recalled": RECALLED, "blank": BLANK},
        legend=_legend(book),
        spare=[(lie.name, _grid(lie, lie.height - _HEAD_MM - _SAID_MM)) for lie in (UPRIGHT, SIDEWAYS)],
    )
    description = "Every case's board and hardest drawings: to trace, to complete, to draw from the prompt alone."
    return templates.document(about(book.settings, edition, f"Tracing workbook · {book.title}", description), body)


def sittings(cases: Sequence[Sequence[Thing]]) -> tuple[list[Thing], list[Thing], list[Thing]]:
    """What stands in each of the three sittings, of what every case has, its board first. From memory the boards come
    before all else, since two hours may not hold the rest."""
    through = [one for case in cases for one in case]
    return through, through, [*(case[0] for case in cases), *(one for case in cases for one in case[1:])]


@dataclass(frozen=True)
class Sitting:
    """One of the three passes: its minutes over all drawings, and how many of them fit two hours from the first on."""

    minutes: int
    drawings: int
    fitting: int

    @staticmethod
    def of(minutes: Sequence[int]) -> Sitting:
        """The sitting whose drawings take so many minutes each."""
        return Sitting(sum(minutes), len(minutes), sum(total <= SITTING_MIN for total in accumulate(minutes)))


def _sheet(case: Chapter, task: Task, lengths: Mapping[str, float], *, board: bool) -> dict[str, object]:
    """What the three sheets of a drawing show."""
    drawn, made_of = task.drawn, task.made_of
    title = printed(drawn.title)
    lie = lie_of(*drawn.print_size_mm)
    wide, high = (edge * lie.scale(*drawn.print_size_mm) for edge in drawn.print_size_mm)
    listed = {"box": made_of.boxes, "arrow": tuple(map(str, made_of.arrows)), "note": made_of.notes}
    ticks = [Ticks.set(thing, [printed(words) for words in items], lie, lengths) for thing, items in listed.items() if items]
    left = lie.height - _HEAD_MM - _SAID_MM - _FOLD_MM - _TALLY_MM - sum(_NAME_MM + block.rows * _TICK_MM for block in ticks)
    return {
        "name": task.name,
        "case": case.title,
        "prompt": printed(case.front.prompt or ""),
        "label": task.figure.label,
        "title": "The final board" if board else title,
        "alt": f"{title}. {printed(drawn.description)}",
        "lie": lie.name,
        "size": f"width:{wide:.2f}mm;height:{high:.2f}mm",
        "pale": svg_url(pale(drawn.print_svg)),
        "boxes": svg_url(boxes_alone(drawn.print_svg)),
        "minutes": task.minutes,
        "ticks": ticks,
        "arrows": _arrows(made_of),
        "counts": [_count(len(block.items), block.thing) for block in ticks],
        "grid": _grid(lie, left),
    }


@dataclass(frozen=True)
class Ticks:
    """A block of the list to tick: what its items are, in how many columns they stand, and the rows that these take."""

    thing: str
    items: Sequence[str]
    columns: int
    rows: int

    @staticmethod
    def set(thing: str, items: Sequence[str], lie: Lie, lengths: Mapping[str, float]) -> Ticks:
        """In as many columns as take the fewest rows."""
        rows = {count: _rows(items, (lie.width + _GAP_MM) / count - _GAP_MM - _BOX_MM, count, lengths) for count in _COLUMNS}
        best = min(rows, key=rows.__getitem__)
        return Ticks(thing, items, best, rows[best])


def _rows(items: Sequence[str], wide: float, columns: int, lengths: Mapping[str, float]) -> int:
    """The most rows that items take in columns of this width in mm, none of them broken."""
    lines = [_lines(item, wide, lengths) for item in items]
    return ceil(sum(lines) / columns) + max(lines) - 1


def _lines(words: str, wide: float, lengths: Mapping[str, float]) -> int:
    """The lines of a text in a column of this width in mm."""
    lines, at = 1, 0.0
    for word in words.split():
        long = sum(lengths.get(char, lengths["m"]) for char in word)
        if at and at + long > wide:
            lines, at = lines + 1, 0.0
        at += long + lengths[" "]
    return lines


def _lengths(project: Project) -> dict[str, float]:
    """The width in mm of each character of a line to tick."""
    face = next(face for face in FACES if face.family == DIAGRAM_FAMILY and face.weight == 400 and not face.italic)
    return {char: em * _TICK_PT / 72 * 25.4 for char, em in advances(project.packages / face.file).items()}


def _legend(book: Book) -> list[dict[str, str]]:
    """A drawing of each role's shape, with what it means in it."""
    drawer = Drawer(book.project.packages, book.style)
    return [_shape(drawer, name, role) for name, role in book.style.roles.items()]


def _shape(drawer: Drawer, name: str, role: Role) -> dict[str, str]:
    node = role.shape.replace("text", f'"{role.meaning}"')
    source = f"flowchart TB\n  accTitle: {name}\n  accDescr: {role.meaning}.\n  {node}:::{name}\n"
    drawn = drawer.draw(Diagram("legend", name, Path(f"{name}.mmd"), source), str)
    wide, high = (edge * _LEGEND for edge in drawn.print_size_mm)
    size = f"width:{wide:.2f}mm;height:{high:.2f}mm"
    return {"image": svg_url(boxes_alone(drawn.print_svg)), "meaning": role.meaning, "size": size}


def _arrows(made_of: Parts) -> str:
    """How many arrows there are, and how many words stand on them."""
    return _count(len(made_of.arrows), "arrow") + (f", and {_count(made_of.labels, 'label')} on them" if made_of.labels else "")


def _count(number: int, thing: str) -> str:
    """ "1 box", "2 arrows"."""
    return f"{number} {thing}" + ("" if number == 1 else "es" if thing.endswith("x") else "s")


def _grid(lie: Lie, high: float) -> dict[str, str]:
    """Squares as wide as a sheet, in as many whole rows as fit this height in mm."""
    wide, high = lie.grid_width, high // _GRID_MM * _GRID_MM
    across = "".join(f"M0,{n * _GRID_MM:g}H{wide:g}" for n in range(int(high / _GRID_MM) + 1))
    down = "".join(f"M{n * _GRID_MM:g},0V{high:g}" for n in range(int(wide / _GRID_MM) + 1))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}mm" height="{high:g}mm">'
        f'<path d="{across}{down}" fill="none" stroke="#c4c4c4" stroke-width="0.15"/></svg>'
    )
    return {"image": svg_url(svg), "size": f"width:{wide:g}mm;height:{high:g}mm"}
