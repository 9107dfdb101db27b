"""Numbers with a unit in a page's text: which are cited, marked as plain, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from guide.estimates.units import NOUNS
from guide.markdown.facts import ProseNumber
from guide.markdown.lines import line_of

TEXTS = frozenset(("p", "li", "tr", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption"))
"""Elements whose text is read by itself: paragraphs, items, rows, headings."""

SILENT = frozenset(("code", "pre", "data", "kbd", "script", "style", "math", "svg"))
"""Elements whose text isn't prose."""

_COVERED = frozenset(("p", "ul", "ol", "table", "figure", "dl", "div"))
_PLAIN = re.compile(r"\s*plain:(?P<reason>.*)", re.S)


@dataclass
class _Text:
    """A paragraph's text twice, position by position: with its citations, and with all that isn't prose left blank."""

    written: list[str] = field(default_factory=list)
    readable: list[str] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0
    plain: bool = False

    def add(self, text: str, line: int, shown: bool = True) -> None:
        self.lines.append((self.length, line))
        self.written.append(text)
        self.readable.append(text if shown else " " * len(text))
        self.length += len(text)

    def line_at(self, position: int) -> int:
        start, line = max((place for place in self.lines if place[0] <= position), default=(0, 0))
        return line + "".join(self.written)[start:position].count("\n")


def is_comment(element: HtmlElement) -> bool:
    return element.tag is etree.Comment


def plain_reason(element: HtmlElement) -> str | None:
    """The reason that a comment `plain: …` gives; None for any other node."""
    found = _PLAIN.match(element.text or "") if is_comment(element) else None
    return found["reason"].strip() if found else None


def prose_numbers(root: HtmlElement) -> Iterator[ProseNumber]:
    """Every typed number with a unit below `root`, with what vouches for it."""
    covered = _covered(root)
    for element in root.iter():
        if element.tag not in TEXTS or any(e.tag in SILENT for e in element.iterancestors()):
            continue
        text = text_of(element)
        plain = text.plain or any(e in covered for e in (element, *element.iterancestors()))
        written, readable = "".join(text.written), _masked("".join(text.readable))
        for first, last in sentences(written, element.tag == "tr"):
            keys = tuple(key for found in CITATION.finditer(written[first:last]) for key in found[1].split())
            sentence = " ".join(CITATION.sub("", written[first:last]).split())
            for at, number in _numbers(readable[first:last]):
                yield ProseNumber(number, text.line_at(first + at), keys, sentence, plain)


def _covered(root: HtmlElement) -> set[HtmlElement]:
    """What a comment on lines of its own vouches for: the paragraph, table or list before it."""
    found = set()
    for comment in root.iter(etree.Comment):
        if not plain_reason(comment) or comment.getparent().tag in TEXTS:
            continue
        before = comment.getprevious()
        while before is not None and (is_comment(before) or before.tag not in _COVERED):
            before = before.getprevious()
        if before is not None:
            found.add(before)
    return found


def text_of(element: HtmlElement) -> _Text:
    text = _Text()
    _read(element, text, element.tag == "tr")
    return text


def _read(element: HtmlElement, text: _Text, row: bool) -> None:
    if element.text:
        text.add(element.text, line_of(element))
    for child in element:
        if is_comment(child):
            text.plain = text.plain or bool(plain_reason(child))
        elif child.tag == "cite":
            text.add(f"\ue001{child.get('data-keys', '')}\ue002", line_of(child), shown=False)
        elif child.tag in SILENT or "maths" in (child.get("class") or ""):
            text.add(" ", line_of(child), shown=False)
        elif child.tag == "br":
            text.add("\n", line_of(child))
        elif row or child.tag not in TEXTS and child.tag not in _COVERED:
            _read(child, text, row)
            if row and child.tag in ("td", "th"):
                text.add(" | ", line_of(child))
        if child.tail:
            text.add(child.tail, line_of(child))


CITATION = re.compile("\ue001([^\ue002]*)\ue002")
"""A citation within a text: the keys of its works, between two characters of private use."""

_ADDRESS = re.compile(r"https?://\S+")


def _masked(text: str) -> str:
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|al|vs|cf|Fig|Eq|approx|ca|no|St|Dr)|\b[A-Z])\.\Z")
# A citation after the full stop belongs to the sentence before it.
_SENTENCE_END = re.compile("[.!?…]['\"”’)]*\\s+(?P<cited>(?:\ue001[^\ue002]*\ue002\\s*)*)(?=['\"“‘($]*[A-Z0-9$]|\\Z)")


def sentences(text: str, row: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph; a table's row is one."""
    first = 0
    for match in () if row else _SENTENCE_END.finditer(text):
        if not match["cited"] and _ABBREVIATED.search(text[: match.start() + 1]):
            continue
        yield first, match.end()
        first = match.end()
    yield first, len(text)


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


def quantities(text: str) -> list[str]:
    """The numbers with a unit in a plain text."""
    return [number for _, number in _numbers(text)]


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
