"""What opens is closed: captions, boxes, HTML and comments, looked at line by line before the converter reads them.

A converter takes what isn't closed, or isn't spelt right, in its own way: it swallows the rest of the page, or prints the
mark. Here each is named at the line that opened it, and put right in memory, so that one mistake is one problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

BOXES = ("glance", "transcript")
FOLDS = ("question", "wrong", "derivation")
"""The kinds of boxes, `!!! glance`, and of folds, `??? question`."""

INLINE = frozenset(("a", "abbr", "b", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup"))
VOID = frozenset(("br", "img"))
BLOCK = frozenset(("div", "details", "summary"))
"""The elements that an author may write; of all others Markdown has a mark, or the theme makes them."""

_CAPTION = re.compile(r"\s*(?P<mark>/{2,})\s*(?P<kind>[\w-]*(?:[ _]?caption)?)(?P<rest>.*)$")
_NAMED = re.compile(r"(?:\s*\|\s*#(?P<name>tab-[a-z0-9-]+))?\s*")
_HEADING = re.compile(r"#{1,6}\s")
_BOX = re.compile(rf"(?P<space>\s*)(?P<mark>[!?]{{1,6}}\+?)(?P<gap>[ \t]*)(?P<rest>(?:{'|'.join(BOXES + FOLDS)})\b.*|[\w-]+\s+[\"“'].*)$", re.I)
_RIGHT_BOX = frozenset(("!!!", "???", "???+"))
_TITLED = re.compile(r'[\w-]+(?:[ \t]+[\w-]+)*[ \t]+"[^"]*"[ \t]*')
_QUOTES = "\"'“”‘’"
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_DECLARED = re.compile(r"<[!?]\w[^>]*>?")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|(?<![\\$])\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)")
_FENCED = "\x02"
"""What the converter's placeholders begin with."""


@dataclass(frozen=True)
class Fault:
    """Something wrong with a page's Markdown, at a line of its file."""

    code: str
    line: int
    message: str
    mend: str
    column: int = 0


@dataclass(frozen=True)
class Line:
    """A line of the page and its number in the file; lines put in by a repair have the number of what they close."""

    text: str
    number: int

    @property
    def empty(self) -> bool:
        return not self.text.strip()

    @property
    def block(self) -> bool:
        """Whether a fence stood here."""
        return _FENCED in self.text


@dataclass
class _Page:
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    """The elements that no page may hold, each with the line where it is named."""

    def report(self, code: str, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(code, line, message, mend))


def repaired(lines: Iterable[Line]) -> tuple[list[Line], list[Fault]]:
    """The page with everything closed, and what had to be put right. Fences stand there as placeholders already."""
    faults: list[Fault] = []
    found = list(lines)
    for step in (_comments, _captions, _boxes, _elements):
        page = step(found)
        found, faults = page.lines, faults + page.faults
    return found, faults


# ---------- comments ----------


def _comments(lines: list[Line]) -> _Page:
    page = _Page()
    opened = 0  # the line of the comment that is open
    texts = [masked(line.text) for line in lines]
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        made, start = line.text, 0
        while found := re.compile(r"<!--|-->").search(text, start):
            start = found.end()
            if found[0] == "-->" and not opened:
                page.report("markup", line.number, "`-->` ends no comment.", "delete it, or write `<!--` where the comment begins.")
                made = made[: found.start()] + "   " + made[found.end() :]
            elif found[0] == "-->":
                opened = 0
            elif not opened and not _ends([text[start:], *texts[at + 1 :]]):
                page.report("unclosed", line.number, "the comment opened here is never closed.", "write `-->` after its last word.")
                made, start = f"{made} -->", len(text)
            else:
                opened = line.number
        page.lines.append(Line(made, line.number))
    return page


def _ends(texts: Iterable[str]) -> bool:
    """Whether a comment that is open where some lines begin ends before another begins."""
    for part in texts:
        found = re.search(r"<!--|-->", part)
        if found:
            return found[0] == "-->"
    return False


# ---------- captions ----------

_CAPTION_MEND = "a caption is `/// figure-caption` or `/// table-caption | #tab-name`, its text, and `///`, each on a line of its own."


