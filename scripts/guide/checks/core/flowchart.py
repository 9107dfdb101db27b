"""What a flowchart's source says of its nodes: their shapes, labels, roles and groups.

Drawing is the renderer's business; this reads only what the visual grammar speaks of, and passes over the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guide.markdown.inline import QUOTE

_NODE = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z_][\w]*)(?P<open>\[\[|\[\(|\(\[|\(\(|\{\{|\[/|\[\\|\[|\(|\{)"
    r"(?P<text>\"[^\"]*\"|.*?)(?P<close>\]\]|\)\]|\]\)|\)\)|\}\}|/\]|\\\]|\]|\)|\})(?::::(?P<role>[\w-]+))?"
)
_ROLE_ALONE = re.compile(r"(?<![\w\])}/])(?P<name>[A-Za-z_]\w*):::(?P<role>[\w-]+)")
_CLASS = re.compile(r"^\s*class\s+(?P<names>[\w,\s-]+?)\s+(?P<role>[\w-]+)\s*;?\s*$")
_SUBGRAPH = re.compile(r"^\s*subgraph\s+(?P<title>.+?)\s*$")
_NOISE = re.compile(r"^\s*(?:%%|accTitle|accDescr|classDef\b|style\b|linkStyle\b|click\b|direction\b)|^\s*$")
_DESCRIPTION = re.compile(r"accDescr\s*\{[^}]*\}")
_SAID = re.compile(r"^\s*(?:%%\s*)?acc(?:Title|Descr)\s*(?::(?P<line>.*)|\{(?P<block>(?:\$\{[^}]*\}|[^}])*)\})", re.M)
_EDGE_TEXT = re.compile(r"\|\s*(?P<label>\"[^\"]*\"|[^|]*)\|")


@dataclass
class Node:
    """`shape` is the pair of brackets, as "[( )]" ("" when the node is only named); `group` the number of the innermost
    subgraph, 0 outside all."""

    name: str
    shape: str
    text: str
    line: int
    role: str = ""
    group: int = 0


@dataclass
class Flowchart:
    """Nodes by name; `groups` are the titles of subgraphs with their lines, numbered from 1."""

    nodes: dict[str, Node] = field(default_factory=dict)
    groups: dict[int, tuple[str, int]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)

    def inside(self, group: int, outer: int) -> bool:
        """Whether a group is another, or lies anywhere in it."""
        while group and group != outer:
            group = self.parents[group]
        return group == outer


def read_flowchart(source: str) -> Flowchart | None:
    """The flowchart in a Mermaid source; None when it is another kind of diagram."""
    head = re.match(r"(?:\s*%%[^\n]*\n)*\s*(?:flowchart|graph)\b[^\n;]*", source)
    if not head:
        return None
    source = "\n" * head[0].count("\n") + source[head.end() :]
    source = QUOTE.sub("0", _DESCRIPTION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source))
    chart = Flowchart()
    opened: list[int] = []
    for number, line in enumerate(source.split("\n"), 1):
        if _NOISE.match(line):
            continue
        if group := _SUBGRAPH.match(line):
            chart.groups[len(chart.groups) + 1] = (_title(group["title"]), number)
            chart.parents[len(chart.groups)] = opened[-1] if opened else 0
            opened.append(len(chart.groups))
        elif line.strip() == "end":
            del opened[-1:]
        elif found := _CLASS.match(line):
            for name in re.findall(r"[\w-]+", found["names"]):
                if name in chart.nodes:
                    chart.nodes[name].role = found["role"]
        else:
            _read_nodes(line, number, opened[-1] if opened else 0, chart)
    return chart


def _title(text: str) -> str:
    labelled = re.search(r"\[\"?(.*?)\"?\]\s*$", text)
    return (labelled[1] if labelled else text).strip('"')


def _read_nodes(line: str, number: int, group: int, chart: Flowchart) -> None:
    plain = _EDGE_TEXT.sub(lambda match: " " * len(match[0]), line)
    for found in _NODE.finditer(plain):
        shape, text = f"{found['open']} {found['close']}", found["text"].strip('"')
        node = chart.nodes.setdefault(found["name"], Node(found["name"], shape, text, number, group=group))
        node.role = found["role"] or node.role
        if not node.shape:
            node.shape, node.text, node.line = shape, text, number
    rest = _NODE.sub(lambda match: " " * len(match[0]), plain)
    for found in _ROLE_ALONE.finditer(rest):
        node = chart.nodes.setdefault(found["name"], Node(found["name"], "", "", number, group=group))
        node.role = found["role"]
    for name in re.findall(r"(?<![\w-])([A-Za-z_]\w*)(?![\w-])", _ROLE_ALONE.sub(" ", rest)):
        # A node that is only named: it belongs to the group in which it is first met.
        if name not in ("x", "o"):
            chart.nodes.setdefault(name, Node(name, "", "", number, group=group))


def labels(source: str) -> Iterator[tuple[str, int]]:
    """Every piece of text that a diagram of any kind shows, with its line; no quotes `${…}`, and no axes of charts."""
    source = _DESCRIPTION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for number, line in enumerate(source.split("\n"), 1):
        if re.match(r"\s*(?:%%|accTitle|accDescr|classDef\b|style\b|linkStyle\b|dateFormat\b|axisFormat\b|tickInterval\b|todayMarker\b|[xy]-axis\b)", line):
            continue
        yield re.sub(r"\$\{[^}]*\}", " ", line), number


def spoken(source: str) -> Iterator[tuple[str, int]]:
    """The title and the description that are read aloud, line by line with their numbers; no quotes `${…}`."""
    for found in _SAID.finditer(source):
        form = "line" if found["line"] is not None else "block"
        first = source.count("\n", 0, found.start(form)) + 1
        for number, line in enumerate(found[form].split("\n"), first):
            yield re.sub(r"\$\{[^}]*\}", " ", line), number
