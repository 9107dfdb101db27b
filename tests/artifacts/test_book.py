"""The printed book: what its pages say is where its contents, outline and links say, and every page is well made."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from lxml import etree

from guide.formulas import Formulas
from guide.framework import STEPS
from guide.model import Book, Chapter
from guide.publish.book.guess import rough
from guide.publish.book.manuscript import Manuscript, assemble
from guide.publish.measure import texts_of
from guide.publish.members import is_appendix, printed_opening, printed_parts
from tests.conftest import Pages
from tests.printed import Structured, shown_glyphs

MM = 72 / 25.4


class Paper(NamedTuple):
    """Sizes in points; `inner` and `outer` are margins, at the spine and away from it."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float


PAPERS = {
    "guide.pdf": Paper(210 * MM, 297 * MM, 21.5 * MM, 22.5 * MM, 21 * MM, 17 * MM),
    "guide-letter.pdf": Paper(612, 792, 12.6 * MM, 13.8 * MM, 24 * MM, 19.9 * MM),
}
FIRST, OTHER = PAPERS
LEAST_FILLED = 0.1
"""Part of the text's height that a page must use which isn't an opener or a blank one."""


LEAST_LAST = 0.04
"""The same of a page on which a chapter ends: three lines."""


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Link:
    """A link on a page: its text, and the page (from 1) that it leads to, or its address."""

    page: int
    text: str
    target: int | None
    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """A line of the outline. `level` counts from 0."""

    level: int
    title: str
    page: int


