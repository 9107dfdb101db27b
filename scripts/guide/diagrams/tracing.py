"""A drawing as one traces it: the whole of it pale, or its boxes alone; and the list of what it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from guide.diagrams.svg import PARTS

_SVG = "http://www.w3.org/2000/svg"
_LINE, _WORDS, _INK = "#a9a9a9", "#8e8e8e", "#222222"
"""Pale lines and words that a poor printer still prints; and the ink of what is given."""


@dataclass(frozen=True)
class Parts:
    """What a drawing is made of, in order: the words in its boxes, each once; what stands on its arrows, as often as it
    stands there; and how many arrows."""

    boxes: tuple[str, ...]
    labels: tuple[str, ...]
    arrows: int

    def __len__(self) -> int:
        return len(self.boxes) + len(self.labels) + self.arrows


def parts(svg: str) -> Parts:
    """The parts of a drawing's print variant."""
    root = ET.fromstring(svg)
    words: dict[str, list[str]] = {name: [] for name in PARTS}
    arrows = 0
    for group in _groups(root):
        name = group.get("class", "")
        arrows += name == "pele-edge"
        # A word that is broken at a line's end is one word.
        if text := re.sub(r"(?<=[^\W\d_])- (?=[a-z])", "-", " ".join(" ".join(group.itertext()).split())):
            words[name].append(text)
    return Parts(tuple(dict.fromkeys(words["pele-node"])), (*words["pele-edge-label"], *words["pele-note"]), arrows)


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
