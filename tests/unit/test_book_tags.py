"""The structure of a printed document, mended where the layout engine leaves it wrong."""

from __future__ import annotations

import pytest

from guide.kept import Kept
from guide.publish.printing import About, Templates, font_faces, write_pdf
from tests.conftest import Pages
from tests.printed import Structured

BODY = """
<h1 id="top">Head</h1>
<p>A <b>bold</b> <a href="#there">link with <em>stress</em> in it</a> and <a href="https://a.test/">one out</a>.</p>
<ul><li>dot</li><li>other <p>more</p></li></ul>
<ol><li>first</li><li>second</li></ol>
<dl id="there"><div><dt>term</dt><dd>meaning</dd></div></dl>
<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th scope="row">x</th><td>1</td></tr></tbody></table>
<div></div>
"""
STYLE = """
@page { size: A5; @bottom-left { content: "page " counter(page) } }
html, p, li, th, td, b { font-family: "IBM Plex Sans" }
"""


@pytest.fixture(scope="module")
def written(small: Pages, tmp_path_factory: pytest.TempPathFactory) -> Structured:
    folder = tmp_path_factory.mktemp("tags")
    project = small.book.project
    about = About("A title", {"description": "What it is.", "dcterms.created": "2026-11-21T00:00:00Z"})
    document = Templates(project).document(about, BODY)
    styles = [font_faces(project), STYLE]
    assert write_pdf(document, styles, folder / "x.pdf", Kept(project, folder / "kept")) == []
    return Structured(folder / "x.pdf")


def outline(pdf: Structured) -> list[str]:
    """The elements in order, each with the text that it holds itself or within."""
    return [f"{'.' * len(around)}{str(element.S)[1:]} {pdf.text(element)}" for element, around in pdf.elements()]


def test_text_belongs_to_what_it_is_written_in(written: Structured) -> None:
    found = outline(written)
    assert ".H1 Head" in found
    # The engine doesn't draw a space that stands alone between two elements.
    assert ".P A boldlink with stress in it and one out." in found
    assert "..Link link with stress in it" in found
    assert not [line for line in found if line.lstrip(".").startswith(("Span", "NonStruct"))]
    assert not [line for line in found if line.endswith("Div ")]


def test_what_runs_along_the_pages_is_no_text(written: Structured) -> None:
    assert "page" not in " ".join(outline(written))
    content = written.pdf.pages[0].obj.Contents.read_bytes()
    assert b"/Artifact\n<</Type /Pagination>>\nBDC" in content


def test_a_link_is_one_annotation_that_says_its_text(written: Structured) -> None:
    notes = {str(note.Contents): str(note.get("/Dest", "")) for note in written.pdf.pages[0].obj.Annots}
    assert notes == {"link with stress in it": "there", "one out": ""}
    assert written.links == [("link with stress in it", "there"), ("one out", "")]


def test_lists_are_items_of_labels_and_bodies(written: Structured) -> None:
    lists = [element for element, _ in written.elements() if str(element.S) == "/L"]
    assert [str(element.A.ListNumbering) for element in lists] == ["/Disc", "/Decimal", "/None"]
    assert [[str(kid.S) for kid in item.K] for element in lists for item in element.K] == (
        [["/Lbl", "/LBody"]] * 4 + [["/LBody"]] * 2
    )


def test_heads_of_tables_say_what_they_head(written: Structured) -> None:
    heads = {written.text(e): (str(e.A.Scope), str(e.ID)) for e, _ in written.elements() if str(e.S) == "/TH"}
    assert {name: scope for name, (scope, _) in heads.items()} == {"A": "/Column", "B": "/Column", "x": "/Row"}
    (cell,) = (element for element, _ in written.elements() if str(element.S) == "/TD")
    assert [str(name) for name in cell.A.Headers] == [heads["x"][1], heads["B"][1]]
    names = written.pdf.Root.StructTreeRoot.IDTree.Names
    assert sorted(str(name) for name in list(names)[::2]) == sorted(name for _, name in heads.values())
