"""Diagrams: Mermaid source to drawings for the site and for print."""

from __future__ import annotations

import importlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint.pdf.metadata

from guide.diagrams import DiagramError, Drawer, Drawn, Renderer
from guide.diagrams.svg import _grey, for_print, for_site, smallest_text
from guide.diagrams.values import INVISIBLE, put_in, split, without_marks
from guide.model import Diagram
from guide.numbers import quotes_in
from guide.project import Project
from guide.sources import style_of
from tests.conftest import ROOT, Pages

SVG = "{http://www.w3.org/2000/svg}"
STYLE = style_of(Project(ROOT))
TEXT_PX = STYLE.print.text_px

KINDS = {
    "flowchart": 'flowchart TB\n  a[(Logs)]:::store -->|"1 TB"| b[[Model]]:::model --> c{Good?}:::decision',
    "sequence": "sequenceDiagram\n  participant A\n  A->>B: ask\n  B-->>A: answer\n  Note over A: a note",
    "state": "stateDiagram-v2\n  [*] --> shadow\n  shadow --> canary: passes\n  canary --> [*]",
    "er": "erDiagram\n  USER ||--o{ SEARCH : makes\n  SEARCH {\n    string id PK\n    bool consent\n  }",
    "gantt": "gantt\n  dateFormat YYYY-MM-DD\n  section One\n  Build :a, 2026-01-01, 3d\n  Test :b, after a, 2d",
    "timeline": "timeline\n  2020 : first\n  2021 : second : third",
    "quadrant": "quadrantChart\n  x-axis Cheap --> Dear\n  y-axis Rare --> Often\n  quadrant-1 Mend\n  Crash: [0.3, 0.6]",
    "sankey": "sankey-beta\n\nQueries,Box,92\nBox,Embedding,74\nBox,Lost,18",
    "xychart": 'xychart-beta\n  x-axis [1, 2, 3]\n  y-axis "Precision" 0 --> 1\n  line [0.1, 0.5, 0.9]',
    "class": "classDiagram\n  class Encoder {\n    +embed(image) vector\n  }\n  Encoder <|-- Student",
    "pie": 'pie title Traffic\n  "taps" : 40\n  "photos" : 60',
    "mindmap": "mindmap\n  root((Search))\n    Retrieval\n    Ranking",
    "journey": "journey\n  title A search\n  section Photo\n    Take: 5: User",
    "block": "block-beta\n  columns 2\n  a b",
    "packet": 'packet-beta\n  0-15: "Source"\n  16-31: "Target"',
    "kanban": "kanban\n  Todo\n    a[Write]",
    "architecture": "architecture-beta\n  service db(database)[Store]\n  service api(server)[API]\n  api:R -- L:db",
    "git": 'gitGraph\n  commit id: "a"\n  branch next\n  commit id: "b"',
}


@pytest.fixture(scope="module")
def engine() -> Renderer:
    return Renderer(ROOT / "node_modules", TEXT_PX)


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer(ROOT / "node_modules", STYLE)


@pytest.fixture
def sketch(drawer: Drawer, request: pytest.FixtureRequest) -> Callable[..., Drawn]:
    """Draws a text as if it were a file of the book."""

    def draw_text(source: str, **values: str) -> Drawn:
        name = re.sub(r"\W+", "-", request.node.name).strip("-").lower()
        # Some kinds know no accTitle; there a comment says it.
        mark = "%% " if source.startswith(("sankey", "mindmap", "block", "kanban", "packet", "architecture")) else ""
        source = source.replace("\n", f"\n  {mark}accTitle: A name\n  {mark}accDescr: A description.\n", 1)
        return drawer.draw(Diagram("x", name, Path(f"{name}.mmd"), source), lambda e: values.get(e, f"<{e}>"))

    return draw_text


def texts(svg: str) -> str:
    return " ".join(" ".join("".join(t.itertext()).split()) for t in ET.fromstring(svg).iter(f"{SVG}text"))


def group(svg: str, name: str) -> ET.Element:
    return next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if name in g.get("class", "").split())


# ---------- the renderer ----------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(engine: Renderer, kind: str) -> None:
    drawing = engine.render(KINDS[kind], "d")
    assert drawing.width > 20 and drawing.height > 20
    assert ET.fromstring(drawing.svg).tag == f"{SVG}svg"
    words = re.findall(
        r"(?:Logs|answer|canary|consent|Build|second|Crash|Embedding|Precision|embed|photos|Ranking|Take|Target|Write|API)",
        drawing.svg,
    )
    assert words or kind in ("block", "git")


