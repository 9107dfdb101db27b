"""The terms of the glossary in the site's search: a term's name finds the sentence that explains it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from guide.model import Book, Term

_INDEX = "search/search_index.json"
_SCRIPT = "search/search_index.js"
"""The same for pages opened from a folder; Material's offline plugin writes it."""

_BOOST = 1.5
_BOOST_OF_ONE_WORD = 1.5
"""How much more a name of a term counts than a section whose title holds its words; the second is shared by its words."""


def add_terms(book: Book, site: Path) -> None:
    """Adds every name of every explained term to the search index of the pages in `site`; a metric's section counts alike.

    Material finds titles before text and takes no account of their length: of two names with the same word the
    shorter one must weigh more.
    """
    path = site / _INDEX
    index = json.loads(path.read_text(encoding="utf-8"))
    names = _metrics(book)
    for entry in index["docs"]:
        if name := names.get(entry["location"]):
            entry["boost"] = _weight(name)
    index["docs"] += [entry for term in book.terms if (page := _page(term, site)) for entry in _entries(term, page)]
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    if (script := site / _SCRIPT).is_file():
        script.write_text(f"var __index = {text}", encoding="utf-8")


def _page(term: Term, site: Path) -> str:
    """The address in `site` of the page that explains `term`; "" when no page is marked as doing so."""
    page = (term.see or "").partition("#")[0].removesuffix(".md")
    for address, file in ((f"{page}/", f"{page}/index.html"), (f"{page}.html", f"{page}.html")):
        if (path := site / file).is_file() and f'id="{term.anchor}"' in path.read_text(encoding="utf-8"):
            return address
    return ""


def _entries(term: Term, page: str) -> Iterator[dict[str, Any]]:
    for name, anchor in zip(term.names, term.anchors, strict=True):
        said = term.definition if name == term.term else f"{term.term}: {term.definition}"
        yield {
            "location": f"{page}#{anchor}",
            "title": escape(name, quote=False),
            "text": f"<p>{escape(said, quote=False)}</p>",
            "boost": _weight(name),
        }


def _metrics(book: Book) -> dict[str, str]:
    """The sections that each explain a metric: address, as the site or the offline copy has it, and first name."""
    return {
        f"{chapter.page.removesuffix('.md')}{ending}#{heading.anchor}": heading.text.partition(" (")[0]
        for chapter in book.chapters
        if any(fence.language == "metric" for fence in chapter.fences)
        for heading in chapter.headings
        if heading.level == 3
        for ending in ("/", ".html")
    }


def _weight(name: str) -> float:
    return _BOOST + _BOOST_OF_ONE_WORD / len(re.findall(r"\w+", name))
