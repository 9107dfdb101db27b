"""Structure: the navigation, ids, and the headings of a case or a step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guide.model import HOME, LEVELS, SECTIONS, STEPS, Book
from guide.problems import Problem
from guide.scan import line_at


def check_nav(book: Book) -> Iterator[Problem]:
    listed = {chapter.path for chapter in book.chapters} | {_path(problem, book) for problem in book.problems}
    for path in sorted(book.project.docs.rglob("*.md")) if book.project.config not in book.unread else ():
        if path not in listed:
            mend = f"add {path.relative_to(book.project.docs).as_posix()} to nav in mkdocs.yml, or delete the file."
            yield Problem(book.project.relative(path), 1, "nav", "the file is not in the navigation.", mend)


def _path(problem: Problem, book: Book):
    return book.project.root / problem.path


def _repeated(entries: Iterable[tuple[str, str, int]], what: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, path, line in entries:
        if name in seen:
            message = f"the {what} {name!r} is already used in {seen[name]}."
            yield Problem(path, line, "duplicate-id", message, "choose another.")
        else:
            seen[name] = f"{path}:{line}"


def check_ids(book: Book) -> Iterator[Problem]:
    relative = book.project.relative
    yield from _repeated(((c.id, relative(c.path), 1) for c in book.chapters), "chapter id")
    decisions, glossary = relative(book.project.decisions), relative(book.project.glossary)
    yield from _repeated(((d.id, decisions, d.line) for d in book.decisions), "decision id")
    names = ((name.casefold(), glossary, term.line) for term in book.terms for name in {term.term, *term.also})
    yield from _repeated(names, "term")
    for chapter in book.chapters:
        path = relative(chapter.path)
        figures = [(f"fig-{name.rpartition('/')[2]}", path, line) for name, line in chapter.diagrams if name]
        yield from _repeated(figures, "figure")
        yield from _repeated(((anchor, path, line) for anchor, line in chapter.tables), "table id")
        yield from _repeated(((h.anchor, path, h.line) for h in chapter.headings), "anchor")
        if not chapter.front.stand_in and chapter.id != chapter.path.stem and chapter.page != HOME:
            mend = f"rename the file to {chapter.id}.md, or set `id: {chapter.path.stem}`."
            message = f"the id {chapter.id!r} differs from the file's name."
            yield Problem(path, 1, "front-matter", message, mend)
        for name in chapter.front.prerequisites:
            if name not in book.by_id:
                message = f"the prerequisite {name!r} is no chapter."
                yield Problem(path, 1, "prerequisite", message, "use the id of a chapter in the navigation.")


def check_sections(book: Book) -> Iterator[Problem]:
    for chapter in book.chapters:
        expected = SECTIONS.get(chapter.front.kind)
        path = book.project.relative(chapter.path)
        for heading in chapter.headings:
            if heading.level == 1:
                mend = "start at `##`: the title comes from the front matter."
                yield Problem(path, heading.line, "sections", f"the title {heading.text!r} stands in the body.", mend)
        if not expected:
            continue
        found = [heading for heading in chapter.headings if heading.level == 2]
        names = [heading.text.replace("’", "'") for heading in found]
        for name in (n for n in expected if n not in names):
            mend = f"add `## {name}`; a {chapter.front.kind} has {len(expected)} sections."
            yield Problem(path, 1, "sections", f"the section {name!r} is missing.", mend)
        for heading, name in zip(found, names, strict=True):
            if name not in expected:
                mend = "make it a `###` of the section it belongs to."
                yield Problem(path, heading.line, "sections", f"{heading.text!r} is no section of a {chapter.front.kind}.", mend)
        known = [(h, n) for h, n in zip(found, names, strict=True) if n in expected]
        for (_, before), (heading, name) in zip(known, known[1:], strict=False):
            if expected.index(name) < expected.index(before):
                message = f"{name!r} comes after {before!r}."
                mend = f"move it: the order is {', '.join(expected)}."
                yield Problem(path, heading.line, "sections", message, mend)


def check_talking_points(book: Book) -> Iterator[Problem]:
    known = {*STEPS, *LEVELS}
    for chapter in book.chapters:
        for match in re.finditer(r'^\s*\?\?\?\+? question "(.*)"\s*$', chapter.prose, re.M):
            line = line_at(chapter.prose, match.start() + len(match[0]) - len(match[0].lstrip()), chapter.offset)
            tags = re.search(r"\[([^\]]*)\]$", match[1])
            names = [name.strip() for name in tags[1].split(",")] if tags else []
            path = book.project.relative(chapter.path)
            if not set(names) & set(STEPS) or not set(names) & set(LEVELS):
                mend = 'end the title with `[step-id, level]`, as in "Why …? [evaluate, staff]".'
                yield Problem(path, line, "talking-points", "the talking point lacks its step or level.", mend)
            for name in (n for n in names if n not in known):
                mend = f"use one of {', '.join((*STEPS, *LEVELS))}."
                yield Problem(path, line, "talking-points", f"{name!r} is no step and no level.", mend)


def check_sheets(book: Book) -> Iterator[Problem]:
    """A case's sheet is made of its card and its frames; that it fits one page is seen when it is printed."""
    for case in book.cases:
        for what, pattern in (("card", r"^!!! glance\b"), ("frames", r'^<div class="frames" markdown>')):
            if not re.search(pattern, case.prose, re.M):
                mend = "CONTRIBUTING.md, “Text”, shows how it is written."
                path = book.project.relative(case.path)
                yield Problem(path, 1, "sheet", f"the case has no {what} for its whiteboard sheet.", mend)
