"""Pieces set by themselves and bound: every number is the page of its place, and the whole is one well-tagged PDF."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from guide.formulas import Formulas
from guide.kept import Kept
from guide.model import HOME
from guide.problems import BookError
from guide.publish import Publication
from guide.publish.book import CHAPTERS, PAPERS, file_of, publish, publish_chapter
from guide.publish.book.manuscript import assemble
from guide.publish.printing import Engine, _Lines, listening, unhindered
from guide.publish.typesetting import binding
from guide.publish.typesetting.binding import Bound, on_paper
from guide.publish.typesetting.typeset import Frame, SetPiece
from tests.conftest import Pages, work_of
from tests.printed import Structured


@pytest.fixture(scope="module")
def publication(small: Pages) -> Publication:
    """The small book."""
    return small.publication


@pytest.fixture(scope="module")
def folder(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bound")
    publish(publication, target)
    return target


@pytest.fixture(scope="module", params=[file_of(paper) for paper in PAPERS])
def bound(request: pytest.FixtureRequest, folder: Path) -> Structured:
    return Structured(folder / request.param)


def test_every_number_is_the_page_of_its_place(bound: Structured, publication: Publication) -> None:
    manuscript = assemble(publication, Formulas(publication.kept))
    places = [place for piece in manuscript.pieces for place in piece.references]
    assert len(places) > 40
    assert not bound.unnumbered(places)


def test_folios_count_the_pages(bound: Structured) -> None:
    """What runs along the pages is no part of the text, so that it is read from the page's operators alone."""
    folios = {}
    for number, page in enumerate(bound.pdf.pages, 1):
        content = page.obj.Contents.read_bytes()
        assert b"%folio" not in content and b"%number" not in content
        folios[number] = content.count(b"/Artifact\n<</Type /Pagination>>") if page.obj.get("/StructParents") is not None else 0
    assert sum(1 for count in folios.values() if count) > 8


def test_links_stand_alone_and_lead_somewhere(bound: Structured) -> None:
    assert all(link.place in bound.places for link in bound.links if link.place)
    for element, around in bound.elements():
        if str(element.S) == "/Link":
            assert "/Link" not in around
        elif any(not isinstance(kid, int) and kid.get("/Type") == "/OBJR" for kid in element.get("/K", [])):
            raise AssertionError(f"an annotation under {element.S}")
    for page in bound.pdf.pages:
        boxes = [(tuple(map(float, note.Rect)), str(note.get("/Dest", ""))) for note in page.get("/Annots", [])]
        assert len(boxes) == len(set(boxes))


def test_lists_hold_items_only_and_say_how_they_are_numbered(bound: Structured) -> None:
    numberings = Counter()
    for element, _ in bound.elements():
        if str(element.S) == "/L":
            numberings[str(element.A.ListNumbering)] += 1
            assert {str(kid.S) for kid in element.K} <= {"/LI", "/L", "/Caption"}
            for item in element.K:
                assert [str(kid.S) for kid in item.K] in (["/LBody"], ["/Lbl", "/LBody"])
    assert numberings["/None"] > 2


def test_header_cells_say_what_they_head(bound: Structured) -> None:
    ids = {}
    for kid in bound.pdf.Root.StructTreeRoot.IDTree.Kids:
        names = [str(name) for name in list(kid.Names)[::2]]
        assert names == sorted(names)
        assert [str(limit) for limit in kid.Limits] == [names[0], names[-1]]
        ids |= dict(zip(names, list(kid.Names)[1::2], strict=True))
    tables = 0
    for element, _ in bound.elements():
        if str(element.S) == "/TH":
            assert str(element.A.Scope) in ("/Row", "/Column")
            assert ids[str(element.ID)].objgen == element.objgen
        elif str(element.S) == "/TD":
            assert all(str(name) in ids for name in element.A.get("/Headers", []))
        tables += str(element.S) == "/Table"
    assert tables > 10


