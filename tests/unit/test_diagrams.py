"""Diagrams: Mermaid source to drawings for the site and for print."""

from __future__ import annotations

import importlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint.pdf.metadata
from guide.scan import QUOTE

from guide.diagrams import DiagramError, Drawn, draw, mermaid_source
from guide.diagrams.render import Renderer, renderer
from guide.diagrams.values import INVISIBLE, put_in, split, without_marks
from guide.model import Book, Diagram
from guide.numbers import numbers
from guide.project import Project
from guide.sources import read_book, style_of
from tests.conftest import ROOT, copy_fixture

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
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return read_book(copy_fixture(tmp_path_factory.mktemp("diagrams") / "book"))


@pytest.fixture
def sketch(small: Book, request: pytest.FixtureRequest) -> Callable[..., Drawn]:
    """Draws a text as if it were a file of the book."""

    def draw_text(source: str, **values: str) -> Drawn:
        name = re.sub(r"\W+", "-", request.node.name).strip("-").lower()
        # Some kinds know no accTitle; there a comment says it.
        mark = "%% " if source.startswith(("sankey", "mindmap", "block", "kanban", "packet", "architecture")) else ""
        source = source.replace("\n", f"\n  {mark}accTitle: A name\n  {mark}accDescr: A description.\n", 1)
        return draw(small, Diagram("x", name, Path(f"{name}.mmd"), source), lambda e: values.get(e, f"<{e}>"))

    return draw_text


@pytest.fixture(params=["light on screen", "print"])
def drawings(request: pytest.FixtureRequest, small: Book) -> list[str]:
    drawn = [draw(small, diagram, lambda _: "1,234 items/s") for diagram in small.diagrams.values()]
    return [d.site_svg if "screen" in request.param else d.print_svg for d in drawn]


def texts(svg: str) -> str:
    return " ".join(" ".join("".join(t.itertext()).split()) for t in ET.fromstring(svg).iter(f"{SVG}text"))


def group(svg: str, name: str) -> ET.Element:
    return next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if name in g.get("class", "").split())


# ---------- the renderer ----------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn(kind: str) -> None:
    drawing = renderer(ROOT / "node_modules", TEXT_PX).render(KINDS[kind], "d")
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


def test_ids_start_with_the_prefix_so_that_drawings_share_a_page() -> None:
    for source in KINDS.values():
        svg = renderer(ROOT / "node_modules", TEXT_PX).render(source, "chapter-name").svg
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
def test_a_mistake_has_a_place(source: str, line: int, column: int | None) -> None:
    with pytest.raises(DiagramError) as raised:
        renderer(ROOT / "node_modules", TEXT_PX).render(source, "d")
    assert raised.value.line == line
    assert raised.value.column > 0
    assert "\n" not in raised.value.message and raised.value.message


def test_a_mistake_in_one_diagram_leaves_the_next_alone() -> None:
    engine = renderer(ROOT / "node_modules", TEXT_PX)
    with pytest.raises(DiagramError):
        engine.render("flowchart TB\n  a[(", "d")
    assert engine.render(KINDS["flowchart"], "d").width > 20


def test_text_is_measured_with_the_fonts_own_widths() -> None:
    engine = renderer(ROOT / "node_modules", TEXT_PX)
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


# ---------- values ----------


def test_values_stand_in_labels_and_keep_their_names(sketch: Callable[..., Drawn]) -> None:
    drawn = sketch(
        'flowchart TB\n  a["load ${peak} at ${p50:2}"] -->|"${peak}"| b', peak="2,780 requests/s", **{"p50:2": "40 ms"}
    )
    assert drawn.expressions == ["peak", "p50:2", "peak"]
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
    quoted = sketch("flowchart TB\n  a[${peak}] --> b", peak="2,780 requests/s").drawing
    typed = sketch("flowchart TB\n  a[2,780\u00a0requests/s] --> b").drawing
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
    assert small.smallest_print_pt == pytest.approx(limits.largest_pt)
    assert long.print_size_mm[0] == pytest.approx(limits.width_mm)
    assert long.smallest_print_pt < limits.smallest_pt
    for drawn in (small, long):
        width, height = drawn.print_size_mm
        assert width <= limits.width_mm + 0.01 and height <= limits.height_mm + 0.01


# ---------- for official Mermaid ----------


def test_official_mermaid_gets_values_and_roles(small: Book) -> None:
    source = mermaid_source(small, small.diagrams["comment-spam/system.mmd"], lambda _: "5 items/s")
    assert "5\u00a0items/s" in source and "${" not in source and not INVISIBLE & set(source)
    assert all(f"classDef {role} " in source for role in STYLE.roles)
    sequence = mermaid_source(small, small.diagrams["comment-spam/serving.mmd"], lambda _: "5 ms")
    assert "classDef" not in sequence


# ---------- the real book ----------


def test_every_diagram_of_the_book_prints(book: Book) -> None:
    for diagram in book.diagrams.values():
        drawn = draw(book, diagram, lambda _: "1,234 requests/s")
        for never in ("var(", "color-mix(", "style=", "<foreignObject"):
            assert never not in drawn.print_svg, f"{diagram.folder}/{diagram.name}: {never}"


def test_every_value_of_the_books_diagrams_is_whole(book: Book) -> None:
    known = numbers(book)
    for diagram in book.diagrams.values():
        drawn = draw(book, diagram, lambda e, d=diagram: known.quote(d.folder, e))
        # A text without a fill is the halo behind the same text.
        inked = [t for t in ET.fromstring(drawn.site_svg).iter(f"{SVG}text") if t.get("fill") != "none"]
        live = [e.get("data-value") for text in inked for e in text.iter() if e.get("data-value")]
        labels = re.sub(r"^\s*acc\w+:.*$", "", diagram.source, flags=re.M)
        assert sorted(live) == sorted(m["expression"] for m in QUOTE.finditer(labels)), (
            f"{diagram.folder}/{diagram.name}"
        )
        assert "${" not in drawn.site_svg + drawn.print_svg
        assert not INVISIBLE & set(drawn.site_svg + drawn.print_svg), f"{diagram.folder}/{diagram.name}"


def test_offline_and_online_never_share_a_subgraph(book: Book) -> None:
    for diagram in book.diagrams.values():
        depth: list[set[str]] = []
        for line in diagram.source.splitlines():
            if re.match(r"\s*subgraph\b", line):
                depth.append(set())
            elif re.match(r"\s*end\s*$", line) and depth:
                roles = depth.pop()
                assert not {"offline", "online"} <= roles, f"{diagram.path.name}: a subgraph holds both"
            elif depth:
                depth[-1] |= set(re.findall(r":::([\w-]+)", line))


def test_a_diagram_is_small_enough_to_trace(book: Book) -> None:
    """About fifteen nodes at most, as CONTRIBUTING.md asks."""
    for diagram in book.diagrams.values():
        if diagram.source.startswith("flowchart"):
            svg = draw(book, diagram, lambda _: "1").drawing.svg
            nodes = re.findall(r'class="[^"]*\bnode\b[^"]*"', svg)
            assert 2 <= len(nodes) <= 16, f"{diagram.folder}/{diagram.name}: {len(nodes)} nodes"


def test_the_fixture_draws(drawings: list[str], good_book: Project) -> None:
    assert len(drawings) == 5 and all("1,234" not in svg or "items/s" in svg for svg in drawings)
