"""The pocket edition of the small book: what it holds, how large its type is, where its links lead; its booklet, folded."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from guide.article import Figure
from guide.checks.core.example import Replace
from guide.checks.core.small_book import CASE, STEP, step_in_layers
from guide.fonts import FACES
from guide.formulas import Formulas
from guide.framework import STEPS
from guide.kept import Kept
from guide.project import Project
from guide.publish import booklet, pocket
from guide.publish.pocket import cases, lists
from guide.publish.pocket.drawings import LEAST_PT, TEXT_MM, Picture, fitted, turned, without_words
from guide.publish.pocket.flow import Block, order
from guide.publish.pocket.parts import Page, first_sentence, made, opened
from guide.publish.pocket.steps import step
from guide.publish.printing import Paper
from guide.workers import Here
from tests.conftest import MakePages, Pages
from tests.printed import Structured, type_sizes

MM = 72 / 25.4
BOOK_PAGES = {"comment-spam": 31, "clarify-the-requirements": 17}


@pytest.fixture(scope="module")
def folder(small: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pocket edition and its booklets."""
    target = tmp_path_factory.mktemp("pocket")
    booklet.publish(small.publication, pocket.publish(small.publication, BOOK_PAGES, target), target)
    return target


@pytest.fixture(scope="module")
def printed(folder: Path) -> Structured:
    return Structured(folder / pocket.FILE)


def texts(pdf: Path, *options: str) -> list[str]:
    run = subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.removesuffix("\f").split("\f")]


def test_it_is_a_tagged_pdf_of_pages_that_fit_a_pocket(printed: Structured, folder: Path) -> None:
    assert printed.pdf.check_pdf_syntax() == []
    sizes = {tuple(round(float(edge) / MM) for edge in page.mediabox[2:]) for page in printed.pdf.pages}
    assert sizes == {(148, 210)}
    assert str(printed.pdf.Root.Lang) == "en-GB" and bool(printed.pdf.Root.MarkInfo.Marked)
    assert printed.pdf.pages[4].label == "5"
    with printed.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Pocket edition · A Small Guide to ML System Design"
    said = subprocess.run(["pdfinfo", folder / pocket.FILE], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in said


def test_nothing_is_smaller_than_seven_points(folder: Path) -> None:
    for name in (pocket.FILE, *(booklet.file_of(paper) for paper in booklet.PAPERS)):
        with pikepdf.open(folder / name) as pdf:
            sizes = [size for page in pdf.pages for size in type_sizes(page)]
        assert sizes and min(sizes) >= LEAST_PT - 0.01, name


def test_its_fonts_are_ours_and_in_it(folder: Path) -> None:
    families = {face.family.replace(" ", "-") for face in FACES}
    for name in (pocket.FILE, *(booklet.file_of(paper) for paper in booklet.PAPERS)):
        run = subprocess.run(["pdffonts", folder / name], capture_output=True, text=True, check=True)
        for line in run.stdout.splitlines()[2:]:
            font, embedded = line.split()[0].partition("+")[2], line.split()[-5]
            assert any(font.startswith(family) for family in families), line
            assert embedded == "yes", line


def test_every_part_is_there_with_its_number_in_the_contents(printed: Structured, small: Pages) -> None:
    with printed.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "A Small Guide to ML System Design", "Contents", "Clarify the requirements", "Comment spam", "Decisions", "One-liners",
    ]  # fmt: skip
    parts = ["clarify-the-requirements", "comment-spam", "decisions", "one-liners"]
    assert not printed.unnumbered(parts)
    assert all(link.place in printed.places for link in printed.links)


def test_a_case_has_its_sections(folder: Path, printed: Structured, small: Pages) -> None:
    start, end = printed.places["comment-spam"], printed.places["decisions"]
    said = " ".join(texts(folder / pocket.FILE)[start - 1 : end - 1])
    assert "book, p. 31" in said
    for words in ("interviewer keeps two facts back", "Decisions", "The board"):
        assert words in said, words
    figures = [e for e, _ in printed.elements() if str(e.S) == "/Figure"]
    # Four keys of frames, the board, and the step's own.
    assert len(figures) >= 6 and all(str(figure.Alt) for figure in figures)


def test_the_title_page_says_what_to_do_in_the_time_there_is(small: Pages, real: Pages) -> None:
    def front(pages: Pages) -> str:
        (whole,) = [piece.html for piece in pocket.pieces(pages.publication, {}) if piece.id == pocket.FRONT]
        return " ".join(html.fromstring(whole).text_content().split())

    assert "An evening. The seven steps" in front(small) and "Two hours." not in front(small)
    assert "Two hours. The marks of the clock (p. ), then the case nearest to the company’s product (p. )." in front(real)