def _captions(lines: list[Line]) -> _Page:
    page = _Page()
    opened: Line | None = None
    for at, line in enumerate(lines):
        found = _CAPTION.fullmatch(line.text)
        closes = bool(found) and not found["kind"] and not found["rest"].strip()
        if found and closes:
            if opened is None:
                page.report("markup", line.number, "the mark `///` closes nothing.", _CAPTION_MEND)
                if not _begin_caption(page, line):
                    continue
            page.lines.append(Line("///", line.number))
            opened = None
            continue
        if found and (len(found["mark"]) > 2 or "caption" in found["kind"].lower()):
            if opened is not None:
                _close_caption(page, opened)
            opened = line
            page.lines.append(_opening(page, found, line))
            continue
        ends = line.empty and opened is not None and page.lines[-1].number != opened.number
        if opened is not None and (_HEADING.match(line.text) or line.block or ends and not _closed_later(lines[at + 1 :])):
            _close_caption(page, opened)
            opened = None
        page.lines.append(line)
    if opened is not None:
        _close_caption(page, opened)
    return page


def _begin_caption(page: _Page, end: Line) -> bool:
    """Puts the opening before the paragraph that ends here, if that stands under a diagram or a table."""
    at = len(page.lines)
    while at and not page.lines[at - 1].empty and not page.lines[at - 1].block:
        at -= 1
    before = next((known for known in reversed(page.lines[:at]) if not known.empty), None)
    if at == len(page.lines) or before is None or not (before.block or before.text.lstrip().startswith("|")):
        return False
    kind = "figure-caption" if before.block else "table-caption"
    page.lines.insert(at, Line(f"/// {kind}", end.number))
    return True


def _close_caption(page: _Page, opened: Line) -> None:
    page.report("unclosed", opened.number, "the caption opened here is never closed.", "write `///` on a line of its own after it.")
    while page.lines[-1].empty:
        page.lines.pop()
    page.lines += [Line("///", opened.number), Line("", opened.number)]


def _closed_later(rest: list[Line]) -> bool:
    """Whether `///` comes before anything that no caption holds."""
    for line in rest:
        if found := _CAPTION.fullmatch(line.text):
            return not found["kind"]
        if line.block or _HEADING.match(line.text) or _BOX.match(line.text) or line.text.startswith("|"):
            return False
    return False


def _opening(page: _Page, found: re.Match[str], line: Line) -> Line:
    """The line that opens a caption, as it should be."""
    before = next((known for known in reversed(page.lines) if not known.empty), None)
    table = before is not None and "|" in before.text and not before.block
    kind = "table-caption" if table else "figure-caption"
    written, named = found["kind"].lower(), _NAMED.fullmatch(found["rest"])
    right = written in ("figure-caption", "table-caption") and len(found["mark"]) == 3
    if not right or named is None or written == "figure-caption" and named["name"]:
        message = f"the caption's mark isn't right: {line.text.strip()!r}."
        page.report("markup", line.number, message, _CAPTION_MEND)
        name = re.search(r"\btab-[a-z0-9-]+", found["rest"])
        return Line(f"/// {kind}" + (f" | #{name[0]}" if name and table else ""), line.number)
    if written == kind and before is not None and (table or before.block):
        return line
    what = "table" if written == "table-caption" else "diagram"
    page.report("markup", line.number, f"the {what}'s caption stands under no {what}.", "put it on the line after the last of what it speaks of.")
    return Line(f"/// {kind}", line.number)


# ---------- boxes ----------


def _boxes(lines: list[Line]) -> _Page:
    page = _Page()
    for line in lines:
        found = _BOX.fullmatch(line.text)
        if found and found["mark"] not in _RIGHT_BOX:
            right = "???" if "?" in found["mark"] else "!!!"
            mend = 'write `!!! kind "Title"` or `??? kind "Title"`, and indent what follows by four spaces.'
            page.report("markup", line.number, f"a box or fold begins with {right}, not with {found['mark']}.", mend)
            line = Line(f"{found['space']}{right} {found['rest']}", line.number)
        elif found and found["space"] == "" and not _TITLED.fullmatch(found["rest"]):
            kind, _, title = found["rest"].partition(" ")
            mend = 'write the title in double quotes: `!!! kind "Title"`, `??? kind "Title"`.'
            page.report("markup", line.number, f"the title of the box or fold isn't in quotes: {line.text.strip()!r}.", mend)
            line = Line(f'{found["mark"]} {kind} "{title.strip().strip(_QUOTES) or kind}"', line.number)
        page.lines.append(line)
    return page