def test_content_items_lead_back_to_their_elements(bound: Structured) -> None:
    parents = {}
    for kid in bound.pdf.Root.StructTreeRoot.ParentTree.Kids:
        numbers = [int(number) for number in list(kid.Nums)[::2]]
        assert numbers == list(range(int(kid.Limits[0]), int(kid.Limits[1]) + 1))
        parents |= dict(zip(numbers, list(kid.Nums)[1::2], strict=True))
    assert sorted(parents) == list(range(int(bound.pdf.Root.StructTreeRoot.ParentTreeNextKey)))
    pages = {page.objgen: page for page in bound.pdf.pages}
    for element, _ in bound.elements():
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                assert parents[int(pages[element.Pg.objgen].obj.StructParents)][kid].objgen == element.objgen
            elif kid.get("/Type") == "/OBJR":
                assert parents[int(kid.Obj.StructParent)].objgen == element.objgen
            else:
                assert kid.P.objgen == element.objgen


def test_the_file_is_sound_and_says_what_it_is(bound: Structured, publication: Publication) -> None:
    assert bound.pdf.check_pdf_syntax() == []
    assert str(bound.pdf.Root.Lang) == "en-GB"
    with bound.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert publication.edition.name in metadata["dc:description"]
    fonts = {str(font.BaseFont) for page in bound.pdf.pages for font in page.obj.get("/Resources", {}).get("/Font", {}).values()}
    files = [thing for thing in bound.pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]
    assert len(files) == len(fonts)


def test_fonts_lie_together_before_the_pages(bound: Structured) -> None:
    """Else a reader with a small cache opens several compressed streams anew for every page: eight times slower."""
    fonts = {font.objgen[0] for page in bound.pdf.pages for font in page.obj.Resources.get("/Font", {}).values()}
    parts = {part.objgen[0] for font in bound.pdf.Root["/AFonts"].values() for part in font.DescendantFonts}
    assert len(fonts) > 3 and max(fonts | parts) < min(page.obj.objgen[0] for page in bound.pdf.pages)


def test_a_wrong_guess_changes_nothing(publication: Publication, folder: Path, tmp_path: Path, shared_folder: Path) -> None:
    # In a copy of what is kept: others would begin with this guess, too.
    kept = Kept(publication.book.project, Path(shutil.copytree(work_of(shared_folder) / "cache", tmp_path / "kept", ignore=shutil.ignore_patterns(".new-*"))))
    far = {piece.id: (400, {}) for piece in assemble(publication, Formulas(kept)).pieces}
    kept.put(kept.key("last"), far)
    publish(replace(publication, kept=kept), tmp_path)
    for paper in PAPERS:
        assert (tmp_path / file_of(paper)).read_bytes() == (folder / file_of(paper)).read_bytes()


class Stopped(Executor):
    """A pool as it is when something else has failed: what is asked for is cancelled, and only its callbacks are told."""

    def submit(self, function: Callable, /, *arguments: object, **named: object) -> Future:
        asked: Future = Future()
        asked.cancel()
        return asked


def test_a_book_ends_when_its_pool_is_stopped(publication: Publication, tmp_path: Path) -> None:
    ended = []

    def run() -> None:
        try:
            publish(replace(publication, pool=Stopped()), tmp_path)
        except CancelledError as error:
            ended.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    assert ended and not list(tmp_path.glob("*.pdf"))


