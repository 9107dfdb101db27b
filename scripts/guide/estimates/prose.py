"""Numbers with a unit in a chapter's prose: which are quoted, cited, marked as plain, or none of the three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from guide.scan import CITATION, CITED_WORK, QUOTE, prose

from .units import NOUNS


class Found(NamedTuple):
    """A piece of text and its place; line and column start at 1."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class ProseNumber:
    """A typed number with a unit.

    Attributes:
        citations: keys of the works cited in its sentence or table row.
        sentence: that sentence or row, as written.
        plain: whether a `<!-- plain: reason -->` covers it.
    """

    found: Found
    citations: tuple[str, ...]
    sentence: str
    plain: bool


def untagged_numbers(markdown: str) -> list[Found]:
    """Typed numbers with a unit that are neither computed (`${…}`) nor cited nor marked as plain."""
    return [number.found for number in prose_numbers(markdown) if not number.citations and not number.plain]


def plain_without_reason(markdown: str) -> list[Found]:
    """`<!-- plain: -->` comments that give no reason."""
    shown = _outside_code(markdown)
    return [_place(shown, match.start(), match[0]) for match in _PLAIN.finditer(shown) if not match["reason"].strip()]


def prose_numbers(markdown: str) -> list[ProseNumber]:
    """Every typed number with a unit, with what vouches for it."""
    commented = _outside_code(markdown)
    readable = _mask(prose(_without_front_matter(markdown)), _NOT_PROSE)
    numbers = []
    for start, end, plain in _units_of_text(commented):
        for first, last in _sentences(commented, start, end):
            sentence = commented[first:last]
            keys = tuple(work["key"] for cited in CITATION.finditer(sentence) for work in CITED_WORK.finditer(cited[1]))
            numbers += [ProseNumber(_place(markdown, first + at, text), keys, " ".join(sentence.split()), plain)
                        for at, text in _numbers(readable[first:last])]
    return numbers


_PLAIN = re.compile(r"<!--\s*plain:(?P<reason>.*?)-->", re.S)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)

# What is not read as text; each match is blanked so that every position stays.
_NOT_PROSE = (
    QUOTE,
    CITATION,
    re.compile(r"\$\$.*?\$\$", re.S),
    # As money, `$5 and $7` is not maths: a closing dollar follows a non-space and no digit follows it.
    re.compile(r"(?<![\\$])\$(?![\s$])[^$\n]*?(?<!\s)\$(?!\d)"),
    re.compile(r"\]\([^)\n]*\)"),
    re.compile(r"https?://\S+"),
    re.compile(r"</?[A-Za-z][^<>]*>"),
    re.compile(r"\{:?[^{}\n]*[.#=][^{}\n]*\}"),
    re.compile(r"^[ ]*///.*$", re.M),
)


def _mask(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _without_front_matter(markdown: str) -> str:
    return _mask(markdown, (_FRONT_MATTER,))


def _outside_code(markdown: str) -> str:
    """The text with code blanked but comments kept: `prose` blanks both, so comments are put back."""
    body = _without_front_matter(markdown)
    shown = list(prose(body))
    # A comment inside code is code: only those that stand in a text without code count.
    hidden = prose(body.replace("<!--", "<  -").replace("-->", "- >"))
    for match in _COMMENT.finditer(body):
        if hidden[match.start()] == "<":
            shown[match.start():match.end()] = body[match.start():match.end()]
    return "".join(shown)


def _place(text: str, position: int, found: str) -> Found:
    return Found(text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position), found)


_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_ONLY_PLAIN = re.compile(r"<!--\s*plain:\s*[^\s-].*-->\s*\Z")
_OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|///|!!!|\?\?\?|===)")


@dataclass
class _Piece:
    """A paragraph, list item, table row or heading, by position."""

    start: int
    end: int
    kind: str
    plain: bool = False


def _units_of_text(commented: str) -> Iterator[tuple[int, int, bool]]:
    """Paragraphs, list items, table rows and headings: start, end, whether marked as plain."""
    pieces: list[_Piece] = []
    position = 0
    open_piece = False
    for line in commented.split("\n"):
        end = position + len(line)
        # Block quotes' marks don't matter here.
        bare = line.lstrip(" >")
        if not bare:
            open_piece = False
        elif _ONLY_PLAIN.match(bare):
            _cover(pieces)
            open_piece = False
        elif bare.startswith("|"):
            pieces.append(_Piece(position, end, "row", _is_plain(line)))
            open_piece = False
        elif _OWN_LINE.match(bare):
            kind = "directive" if bare.startswith("///") else "line"
            pieces.append(_Piece(position, end, kind, _is_plain(line)))
            open_piece = False
        elif _LIST_ITEM.match(bare):
            pieces.append(_Piece(position, end, "item", _is_plain(line)))
            open_piece = True
        elif open_piece:
            pieces[-1].end = end
            pieces[-1].plain = pieces[-1].plain or _is_plain(line)
        else:
            # An indented paragraph after a list belongs to the list.
            kind = "item" if line.startswith("  ") and pieces and pieces[-1].kind == "item" else "paragraph"
            pieces.append(_Piece(position, end, kind, _is_plain(line)))
            open_piece = True
        position = end + 1
    return ((piece.start, piece.end, piece.plain) for piece in pieces)


def _is_plain(line: str) -> bool:
    return any(match["reason"].strip() for match in _PLAIN.finditer(line))