def test_the_same_source_gives_the_same_bytes() -> None:
    first, second = (Renderer(ROOT / "node_modules", TEXT_PX) for _ in range(2))
    for source in KINDS.values():
        assert first.render(source, "d").svg == second.render(source, "d").svg == first.render(source, "d").svg


def test_ids_start_with_the_prefix_so_that_drawings_share_a_page(engine: Renderer) -> None:
    for source in KINDS.values():
        svg = engine.render(source, "chapter-name").svg
        ids = re.findall(r'\sid="([^"]+)"', svg)
        assert all(i.startswith("chapter-name") for i in ids), ids
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("flowchart TB\n  a --> b\n  c[(x] --> d\n", 3, None),
        ("flowchart TB\n  a ==>> b\n", 2, None),
        ("sequenceDiagram\n  A->>B: x\n  A->>B\n", 3, None),
        ("erDiagram\n  A ||--|{ B\n", 2, None),
    ],
)
def test_a_mistake_has_a_place(engine: Renderer, source: str, line: int, column: int | None) -> None:
    with pytest.raises(DiagramError) as raised:
        engine.render(source, "d")
    assert raised.value.line == line
    assert raised.value.column > 0
    assert "\n" not in raised.value.message and raised.value.message


def test_a_mistake_in_one_diagram_leaves_the_next_alone(engine: Renderer) -> None:
    with pytest.raises(DiagramError):
        engine.render("flowchart TB\n  a[(", "d")
    assert engine.render(KINDS["flowchart"], "d").width > 20


def test_text_is_measured_with_the_fonts_own_widths(engine: Renderer) -> None:
    wide, narrow = (engine.render(f"flowchart TB\n  a[{c * 20}]", "d").width for c in "mi")
    assert wide > narrow * 1.5


# ---------- for the site ----------


