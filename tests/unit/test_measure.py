"""The measures of printed pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from guide.publish.measure import Frame, Measured, PageMeasure, _frames, _white, measure
from guide.publish.printing import PAPERS, font_faces, write_pdf
from tests.conftest import ROOT, Pages

STYLE = '@page { size: 200pt 200pt; margin: 20pt } body { margin: 0; font: 10pt/12pt "IBM Plex Serif" } p { margin: 0 }'


def test_runs_of_white_rows() -> None:
    assert _white([True, False, False, True, False]) == [2, 1]
    assert _white([False] * 3) == [3]


def test_a_half_filled_page_is_half_empty(tmp_path: Path, small: Pages) -> None:
    path = tmp_path / "page.pdf"
    lines = "<br>".join("Mgjp Mgjp" for _ in range(6))
    write_pdf(f"<html lang='en'><head><title>t</title></head><body><p>{lines}</p></body></html>", [font_faces(small.book.project), STYLE], path, small.kept)
    frame = Frame(20, 20, 180, 180)
    made = measure(path, [frame, frame], 1, 1, "t", columns=1)
    assert made.pages[0].empty == pytest.approx(0.55, abs=0.06)
    assert made.pages[0].hole == pytest.approx(0.55 * 160 / 72 * 25.4, abs=4)
    assert made.smallest_pt == pytest.approx(10, abs=0.1)


def test_the_block_of_text_is_that_of_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for paper in PAPERS:
        right, left = _frames(paper.width * 72 / 25.4)
        # What one side has more at the spine, the other has less.
        assert (right.left + right.right + left.left + left.right) / 2 * 25.4 / 72 == pytest.approx(paper.width, abs=0.5)
        assert right.left > left.left


def test_the_report_names_what_to_look_at() -> None:
    pages = [PageMeasure(1, 0.1, 10), PageMeasure(2, 0.5, 60), PageMeasure(3, 0.9, 200)]
    lines = "\n".join(Measured("Chapter", pages, {"prose": 0.6, "tables": 0.4}, 7.0, "label").lines())
    assert "3 pages, 50.0% of the area empty" in lines and "2 [2, 3]" in lines
    assert "60 mm on page 2" in lines and "prose 60%" in lines and "7.0 pt: 'label'" in lines


def test_words_within_a_drawing_are_the_drawing_s(tmp_path: Path, small: Pages) -> None:
    path = tmp_path / "page.pdf"
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 50' width='100' height='50'><text x='30' y='30' font-size='10'>MMMM</text></svg>"
    picture = f"<img alt='A label.' style='display:block;width:120pt;height:60pt' src=\"data:image/svg+xml,{quote(svg)}\">"
    body = f"{picture}<p>Mgjp Mgjp</p><p style=\"font-family:'IBM Plex Sans'\">Mgjp</p><p style=\"font-family:'IBM Plex Mono'\">Mgjp</p>"
    document = f"<html lang='en'><head><title>t</title></head><body>{body}</body></html>"
    write_pdf(document, [font_faces(small.book.project), STYLE], path, small.kept)
    frame = Frame(20, 20, 180, 180)
    shares = measure(path, [frame, frame], 1, 1, "t", columns=1).shares
    assert sum(shares.values()) == pytest.approx(1) and shares["worksheets"] == 0
    assert shares["prose"] > shares["tables"] > 0 < shares["code"], "each face by itself"
    assert shares["drawings"] == pytest.approx(120 * 60 / (120 * 60 + (4 * 9 + 4 + 4) / 2 * 5.5 * 13), abs=0.06), "its label is not counted as a table"