def test_what_is_kept_is_not_made_again(
    publication: Publication, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a page is laid out again")

    monkeypatch.setattr("guide.publish.printing.Engine.lay_out", never)
    publish(publication, tmp_path)
    for paper in PAPERS:
        assert (tmp_path / file_of(paper)).read_bytes() == (folder / file_of(paper)).read_bytes()


def test_a_chapter_alone_keeps_its_numbers_and_links_to_itself(
    publication: Publication, folder: Path, tmp_path: Path
) -> None:
    chapter = publication.book.by_id["comment-spam"]
    whole, alone = Structured(folder / file_of(PAPERS[0])), Structured(publish_chapter(publication, chapter, tmp_path / "c.pdf"))
    start, end = (whole.places[name] for name in ("comment-spam", "part-4"))
    assert end - start - 1 <= len(alone.pdf.pages) <= end - start
    assert {link.place.partition("--")[0] for link in alone.links} <= {"comment-spam", ""}
    own = Counter(link for link in whole.links if link.place.startswith("comment-spam--") and "(p." in link.text)
    assert own - Counter(alone.links) == Counter(link for link in own.elements() if link not in alone.links)
    assert alone.pdf.check_pdf_syntax() == []


def test_every_chapter_is_bound_by_itself_too(folder: Path, publication: Publication) -> None:
    """Its pages are the book's, with their numbers; its structure, its outline and its links are whole."""
    whole = Structured(folder / file_of(PAPERS[0]))
    printed = [chapter for chapter in publication.book.chapters if chapter.front.print and chapter.page != HOME]
    assert {path.stem for path in (folder / CHAPTERS).iterdir()} == {chapter.id for chapter in printed}
    for chapter in printed:
        alone = Structured(folder / CHAPTERS / f"{chapter.id}.pdf")
        first = whole.places[chapter.id]
        assert [page.label for page in alone.pdf.pages] == [str(first + n) for n in range(len(alone.pdf.pages))]
        assert alone.pdf.check_pdf_syntax() == []
        assert str(alone.pdf.docinfo.Title).startswith(f"{chapter.title} · ") and str(alone.pdf.Root.Lang) == "en-GB"
        assert all(link.place in {"", *alone.places} for link in alone.links)
        with alone.pdf.open_outline() as outline:
            assert chapter.title in outline.root[0].title
        said = [[text for (n, _), text in sorted(pdf.texts.items()) if n == page] for pdf, page in ((whole, first), (alone, 1))]
        assert said[0] == said[1]


def test_papers_differ_in_nothing_but_the_place_of_the_text(folder: Path) -> None:
    first, other = (Structured(folder / file_of(paper)) for paper in PAPERS)
    assert first.places == other.places
    # Leaders are as long as there is room on the pages that are designed for each paper.
    assert _by_page(first) == _by_page(other)
    assert [link for link in first.links] == [link for link in other.links]
    ours, theirs = (pdf.pdf.pages[first.places["comment-spam"] - 1].obj for pdf in (first, other))
    assert [float(edge) for edge in ours.MediaBox[2:]] == pytest.approx([595.28, 841.89], abs=0.01)
    assert [float(edge) for edge in theirs.MediaBox[2:]] == pytest.approx([612, 792], abs=0.01)
    # On a left-hand page: 2.9 mm to the right, and 8.9 mm less above the text on a page that is 17.6 mm lower.
    moved = [float(b) - float(a) for a, b in zip(ours.Annots[0].Rect, theirs.Annots[0].Rect, strict=True)]
    assert moved == pytest.approx([8.22, -24.66] * 2, abs=0.05)
    # Drawings, too, are said to be where they are; on the sheet, which is designed for each paper, elsewhere.
    boxes = [[[float(edge) for edge in e.A.BBox] for e, _ in pdf.elements() if e.S == "/Figure" and "/BBox" in e.get("/A", {})] for pdf in (first, other)]
    by = {tuple(round(b - a, 1) for a, b in zip(*pair, strict=True)) for pair in zip(*boxes, strict=True)}
    assert {(8.2, -24.7, 8.2, -24.7), (8.5, -24.7, 8.5, -24.7)} <= by and (0, 0, 0, 0) not in by


def _by_page(pdf: Structured) -> list[tuple[int, str]]:
    return [(page, text) for (page, _), text in sorted(pdf.texts.items()) if text.strip()]


def test_papers_with_other_blocks_of_text_are_refused() -> None:
    kind, frame = ("right", ""), Frame(595, 842, 71, 82, 468, 667)
    piece = SetPiece("k", [kind], [frame], {}, [], [], [])
    assert on_paper(Bound(1, piece, [frame]), {kind: replace(frame, left=79)}).moved(0) == (8, 0)
    with pytest.raises(ValueError, match="block of text"):
        on_paper(Bound(1, piece, [frame]), {kind: replace(frame, text_height=700)})


def test_a_page_without_a_side_takes_that_of_its_place() -> None:
    frame = Frame(595, 842, 57, 62, 482, 714)
    piece = SetPiece("k", [("", ""), ("", "")], [frame, frame], {}, [], [], [])
    sides = {("left", ""): replace(frame, left=51), ("right", ""): replace(frame, left=62)}
    assert [on_paper(Bound(start, piece, []), sides).moved(0)[0] for start in (1, 2)] == [5, -6]
    assert [f.left for f in on_paper(Bound(2, piece, []), sides).frames] == [51, 62]


def test_columns_and_figures_share_a_page(folder: Path, publication: Publication) -> None:
    """What the engine set on pages of its own stands on one: text in both columns, a figure over them."""
    whole = Structured(folder / file_of(PAPERS[0]))
    page = whole.pdf.pages[whole.places["comment-spam"] - 1]
    places = [float(edge) for note in page.obj.get("/Annots", []) for edge in (note.Rect[0], note.Rect[2])]
    assert min(places) > 45 and max(places) < 550


def test_a_line_is_not_broken_at_its_first_space() -> None:
    """The engine's slip with a text before an emphasis, of which only the last space doesn't fit."""
    words = (
        "At the <em>gate</em> a new encoder must beat the old by more than 1.12 points of recall on judged photos. Then it "
        "runs as a <em>shadow</em>, where nothing is shown, as a <em>canary</em>, on a small slice of traffic, in a test"
    )
    shortest = []
    for width in range(150, 260):
        style = f"@page {{ size: {width}pt 900pt; margin: 0 }} body {{ margin: 0; font: 9pt/12pt serif }} p {{ margin: 0 }}"
        with listening(), unhindered():
            page = Engine().lay_out(f"<html lang='en'><body><p>{words}</p></body></html>", [style]).pages[0]
        lines = [line for line in page._page_box.descendants() if isinstance(line, boxes.LineBox)]
        shortest.append(min(line.width for line in lines[:-1]) * 0.75 / width)
    assert min(shortest) > 0.6


@pytest.mark.parametrize(
    ("width", "whole", "asked"),
    [
        (69, 100, [100, float("inf"), 99]),  # nearly empty, and all but the last space would fit
        (70, 100, [100, float("inf"), 99]),
        (71, 100, [100]),  # full enough to be meant
        (10, 101, [100, float("inf")]),  # too long as a whole
        (10, 1, [100, float("inf")]),  # nothing to break
    ],
)
def test_a_line_is_broken_anew_only_after_a_slip(width: float, whole: float, asked: list[float]) -> None:
    widths = []

    def split(text: str, style: object, context: object, max_width: float) -> tuple:
        widths.append(max_width)
        return None, 0, 5, whole if max_width == float("inf") else width

    _Lines(split)("some words ", None, None, 100)
    assert widths == asked


def test_fonts_have_nothing_that_only_a_typesetter_needs(bound: Structured) -> None:
    descriptors = [o for o in bound.pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
    assert descriptors
    for descriptor in descriptors:
        tables = set(TTFont(io.BytesIO(descriptor.FontFile2.read_bytes())).keys())
        assert {"glyf", "hmtx"} <= tables and not {"GSUB", "GPOS", "GDEF"} & tables


def test_a_complaint_names_the_chapter(publication: Publication, tmp_path: Path) -> None:
    chapter = publication.book.by_id["comment-spam"]
    article = publication.articles[chapter.page]
    odd = replace(article, html=f"{article.html}<p>A snowman: ☃.</p>")
    articles = {**publication.articles, chapter.page: odd}
    with pytest.raises(BookError) as caught:
        publish_chapter(replace(publication, articles=articles), chapter, tmp_path / "c.pdf")
    assert {(problem.path, problem.code) for problem in caught.value.problems} == {(f"docs/{chapter.page}", "book-log")}


class Fonts:
    """Digits whose glyphs are their codes, 600 wide."""

    digits = {b"ABCDEF": [b"%04x" % (48 + digit) for digit in range(10)]}
    digit_width = {b"ABCDEF": 600}


@pytest.mark.parametrize(
    ("mark", "kept", "page", "written"),
    [
        (b"%number a", b"003000300030", 7, b"[<003100320033>] TJ"),
        (b"%folio 56000", b"0031", 12, b"[<00310032>] TJ"),
        (b"%folio 56000", b"0031", 13, b"[-54800<00310033>] TJ"),
        (b"%folio 56000", b"00310032", 7, b"[-55400<0037>] TJ"),
    ],
)
def test_numbers_are_written_where_room_was_kept(mark: bytes, kept: bytes, page: int, written: bytes) -> None:
    writer = binding._Numbers(Fonts, {"a": 123})
    operators = b"BT\n/ABCDEF 8.6 Tf\n%b\n[<%b>] TJ\nET" % (mark, kept)
    assert writer.write(operators, page) == b"BT\n/ABCDEF 8.6 Tf\n" + written + b"\nET"


def test_a_number_of_other_digits_is_never_written() -> None:
    writer = binding._Numbers(Fonts, {"a": 99})
    with pytest.raises(ValueError, match="a is on page 99"):
        writer.write(b"/ABCDEF 8.6 Tf\n%number a\n[<003000300030>] TJ", 1)
