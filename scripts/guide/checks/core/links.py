"""Where links lead: to a page, and to a place on it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from guide.checks.core.subject import Subject, near
from guide.problems import Problem

_SCHEMES = ("https", "http", "mailto")
_OF_DATA = ("decisions", "choices", "digest", "matrix", "glossary", "bibliography", "sources")
"""Fences whose anchors come from files of data."""


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere: to no file, or to no place of it."""

    code: Literal["link", "anchor"]
    message: str
    mend: str


def broken(subject: Subject, page: str, target: str) -> Broken | None:
    """What is wrong with `target`, written on `page`; None when it is fine or can't be told."""
    book, project = subject.book, subject.book.project
    path, _, anchor = unquote(target).partition("#")
    folder = posixpath.dirname(page)
    name = posixpath.normpath(posixpath.join(folder, path)) if path else page
    if project.docs / name in (*book.unread, project.bibliography):
        return None
    if name not in book.by_page:
        if project.config in book.unread:
            return None
        pages = {posixpath.relpath(other, folder or "."): other for other in book.by_page}
        mend = near(path, pages, "correct the path; it is relative to this file.")
        return Broken("link", f"{target!r} leads to no page of the book.", mend)
    article, chapter = subject.articles.get(name), book.by_page[name]
    if not anchor or article is None or anchor in article.anchors:
        return None
    data = {project.decisions, project.glossary, project.bibliography}
    if book.unread & data and any(block.language in _OF_DATA for block in chapter.parsed.blocks):
        return None
    if anchor in {use.anchor for use in chapter.parsed.figures}:
        return None  # the figure has no caption, or can't be drawn, which is named
    mend = near(anchor, article.anchors, f"{name} has no such heading, figure or table.", "#{}")
    return Broken("anchor", f"{target!r} names no place in {name}.", mend)


def broken_links(subject: Subject, code: Literal["link", "anchor"]) -> Iterator[Problem]:
    """The links of all chapters that lead to no file, or to no place of it."""
    for chapter in subject.book.chapters:
        for link in subject.links(chapter):
            if scheme := re.match(r"([a-z][a-z0-9+.-]*):", link.target, re.I):
                bare = not link.target[scheme.end() :].strip("/")
                if code == "link" and (bare or scheme[1].lower() not in _SCHEMES):
                    message = f"{link.target!r} is no address that a reader can follow."
                    yield subject.of(chapter, code)(link.line, message, "write a whole one, from https:// or mailto: on.")
                continue
            if link.target.rpartition("#")[2] == "" and code == "link" and (link.target.endswith("#") or not link.target):
                mend = "write the page's file, or `#` and the name of the place."
                yield subject.of(chapter, code)(link.line, f"the link leads to no place: {link.target!r}.", mend)
                continue
            found = broken(subject, chapter.page, link.target)
            if found and found.code == code:
                yield subject.of(chapter, code)(link.line, found.message, found.mend)