def test_every_case_is_named_for_a_product_with_its_page(real: Pages) -> None:
    (which,) = [piece for piece in pocket.pieces(real.publication, {}) if piece.id == "first-case"]
    links = [(link.get("href"), link.get("class")) for link in html.fromstring(which.html).iter("a")]
    # What is delivered is the running example of the steps.
    assert {place for place, _ in links} == {f"book:{name}" for name in (*(case.id for case in real.book.cases), "clarify-the-requirements")}
    assert {named for _, named in links} == {"numbered page"} and len(which.references) == len(links)


def test_a_step_says_what_to_ask_and_what_goes_wrong(folder: Path, printed: Structured) -> None:
    said = texts(folder / pocket.FILE)[printed.places["clarify-the-requirements"] - 1]
    assert "book, p. 17" in said and "Step 1" in said


@pytest.fixture
def layered(good_book: Project, make_pages: MakePages) -> Callable[[], Page]:
    """Opens a step in layers, with a table of levels."""
    levels = "| | Senior | Staff |\n|---|---|---|\n| Goal | asks | derives |\n| Levelled down for | guesses | a list |\n\n"
    for edit in step_in_layers(Replace(STEP, "A Senior asks, a Staff engineer derives", f"{levels}A Senior asks, a Staff engineer derives")):
        edit.apply(good_book.root)
    publication = make_pages(good_book).publication
    chapter = publication.book.by_id["clarify-the-requirements"]
    return lambda: opened(publication, chapter, Formulas(publication.kept))


def test_a_step_in_layers_tells_its_five_minutes_and_what_levels_down(layered: Callable[[], Page]) -> None:
    said = [" ".join(element.text_content().split()) for element in step(layered())]
    assert any(text.startswith("It turns a sentence into a decision") for text in said)
    assert said[-2] == "Levels" and said[-1].replace(" ", "") == "SeniorStaffLevelleddownforguessesalist"


def test_a_steps_drawing_wider_than_the_page_stays_in_the_book(layered: Callable[[], Page], monkeypatch: pytest.MonkeyPatch) -> None:
    def drawings() -> int:
        """Those of the five minutes: the board's stand beside the text."""
        return sum(element.get("class") == "figure" for element in step(layered()))

    assert drawings() > 0
    fits = Page.picture
    monkeypatch.setattr(Page, "picture", lambda page, figure: replace(fits(page, figure), turned=True))
    assert drawings() == 0


def test_the_board_of_a_case_has_its_notes_and_not_what_introduces_it(good_book: Project, make_pages: MakePages) -> None:
    frames = '<div class="frames" markdown>'
    Replace(CASE, frames, f"Draw it in four minutes.\n\n- Say the delay.\n- Never say: accuracy.\n\n{frames}").apply(good_book.root)
    publication = make_pages(good_book).publication
    made = cases._board(opened(publication, publication.book.by_id["comment-spam"], Formulas(publication.kept)))
    said = " ".join(element.text_content() for element in made)
    assert "Say the delay." in said and "Draw it" not in said
    (never,) = (item for element in made for item in element.iter("li") if item.get("class") == "never")
    assert never.text_content().strip() == "Never say: accuracy."


def test_every_decision_is_told_with_its_default_and_flip(folder: Path, printed: Structured, small: Pages) -> None:
    said = " ".join(texts(folder / pocket.FILE)[printed.places["decisions"] - 1 :])
    for decision in small.book.decisions:
        assert decision.question.split("?")[0].replace("'", "’") in said, decision.id
        assert f"{decision.default}. Flip: {lists._flip(decision).text_content()[:30]}" in said, decision.id


def test_it_is_made_alike_twice(small: Pages, folder: Path, tmp_path: Path) -> None:
    other = Kept(small.book.project, tmp_path / "kept")
    publication = replace(small.publication, kept=other, pool=Here())
    booklet.publish(publication, pocket.publish(publication, BOOK_PAGES, tmp_path), tmp_path)
    for name in (pocket.FILE, *(booklet.file_of(paper) for paper in booklet.PAPERS)):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_references_lead_into_the_pocket_or_name_the_books_page() -> None:
    text = """<section id="one"><p><a href="book:two--fig-a">Figure 2.1</a>, <a href="book:two--fig-b">Figure 2.2</a>,
      <a href="book:two--text">a section</a>, <a class="term" href="book:two">a term</a>, <a href="https://a.test">a site</a></p></section>"""
    roots = {"one": html.fragment_fromstring(text), "two": html.fragment_fromstring('<p id="two"><b id="two--fig-a">x</b><i id="unused"></i></p>')}
    pocket.point(roots, {}, {"two--fig-b": 41, "two--text": 42})
    assert roots["one"].xpath("//a/@href") == ["book:two--fig-a"]
    assert len(roots["one"].xpath("//a/span[@class='number']")) == 1
    assert "Figure 2.2 (book, p.\N{NO-BREAK SPACE}41)," in roots["one"].text_content()
    assert roots["two"].xpath("descendant-or-self::*/@id") == ["two", "two--fig-a"]


