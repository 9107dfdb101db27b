"""Links between the sources: to files, to sections, to figures and tables."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator

from guide.model import Book, Chapter
from guide.problems import Problem
from guide.scan import LINK, line_at

_RAW_ID = re.compile(r"""(?:\sid=["']|\{[^}\n]*#)([\w:-]+)""")


def anchors_of(book: Book, chapter: Chapter) -> set[str]:
    """Every address within a chapter's page."""
    anchors = {heading.anchor for heading in chapter.headings}
    anchors |= {f"fig-{name.rpartition('/')[2].removesuffix('.mmd')}" for name, _ in chapter.diagrams}
    anchors |= {*(anchor for anchor, _ in chapter.tables), *_RAW_ID.findall(chapter.prose)}
    languages = {fence.language for fence in chapter.fences}
    anchors |= {f"decision-{name}" for name, _ in chapter.decisions}
    if "matrix" in languages:
        anchors |= set(book.decision_by_id)
    if "glossary" in languages:
        anchors |= {term.anchor for term in book.terms}
    if "sources" in languages:
        anchors |= {f"source-{citation.key}" for citation in chapter.citations}
    if "bibliography" in languages:
        anchors |= {f"source-{key}" for key in book.works}
    return anchors


def broken(book: Book, page: str, target: str) -> tuple[str, str, str] | None:
    """(code, message, mend) when `target`, written on `page`, leads nowhere; None when it is fine."""
    path, _, anchor = target.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    chapter = next((c for c in book.chapters if c.page == name), None)
    if chapter is None:
        if (book.project.docs / name).is_file() and not name.endswith(".md"):
            return None
        return "link", f"{target!r} leads to no file of the book.", "correct the path; it is relative to this file."
    if anchor and anchor not in anchors_of(book, chapter):
        near = difflib.get_close_matches(anchor, anchors_of(book, chapter), 1)
        mend = f"did you mean #{near[0]}?" if near else f"{name} has no such heading, figure or table."
        return "anchor", f"{target!r} names no place in {name}.", mend
    return None


def check_links(book: Book) -> Iterator[Problem]:
    for chapter in book.chapters:
        path = book.project.relative(chapter.path)
        for match in LINK.finditer(chapter.prose):
            target = match["target"]
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            if found := broken(book, chapter.page, target):
                line = line_at(chapter.prose, match.start(), chapter.offset)
                yield Problem(path, line, found[0], found[1], found[2])
