"""A raw drawing made fit for an output: colours of the house style, roles, no CSS that a printer can't read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from xml.etree import ElementTree as ET

from guide.diagrams.style import Style
from guide.diagrams.values import split, without_marks

_SVG = "http://www.w3.org/2000/svg"

_PELE_COLOURS = {
    "bg": "background", "fg": "text", "muted": "muted", "line": "line", "surface": "surface",
    "surface-alt": "surface-alt", "border": "border", "accent": "accent", "fg-on-light": "text", "fg-on-dark": "text",
    "critical": "risk-stroke", "error": "risk-stroke",
}  # fmt: skip
_SHAPES = {f"{{{_SVG}}}{tag}" for tag in ("rect", "path", "polygon", "circle", "ellipse")}
PARTS = frozenset(("pele-node", "pele-edge", "pele-edge-label", "pele-note"))
"""What a drawing is made of, as classes of groups: boxes, arrows, words on arrows, notes."""

_ATTRIBUTES = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "fill-opacity", "opacity", "rx", "ry",
    "color", "font-size", "font-weight", "font-style", "font-family", "stroke-linecap", "stroke-linejoin",
    "text-decoration", "stop-color", "stop-opacity",
}  # fmt: skip


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise ValueError(f"unbalanced parenthesis in {text[start : start + 60]!r}")


def _resolve(value: str, variables: Mapping[str, str]) -> str:
    """`value` with every `var()` replaced, fallbacks included. House variables (`--d-…`) stay."""
    start = 0
    while (start := value.find("var(", start)) >= 0:
        end = _closing(value, start + 3)
        name, _, fallback = value[start + 4 : end].partition(",")
        name = name.strip()
        if name.startswith("--d-"):
            start = end
            continue
        value = value[:start] + _resolve(variables.get(name, fallback.strip()), variables) + value[end + 1 :]
    return value


def _mix(value: str) -> str:
    """Evaluates `color-mix(in srgb, #a p%, #b)` on literal colours."""

    def channels(colour: str) -> list[int]:
        digits = colour.lstrip("#")
        digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
        return [int(digits[i : i + 2], 16) for i in (0, 2, 4)]

    def mixed(match: re.Match) -> str:
        part = float(match[2]) / 100
        pairs = zip(channels(match[1]), channels(match[3]), strict=True)
        return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)

    pattern = r"color-mix\(in srgb,\s*(#[0-9a-fA-F]{3,6})\s+([\d.]+)%,\s*(#[0-9a-fA-F]{3,6})\)"
    return re.sub(pattern, mixed, value)


def _plain(element: ET.Element, variables: Mapping[str, str]) -> None:
    """Turns style declarations into attributes and resolves Pele's variables, from `element` downwards."""
    declared = [tuple(part.strip() for part in d.split(":", 1)) for d in element.get("style", "").split(";") if ":" in d]
    own = {name: value for name, value in declared if name.startswith("--")}
    variables = {**variables, **{name: _resolve(value, variables) for name, value in own.items()}}
    for name, value in declared:
        if name in _ATTRIBUTES:
            element.set(name, value.replace("!important", "").strip())
    element.attrib.pop("style", None)
    for name, value in list(element.attrib.items()):
        if "var(" in value or "color-mix(" in value:
            value = _mix(_resolve(value, variables))
        if name in ("rx", "ry", "font-size", "stroke-width"):
            value = value.removesuffix("px")
        element.set(name, value)
    for child in element:
        _plain(child, variables)


def _apply_roles(root: ET.Element, style: Style, colours: Mapping[str, str]) -> None:
    for group in root.iter(f"{{{_SVG}}}g"):
        for name in style.roles.keys() & set(group.get("class", "").split()):
            role = style.roles[name]
            for shape in (child for child in group if child.tag in _SHAPES):
                if shape.get("fill") != "none":
                    shape.set("fill", colours[f"{name}-fill"])
                shape.set("stroke", colours[f"{name}-stroke"])
                shape.set("stroke-width", f"{role.width:g}")
                if role.dash:
                    shape.set("stroke-dasharray", role.dash)


def ends(edge: str, nodes: Collection[str]) -> tuple[str, str]:
    """The two nodes of an edge called `L_from_to_0`, empty for another; names may hold underscores themselves."""
    found = re.fullmatch(r"L_(.+)_\d+", edge)
    parts = found[1].split("_") if found else []
    for place in range(1, len(parts)):
        start, end = "_".join(parts[:place]), "_".join(parts[place:])
        if start in nodes and end in nodes:
            return start, end
    return "", ""


def _set_stage(root: ET.Element, colours: Mapping[str, str]) -> None:
    """Takes out what a frame hasn't drawn yet, and greys what an earlier frame has drawn."""
    nodes = {g.get("data-id", ""): set(g.get("class", "").split()) for g in root.iter(f"{{{_SVG}}}g") if "pele-node" in g.get("class", "").split()}
    for parent in list(root.iter()):
        for group in list(parent):
            classes = set(group.get("class", "").split())
            name = group.get("data-id", "")
            if "pele-node" in classes:
                joined: tuple[str, ...] = (name,)
            elif classes & {"pele-edge", "pele-edge-label"}:
                joined = ends(name, nodes)
            else:
                continue
            stages = [nodes.get(node, set()) for node in joined]
            if any("later" in stage for stage in stages):
                parent.remove(group)
            elif all("earlier" in stage for stage in stages):
                _grey(group, colours)


