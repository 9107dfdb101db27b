"""Diagrams: that they are used, can be drawn, can be read, and speak to people who can't see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.diagrams import DiagramError, draw
from guide.model import Book, Diagram
from guide.numbers import numbers, quote_or_mark
from guide.problems import Problem
from guide.scan import line_at

_OWN_STYLE = re.compile(r"^\s*(classDef|style|linkStyle)\b|%%\{\s*init", re.M)
_ROLE = re.compile(r":::([\w-]+)|^\s*class\s+[\w,\s-]+?\s([\w-]+)\s*;?\s*$", re.M)
_DIRECTION = re.compile(r"^(\s*(?:flowchart|graph)\s+)(LR|RL|TB|TD|BT)\b", re.M)
_LOOSE = 1.15  # a turned diagram is worth naming when its labels gain this much


def _quoting(book: Book, diagram: Diagram):
    numbers(book)
    return lambda expression: quote_or_mark(book, book.by_id.get(diagram.folder), expression)


def check_diagram_files(book: Book) -> Iterator[Problem]:
    style = book.style
    for diagram in book.diagrams.values():
        path = book.project.relative(diagram.path)
        for name, value in (("accTitle", diagram.title), ("accDescr", diagram.description)):
            if not value:
                mend = f"add a line `{name}: …` under the first line, saying what the drawing shows."
                yield Problem(path, 1, "diagram-alt", f"the diagram has no {name}.", mend)
        for match in _OWN_STYLE.finditer(diagram.source):
            line = line_at(diagram.source, match.start() + len(match[0]) - len(match[0].lstrip()))
            mend = "delete it and say the role with `:::role`; diagrams/style.yaml draws it."
            yield Problem(path, line, "diagram-class", f"the diagram styles itself with {match[0].strip()!r}.", mend)
        for match in _ROLE.finditer(diagram.source):
            role = match[1] or match[2]
            if role not in style.roles and diagram.source.lstrip().startswith(("flowchart", "graph", "state")):
                mend = f"use one of {', '.join(style.roles)}."
                line = line_at(diagram.source, match.start(1 if match[1] else 2))
                yield Problem(path, line, "diagram-class", f"there is no role {role!r}.", mend)
        try:
            drawn = draw(book, diagram, _quoting(book, diagram))
        except DiagramError as error:
            mend = "correct the Mermaid source; the caret is at the column named."
            yield Problem(path, error.line or 1, "diagram-syntax", f"{error.message}.", mend, error.column)
            continue
        if drawn.smallest_print_pt < style.print.smallest_pt:
            width, height = drawn.drawing.width, drawn.drawing.height
            message = f"its smallest label prints at {drawn.smallest_print_pt:.1f} pt ({width:.0f} × {height:.0f} px)."
            yield Problem(path, 1, "diagram-size", message, _size_advice(book, diagram, drawn.smallest_print_pt))


def _size_advice(book: Book, diagram: Diagram, points: float) -> str:
    least = book.style.print.smallest_pt
    advice = f"{least:g} pt is the least: use fewer nodes, shorter labels, or two diagrams"
    match = _DIRECTION.search(diagram.source)
    if match:
        other = "TB" if match[2] in ("LR", "RL") else "LR"
        turned = Diagram(
            diagram.folder, f"{diagram.name}-turned", diagram.path, _DIRECTION.sub(rf"\g<1>{other}", diagram.source, count=1)
        )
        turned_points = draw(book, turned, _quoting(book, diagram)).smallest_print_pt
        if turned_points > points * _LOOSE:
            advice = f"with direction {other} it prints at {turned_points:.1f} pt; or {advice[advice.index('use') :]}"
    return advice + "."


def check_diagram_uses(book: Book) -> Iterator[Problem]:
    used: set[str] = set()
    for chapter in book.chapters:
        path = book.project.relative(chapter.path)
        lines = chapter.path.read_text(encoding="utf-8").split("\n")
        for name, line in chapter.diagrams:
            used.add(name)
            if not name:
                mend = 'move the source to diagrams/<chapter>/<name>.mmd and include it with `--8<-- "…"`.'
                yield Problem(path, line, "diagram-include", "the diagram is not a file of its own.", mend)
            elif name not in book.diagrams:
                mend = f"create diagrams/{name} or correct the name."
                yield Problem(path, line, "diagram-include", f"there is no diagrams/{name}.", mend)
            elif name.partition("/")[0] != chapter.id:
                mend = f"a chapter shows diagrams of its own folder, diagrams/{chapter.id}/; link to the other chapter's."
                yield Problem(path, line, "diagram-include", f"{name} belongs to another chapter.", mend)
            if not name:
                continue
            after = next((text.strip() for text in lines[line + 1 :] if text.strip()), "")
            if not after.startswith("/// figure-caption"):
                mend = "add `/// figure-caption`, the caption and `///` after the fence."
                yield Problem(path, line, "diagram-include", "the diagram has no caption.", mend)
    for name in book.diagrams.keys() - used:
        mend = "include it in its chapter, or delete it."
        yield Problem(f"diagrams/{name}", 1, "diagram-include", "no chapter shows this diagram.", mend)
