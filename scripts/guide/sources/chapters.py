"""Chapters: the Markdown files of the navigation, their front matter split off and read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from guide.framework import KIND_OF_FOLDER
from guide.model import HOME, Chapter, FrontMatter, Page
from guide.sources.shape import validated
from guide.sources.text import Reader
from guide.sources.yamlfile import Located, YamlError, read_yaml

_CODE = "front-matter"
_MEND = "CONTRIBUTING.md lists the fields."
_CLOSED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_UNCLOSED = re.compile(r"---[ \t]*\n(.*?)(?=\n[ \t]*\n|\n#|\Z)", re.S)


def read_chapters(
    reader: Reader, pages: tuple[Page, ...], last_day: datetime.date | None, known: Mapping[str, Chapter] = MappingProxyType({})
) -> tuple[Chapter, ...]:
    """The chapters in the navigation's order, numbered as the printed book numbers them; those `known`, by their pages,
    aren't read."""
    chapters: list[Chapter] = []
    counts = {"chapter": 0, "appendix": 0}
    project = reader.project
    for page in pages:
        path = project.docs / page.page
        if found := known.get(page.page):
            chapters.append(replace(found, number=_number(page, found.front, counts)))
            continue
        if not reader.is_there(path):
            mend = f"create {project.relative(path)} or take it out of nav."
            reader.note(project.config, page.line, "nav", f"the navigation names {page.page}, which isn't there.", mend)
            reader.unread.add(path)
            continue
        text = reader.text(path)
        if text is None:
            continue
        front, body, offset = _front_matter(reader, path, text, last_day)
        chapters.append(Chapter(path, page.page, page.part, _number(page, front, counts), front, body, offset))
    return tuple(chapters)


def _number(page: Page, front: FrontMatter, counts: dict[str, int]) -> int:
    """The next number of the page's kind; 0 for one that the printed book doesn't hold: its numbers have no gap."""
    if not (page.part and front.print):
        return 0
    kind = "appendix" if front.kind == "reference" else "chapter"
    counts[kind] += 1
    return counts[kind]


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """(front matter, body, lines before the body). The front matter is None when the text starts with none.

    It stands between two lines of `---` (or ends with `...`), with or without spaces after the marks. One that is
    never closed ends at the first empty line.
    """
    match = _CLOSED.match(text) or _UNCLOSED.match(text)
    if not match:
        return None, text, 0
    body = text[match.end() :]
    stripped = body.lstrip("\n")
    return match[1], stripped, text.count("\n", 0, match.end()) + len(body) - len(stripped)


def _front_matter(
    reader: Reader, path: Path, text: str, last_day: datetime.date | None
) -> tuple[FrontMatter, str, int]:
    """(front matter or a stand-in with a problem noted, body, lines before the body)."""
    front, body, offset = split_front_matter(text)
    if front is None:
        late = re.match(r"\s+---[ \t]*\n", text)
        mend = "start the file with a block of `---` lines; " + _MEND
        if late:
            mend = "delete what stands before the first `---`: it must be the first line."
        reader.note(path, 1, _CODE, "the chapter has no front matter.", mend)
        return _stand_in(path, _salvaged(text)), body, offset
    if not _CLOSED.match(text):
        mend = "write `---` on a line of its own after the last field."
        reader.note(path, 1, _CODE, "the front matter opened here is never closed.", mend)
        return _stand_in(path, _salvaged(front)), body, offset
    try:
        where = read_yaml(front, offset=1)
    except YamlError as error:
        reader.note(path, error.line, _CODE, f"front matter: {error}.", error.mend, error.column)
        return _stand_in(path, _salvaged(front)), body, offset
    if where is None or not isinstance(where.value, dict):
        reader.note(path, 2, _CODE, "the front matter is no mapping.", f"write `key: value` lines; {_MEND}")
        return _stand_in(path, {}), body, offset
    return _read(reader, path, where, last_day), body, offset


def _read(reader: Reader, path: Path, where: Located, last_day: datetime.date | None) -> FrontMatter:
    matter, faults = validated(FrontMatter, where.value, "front matter", _stand_ins(path))
    for fault in faults:
        reader.note(path, where.line_of(*fault.path), _CODE, fault.message, fault.mend)
    misplaced = [] if faults else list(_misplaced(reader, path, matter))
    for field, right, message, mend in misplaced:
        reader.note(path, where.line_of(field), _CODE, message, mend)
        matter = matter.model_copy(update={field: right})
    lacking = [] if faults or misplaced else [name for name in matter.required() if not getattr(matter, name)]
    for name in lacking:
        message = f"a {matter.kind} needs {name!r}."
        reader.note(path, where.line_of(name) if name in where.value else 1, _CODE, message, f"add `{name}:`; {_MEND}")
    future = bool(last_day and not faults and matter.reviewed > last_day)
    if future:
        message = f"front matter: 'reviewed' is {matter.reviewed}, in the future."
        reader.note(
            path,
            where.line_of("reviewed"),
            _CODE,
            message,
            "write the day on which the chapter was last read and found true.",
        )
    matter.at(where.lines(), stand_in=bool(faults or misplaced or lacking or future))
    return matter


def _misplaced(reader: Reader, path: Path, matter: FrontMatter) -> Iterator[tuple[str, str, str, str]]:
    """(field, what it has to be, what is wrong, how to mend it) of what the file's name and folder say otherwise."""
    project = reader.project
    stem, folder = path.stem, path.relative_to(project.docs).parts[0]
    if matter.id != stem and path != project.docs / HOME:
        # Whoever renamed everything but the file has the folder of diagrams of that name.
        renamed = (project.diagrams / matter.id).is_dir() and not (project.diagrams / stem).is_dir()
        message = f"the id {matter.id!r} differs from the file's name."
        yield "id", matter.id if renamed else stem, message, f"rename the file to {matter.id}.md, or set `id: {stem}`."
    known = KIND_OF_FOLDER.get(folder)
    if matter.kind != known and (known or matter.kind in KIND_OF_FOLDER.values()):
        right = known or "guide"
        message = f"the kind is {matter.kind!r}, and the file is in docs/{folder}{'/' if known else ''}."
        yield "kind", right, message, f"set `kind: {right}`, or move the file."


def _stand_ins(path: Path) -> dict[str, Any]:
    """What a chapter is taken for as long as its front matter doesn't say it."""
    title = path.stem.replace("-", " ").capitalize()
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "page"
    return {
        "id": stem,
        "title": title or "Page",
        "kind": "guide",
        "description": "—" * 20,
        "reviewed": datetime.date(2000, 1, 1),
    }


def _stand_in(path: Path, known: dict[str, Any]) -> FrontMatter:
    matter, _ = validated(FrontMatter, known, "front matter", _stand_ins(path))
    matter.at({(): 1}, stand_in=True)
    return matter


def _salvaged(text: str) -> dict[str, Any]:
    """The simple fields of front matter that can't be read as a whole: they decide what else is asked of the chapter."""
    fields = re.findall(
        r"^(id|title|kind|description|prompt|task|print|reviewed):[ \t]+([^\s\[{'\"&*!|>%@`].*?)[ \t]*$",
        text[:4000],
        re.M,
    )
    return dict(fields)
