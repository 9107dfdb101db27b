"""A drawing as one traces it: the whole of it pale, or its boxes alone; and the list of what it is made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from guide.diagrams.svg import PARTS, ends

_SVG = "http://www.w3.org/2000/svg"
_LINE, _WORDS, _INK = "#a9a9a9", "#8e8e8e", "#222222"
"""Pale lines and words that a poor printer still prints; and the ink of what is given."""


_HEADS = "–→↔"
"""How an arrow is written, by the number of its heads."""

_JOINED = re.compile(r"^\s*(\w+|\[\*\])\s*[-=.<>x)]{2,}\s*[+-]?(\w+|\[\*\])\s*(?::|$)", re.M)
"""A line of the source that joins two boxes, in the kinds of drawings whose arrows aren't named by their ends."""


@dataclass(frozen=True)
class Arrow:
    """An arrow: the words in the boxes that it joins, empty when the drawing doesn't tell; what stands on it; how many
    heads it has; and whether its line is broken."""

    start: str
    end: str
    words: str
    heads: int = 1
    dashed: bool = False

    def __str__(self) -> str:
        """By its ends and its words: "Decide → Draw: block (dashed)"."""
        joins = f"{self.start} {_HEADS[min(self.heads, 2)]} {self.end}" if self.start and self.end else ""
        named = ": ".join(part for part in (joins, self.words) if part) or "an arrow without words"
        return f"{named} (dashed)" if self.dashed else named


@dataclass(frozen=True)
class Parts:
    """What a drawing is made of, in order: the words in its boxes, each once; its arrows; and the words that stand beside
    them, as often as they stand there."""

    boxes: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[str, ...] = ()

    @property
    def labels(self) -> int:
        """How many words there are to write besides those in boxes."""
        return sum(bool(arrow.words) for arrow in self.arrows) + len(self.notes)

    def __len__(self) -> int:
        return len(self.boxes) + len(self.arrows) + self.labels


def parts(svg: str, source: str) -> Parts:
    """The parts of a drawing's print variant. `source` tells the ends of arrows that the drawing names by their number."""
    groups: dict[str, list[tuple[str, ET.Element]]] = {name: [] for name in PARTS}
    for group in _groups(ET.fromstring(svg)):
        groups[group.get("class", "")].append((group.get("data-id", ""), group))
    boxes = {name: _words(group) for name, group in groups["pele-node"]}
    on = {name: _words(group) for name, group in groups["pele-edge-label"]}
    edges = groups["pele-edge"]
    joined = _joined([name for name, _ in edges], boxes, source)
    arrows = tuple(
        Arrow(boxes.get(start, ""), boxes.get(end, ""), on.pop(name, ""), *_look(group))
        for (name, group), (start, end) in zip(edges, joined, strict=True)
    )
    notes = (*on.values(), *(_words(group) for _, group in groups["pele-note"]))
    return Parts(tuple(dict.fromkeys(filter(None, boxes.values()))), arrows, tuple(filter(None, notes)))


def _joined(names: Sequence[str], boxes: Collection[str], source: str) -> Sequence[tuple[str, str]]:
    """The boxes that each of the arrows called `names` joins: by its name, or else by its place among the lines of the
    source, if those are as many."""
    lines = _JOINED.findall(source)
    if len(lines) == len(names) and not any("".join(ends(name, boxes)) for name in names):
        return lines
    return [ends(name, boxes) for name in names]


def _words(group: ET.Element) -> str:
    """The words of a group. A word that is broken at a line's end is one word."""
    return re.sub(r"(?<=[^\W\d_])- (?=[a-z])", "-", " ".join(" ".join(group.itertext()).split()))


def _look(edge: ET.Element) -> tuple[int, bool]:
    """How many heads an arrow has, and whether its line is broken."""
    return len(edge) - 1, any(shape.get("stroke-dasharray") for shape in edge)


def pale(svg: str) -> str:
    """A drawing's print variant in light grey, to be traced over."""
    root = ET.fromstring(svg)
    _ink(root, _LINE, _WORDS)
    return _written(root)


def boxes_alone(svg: str) -> str:
    """A drawing's print variant without its arrows and what stands on them, the boxes black on white."""
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        for group in list(parent):
            if group.get("class") in PARTS - {"pele-node"}:
                parent.remove(group)
    _ink(root, _INK, _INK)
    return _written(root)


def _groups(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{{{_SVG}}}g") if group.get("class") in PARTS]


def _ink(element: ET.Element, line: str, words: str, part: str = "") -> None:
    """One colour for lines, one for words, white inside: what is dashed or wide stays so. An arrow's head is filled."""
    part = element.get("class", part)
    text = element.tag in (f"{{{_SVG}}}text", f"{{{_SVG}}}tspan")
    if element.get("stroke") not in (None, "none"):
        element.set("stroke", line)
    if text:
        element.set("fill", words)
    elif element.get("fill") not in (None, "none"):
        head = part == "pele-edge" and element.get("stroke") in (None, "none")
        element.set("fill", line if head else "#ffffff")
    for child in element:
        _ink(child, line, words, part)


def _written(root: ET.Element) -> str:
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")
