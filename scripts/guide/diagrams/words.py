"""What a Mermaid parser says, in the words of somebody who draws."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_KINDS = (
    "flowchart", "sequenceDiagram", "stateDiagram-v2", "classDiagram", "erDiagram", "gantt", "pie", "timeline", "quadrantChart",
    "xychart-beta", "mindmap", "journey", "gitGraph", "sankey-beta", "block-beta", "packet-beta",
)  # fmt: skip
_WORDS = {
    "sequenceDiagram": ("participant", "actor", "Note", "loop", "alt", "else", "opt", "par", "and", "end", "activate", "deactivate", "rect", "break"),
    "gantt": ("dateFormat", "axisFormat", "tickInterval", "todayMarker", "section", "title"),
    "stateDiagram-v2": ("state", "note", "direction"),
    "flowchart": ("subgraph", "end", "direction", "class"),
    "timeline": ("section", "title"),
    "xychart-beta": ("x-axis", "y-axis", "bar", "line", "title"),
    "quadrantChart": ("x-axis", "y-axis", "quadrant-1", "quadrant-2", "quadrant-3", "quadrant-4", "title"),
}  # fmt: skip
_PAIRS = {")": "(", "]": "[", "}": "{"}
_QUOTED = re.compile(r'"[^"]*"')
_GENERAL = "compare the line with the kind's own syntax, at https://mermaid.js.org."


@dataclass(frozen=True)
class Said:
    """A mistake in a diagram's source, in an author's words. `line` and `column` start at 1, the column is 0 when unknown."""

    line: int
    column: int
    message: str
    mend: str


def in_words(source: str, message: str, line: int, column: int) -> Said:
    """What is wrong with `source`, of which a parser says `message` at a line and a column (0 when it says none)."""
    lines = source.split("\n")
    first = next((number for number, text in enumerate(lines, 1) if text.strip() and not text.lstrip().startswith("%%")), 1)
    kind = (lines[first - 1].split() or [""])[0]
    if "No diagram type" in message:
        near = difflib.get_close_matches(kind, (*_KINDS, "graph", "stateDiagram"), 1, 0.5)
        mend = f"did you mean {near[0]!r}?" if near else f"start with one of {', '.join(_KINDS[:8])}, …"
        return Said(first, 1, f"no kind of diagram is called {kind!r}.", mend)
    if not line and (found := re.search(r"(?:date|number|value)\s*:?\s*(\S+)$", message)):
        line = next((number for number, text in enumerate(lines, 1) if re.search(rf"[:,]\s*{re.escape(found[1])}(?!\w)", text)), 1)
        column = lines[line - 1].find(found[1], lines[line - 1].find(":")) + 1
        mend = "write a bar as `Name :id, start, length`, as in `Scope :a, 00:00, 5m`, with times as `dateFormat` says."
        return Said(line, column, f"{found[1]!r} can't be read as a date.", mend if kind == "gantt" else _GENERAL)
    place = min(max(line, 1), len(lines))
    rest = lines[place - 1][max(column - 1, 0) :].strip()
    message = f"the drawing can't be read from {rest!r} on." if rest else f"the drawing can't be read: something is missing after {lines[place - 1].strip()!r}."
    for hint in (_reserved, _role, _open, _group, _inside, _arrow, _keyword, _colon):
        if found := hint(lines, place, kind):
            at, mend = found
            if at != place:
                return Said(at, 0, f"the drawing can't be read from {lines[at - 1].strip()!r} on.", mend)
            return Said(place, column, message, mend)
    return Said(place, column, message, _GENERAL)


Hint = tuple[int, str] | None


def _flow(kind: str) -> bool:
    return kind in ("flowchart", "graph")


def _reserved(lines: list[str], line: int, kind: str) -> Hint:
    bare = re.search(r"(?<![\w-])end(?=\s*[\[({]|\s*:::|\s*$)", _QUOTED.sub("", lines[line - 1]))
    if _flow(kind) and bare and lines[line - 1].strip() != "end":
        return line, "`end` is a reserved word: give the node another id."
    return None


def _role(lines: list[str], line: int, kind: str) -> Hint:
    if _flow(kind) and re.search(r"[\])}]\s*(?<!:):{1,2}(?!:)\w|[\])}]\s+:::", lines[line - 1]):
        return line, "write the role right after the shape, with three colons: `id[text]:::offline`."
    return None


def _open(lines: list[str], line: int, kind: str) -> Hint:
    """A quotation mark or bracket that isn't closed on its line, here or above."""
    for number in range(1, line + 1) if _flow(kind) else ():
        text = lines[number - 1]
        if re.match(r"\s*(?:acc(?:Title|Descr)|%%)", text):
            continue
        if text.count('"') % 2:
            return number, "close the quotation mark that is opened on this line."
        opened = []
        for char in _QUOTED.sub("", text):
            if char in _PAIRS.values():
                opened.append(char)
            elif char in _PAIRS and opened and opened[-1] == _PAIRS[char]:
                opened.pop()
        if opened:
            return number, f"close the bracket {opened[-1]} that is opened on this line; one in a label needs quotes around it: `id[\"…\"]`."
    return None


def _group(lines: list[str], line: int, kind: str) -> Hint:
    opened = []
    for number, text in enumerate(lines, 1):
        if re.match(r"\s*subgraph\b", text):
            opened.append(number)
        elif text.strip() == "end" and opened:
            opened.pop()
        elif text.strip() == "end" and _flow(kind):
            return number, "no subgraph is open here: delete the `end`, or write `subgraph Name` above."
    if opened and _flow(kind) and line >= len([text for text in lines if text.strip()]):
        return opened[-1], "write `end` on a line of its own after the subgraph that is opened here."
    return None


def _inside(lines: list[str], line: int, kind: str) -> Hint:
    text = _QUOTED.sub('""', lines[line - 1])
    label = re.search(r"\w(?:\[(?![\[(/\\])[^\]]*[(){}][^\]]*\]|\((?![\[(])[^)]*[\[\]{}][^)]*\)|\{(?!\{)[^}]*[()\[\]][^}]*\})", text)
    if _flow(kind) and label:
        return line, 'a bracket in a label needs quotes around the label: `id["text (more)"]`.'
    return None


def _arrow(lines: list[str], line: int, kind: str) -> Hint:
    text = _QUOTED.sub("", lines[line - 1])
    if (_flow(kind) or kind.startswith("state")) and re.search(r"(?<![-=.<])->|-->>|==>>|--->>", text):
        return line, "an arrow is `-->`, with a dotted line `-.->`, a thick one `==>`."
    return None


def _keyword(lines: list[str], line: int, kind: str) -> Hint:
    word = (lines[line - 1].split() or [""])[0]
    known = _WORDS.get({"graph": "flowchart", "stateDiagram": "stateDiagram-v2"}.get(kind, kind), ())
    words = (*known, "accTitle:", "accDescr:")
    near = difflib.get_close_matches(word, words, 1, 0.7)
    if word == "Note":
        return line, "write `Note over A: text`, `Note left of A: text` or `Note right of A: text`."
    if near and word not in words:
        return line, f"did you mean {near[0]!r}?"
    return None


def _colon(lines: list[str], line: int, kind: str) -> Hint:
    if kind == "sequenceDiagram" and re.search(r"-?->>|-[x)]", lines[line - 1]):
        return line, "a message is `A->>B: text`, with a colon before its text."
    if kind == "pie":
        return line, 'a slice is `"Name" : 12`.'
    return None
