"""Sheets of one page: sized, and the largest size at which they fit."""

from __future__ import annotations

import pytest

from guide.publish.fitting import Sheet, largest
from guide.publish.printing import font_faces
from tests.conftest import Pages

PAGE = '@page { size: 200pt 200pt; margin: 10pt } body, p, figure { margin: 0 } p { font: 12pt/12pt "IBM Plex Sans" } .lines { font-size: 1pt }'
LINES = "<div class='lines'>{}</div>"
FRAMES = "<div><figure><img data-size='100 50' alt='' src='data:,'></figure></div><p>{}</p>"


def test_type_is_sized_by_its_style() -> None:
    sheet = Sheet("poster", "<h1>Title</h1><p class='lines'>Text</p>", "type", 5, 9)
    assert sheet.sized(7.126) == '<h1>Title</h1><p class="lines" style="font-size:7.13pt">Text</p>'


def test_drawings_are_sized_with_their_figures() -> None:
    made = Sheet("case", FRAMES.format("Notes"), "drawings", 0.5, 1).sized(0.5)
    assert "width:50.00mm;height:25.00mm" in made and "<figure style=" in made and made.endswith("<p>Notes</p>")


@pytest.mark.parametrize(
    ("height_pt", "least", "most", "size"),
    [
        (1, 5, 9, 9),  # as large as allowed
        (10, 5, 36, 18),  # ten lines on 180 points
        (10, 19, 36, None),  # never on one page
        (10, 9, 5, None),  # no size at all
    ],
)
def test_the_largest_type_that_fits(small: Pages, height_pt: int, least: float, most: float, size: float | None) -> None:
    lines = "".join("<div style='height:1em'></div>" for _ in range(height_pt))
    found = largest(Sheet("poster", LINES.format(lines), "type", least, most), [font_faces(small.book.project), PAGE], small.kept)
    assert found == (None if size is None else pytest.approx(size, rel=0.04)) and (size is None or least <= found <= size)
