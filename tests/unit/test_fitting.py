"""Sheets of one page: sized, and the largest size at which they fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from weasyprint import Document

from guide.publish.fitting import Sheet, largest
from guide.publish.printing import Engine, font_faces
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


def test_columns_beside_drawings_are_balanced_once(small: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    lay_out = Engine.lay_out

    def listen(self: Engine, document: str, styles: Sequence[str]) -> Document:
        seen.append(document)
        return lay_out(self, document, styles)

    monkeypatch.setattr(Engine, "lay_out", listen)
    words = "<p>One line</p>" * 12
    columns = f"<div class='above'>{words}</div>"
    picture = "data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 9 9%22/>"
    drawing = f"<figure><img data-size='70.56 70.56' alt='' src='{picture}'></figure>"  # 200 points
    styles = [font_faces(small.book.project), f"{PAGE} .above {{ columns: 2; padding: 4pt; margin-bottom: 6pt }} figure {{ line-height: 0 }}"]
    found = largest(Sheet("case", columns + drawing, "drawings", 0.2, 1), styles, small.kept)
    assert found == pytest.approx((180 - 6 * 12 - 8 - 6) / 200, abs=0.8 / 64)
    assert [document.count("One line") for document in seen] == [12, *[0] * (len(seen) - 1)] and len(seen) > 5