class Printed:
    """A PDF as a reader has it. Pages count from 1."""

    def __init__(self, path: Path, paper: Paper) -> None:
        self.path = path
        self.paper = paper
        self.pdf = pikepdf.open(path)
        self.numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def words(self) -> list[list[Word]]:
        run = subprocess.run(["pdftotext", "-bbox", self.path, "-"], capture_output=True, check=True)
        # Not every control character of a PDF's text may stand in XML.
        text = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", run.stdout)
        tree = etree.fromstring(text, etree.XMLParser(recover=True, huge_tree=True))
        return [
            [
                Word(word.text or "", *(float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter("{*}word")
            ]
            for page in tree.iter("{*}page")
        ]

    def text(self, page: int) -> str:
        return " ".join(word.text for word in self.words[page - 1])

    @cached_property
    def anchors(self) -> dict[str, int]:
        """The page of every named place; every name stands once."""
        names = self.pdf.Root.Names.Dests.Names
        places = {str(names[i]): self.numbers[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
        assert len(places) == len(names) // 2
        return places

    @cached_property
    def links(self) -> list[Link]:
        found = []
        for number, page in enumerate(self.pdf.pages, 1):
            for note in page.get("/Annots", []):
                left, bottom, right, top = (float(value) for value in note.Rect)
                top, bottom = self.paper.height - max(top, bottom), self.paper.height - min(top, bottom)
                inside = [
                    word.text
                    for word in self.words[number - 1]
                    if left - 1 < (word.left + word.right) / 2 < right + 1
                    and top - 1 < (word.top + word.bottom) / 2 < bottom + 1
                ]
                name = str(note.get("/Dest", ""))
                address = str(note.A.URI) if "/A" in note else ""
                found.append(Link(number, " ".join(inside), self.anchors.get(name), name, address))
        return found

    @cached_property
    def outline(self) -> list[Entry]:
        def walk(item: pikepdf.Dictionary, level: int) -> Iterator[Entry]:
            while item is not None:
                yield Entry(level, str(item.Title), self.numbers[item.Dest[0].objgen])
                if "/First" in item:
                    yield from walk(item.First, level + 1)
                item = item.get("/Next")

        return list(walk(self.pdf.Root.Outlines.First, 0))

    def page_of(self, title: str) -> int:
        return next(entry.page for entry in self.outline if entry.title == title)

    @cached_property
    def openers(self) -> set[int]:
        """Pages designed as a whole: cover, imprint, colophon, and the openers of parts."""
        return {1, 2, len(self.words)} | {
            entry.page for entry in self.outline if entry.level == 0 and ". " in entry.title
        }

    @cached_property
    def figures(self) -> list[tuple[int, str]]:
        """(page, alternative text) of every drawing of the structure tree."""
        found = []
        stack = [self.pdf.Root.StructTreeRoot]
        while stack:
            element = stack.pop()
            if str(element.get("/S", "")) == "/Figure":
                found.append((self.numbers[element.Pg.objgen], str(element.get("/Alt", ""))))
            children = element.get("/K", [])
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                if isinstance(child, pikepdf.Dictionary) and child.get("/Type") != "/OBJR":
                    stack.append(child)
        return found


@pytest.fixture(scope="module", params=PAPERS)
def printed(request: pytest.FixtureRequest, dist: Path) -> Printed:
    return Printed(dist / request.param, PAPERS[request.param])


@pytest.fixture(scope="module")
def published(real: Pages) -> Book:
    return real.book


@pytest.fixture(scope="module")
def chapters(published: Book) -> list[tuple[str, Chapter]]:
    return [(part.title, chapter) for part in printed_parts(published) for chapter in part.chapters]


@pytest.fixture(scope="module")
def manuscript(real: Pages) -> Manuscript:
    return assemble(real.publication, Formulas(real.kept))


def letters(text: str) -> str:
    """Text without spaces, signs and line breaks, to compare what is set with what is meant."""
    return re.sub(r"[\W_]", "", text).casefold()


# ---------- the file ----------


def test_pages_have_the_paper_s_size(printed: Printed) -> None:
    for page in printed.pdf.pages:
        size = sorted(float(value) for value in page.MediaBox[2:])
        assert size == pytest.approx(sorted(printed.paper[:2]), abs=0.1)


def test_is_marked_as_accessible_and_says_what_it_is(printed: Printed, published: Book) -> None:
    with printed.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == published.title
    root, info = printed.pdf.Root, printed.pdf.docinfo
    assert str(root.Lang) == "en-GB"
    assert root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
    assert str(info.Title) == published.title
    assert str(info.Author) == published.settings.site_author
    assert all(str(info[name]).strip() for name in ("/Subject", "/Keywords", "/CreationDate"))


def test_only_the_book_s_fonts_all_embedded(printed: Printed) -> None:
    fonts = {str(font.BaseFont): font for page in printed.pdf.pages for font in page.Resources.get("/Font", {}).values()}
    assert fonts
    for name, font in fonts.items():
        assert re.fullmatch(r"/[A-Z]{6}\+IBM-Plex-(Serif|Sans|Mono)(-\w+)*", name), name
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, name


def test_no_glyph_is_missing(printed: Printed) -> None:
    for number, page in enumerate(printed.pdf.pages, 1):
        content = page.Contents.read_bytes()
        shown = re.findall(rb"\[([^\]]*)\]\s*TJ\b", content)
        assert len(shown) == len(re.findall(rb"\bT[jJ]\b", content)), "glyphs are shown by another operator"
        codes = shown_glyphs(b"".join(shown))
        glyphs = {codes[i : i + 2] for i in range(0, len(codes), 2)}
        assert b"\0\0" not in glyphs, f"page {number}: {printed.text(number)[:80]}"


_MOVE = re.compile(rb"\s*q 1 0 0 1 -?[\d.]+ -?[\d.]+ cm\n")


@pytest.mark.parametrize("printed", [OTHER], indirect=True)
def test_chapters_on_the_other_paper_are_the_first_one_s_moved(printed: Printed, dist: Path) -> None:
    """So what they show, and how large, needs to be looked at only once."""
    first = Printed(dist / FIRST, PAPERS[FIRST])
    assert printed.anchors == first.anchors and printed.outline == first.outline
    assert _of_fonts(printed.pdf) == _of_fonts(first.pdf)
    tops = sorted({entry.page for entry in printed.outline if entry.level <= 1})
    for entry in printed.outline:
        if entry.level == 1:
            for number in range(entry.page, next((top for top in tops if top > entry.page), entry.page + 1)):
                moved, page = (_MOVE.sub(b"", pdf.pages[number - 1].Contents.read_bytes(), count=1) for pdf in (printed.pdf, first.pdf))
                assert moved == page, f"page {number} of {entry.title}"


def _of_fonts(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """What the glyphs of every font mean."""
    fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    return {str(font.BaseFont): font.ToUnicode.read_bytes() for font in fonts.values()}


def test_nothing_is_left_unresolved(printed: Printed) -> None:
    for number in range(1, len(printed.words) + 1):
        text = printed.text(number)
        for mark in ("??", "⟨", "⟩", "${", "[@", "--8<--", "\ufffd"):
            assert mark not in text, f"page {number} shows {mark}"


# ---------- contents, outline, references ----------


def numbered_links(printed: Printed, first: int, last: int) -> list[Link]:
    return [link for link in printed.links if first <= link.page < last and link.target]


def test_contents_and_lists_show_the_pages_they_lead_to(printed: Printed, published: Book) -> None:
    body = printed.page_of(printed_opening(published)[0].title)
    links = numbered_links(printed, printed.page_of("Contents"), body)
    assert len(links) > 20
    # A link is several rectangles: title, leader, number. Those that hold a number hold the right one.
    shown = {
        (link.page, link.name): int(match[1]) for link in links if (match := re.search(r"(\d+)[\s·]*$", link.text))
    }
    for link in links:
        match = re.search(r"(\d+)[\s·]*$", link.text)
        assert (int(match[1]) if match else shown[link.page, link.name]) == link.target, link


def test_contents_hold_what_the_outline_holds(printed: Printed) -> None:
    start = printed.page_of("Contents")
    end = min(entry.page for entry in printed.outline if entry.page > start)
    listed = {
        (letters(re.sub(r"\d+[\s·]*$", "", link.text)), link.target)
        for link in printed.links
        if start <= link.page < end
    }
    for entry in printed.outline:
        if entry.level <= 1 and entry.title != "Contents":
            assert (letters(re.sub(r"^[^.]+\. ", "", entry.title)), entry.page) in listed, entry


def test_outline_is_as_deep_as_the_navigation_and_its_sections(
    printed: Printed, published: Book, chapters: list[tuple[str, Chapter]]
) -> None:
    titles = [entry.title for entry in printed.outline if entry.level == 0]
    assert titles[0] == "Contents"
    assert [t.partition(". ")[2] for t in titles if ". " in t] == [part.title for part in printed_parts(published)]
    outlined = [entry.title for entry in printed.outline if entry.level == 1]
    assert outlined == [f"{chapter.label}. {chapter.title}" for _, chapter in chapters]
    for _, chapter in chapters:
        sections = [heading.text for heading in chapter.headings if heading.level == 2]
        place = next(
            i for i, e in enumerate(printed.outline) if e.level == 1 and e.title.endswith(f". {chapter.title}")
        )
        under = []
        for entry in printed.outline[place + 1 :]:
            if entry.level < 2:
                break
            under += [letters(entry.title)] if entry.level == 2 else []
        assert [letters(section) for section in sections] == under[: len(sections)]


def test_every_internal_link_leads_somewhere(printed: Printed) -> None:
    assert not [link for link in printed.links if not link.address and link.target is None]


def test_outside_links_are_addresses_that_paper_can_show(printed: Printed) -> None:
    assert not [link for link in printed.links if link.address and not re.match(r"(https?|mailto):", link.address)]


def test_every_number_is_the_page_of_its_place(printed: Printed, manuscript: Manuscript) -> None:
    """References, contents, list of diagrams and index, of the whole book: without a tolerance."""
    places = [place for piece in manuscript.pieces for place in piece.references]
    assert len(places) > 1000
    assert not Structured(printed.path).unnumbered(places)


def test_a_first_build_guesses_where_chapters_begin(printed: Printed, published: Book, manuscript: Manuscript) -> None:
    """A far guess gives numbers of pages wrong digits, and then nearly every chapter is set twice."""
    guessed, at = {}, 1
    for piece in manuscript.pieces:
        guessed[piece.id], at = at, at + rough(piece)[0]
    for chapter in published.chapters:
        if chapter.id in guessed:
            assert guessed[chapter.id] == pytest.approx(printed.anchors[chapter.id], rel=0.1, abs=4), chapter.id
    assert at == pytest.approx(len(printed.words), rel=0.1)


def test_no_entry_of_the_index_names_a_page_twice(printed: Printed) -> None:
    for number in range(printed.page_of("Index of terms"), len(printed.words)):
        for run in re.findall(r"(?:\d+,? ){2,}", printed.text(number).replace(" see ", " ") + " "):
            pages = re.findall(r"\d+", run)
            assert len(set(pages)) == len(pages), run


def test_the_body_begins_with_the_map_on_one_page(printed: Printed, published: Book, real: Pages) -> None:
    (opening,) = printed_opening(published)
    page = printed.page_of(opening.title)
    first_part = min(entry.page for entry in printed.outline if entry.level == 0 and ". " in entry.title)
    assert all(entry.page == page or not page < entry.page < first_part for entry in printed.outline)
    assert not printed.words[page] or page + 1 == first_part
    (figure,) = real.article(opening.id).figures
    assert any(number == page and text.startswith(figure.title) for number, text in printed.figures)
    said = letters(printed.text(page))
    assert len(set(re.findall(r"([1-7])(?:Clarify|Frame|Data|Model|Evaluate|Serve|Monitor)", said, re.I))) == len(STEPS)


# ---------- figures ----------


def test_every_drawing_has_a_text_instead(printed: Printed) -> None:
    assert not [page for page, alternative in printed.figures if not alternative.strip()]


def test_every_diagram_is_drawn_once(printed: Printed, real: Pages, chapters: list[tuple[str, Chapter]]) -> None:
    titles = [figure.title for _, chapter in chapters for figure in real.article(chapter.id).figures]
    drawn = [text for _, text in printed.figures]
    assert titles
    for title in titles:
        assert sum(text.startswith(f"{title}. ") for text in drawn) == titles.count(title), title


def test_figure_and_caption_stand_on_one_page(
    printed: Printed, real: Pages, chapters: list[tuple[str, Chapter]]
) -> None:
    for _, chapter in chapters:
        for figure in real.article(chapter.id).figures:
            page = printed.anchors[f"{chapter.id}--{figure.anchor}"]
            assert page in [p for p, text in printed.figures if text.startswith(f"{figure.title}. ")]
            assert letters(figure.label) in letters(printed.text(page))


# ---------- pages ----------


def body_words(printed: Printed, page: int) -> list[Word]:
    """Words between the head and the foot of a page."""
    paper = printed.paper
    return [
        w for w in printed.words[page - 1] if w.top >= paper.top - 3 and w.bottom <= paper.height - paper.bottom + 3
    ]


def test_no_page_is_nearly_empty(printed: Printed) -> None:
    paper = printed.paper
    height = paper.height - paper.top - paper.bottom
    ends = {entry.page - 1 for entry in printed.outline if entry.level <= 1}
    for page in set(range(1, len(printed.words) + 1)) - printed.openers:
        words = body_words(printed, page)
        if not printed.words[page - 1]:
            body = min(entry.page for entry in printed.outline if entry.page > printed.page_of("Diagrams"))
            assert page + 1 in {*printed.openers, body}, f"page {page} is blank, and neither a part nor the text begins behind it"
            assert page + 1 <= len(printed.words), "the book ends in a blank page"
            continue
        filled = (max((w.bottom for w in words), default=0) - paper.top) / height
        least = LEAST_LAST if page in ends else LEAST_FILLED
        assert filled >= least, f"page {page} is {filled:.0%} full: {printed.text(page)[:80]}"


def test_parts_open_on_right_hand_pages(printed: Printed) -> None:
    for entry in printed.outline:
        if entry.level == 0 and ". " in entry.title:
            assert entry.page % 2 == 1, entry


def test_chapters_follow_each_other_without_a_blank_page(printed: Printed) -> None:
    for entry in printed.outline:
        if entry.level == 1:
            assert printed.words[entry.page - 2], entry


def test_text_stays_within_the_margins(printed: Printed) -> None:
    paper = printed.paper
    for page in set(range(1, len(printed.words) + 1)) - printed.openers:
        left, right = (paper.inner, paper.outer) if page % 2 else (paper.outer, paper.inner)
        for word in printed.words[page - 1]:
            assert word.left >= left - 3 and word.right <= paper.width - right + 3, f"page {page}: {word}"


def test_running_heads_name_chapter_and_section(printed: Printed, chapters: list[tuple[str, Chapter]]) -> None:
    starts = [entry.page for entry in printed.outline if entry.level == 1]
    tops = sorted({entry.page for entry in printed.outline if entry.level <= 1} | {len(printed.words) + 1})
    for (_, chapter), start in zip(chapters, starts, strict=True):
        end = next(page for page in tops if page > start)
        for page in range(start, end):
            words = printed.words[page - 1]
            head = letters("".join(w.text for w in words if w.bottom < printed.paper.top - 3))
            foot = "".join(w.text for w in words if w.top > printed.paper.height - printed.paper.bottom + 3)
            if not words or page == start:
                assert not head, f"page {page} opens a chapter and has the head {head!r}"
            else:
                named = letters(chapter.label + chapter.title)
                assert head.startswith(named), f"page {page}"
                until = [letters(e.title) for e in printed.outline if e.level == 2 and start <= e.page <= page]
                section = head.removeprefix(named)
                assert section in ("", *until), f"page {page}"
            if words:
                assert foot == str(page)


def test_folios_stand_at_the_outer_edge(printed: Printed) -> None:
    paper = printed.paper
    for page in range(printed.page_of("Contents"), len(printed.words)):
        for word in printed.words[page - 1]:
            if word.top > paper.height - paper.bottom + 3:
                edge = abs(word.right - (paper.width - paper.outer)) if page % 2 else abs(word.left - paper.outer)
                assert edge < 3, f"page {page}"


def test_headings_are_not_last_on_a_page_or_column(printed: Printed, real: Pages) -> None:
    """Below a heading stand two lines of its column at least, or a line and the formula that it leads to."""
    formulas = {
        heading.text_content().strip()
        for article in real.articles.values()
        for heading in real.tree(article.id).iter("h2", "h3")
        if heading.getnext() is not None and heading.getnext().getnext() is not None and heading.getnext().getnext().xpath("self::*[contains(@class, 'maths-block')] | .//*[contains(@class, 'maths-block')]")
    }
    for entry in printed.outline:
        if entry.level < 2:
            continue
        words = body_words(printed, entry.page)
        wanted = letters(entry.title)[:25]
        middle = printed.paper.width / 2
        starts = [
            w for i, w in enumerate(words) if letters("".join(v.text for v in words[i : i + 12])).startswith(wanted)
        ]
        found = [
            len({round(w.bottom) for w in words if w.bottom > start.bottom + 2 and (w.left > middle) == (start.left > middle)})
            for start in starts
        ]
        assert any(count >= (1 if entry.title in formulas else 2) for count in found), entry


def test_the_frames_of_a_whiteboard_sheet_stand_side_by_side(printed: Printed, chapters: list[tuple[str, Chapter]], real: Pages) -> None:
    """They can be traced: at their natural size, two to a page, so that what grows is seen at its own place."""
    sheets = [chapter for _, chapter in chapters if chapter.front.kind == "case"]
    assert sheets
    for chapter in sheets:
        page = printed.anchors[f"{chapter.id}--whiteboard-sheet"]
        frames = [figure for figure in real.article(chapter.id).figures if "/frame-" in figure.diagram]
        assert len(frames) == 4
        pages = [printed.anchors[f"{chapter.id}--{frame.anchor}"] for frame in frames]
        assert pages[0] == pages[1] and pages[2] == pages[3] and abs(pages[0] - page) <= 1 and 1 <= pages[2] - pages[0] <= 2, (chapter.id, page, pages)


# ---------- estimates, decisions, sources ----------


def test_every_estimate_of_a_chapter_in_layers_has_its_strip_and_its_worksheet(printed: Printed, real: Pages) -> None:
    for chapter in real.book.cases:
        sheets = real.article(chapter.id).worksheets
        heading = printed.anchors[f"{chapter.id}--worksheets"] if sheets else 0
        for number in range(1, len(sheets) + 1):
            strip, sheet = (printed.anchors[f"{chapter.id}--{kind}-{number}"] for kind in ("strip", "worksheet"))
            assert strip <= heading <= sheet, (chapter.id, number)


SMALLEST = 6.6
"""Poppler counts thirds of a point and rounds down: 7 may read as 6.67."""


@pytest.mark.parametrize("printed", [FIRST], indirect=True)
def test_nothing_of_a_chapter_in_layers_is_below_seven_points(printed: Printed, real: Pages) -> None:
    cases = {f"{chapter.label}. {chapter.title}" for chapter in real.book.cases if real.article(chapter.id).worksheets}
    ends = sorted({entry.page for entry in printed.outline if entry.level <= 1} | {len(printed.words) + 1})
    for entry in printed.outline:
        if entry.level == 1 and entry.title in cases:
            last = next(page for page in ends if page > entry.page) - 1
            small = [t for t in texts_of(printed.path, entry.page, last) if t.size < SMALLEST and len(t.words) > 3]
            assert not small, small[:3]


WEB_ONLY = ("move the slider", "on the site", "foot of the page", "click here", "this page", "on this site")
"""What serves a reader at a screen only."""


def test_nothing_speaks_to_a_reader_at_a_screen(printed: Printed) -> None:
    for page in range(1, len(printed.words) + 1):
        text = printed.text(page).lower()
        assert not [words for words in WEB_ONLY if words in text], f"page {page}"


def test_appendices_are_lettered(chapters: list[tuple[str, Chapter]]) -> None:
    labels = [chapter.label for _, chapter in chapters if is_appendix(chapter)]
    assert labels == [chr(ord("A") + number) for number in range(len(labels))]