# ---------- the booklet ----------


def read_in_order(sides: list[tuple]) -> list:
    """The pages of one signature as a reader turns them: the sheets lie in each other, folded at the middle."""
    fronts, backs = sides[0::2], sides[1::2]
    first_half = [page for (_, right), (left, _) in zip(fronts, backs, strict=True) for page in (right, left)]
    second_half = [page for (left, _), (_, right) in zip(fronts, backs, strict=True) for page in (left, right)]
    return first_half + second_half[::-1]


@pytest.mark.parametrize("pages", [1, 4, 5, 20, 21, 69, 97, 128, 130])
def test_folded_pages_follow_each_other(pages: int) -> None:
    folded = booklet.signatures(pages)
    read = [page for signature in folded for page in read_in_order(signature.sides)]
    assert [page for page in read if page is not None] == list(range(1, pages + 1))
    assert read.count(None) == -pages % 4 and read[: pages] == list(range(1, pages + 1))
    sizes = [signature.sheets for signature in folded]
    assert max(sizes) <= booklet.MOST_SHEETS and max(sizes) - min(sizes) <= 1
    assert [s.first_sheet for s in folded] == [1 + sum(sizes[:n]) for n in range(len(sizes))]


@pytest.mark.parametrize("paper", booklet.PAPERS, ids=lambda paper: paper.name)
def test_the_sheets_show_the_pages_where_the_fold_wants_them(folder: Path, printed: Structured, paper: Paper) -> None:
    """Read from the PDF as it is printed: the text of each half of a side is that of its page."""
    file, pages = folder / booklet.file_of(paper), texts(folder / pocket.FILE)
    width, height = round(paper.height * MM), round(paper.width * MM)
    halves = [texts(file, "-x", str(x), "-y", "0", "-W", str(width // 2), "-H", str(height)) for x in (0, width // 2)]
    sides = list(zip(*halves, strict=True))
    assert "turned on the short edge" in " ".join(sides[0]) and sides[1] == ("", "")
    shown = sides[2:]
    read, place = [], 0
    for signature in booklet.signatures(len(pages)):
        read += read_in_order(shown[place : place + 2 * signature.sheets])
        place += 2 * signature.sheets
    assert place == len(shown)
    assert [sorted(text.split()) for text in read] == [sorted(text.split()) for text in [*pages, *[""] * (-len(pages) % 4)]]


def test_a_booklet_is_a_sound_pdf_that_says_how_to_print_it(folder: Path) -> None:
    for paper in booklet.PAPERS:
        with pikepdf.open(folder / booklet.file_of(paper)) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert {tuple(round(float(e)) for e in p.mediabox[2:]) for p in pdf.pages} == {(round(paper.height * MM), round(paper.width * MM))}
            assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
            assert str(pdf.Root.Lang) == "en-GB" and "Pocket edition as a booklet" in str(pdf.docinfo.Title)


# ---------- drawings ----------


def test_a_wide_drawing_is_turned_and_keeps_its_labels_readable(small: Pages) -> None:
    drawn = next(iter(small.article("comment-spam").drawings.values()))
    wide = replace(drawn, print_size_mm=(170.0, 60.0), smallest_print_pt=7.0)
    assert (fitted(wide).width, fitted(wide).height, fitted(wide).turned) == (60.0, 170.0, True)
    tall = replace(drawn, print_size_mm=(90.0, 188.0), smallest_print_pt=7.0)
    assert fitted(tall).turned is False
    shrunk = fitted(replace(drawn, print_size_mm=(133.0, 188.0), smallest_print_pt=7.5))
    assert shrunk.width == pytest.approx(TEXT_MM[0]) and not shrunk.turned
    with pytest.raises(ValueError, match="170 by 150 mm"):
        fitted(replace(drawn, print_size_mm=(170.0, 150.0), smallest_print_pt=7.0))


def test_a_turned_drawing_is_the_same_drawing(small: Pages) -> None:
    svg = next(iter(small.article("comment-spam").drawings.values())).print_svg
    before, after = etree.fromstring(svg.encode()), etree.fromstring(turned(svg).encode())
    width, height = before.get("viewBox").split()[2:]
    assert after.get("viewBox") == f"0 0 {height} {width}"
    assert "".join(after.itertext()) == "".join(before.itertext())
    assert "".join(etree.fromstring(without_words(svg).encode()).itertext()).strip() == ""


def test_drawings_wait_for_a_page_with_room() -> None:
    text, high = Block(60), Block(100, waits=True)
    # After 120 mm of text the drawing doesn't fit the page: it follows the paragraph that reaches the next.
    assert order([text, text, high, text, text, text]) == [0, 1, 3, 4, 2, 5]
    assert order([text, high, text]) == [0, 1, 2]
    # One that fits no page on which text has begun begins one itself.
    assert order([text, Block(180, waits=True), text, text, text]) == [0, 2, 3, 1, 4]
    # None stands between a heading and what it heads.
    head = Block(8, heads=True)
    assert order([Block(120), high, Block(60), head, text]) == [0, 2, 3, 4, 1]
    assert sorted(order([high, high, text, high])) == [0, 1, 2, 3]


def test_text_beside_a_drawing_takes_more_height() -> None:
    beside = Block(100, waits=True, beside=61.0)
    # 60 mm of text are 124 mm high in half the width: what follows stands below the drawing.
    assert order([beside, Block(40), Block(50, waits=True), Block(30), Block(10)]) == [0, 1, 3, 2, 4]


def test_a_drawing_as_high_as_a_page_begins_one_with_its_caption_beside_it() -> None:
    high = Block(190, waits=True, beside=61.0, said=10)
    assert order([Block(30), high, Block(100), Block(100)]) == [0, 2, 1, 3]
    # 21 mm of the 180 beside it are its caption's; 77 mm of text fill the rest, and a drawing finds room below.
    low = Block(3, waits=True)
    assert order([high, Block(150), low, Block(70), Block(1)]) == [1, 0, 3, 4, 2]
    assert order([high, Block(150), low, Block(77.5), Block(1)]) == [1, 0, 3, 2, 4]
    # What doesn't fit a page may come before anything else does.
    assert order([high, Block(300), Block(5)]) == [0, 1, 2]
    # Nor does it part a heading from what it heads.
    assert order([Block(150), high, Block(8, heads=True), Block(100)]) == [0, 1, 2, 3]


def test_the_first_sentence_keeps_its_marks() -> None:
    paragraph = made("p", "The ", made("em", "recall. Of"), class_="x")
    paragraph[0].tail = " all positives, e.g. 3.5 of 4. The rest is lost."
    taken = first_sentence(paragraph, "td")
    assert etree.tostring(taken, encoding="unicode") == "<td>The <em>recall. Of</em> all positives, e.g. 3.5 of 4.</td>"
    assert first_sentence(made("p", "One. Two. Three."), "td").text == "One."
    assert first_sentence(made("p", "The best list looks bad: "), "td").text == "The best list looks bad."
    second = made("em", "Two.")
    second.tail = " Three."
    alone = first_sentence(made("p", "One. ", second), "td")
    assert etree.tostring(alone, encoding="unicode") == "<td>One.</td>"


def test_the_matrix_has_a_heading_a_step(small: Pages) -> None:
    found = lists.matrix(small.book)
    steps = [step for step, _ in small.book.decisions_by_step]
    headings = [element.text for element in found if element.tag == "h2"]
    assert headings == [f"{list(STEPS).index(step) + 1} {STEPS[step]}" for step in steps]
    assert "cases that decide the same with their own numbers" in found[0].text
    assert len(found) == 1 + len(headings) + len(small.book.decisions)


@pytest.mark.parametrize(
    ("flip_when", "said"),
    [
        ("reviews cost 1 dollar: act. Above 2: stop.", "reviews cost 1 dollar: act. Above 2: stop."),
        ("reviews cost 1 dollar: act. " + "Above that it depends. " * 8, "reviews cost 1 dollar: act."),
        ("reviews cost 1 dollar " + "and more " * 20, "under 1: act"),
    ],
)
def test_a_flip_is_told_in_sentences_as_long_as_two_lines_hold_them(small: Pages, flip_when: str, said: str) -> None:
    decision = small.book.decisions[0].model_copy(update={"flip_when": flip_when, "flip": "under 1: act"})
    assert lists._flip(decision).text_content().replace("\u00a0", " ") == said


class Drawings:
    """A page's section of so many figures, and the sizes in mm at which their drawings stand."""

    def __init__(self, *sizes: tuple[float, float], caption: str = "") -> None:
        self.elements = [made("p", "Before.")]
        for _ in sizes:
            self.elements.append(made("figure", "", made("div", "", class_="diagram"), made("figcaption", caption), class_="figure"))
        self.elements.append(made("p", "After."))
        self._sizes = iter(sizes)

    def section(self, anchor: str) -> list:
        return self.elements

    def set_drawing(self, figure) -> Picture:
        return Picture(None, *next(self._sizes))


def arranged(*sizes: tuple[float, float], caption: str = "") -> list[tuple[str, str]]:
    return [(e.get("class", ""), e.get("style", "")) for e in cases._design(Drawings(*sizes, caption=caption)) if e.tag != "p"]


def test_drawings_that_fit_one_row_share_what_is_left_of_it() -> None:
    (row,) = [e for e in cases._design(Drawings((40, 50), (60, 50))) if e.get("class") == "row"]
    # 126 mm of text, 4 between them, 22 to spare.
    assert [figure.get("style") for figure in row] == ["width:51.00mm", "width:71.00mm"]
    assert arranged((60, 50), (62, 50)) == [("row", "")]
    assert arranged((60, 50), (62.1, 50)) == [("figure beside", "width:60.00mm"), ("figure beside", "width:62.10mm")]


def test_a_narrow_drawing_stands_beside_the_text_and_a_high_one_has_its_caption_beside_it() -> None:
    assert arranged((78, 50)) == [("figure beside", "width:78.00mm")]
    assert arranged((78.1, 50)) == [("figure", "")]
    assert arranged((78, 184)) == [("figure beside", "width:78.00mm")]
    assert arranged((78, 184.1)) == [("figure aside", "")]
    # A line of caption in 100 mm holds 72 characters and is 3.3 mm high.
    assert arranged((100, 180.7), caption="x" * 72) == [("figure", "")]
    assert arranged((100, 180.7), caption="x" * 73) == [("figure aside", "")]
    # In a row the figures are wider than their drawings, so that the caption takes fewer lines: 72 characters in 124 mm.
    high = [name for name, _ in arranged((50, 180.7), (60, 100), caption="x" * 80)]
    assert high == ["figure aside", "figure beside"]


class Board:
    """A page's board with two frames, whose last drawing stands at a size in mm."""

    def __init__(self, small: Pages, *size: float) -> None:
        article = small.articles["cases/comment-spam.md"]
        drawn = next(iter(article.drawings.values()))
        self.article = replace(article, figures=tuple(Figure(name, "", "", "d") for name in "ab"), drawings={"d": drawn})
        self.frames = [
            made("figure", "", made("div", "", class_="diagram"), made("figcaption", "", made("p", "x" * 40)), id=name) for name in "ab"
        ]
        self.picture = Picture(None, *size)

    def place(self, anchor: str) -> str:
        return anchor

    def set_drawing(self, figure) -> Picture:
        return self.picture

    def set(self) -> tuple[str, list[str], list[str], int]:
        """(class, tags of its parts, styles of the keys, how many keys show their frame)."""
        row = cases._last(self, self.frames)
        keys = row.find_class("key")
        return row.get("class"), [part.get("class") for part in row], [k.get("style") for k in keys], sum(len(k.findall("img")) for k in keys)


@pytest.mark.parametrize(
    ("size", "row", "width", "shown"),
    [
        # Keys in a column take what the board leaves of 126 mm, less the gap of 4, up to 40.
        ((95, 116), True, 27, 2),
        ((95.1, 116), False, 28, 2),  # 26.9 mm are too narrow
        ((95, 115), False, 28, 2),  # a low board has them above it
        ((82, 150), True, 40, 2),
        ((60, 150), True, 40, 2),
        ((90, 150), True, 32, 2),
    ],
)
def test_a_high_board_has_its_keys_beside_it_and_a_low_or_wide_one_above(small: Pages, size: tuple[float, float], row: bool, width: float, shown: int) -> None:
    style = f"width:{width:.2f}mm"
    parts = ["figure board", "keys"] if row else ["keys", "figure board"]
    assert Board(small, *size).set() == ("sheet-row" if row else "sheet-block", parts, [style, style], shown)


def test_keys_without_room_have_their_caption_alone(small: Pages) -> None:
    board = Board(small, 82, 116)
    for frame in board.frames:
        # 20 lines of 28.8 characters and one begun, 3.1 mm each: nothing of half of 116 mm is left for a drawing.
        frame.find("figcaption/p").text = "x" * 576
    assert board.set()[-1] == 0