def test_a_drawing_speaks(sketch: Callable[..., Drawn]) -> None:
    root = ET.fromstring(sketch("flowchart TB\n  a --> b").site_svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "A name. A description."
    assert root.find(f"{SVG}title") is None and root.find(f"{SVG}desc") is None


def test_colours_are_the_sites_variables(sketch: Callable[..., Drawn]) -> None:
    for source in KINDS.values():
        svg = sketch(source).site_svg
        used = set(re.findall(r"var\((--[\w-]+)", svg))
        assert used and all(name.removeprefix("--d-") in STYLE.variables() for name in used), used
        assert "style=" not in svg and "color-mix(" not in svg


@pytest.mark.parametrize("role", STYLE.roles)
def test_a_role_is_drawn_in_its_colours(sketch: Callable[..., Drawn], role: str) -> None:
    written = STYLE.roles[role].shape.replace("id", "a", 1).replace("text", "A label")
    drawn = sketch(f"flowchart TB\n  {written}:::{role} --> b[plain]")
    shapes = [s for s in group(drawn.site_svg, role) if s.get("stroke")]
    assert shapes
    for shape in shapes:
        assert shape.get("stroke") == f"var(--d-{role}-stroke)"
        assert shape.get("fill") in (f"var(--d-{role}-fill)", "none")
        assert shape.get("stroke-width") == f"{STYLE.roles[role].width:g}"
        assert shape.get("stroke-dasharray") == STYLE.roles[role].dash
    assert any(s.get("fill") == f"var(--d-{role}-fill)" for s in shapes)
    printed = drawn.print_svg
    assert STYLE.roles[role].fill.light in printed and STYLE.roles[role].stroke.light in printed


def test_roles_differ_without_colour() -> None:
    """By the shape's brackets, the border's dash or its width."""
    looks = {name: (re.sub(r"\w", "", r.shape), r.dash, r.width) for name, r in STYLE.roles.items()}
    assert len(set(looks.values())) == len(looks)


def test_the_pdf_engine_does_not_disturb(sketch: Callable[..., Drawn]) -> None:
    """It changes how this process writes XML as soon as it is imported."""
    importlib.reload(weasyprint.pdf.metadata)
    drawn = sketch("flowchart TB\n  a --> b")
    assert drawn.site_svg.startswith("<svg ") and drawn.print_svg.startswith("<svg ")


def test_apostrophes_are_those_of_the_text(sketch: Callable[..., Drawn]) -> None:
    drawn = sketch("flowchart TB\n  a[Friends'<br/>it doesn't] -->|\"5' of owners' time\"| b")
    assert "doesn’t" in texts(drawn.site_svg) and "Friends’" in texts(drawn.print_svg)
    assert "5' of owners’ time" in texts(drawn.print_svg)
    assert "doesn’t" in drawn.mermaid


# ---------- values ----------


def test_values_stand_in_labels_and_keep_their_names(sketch: Callable[..., Drawn]) -> None:
    drawn = sketch(
        'flowchart TB\n  a["load ${peak} at ${p50:2}"] -->|"${peak}"| b', peak="2,780 requests/s", **{"p50:2": "40 ms"}
    )
    runs = [(e.get("data-value"), e.text) for e in ET.fromstring(drawn.site_svg).iter() if e.get("data-value")]
    assert sorted(runs) == [
        ("p50:2", "40\u00a0ms"),
        ("peak", "2,780\u00a0requests/s"),
        ("peak", "2,780\u00a0requests/s"),
    ]
    assert "load2,780requests/sat40ms" in re.sub(r"\s", "", texts(drawn.site_svg))
    assert "load2,780requests/sat40ms" in re.sub(r"\s", "", texts(drawn.print_svg))
    for svg in (drawn.site_svg, drawn.print_svg):
        assert not INVISIBLE & set(svg)


def test_a_value_does_not_change_the_layout_of_the_same_text(sketch: Callable[..., Drawn]) -> None:
    quoted = sketch("flowchart TB\n  a[${peak}] --> b", peak="2,780 requests/s")
    typed = sketch("flowchart TB\n  a[2,780\u00a0requests/s] --> b")
    assert (quoted.width, quoted.height) == (typed.width, typed.height)


def test_marks_come_out_as_they_went_in() -> None:
    source, expressions = put_in("a ${x} b ${ y:2 } c", lambda e: {"x": "1 s", "y:2": "two"}[e])
    assert expressions == ["x", "y:2"]
    assert split(source) == [("a ", None), ("1\u00a0s", 0), (" b ", None), ("two", 1), (" c", None)]
    assert without_marks(source) == "a 1\u00a0s b two c"
    assert split("plain") == [("plain", None)]


# ---------- for print ----------


@pytest.mark.parametrize("kind", KINDS)
def test_the_print_variant_has_what_weasyprint_draws(sketch: Callable[..., Drawn], kind: str) -> None:
    svg = sketch(KINDS[kind]).print_svg
    for never in ("var(", "color-mix(", "style=", "<foreignObject", "calc(", "<style"):
        assert never not in svg, never
    for element in ET.fromstring(svg).iter(f"{SVG}g"):
        assert float(element.get("opacity", 1)) == 1, "a translucent group clips centred text"


def test_runs_of_one_printed_line_do_not_overlap(sketch: Callable[..., Drawn]) -> None:
    svg = sketch('flowchart TB\n  a["`plain **bold words** and *slanted* end`"] --> b').print_svg
    (line,) = [t for t in ET.fromstring(svg).iter(f"{SVG}text") if len(t) > 1]
    places = [(float(run.get("y")), float(run.get("x"))) for run in line]
    assert places == sorted(places) and len(set(places)) == len(places) == 5
    assert all(run.get("text-anchor") == "start" for run in line)


def test_print_sizes_follow_the_style(sketch: Callable[..., Drawn]) -> None:
    small, long = (
        sketch("flowchart TB\n  a --> b"),
        sketch("flowchart LR\n  " + " --> ".join(f"n{i}[A long label {i}]" for i in range(12))),
    )
    limits = STYLE.print
    assert small.smallest_print_pt == pytest.approx(limits.natural_pt)
    assert long.print_size_mm[0] == pytest.approx(limits.width_mm)
    assert long.smallest_print_pt < limits.smallest_pt
    for drawn in (small, long):
        width, height = drawn.print_size_mm
        assert width <= limits.width_mm + 0.01 and height <= limits.height_mm + 0.01


def test_labels_keep_their_least_size_on_paper(sketch: Callable[..., Drawn]) -> None:
    """Labels of edges are smaller than those of nodes: they grow a little, and where that isn't enough, so does all."""
    edges = sketch('flowchart TB\n  a -->|"5 items/s"| b')
    assert edges.smallest_print_pt == pytest.approx(STYLE.print.smallest_pt, abs=1e-3)
    sizes = {float(e.get("font-size")) for e in ET.fromstring(edges.print_svg).iter() if e.get("font-size")}
    scale = edges.print_size_mm[0] / 25.4 * 72 / edges.width
    assert min(sizes) * scale == pytest.approx(STYLE.print.smallest_pt, abs=0.01)
    hardly = sketch("flowchart LR\n  " + " --> ".join(f"n{i}[Label {i}]" for i in range(4)))
    assert hardly.print_size_mm[0] <= STYLE.print.column_mm + 0.01 or hardly.print_size_mm[0] > STYLE.print.column_mm * 1.01


# ---------- for official Mermaid ----------


def test_official_mermaid_gets_values_and_roles(small: Pages, drawer: Drawer) -> None:
    source = drawer.draw(small.book.diagrams["comment-spam/system.mmd"], lambda _: "5 items/s").mermaid
    assert "5\u00a0items/s" in source and "${" not in source and not INVISIBLE & set(source)
    assert all(f"classDef {role} " in source for role in STYLE.roles)
    assert "classDef" not in drawer.draw(small.book.diagrams["comment-spam/serving.mmd"], lambda _: "5 ms").mermaid


def test_names_and_descriptions_have_their_values(drawer: Drawer) -> None:
    source = "flowchart TB\n  accTitle: At ${peak}\n  accDescr: Of ${peak:2} and more.\n  a --> b\n"
    drawn = drawer.draw(Diagram("x", "y", Path("y.mmd"), source), lambda e: {"peak": "5 s", "peak:2": "5.0 s"}[e])
    assert (drawn.title, drawn.description) == ("At 5\u00a0s", "Of 5.0\u00a0s and more.")
    assert ET.fromstring(drawn.site_svg).get("aria-label") == "At 5\u00a0s. Of 5.0\u00a0s and more."


# ---------- by hand ----------

HAND = (
    '<svg xmlns="http://www.w3.org/2000/svg" style="--a: var(--pele-fg); --b: #123" font-family="f" data-x="1" aria-labelledby="t">'
    "<title>t</title><desc>d</desc>"
    '<g class="node {role}"><rect style="fill: var(--none, var(--b)); stroke-width: 2px" rx="4px"/><path fill="none"/></g>'
    '<text x="10" y="20" text-anchor="{anchor}" font-size="{size}px"><tspan>ab</tspan><tspan font-weight="700">cd</tspan></text>'
    '<text font-size="9">{last}</text><text font-size="2"> </text></svg>'
)


def hand(role: str = "other", anchor: str = "start", size: str = "12", last: str = "x") -> str:
    return HAND.format(role=role, anchor=anchor, size=size, last=last)


def test_variables_are_resolved_wherever_they_are_declared() -> None:
    root = ET.fromstring(for_site(hand(), STYLE, "n", "d", []))
    rect = root.find(f".//{SVG}rect")
    assert (rect.get("fill"), rect.get("stroke-width"), rect.get("rx"), rect.get("style")) == ("#123", "2", "4", None)
    assert root.get("data-x") is None and root.get("aria-labelledby") is None and root.get("font-family") is None
    assert root.get("font-size") == f"{TEXT_PX:g}" and [c.tag.removeprefix(SVG) for c in root] == ["g", "text", "text", "text"]


def test_what_stands_around_a_variable_stays() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" style="--a: 3"><path style="stroke-dasharray: 2 var(--a)1 var(--a) 4"/></svg>'
    assert ET.fromstring(for_site(svg, STYLE, "n", "d", [])).find(f"{SVG}path").get("stroke-dasharray") == "2 31 3 4"


def test_colours_are_mixed_for_print() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="color-mix(in srgb, #fff 25%, #000000)" stroke="color-mix(in srgb, #102030 50%, #304050)"/></svg>'
    rect = ET.fromstring(for_print(svg, STYLE, "f", lambda *_: 1.0)).find(f"{SVG}rect")
    assert (rect.get("fill"), rect.get("stroke")) == ("#404040", "#203040")


@pytest.mark.parametrize(("anchor", "left"), [("start", 10.0), ("middle", 10 - (2 * 12 + 2 * 12 * 2) / 2), ("end", 10 - (2 * 12 + 2 * 12 * 2))])
def test_runs_of_a_line_are_placed_one_after_the_other(anchor: str, left: float) -> None:
    root = ET.fromstring(for_print(hand(anchor=anchor), STYLE, "f", lambda text, size, bold, italic: len(text) * size * (2 if bold else 1)))
    runs = root.findall(f".//{SVG}tspan")
    assert [(float(r.get("x")), r.get("y"), r.get("text-anchor")) for r in runs] == [(left, "20", "start"), (left + 24, "20", "start")]
    assert root.get("font-family") == "f" and all(e.get("class") is None for e in root.iter())


def test_weights_and_slants_are_measured_as_they_are_set() -> None:
    asked = []
    svg = ('<svg xmlns="http://www.w3.org/2000/svg"><text x="0" font-weight="bold" font-style="italic"><tspan>a</tspan>'
           '<tspan font-weight="400" font-style="normal" font-size="7">b</tspan><tspan font-weight="600">c</tspan></text></svg>')  # fmt: skip
    for_print(svg, STYLE, "f", lambda *run: asked.append(run) or 1.0)
    assert asked == [("a", TEXT_PX, True, True), ("b", 7.0, False, False), ("c", TEXT_PX, True, True)]


def test_a_role_colours_shapes_and_leaves_open_paths_open() -> None:
    role = next(name for name, r in STYLE.roles.items() if r.dash)
    root = ET.fromstring(for_site(hand(role=role), STYLE, "n", "d", []))
    rect, path = root.find(f".//{SVG}rect"), root.find(f".//{SVG}path")
    assert (rect.get("fill"), path.get("fill")) == (f"var(--d-{role}-fill)", "none")
    assert rect.get("stroke-dasharray") == path.get("stroke-dasharray") == STYLE.roles[role].dash


@pytest.mark.parametrize(("size", "last", "smallest"), [("12", "x", 9), ("5", "x", 5), ("12", " ", 12)])
def test_the_smallest_text_that_is_seen_counts(size: str, last: str, smallest: float) -> None:
    svg = hand(size=size, last=last).replace("px", "")
    assert smallest_text(svg, 16) == smallest
    assert smallest_text('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', 16) == 16
    assert smallest_text('<svg xmlns="http://www.w3.org/2000/svg"/>', 16) == 16


def test_values_split_a_text_into_runs() -> None:
    source, expressions = put_in("a ${x} b ${y}", lambda e: e.upper())
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{source}</text><text>{put_in("${x}", str.upper)[0]}</text></svg>'
    first, second = ET.fromstring(for_site(svg, STYLE, "n", "d", expressions)).findall(f"{SVG}text")
    assert (first.text, [(r.get("data-value"), r.text, r.tail) for r in first]) == ("a ", [("x", "X", " b "), ("y", "Y", None)])
    assert (second.text or "", [r.text for r in second]) == ("", ["X"])


# ---------- the real book ----------


def test_every_drawing_of_the_book_prints_and_has_its_values(real: Pages) -> None:
    for key, drawn in ((k, d) for article in real.articles.values() for k, d in article.drawings.items()):
        for never in ("var(", "color-mix(", "style=", "<foreignObject"):
            assert never not in drawn.print_svg, f"{key}: {never}"
        source = real.book.diagrams[f"{key}.mmd"].source
        # A text without a fill is the halo behind the same text.
        inked = [t for t in ET.fromstring(drawn.site_svg).iter(f"{SVG}text") if t.get("fill") != "none"]
        live = [e.get("data-value") for text in inked for e in text.iter() if e.get("data-value")]
        labels = re.sub(r"^\s*acc\w+:.*$", "", source, flags=re.M)
        quoted = Counter(expression for expression, _ in quotes_in(labels))
        # A frame leaves out what a later one draws.
        assert Counter(live) <= quoted if ":::later" in source else Counter(live) == quoted, key
        assert "${" not in drawn.site_svg + drawn.print_svg and not INVISIBLE & set(drawn.site_svg + drawn.print_svg), key


def test_the_ground_of_a_label_keeps_its_colour_in_a_later_frame() -> None:
    shape = '<g class="{kind}"><rect stroke="#123" fill="#456"/><text fill="#000">a</text></g>'
    colours = {"muted": "#777", "border": "#aaa", "background": "#fff"}
    for kind, rect in (("pele-edge-label", ("#123", "#456")), ("pele-edge", ("#aaa", "#aaa")), ("pele-node", ("#aaa", "#fff"))):
        group = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{shape.format(kind=kind)}</svg>')[0]
        _grey(group, colours)
        assert (group[0].get("stroke"), group[0].get("fill")) == rect and group[1].get("fill") == "#777", kind
