"""What a chapter uses before it shows or explains it, and what it shows and never speaks of.

Reading order is the order of the source. The card *At a glance* sums up and may use everything; a derivation stands in
the layer of work, and neither uses nor explains anything for those who study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.abbreviations import COMMON
from guide.framework import BOARD, FIVE_MINUTES, SHEET, STEP_IN_FIVE_MINUTES
from guide.markdown.facts import CITED, Piece
from guide.metrics import ExampleError, read_example
from guide.model import Chapter
from guide.numbers import quoted_name
from guide.terms import Finder

_SUMS_UP = frozenset((FIVE_MINUTES, STEP_IN_FIVE_MINUTES, BOARD))
"""Sections that may quote what is computed later."""

_NOT_READ_HERE = frozenset(("glance", "derivation"))


@dataclass(frozen=True)
class Use:
    """Something that a chapter says, at a line of a section."""

    name: str
    section: str
    line: int


@dataclass(frozen=True)
class EarlyUse(Use):
    """A use that comes before the line `shown`, where readers learn what it is."""

    shown: int


def _read(chapter: Chapter) -> Iterator[Piece]:
    """What somebody who studies the chapter reads, in order; no headings, since what stands below explains them."""
    return (piece for piece in chapter.parsed.pieces if piece.box not in _NOT_READ_HERE)


# ---------- values ----------


def early_values(chapter: Chapter) -> list[EarlyUse]:
    """Results quoted in the text before the strip of their block, or before their metric example; each once a piece.

    The five minutes and a step's board sum up: they may. An input may be quoted anywhere, since quoting it states it.
    """
    places = _places(chapter)
    return [
        EarlyUse(name, piece.section, line, places[name])
        for piece in _read(chapter)
        if piece.section not in _SUMS_UP
        for name, line in _quoted(piece).items()
        if line < places.get(name, 0)
    ]


def unlisted(chapter: Chapter) -> list[Use]:
    """Results that a section quotes and that no strip lists, each once a section."""
    hidden = {r.name for block in chapter.parsed.estimates if block.show for r in block.results if r.name not in block.show}
    found: dict[tuple[str, str], Use] = {}
    for piece in chapter.parsed.pieces:
        for name, line in _quoted(piece).items():
            if name in hidden:
                found.setdefault((name, piece.section), Use(name, piece.section, line))
    return list(found.values())


def _places(chapter: Chapter) -> dict[str, int]:
    """The line on which the block of each result, or the metric example, begins; no inputs."""
    found = {}
    for block, parsed in zip(chapter.blocks("estimate"), chapter.parsed.estimates, strict=True):
        found |= {result.name: block.line - 1 for result in parsed.results}
    for block in chapter.blocks("metric"):
        try:
            found |= dict.fromkeys(read_example(block.text).values, block.line - 1)
        except ExampleError:
            continue  # it is named when the page is rendered
    return found


def _quoted(piece: Piece) -> dict[str, int]:
    """The names that a piece quotes, each with its first line."""
    return {quoted_name(quote.expression) or "": quote.line for quote in reversed(piece.quotes)}


# ---------- terms ----------

_EXPLAINS = re.compile(r"\s*(?:[,(:;—]|(?:is|are|means?|says?|asks?|counts?|measures?)\b)")
"""What follows a name that its own sentence explains."""


def early_terms(chapter: Chapter, terms: Finder) -> list[EarlyUse]:
    """Terms of the glossary whose first use comes before the chapter introduces them, which it does in italics.

    A first use that is marked (italics, bold, a link), in brackets, or followed by a comma, a bracket, a colon or a
    verb of explaining (“is”, “means”) explains itself.
    """
    first: dict[str, tuple[Use, bool]] = {}
    found = []
    for piece in _read(chapter):
        marked = {text.casefold() for _, text in piece.marked}
        introduced = {term.term for tag, text in piece.marked if tag == "em" for match, term in terms.find(text) if match[0] == text}
        for match, term in terms.find(piece.text):
            clear = match[0].casefold() in marked or bool(_explained(piece.text, match))
            first.setdefault(term.term, (Use(match[0], piece.section, _line(piece, match)), clear))
        for name in introduced:
            use, clear = first.get(name, (None, True))
            if not clear:
                found.append(EarlyUse(use.name, use.section, use.line, piece.line))
                first[name] = (use, True)
    return found


def _explained(text: str, match: re.Match) -> re.Match | bool | None:
    return _EXPLAINS.match(text, match.end()) or text[: match.start()].endswith("(")


def _line(piece: Piece, match: re.Match) -> int:
    """A row stands on one line, whatever is put between its cells."""
    return piece.line + (0 if piece.kind == "row" else piece.text.count("\n", 0, match.start()))


# ---------- abbreviations ----------

_TOKEN = re.compile(r"(?<![\w-])\w+(?:-\w+)*")
_CAPITALS = re.compile(r"(?=\w*[A-Z]\w*[A-Z])([A-Z][A-Z0-9]+)s?")
_CAPITALS_BESIDE = (re.compile(r"\b[A-Z]{2,} \Z"), re.compile(r" [A-Z]{2,}\b"))
_SENTENCE_END = re.compile(rf"[.!?]['\"”’)]*\s+(?!{CITED})")
_TOO_SHORT = 2
"""So few letters begin some words of any paragraph."""


def unexplained(chapter: Chapter, terms: Finder) -> list[Use]:
    """Abbreviations that are neither common nor in the glossary, and whose first use doesn't say what they are.

    It does when it is marked (italics, bold, a link), in brackets, or followed as a term that explains itself is; when
    the words that it shortens stand in the same paragraph or row; or when its sentence cites a work, since a published
    system is known by its name. Capitals in a row (TAKE IT DOWN) are a name, too.
    """
    seen: set[str] = set()
    found = []
    for piece in _read(chapter):
        for match in _TOKEN.finditer(piece.text):
            if match[0].islower():
                continue
            unknown = [part for part in match[0].split("-") if _is_unknown(part, terms)]
            if seen.issuperset(unknown):
                continue
            seen.update(unknown)
            in_a_term = any(found.start() <= match.start() < found.end() for found, _ in terms.find(piece.text))
            if not in_a_term and not _says(piece, match, unknown[0]):
                found.append(Use(match[0], piece.section, _line(piece, match)))
    return found


def _is_unknown(part: str, terms: Finder) -> bool:
    short = part[0].isupper() and _CAPITALS.fullmatch(part)
    if not short or COMMON.intersection((part, short[1])):
        return False
    return all(name != short[1] for name, _ in terms.names.get(short[1].casefold(), ()))


def _says(piece: Piece, match: re.Match, short: str) -> bool:
    """Whether a piece says what an abbreviation in it, `short` or with it, stands for."""
    text, before, after = piece.text, piece.text[: match.start()], piece.text[match.end() :]
    if any(match[0] in marked for _, marked in piece.marked) or _explained(text, match):
        return True
    if _CAPITALS_BESIDE[0].search(before) or _CAPITALS_BESIDE[1].match(after):
        return True
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", before + after)).casefold()
    if len(short) > _TOO_SHORT and short.casefold() in initials:
        return True
    if piece.kind == "row":
        return CITED in text
    start = max((end.end() for end in _SENTENCE_END.finditer(before)), default=0)
    end = _SENTENCE_END.search(after)
    return CITED in before[start:] or CITED in (after[: end.start() + 1] if end else after)


# ---------- figures ----------


def unreferred(chapter: Chapter) -> list[Use]:
    """Figures and captioned tables that no text of their chapter refers to; the frames of the sheet are its content."""
    targets = {link.target for link in chapter.parsed.links}
    shown = [(use.anchor, use.line) for use in chapter.parsed.figures if use.captioned and use.name]
    shown += [(use.anchor, use.line) for use in chapter.parsed.tables]
    uses = (Use(anchor, _section(chapter, line), line) for anchor, line in sorted(shown, key=lambda use: use[1]))
    return [use for use in uses if f"#{use.name}" not in targets and use.section != SHEET]


def _section(chapter: Chapter, line: int) -> str:
    """The anchor of the `##` section that a line stands in."""
    return next((h.anchor for h in reversed(chapter.headings) if h.level == 2 and h.line < line), "")
