"""Drawings as one traces them, and the time that it takes."""

from __future__ import annotations

import base64
import re

import pytest

from guide.diagrams import Drawer
from guide.diagrams.tracing import Arrow, Parts, boxes_alone, pale, parts
from guide.model import Diagram
from guide.project import Project
from guide.publish.sheets import Sheet, largest
from guide.publish.workbook import (
    SIDEWAYS,
    UPRIGHT,
    Sitting,
    Ticks,
    _arrows,
    _grid,
    _legend,
    _lines,
    lie_of,
    minutes,
    sittings,
)
from guide.sources import style_of
from tests.conftest import ROOT, Pages

FLOW = 'flowchart LR\n  accTitle: A\n  accDescr: B.\n  a(Phone) -->|"6 photos"| b[("Two<br/>lines")]:::store\n  b --> c[[Model]]:::model\n  c -->|"6 photos"| a\n'
TALK = "sequenceDiagram\n  accTitle: A\n  accDescr: B.\n  participant A\n  A->>B: ask\n  B-->>A: told\n  Note over A: 20 ms\n"


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer(ROOT / "node_modules", style_of(Project(ROOT)))


def drawn(drawer: Drawer, source: str) -> str:
    return drawer.draw(Diagram("x", "one", ROOT / "one.mmd", source), str).print_svg


def made_of(drawer: Drawer, source: str) -> Parts:
    return parts(drawn(drawer, source), source)


@pytest.mark.parametrize(("source", "boxes", "arrows", "notes"), [
    (FLOW, ("Phone", "Two lines", "Model"), ("Phone → Two lines: 6 photos", "Two lines → Model", "Model → Phone: 6 photos"), ()),
    (TALK, ("A", "B"), ("A → B: ask", "B → A: told (dashed)"), ("20 ms",)),
])  # fmt: skip
def test_what_a_drawing_is_made_of(drawer: Drawer, source: str, boxes: tuple[str, ...], arrows: tuple[str, ...], notes: tuple[str, ...]) -> None:
    """A box that stands twice, as those of a sequence do, is drawn and ticked once; every arrow is named by its ends."""
    found = made_of(drawer, source)
    assert (found.boxes, tuple(map(str, found.arrows)), found.notes) == (boxes, arrows, notes)
    assert len(found) == len(boxes) + len(arrows) + found.labels


@pytest.mark.parametrize(("source", "arrows"), [
    ("flowchart TB\n  {}  a <--> b\n  b --- c_d\n  c_d -.->|x| a\n  a --> a\n", ["a ↔ b", "b – c_d", "c_d → a: x (dashed)", "a → a"]),
    ("flowchart TB\n  {}  subgraph s[Group]\n    a\n  end\n  s -->|out| b\n  s --> c\n", ["out", "an arrow without words"]),
    ("stateDiagram-v2\n  {}  First --> Second: go\n  Second --> First\n", ["First → Second: go", "Second → First"]),
    ("stateDiagram-v2\n  {}  [*] --> First\n  First --> Second: go\n", ["an arrow without words", "First → Second: go"]),
    ("classDiagram\n  {}  A <|-- B : is\n", ["is"]),
])  # fmt: skip
def test_arrows_are_named_by_their_ends_where_the_drawing_tells(drawer: Drawer, source: str, arrows: list[str]) -> None:
    """What tells them are names of edges, or lines of the source; else there are the words alone."""
    assert list(map(str, made_of(drawer, source.format("accTitle: A\n  accDescr: B.\n")).arrows)) == arrows


def test_a_frame_lists_what_it_shows(drawer: Drawer) -> None:
    source = "flowchart TB\n  accTitle: A\n  accDescr: B.\n  a:::earlier --> b:::online\n  b --> c:::later\n"
    assert list(map(str, made_of(drawer, source).arrows)) == ["a → b"]


def test_a_word_broken_at_a_lines_end_is_one_word(drawer: Drawer) -> None:
    source = 'flowchart LR\n  accTitle: A\n  accDescr: B.\n  a(Calen-<br/>dars) -->|"5 - 6"| b(Two - three)\n'
    assert made_of(drawer, source) == Parts(("Calen-dars", "Two - three"), (Arrow("Calen-dars", "Two - three", "5 - 6"),))


@pytest.mark.parametrize(("words", "said"), [
    (("", ""), "2 arrows"),
    (("a", ""), "2 arrows, and 1 label on them"),
    (("a", "a"), "2 arrows, and 2 labels on them"),
    (("a",), "1 arrow, and 1 label on them"),
])  # fmt: skip
def test_a_sheet_says_how_many_arrows_carry_words(words: tuple[str, ...], said: str) -> None:
    assert _arrows(Parts(("x",), tuple(Arrow("x", "x", one) for one in words))) == said