# ---------- elements ----------


def _elements(lines: list[Line]) -> _Page:
    page = _Page()
    opened: list[tuple[str, int]] = []

    def close(names: Iterable[str]) -> None:
        """Names the innermost open elements as long as they are among `names`, and closes them."""
        while opened and opened[-1][0] in names:
            name, number = opened.pop()
            message = f"the element <{name}> opened here is never closed."
            page.report("unclosed", number, message, f"write `</{name}>` after what it holds{'' if name in INLINE else ', on a line of its own'}.")
            if name in INLINE:
                last = page.lines[-1] if page.lines else Line("", number)
                page.lines[-1:] = [Line(f"{last.text}</{name}>", last.number)]
            else:
                page.lines += [Line("", number), Line(f"</{name}>", number), Line("", number)]

    in_comment = False
    for line in lines:
        if line.empty:
            close(INLINE)
        elif re.match(r"##\s", line.text):
            close(INLINE | BLOCK)
        text, made = masked(line.text), line.text
        for found in _DECLARED.finditer(text):
            page.report("raw-html", line.number, f"a page may not hold {found[0]}.", _HTML_MEND)
            blank = " " * len(found[0])
            text, made = ((part[: found.start()] + blank + part[found.end() :]).rstrip() for part in (text, made))
        shift = 0
        comments = [] if in_comment else [match.span() for match in re.finditer(r"<!--.*?-->", text)]
        for found in [] if in_comment else list(_TAG.finditer(text)):
            if any(start <= found.start() < end for start, end in comments):
                continue
            change = _tag(found, line.number, opened, page, close)
            if change is not None:
                start, end = found.start() + shift, found.end() + shift
                made, shift = made[:start] + change + made[end:], shift + len(change) - (end - start)
        if "<!--" in text or "-->" in text:
            in_comment = text.rfind("<!--") > text.rfind("-->")
        page.lines.append(Line(made, line.number))
    close(INLINE | BLOCK)
    return page


_HTML_MEND = "delete it: scripts, styles and frames belong to the theme, in overrides/; what is meant as text stands in backticks."


def _tag(found: re.Match[str], number: int, opened: list[tuple[str, int]], page: _Page, close) -> str | None:
    """Takes note of a tag; what to put in its place, None when it may stay."""
    name, rest = found["name"].lower(), found["rest"].strip()
    if name not in INLINE | BLOCK | VOID:
        if number not in page.refused.values() and not (found["end"] and name in page.refused):
            page.report("raw-html", number, f"a page may not hold <{found['end']}{found['name']}>.", _HTML_MEND)
        page.refused.setdefault(name, number)
        return ""
    if name in VOID:
        if found["end"]:
            page.report("raw-html", number, f"</{name}> closes nothing.", f"write `<{name}>`.")
            return ""
        return None
    if not found["end"]:
        opened.append((name, number))
        if name == "div" and not re.search(r"(?:^|\s)markdown\b", rest):
            page.report("markup", number, "what stands inside this <div> isn't read as Markdown.", 'write `<div class="…" markdown>`.')
            return found[0][:-1] + " markdown>"
        return None
    if name not in [other for other, _ in opened]:
        page.report("markup", number, f"</{name}> closes nothing.", "delete it, or write what it closes.")
        return ""
    close([other for other, _ in opened[[other for other, _ in opened].index(name) + 1 :]] if opened[-1][0] != name else ())
    if opened and opened[-1][0] == name:
        opened.pop()
    return None


def masked(text: str) -> str:
    """`text` with blanks for code and formulas, in which anything may stand."""
    return _CODE.sub(lambda match: " " * len(match[0]), text)
