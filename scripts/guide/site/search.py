"""The site's search index, from the articles: every section, and every name of a term where it is explained."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from guide.addresses import Address
from guide.article import Article
from guide.model import HOME, Book, Term

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"
"""The same for pages opened from a folder, where a browser doesn't let a page fetch a file."""

_BOOST = 1.5
_BOOST_OF_ONE_WORD = 1.5
"""How much more a name of a term counts than a section whose title holds its words; the second is shared by its words."""


def write_index(book: Book, articles: Mapping[str, Article], site: Path, address: Address, script: bool = False) -> None:
    """Fills the index that the engine left empty; with `script`, also for pages opened from a folder.

    Material finds titles before text and takes no account of their length: of two names with the same word the
    shorter one must weigh more.
    """
    path = site / INDEX
    index = json.loads(path.read_text(encoding="utf-8"))
    index["docs"] = [*_sections(book, articles, address), *_terms(book, articles, address), *_downloads(book, address)]
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    if script:
        (site / SCRIPT).write_text(f"var __index = {text}", encoding="utf-8")


def _sections(book: Book, articles: Mapping[str, Article], address: Address) -> Iterator[dict[str, Any]]:
    for chapter in book.chapters:
        metrics = {h.anchor for h in chapter.headings if h.level == 3} if chapter.blocks("metric") else set()
        for entry in articles[chapter.page].search:
            place = address(chapter.page) + (f"#{entry.anchor}" if entry.anchor else "")
            found = {"location": place, "title": entry.title, "text": entry.text}
            if entry.anchor in metrics:
                found["boost"] = _weight(entry.title.partition(" (")[0])
            yield found


def _terms(book: Book, articles: Mapping[str, Article], address: Address) -> Iterator[dict[str, Any]]:
    for term in book.terms:
        page = (term.see or "").partition("#")[0]
        if page in articles and term.term in articles[page].explained:
            yield from _names(term, address(page))


def _downloads(book: Book, address: Address) -> Iterator[dict[str, Any]]:
    """Where the home page, which the theme ends, offers files: readers ask for a PDF or a copy to download."""
    files = book.settings.extra.downloads
    if files:
        said = " ".join(f"Download: {file.label}. {file.text}" for file in files)
        yield {
            "location": f"{address(HOME)}#take-it-with-you",
            "title": "Take it with you: PDF and offline copy to download",
            "text": f"<p>{escape(said, quote=False)}</p>",
            "boost": _BOOST,
        }


def _names(term: Term, page: str) -> Iterator[dict[str, Any]]:
    for name, anchor in zip(term.names, term.anchors, strict=True):
        said = term.definition if name == term.term else f"{term.term}: {term.definition}"
        yield {
            "location": f"{page}#{anchor}",
            "title": escape(name, quote=False),
            "text": f"<p>{escape(said, quote=False)}</p>",
            "boost": _weight(name),
        }


def _weight(name: str) -> float:
    return _BOOST + _BOOST_OF_ONE_WORD / max(1, len(re.findall(r"\w+", name)))