@pytest.mark.parametrize("source", [FLOW, TALK])
def test_boxes_alone_keep_their_words_and_places(drawer: Drawer, source: str) -> None:
    whole = drawn(drawer, source)
    left = boxes_alone(whole)
    assert parts(left, source) == Parts(parts(whole, source).boxes, ())
    box = re.search(r'viewBox="[^"]+"', whole)
    assert box and box[0] in left


def test_pale_has_every_part_and_no_ink(drawer: Drawer) -> None:
    whole = drawn(drawer, FLOW)
    made = pale(whole)
    assert parts(made, FLOW).boxes == parts(whole, FLOW).boxes
    assert list(map(str, parts(made, FLOW).arrows)) == list(map(str, parts(whole, FLOW).arrows))
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', made))
    assert colours and all(colour[1:3] == colour[3:5] == colour[5:7] and int(colour[1:3], 16) > 0x80 for colour in colours)


def test_minutes_grow_from_tracing_to_memory() -> None:
    """9 boxes at 7 s, 12 arrows and 8 labels at 4 s: 63 + 80 s traced; twice 80 s; 1.5 × 63 + 2 × 80 s from memory."""
    arrows = tuple(Arrow("a", "b", words) for words in (*"12345678", "", "", "", ""))
    assert minutes(Parts(tuple("abcdefghi"), arrows)) == (3, 3, 5)


def test_a_sitting_that_is_too_long_says_how_far_it_reaches() -> None:
    assert [Sitting.of([one] * 3) for one in (50, 10, 61)] == [Sitting(150, 3, 2), Sitting(30, 3, 3), Sitting(183, 3, 1)]
    assert Sitting.of([]) == Sitting(0, 0, 0)


def test_from_memory_the_boards_come_first() -> None:
    first, second, third = sittings([["A", "a1", "a2"], ["B", "b1"]])
    assert first == second == ["A", "a1", "a2", "B", "b1"]
    assert third == ["A", "B", "a1", "a2", "b1"]


@pytest.mark.parametrize(("wide", "high", "name"), [(80, 150, "upright"), (170, 50, "sideways"), (40, 40, "upright"), (114, 60, "sideways")])
def test_a_sheet_lies_as_its_drawing_grows_most(wide: float, high: float, name: str) -> None:
    """One that grows to the full either way lies upright."""
    lie = lie_of(wide, high)
    assert lie.name == name
    scale = lie.scale(wide, high)
    assert wide * scale <= lie.width and high * scale <= lie.height and scale <= 1.7


def test_whole_squares_fill_a_sheet() -> None:
    assert (UPRIGHT.grid_width, SIDEWAYS.grid_width) == (180, 255)
    made = _grid(UPRIGHT, 93.0)
    assert made["size"] == "width:180mm;height:90mm"
    svg = base64.b64decode(made["image"].partition(",")[2]).decode()
    assert svg.count("H180") == 19 and svg.count("V90") == 37


MM = dict.fromkeys("m ", 1.0)
"""Every character a millimetre wide."""


@pytest.mark.parametrize(("words", "lines"), [("mmm mm", 1), ("mmm mmm", 2), ("mmmmmmmmm", 1), ("m m m m m", 2), ("", 1)])
def test_words_break_between_them_only(words: str, lines: int) -> None:
    assert _lines(words, 6.0, MM) == lines


def test_ticks_stand_in_the_columns_that_take_fewest_rows() -> None:
    """182 mm hold five columns of 28 mm, or two of 84."""
    short, long = ["m" * 20] * 10, [" ".join(["m" * 9] * 8)] * 10
    assert (Ticks.set("box", short, UPRIGHT, MM).columns, Ticks.set("box", short, UPRIGHT, MM).rows) == (5, 2)
    assert (Ticks.set("box", long, UPRIGHT, MM).columns, Ticks.set("box", long, UPRIGHT, MM).rows) == (2, 5)


def test_every_shape_is_shown_with_its_meaning(small: Pages) -> None:
    legend = _legend(small.book)
    assert [shape["meaning"] for shape in legend] == [role.meaning for role in small.book.style.roles.values()]
    svgs = {base64.b64decode(shape["image"].partition(",")[2]).decode() for shape in legend}
    assert len(svgs) == len(legend) and not any("#e1effa" in svg for svg in svgs)


def test_frames_too_wide_to_be_read_are_refused(small: Pages) -> None:
    """Four stand in a row: narrower than its least readable scale no frame is printed."""
    sheet = Sheet("comment-spam", "<p>x</p>", "drawings", least=0.9, most=0.7)
    assert largest(sheet, [], small.kept) is None
