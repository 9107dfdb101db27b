"""Drawings as one traces them, and the time that it takes."""

from __future__ import annotations

import re

import pytest

from guide.diagrams import Drawer
from guide.diagrams.tracing import Parts, boxes_alone, pale, parts
from guide.model import Diagram
from guide.project import Project
from guide.publish.sheets import Sheet, largest
from guide.publish.workbook import Sitting, _arrows, minutes, sittings
from guide.sources import style_of
from tests.conftest import ROOT, Pages

FLOW = 'flowchart LR\n  accTitle: A\n  accDescr: B.\n  a(Phone) -->|"6 photos"| b[("Two<br/>lines")]:::store\n  b --> c[[Model]]:::model\n  c -->|"6 photos"| a\n'
TALK = "sequenceDiagram\n  accTitle: A\n  accDescr: B.\n  participant A\n  A->>B: ask\n  Note over A: 20 ms\n"


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer(ROOT / "node_modules", style_of(Project(ROOT)))


def drawn(drawer: Drawer, source: str) -> str:
    return drawer.draw(Diagram("x", "one", ROOT / "one.mmd", source), str).print_svg


@pytest.mark.parametrize(("source", "expected"), [
    (FLOW, Parts(("Phone", "Two lines", "Model"), ("6 photos", "6 photos"), 3)),
    (TALK, Parts(("A", "B"), ("ask", "20 ms"), 1)),
])  # fmt: skip
def test_what_a_drawing_is_made_of(drawer: Drawer, source: str, expected: Parts) -> None:
    """A box that stands twice, as those of a sequence do, is drawn and ticked once; what stands on two arrows, twice."""
    assert parts(drawn(drawer, source)) == expected


def test_a_word_broken_at_a_lines_end_is_one_word(drawer: Drawer) -> None:
    source = 'flowchart LR\n  accTitle: A\n  accDescr: B.\n  a(Calen-<br/>dars) -->|"5 - 6"| b(Two - three)\n'
    assert parts(drawn(drawer, source)) == Parts(("Calen-dars", "Two - three"), ("5 - 6",), 1)


@pytest.mark.parametrize(("labels", "said"), [((), "2 arrows"), (("a",), "2 arrows, and 1 label on them"), (("a", "a"), "2 arrows, and 2 labels on them")])
def test_a_sheet_says_how_many_arrows_carry_words(labels: tuple[str, ...], said: str) -> None:
    assert _arrows(Parts(("x",), labels, 2)) == said


@pytest.mark.parametrize("source", [FLOW, TALK])
def test_boxes_alone_keep_their_words_and_places(drawer: Drawer, source: str) -> None:
    whole = drawn(drawer, source)
    left = boxes_alone(whole)
    assert parts(left) == Parts(parts(whole).boxes, (), 0)
    box = re.search(r'viewBox="[^"]+"', whole)
    assert box and box[0] in left


def test_pale_has_every_part_and_no_ink(drawer: Drawer) -> None:
    whole = drawn(drawer, FLOW)
    made = pale(whole)
    assert parts(made) == parts(whole)
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', made))
    assert colours and all(colour[1:3] == colour[3:5] == colour[5:7] and int(colour[1:3], 16) > 0x80 for colour in colours)


def test_minutes_grow_from_tracing_to_memory() -> None:
    """9 boxes at 7 s, 12 arrows and 8 labels at 4 s: 63 + 80 s traced; twice 80 s; 1.5 × 63 + 2 × 80 s from memory."""
    assert minutes(Parts(tuple("abcdefghi"), tuple("12345678"), 12)) == (3, 3, 5)


def test_a_sitting_that_is_too_long_says_how_far_it_reaches() -> None:
    assert sittings([(50, 10, 61)] * 3) == [Sitting(150, 3, 2), Sitting(30, 3, 3), Sitting(183, 3, 1)]


def test_frames_too_wide_to_be_read_are_refused(small: Pages) -> None:
    """Four stand in a row: narrower than its least readable scale no frame is printed."""
    sheet = Sheet("comment-spam", "<p>x</p>", "drawings", least=0.9, most=0.7)
    assert largest(sheet, [], small.kept) is None