def _grey(group: ET.Element, colours: Mapping[str, str]) -> None:
    for element in group.iter():
        if element.tag == f"{{{_SVG}}}text":
            element.set("fill", colours["muted"])
        elif element.tag in _SHAPES:
            classes = group.get("class", "").split()
            if "pele-edge-label" in classes:
                continue  # what lies behind a label has the paper's colour already
            element.set("stroke", "none" if element.get("stroke") == "none" else colours["border"])
            if element.get("fill") not in (None, "none"):
                element.set("fill", colours["border"] if "pele-edge" in classes else colours["background"])


def _without_data(element: ET.Element) -> dict[str, str]:
    """Takes an element's `data-` attributes away, and says what they were."""
    return {name: element.attrib.pop(name) for name in list(element.attrib) if name.startswith("data-")}


def _prepare(svg: str, style: Style, colours: Mapping[str, str]) -> ET.Element:
    root = ET.fromstring(svg)
    _set_stage(root, colours)
    variables = {f"--pele-{name}": colours[ours] for name, ours in _PELE_COLOURS.items()}
    variables |= {f"--pele-series-{n}": colours[f"series-{n}"] for n in range(1, len(style.series) + 1)}
    _plain(root, {**variables, "--pele-radius": "4"})
    _apply_roles(root, style, colours)
    root.set("font-size", f"{style.print.text_px:g}")
    for name in ("aria-roledescription", "aria-labelledby", "aria-describedby"):
        root.attrib.pop(name, None)
    for child in [c for c in root if c.tag in (f"{{{_SVG}}}title", f"{{{_SVG}}}desc")]:
        # A title element shows as a tooltip over the whole drawing; the name is given as aria-label instead.
        root.remove(child)
    return root


def _written(root: ET.Element) -> str:
    # Registered at every writing: the PDF engine claims the empty prefix for a namespace of its own when imported.
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")


def for_site(svg: str, style: Style, name: str, description: str, expressions: list[str]) -> str:
    """The drawing for a page: colours are the site's CSS variables, values keep their names."""
    root = _prepare(svg, style, style.variables())
    root.attrib.pop("font-family", None)
    root.set("role", "img")
    root.set("aria-label", f"{name}. {description}")
    for element in list(root.iter()):
        _without_data(element)
        if element.text and (runs := split(element.text)) != [(element.text, None)]:
            element.text = ""
            for text, number in runs:
                if number is None and not len(element):
                    element.text = text
                elif number is None:
                    element[-1].tail = (element[-1].tail or "") + text
                else:
                    value = ET.SubElement(element, f"{{{_SVG}}}tspan", {"data-value": expressions[number]})
                    value.text = text
    return _written(root)


def for_print(
    svg: str, style: Style, family: str, width: Callable[[str, float, bool, bool], float], least: float = 0.0
) -> str:
    """The drawing for WeasyPrint: literal colours, no style attribute, every run of text with its own place; of the
    classes those that say which of its `PARTS` a group is, with the `data-id` that names it.

    `width(text, px, bold, italic)` measures a run in px; no text is smaller than `least` px.
    """
    root = _prepare(svg, style, style.palette("light"))
    root.set("font-family", family)
    for element in root.iter():
        element.text = element.text and without_marks(element.text)
        data = _without_data(element)
        if element is not root and (classes := element.attrib.pop("class", None)) and (part := PARTS.intersection(classes.split())):
            element.set("class", *part)
            element.attrib |= {name: without_marks(value) for name, value in data.items() if name == "data-id"}
        if float(element.get("font-size", least)) < least:
            element.set("font-size", f"{least:.3f}")
    _split_runs(root, style.print.text_px, width)
    return _written(root)


def _split_runs(element: ET.Element, size: float, width: Callable) -> None:
    """WeasyPrint centres each tspan by itself, so "plain **bold**" on one line would overlap: place each run."""
    size = float(element.get("font-size", size))
    if element.tag == f"{{{_SVG}}}text":
        lines: list[list[ET.Element]] = []
        for run in element:
            if run.get("x") is not None or not lines:
                lines.append([])
            lines[-1].append(run)

        def measured(run: ET.Element) -> float:
            weight = run.get("font-weight") or element.get("font-weight", "")
            slant = run.get("font-style") or element.get("font-style", "")
            run_size = float(run.get("font-size", size))
            return width(run.text or "", run_size, weight in ("bold", "600", "700"), slant == "italic")

        for line in (line for line in lines if len(line) > 1):
            widths = [measured(run) for run in line]
            left = float(line[0].get("x", element.get("x", 0)))
            left -= sum(widths) * {"middle": 0.5, "end": 1}.get(element.get("text-anchor", ""), 0)
            base = line[0].get("y", element.get("y"))
            for run, run_width in zip(line, widths, strict=True):
                run.set("x", f"{left:.2f}")
                run.set("text-anchor", "start")
                if base is not None:
                    run.set("y", base)
                left += run_width
    for child in element:
        _split_runs(child, size, width)


def smallest_text(svg: str, default: float) -> float:
    """The size in px of the smallest text in a drawing."""

    def sizes(element: ET.Element, size: float):
        size = float(element.get("font-size", size))
        if element.tag in (f"{{{_SVG}}}text", f"{{{_SVG}}}tspan") and (element.text or "").strip():
            yield size
        for child in element:
            yield from sizes(child, size)

    return min(sizes(ET.fromstring(svg), default), default=default)