def _cover(pieces: list[_Piece]) -> None:
    """A comment on its own line covers the paragraph it ends, or the whole table or list before it."""
    if not pieces:
        return
    last = len(pieces) - 1
    if pieces[last].kind == "directive":
        # A caption, between two directives, may stand between a table and the comment.
        last -= 1
        while last > 0 and pieces[last].kind != "directive":
            pieces[last].plain = True
            last -= 1
        last = max(last - 1, 0)
    kind = pieces[last].kind
    pieces[last].plain = True
    while kind in ("row", "item") and last > 0 and pieces[last - 1].kind == kind:
        last -= 1
        pieces[last].plain = True


_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|al|vs|cf|Fig|Eq|approx|ca|no|St|Dr)|\b[A-Z])\.\Z")
# A citation after the full stop belongs to the sentence before it.
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)*_]*\s+(?P<cited>(?:\[@[^\]]*\]\s*)*)(?=['\"“‘(*_$\[]*[A-Z0-9$*]|\Z)")


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph; a table row is one."""
    if text[start:end].lstrip(" >").startswith("|"):
        yield start, end
        return
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if not match["cited"] and _ABBREVIATED.search(text[start:match.start() + 1]):
            continue
        yield first, match.end()
        first = match.end()
    yield first, end


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_GAP = "[ \u00a0\u202f\n]"
_SCALE = rf"(?:[kMBT]\b|bn\b|{_GAP}(?:thousand|million|billion|trillion)\b)"
_NUMBER = (rf"(?<![\w.,@#/^\-–−])(?:{_DIGITS}{_SCALE}?(?:{_GAP}?[–−-]{_GAP}?|{_GAP}to{_GAP}))?"
           rf"(?P<digits>{_DIGITS})(?P<scale>{_SCALE})?")

_SYMBOLS = (r"%|‰|ns|µs|μs|us|ms|[KkMGTPE]B|[KMGTP]iB|[kMGT]bit(?:/s)?|[MGTPEZ]?FLOPS?|[kM]?Hz|GHz|kWh?|MWh?|qps|QPS|rps|RPS|km")
# One-letter symbols need a space: the 1990s are not seconds.
_SPACED = r"s|h|min|W"
_WORDS = (r"per[ -]?cent|percent|(?:nano|micro|milli)?seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?|"
          r"(?:kilo|mega|giga|tera|peta)?bytes?|bits?|dollars?|cents?|euros?|flops?|kilomet(?:re|er)s?|watts?")
# "64-bit" and "320-pixel" name a format; "a 30-day window" is a time.
_HYPHENED = r"(?:second|minute|hour|day|week|month|quarter|year|ms|GB|TB|MB|KB)"
_COUNTED = sorted({
    word for noun in ["user", "request", "query", "image", "item", "token", "gpu", "machine", "product", "photo", "picture", "listing", "label", "click", "impression", "session", "event", "document", "vector", "parameter", "pair", "customer", "member", "purchase", "order", "server", "replica", "shard", "node", "row", "example", "search", "candidate", "result", "embedding", "video", "post", "ad", "page", "seller", "merchant", "judgement", "visit", "view", "seller", "reader", "people", "person"] for word in (noun, NOUNS.get(noun, noun + "s"))
} | {"pages", "pictures", "GPU", "GPUs", "QPS", "people", "catalogue"}, key=len, reverse=True)
_COUNTS = "|".join(_COUNTED)

_WITH_UNIT = re.compile(
    rf"(?P<money>[$€£]{_GAP}?{_DIGITS}(?:{_SCALE})?)"
    rf"|{_NUMBER}(?:"
    rf"(?P<unit>{_GAP}?(?:{_SYMBOLS})(?![\w])|{_GAP}(?:{_SPACED})(?![\w’'])|{_GAP}(?:{_WORDS})\b|-{_HYPHENED}s?\b)"
    rf"|(?P<rate>{_GAP}?/(?:s|h|day|month|user|request)\b|{_GAP}(?:per|a|an)\s(?:second|minute|hour|day|week|month|year)\b)"
    rf"|(?P<count>{_GAP}(?:[a-z][\w-]*{_GAP}){{0,2}}?(?:{_COUNTS})\b)"
    rf"|(?P<large>))"
)
# What makes a number a name or a rank: top 10 items, Figure 3, version 2.
_NAMING = re.compile(r"(?:\b(?:top|first|last|next|step|section|chapter|figure|table|part|row|line|version|level|frame|"
                     r"sheet|question|day|week|year|page|recall|precision|ndcg|§)s?|@)[ \u00a0]?\Z", re.I)
# Smaller counts are structure: 3 stages, 5 boxes.
_SMALLEST_COUNT = 20


def _numbers(readable: str) -> Iterator[tuple[int, str]]:
    for match in _WITH_UNIT.finditer(readable):
        if match["money"] or _is_quantity(match, readable[:match.start()]):
            yield match.start(), " ".join(match[0].split())


def _is_quantity(match: re.Match[str], before: str) -> bool:
    scaled = match["scale"] is not None and len(match["scale"]) > 2
    value = float(match["digits"].replace(",", ""))
    year = re.fullmatch(r"(?:19|20)\d\d", match["digits"]) is not None
    if match["unit"]:
        return not (year and match["unit"].strip() in ("s", "h"))
    if match["rate"]:
        return not year
    if match["count"] is not None:
        if year or _NAMING.search(before):
            return False
        direct = len(match["count"].split()) == 1
        if match.string.startswith("/", match.end()):
            return True  # a rate: 3 requests/s
        return bool(match["scale"]) or value >= _SMALLEST_COUNT and (direct or "," in match["digits"])
    # "1.2 billion" is a quantity of whatever follows; a bare 70B is a model's name.
    return scaled
