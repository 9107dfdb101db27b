"""From articles to chapters of the book: cleaning, references, notes, the index, what stands in front."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from lxml.html import HtmlElement

from guide.checks.core.example import Replace
from guide.checks.core.small_book import CASE
from guide.formulas import Formulas
from guide.kept import Kept
from guide.maths import INK, draw_formula
from guide.model import Term
from guide.problems import BookError
from guide.project import Project
from guide.publish import paper, references
from guide.publish.book import PAPERS, _styles, manuscript, terms
from guide.publish.book.manuscript import END, FRONT, assemble
from guide.publish.members import Part, printed_parts, roman, site_address
from guide.publish.opening import stair
from guide.publish.printing import Engine, Templates, listening
from guide.sources import read_book
from guide.terms import finder
from tests.conftest import ROOT, MakePages, Pages

CHAPTERS = {"cases/visual-search.md": "visual-search", "reference/sources.md": "sources"}
SITE = "https://guide.test/"


def parsed(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(f"<article>{body}</article>")


def inside(root: html.HtmlElement) -> str:
    """What stands in an article, as HTML."""
    return etree.tostring(root, encoding="unicode", method="html").removeprefix("<article>").removesuffix("</article>")


# ---------- articles ----------


def test_what_serves_a_screen_only_goes(small: Pages) -> None:
    article = replace(small.article("comment-spam"), html="<nav>steps</nav><p>stays</p><script>1</script>")
    assert inside(paper.parse(article)) == "<p>stays</p>"


def test_folds_are_open() -> None:
    root = parsed(
        '<details class="question"><summary>Why? <span class="tag">Staff</span></summary><p>So.</p></details>'
    )
    paper.open_folds(root)
    assert inside(root) == (
        '<div class="fold question"><p class="fold-title">Why? <span class="tag">Staff</span></p><p>So.</p></div>'
    )


def test_tabs_stand_one_after_another() -> None:
    root = parsed(
        '<div class="tabbed-set"><input><div class="tabbed-labels"><label>A</label><label>B</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>a</p></div><div class="tabbed-block"><p>b</p></div>'
        "</div></div>"
    )
    paper.flatten_tabs(root)
    assert [p.text for p in root.iter("p")] == ["A", "a", "B", "b"]


def test_values_are_plain_text() -> None:
    root = parsed('<p>at <data class="value" data-value="peak">2,780 requests/s</data>.</p>')
    paper.plain_values(root)
    assert inside(root) == "<p>at 2,780 requests/s.</p>"


def test_a_typed_number_stays_with_its_unit_but_not_in_code() -> None:
    root = parsed("<p>In 5 % of cases <em>12 GB</em> and ± 3 of it.</p><pre>5 %<b>a</b> 6 %</pre>")
    paper.tie_numbers(root)
    assert inside(root) == "<p>In 5\u00a0% of cases <em>12\u00a0GB</em> and ±\u00a03 of it.</p><pre>5 %<b>a</b> 6 %</pre>"


def test_a_table_s_caption_is_its_head_and_an_empty_head_goes() -> None:
    root = parsed(
        '<figure class="table"><table><thead><tr><th></th></tr></thead></table><figcaption>c</figcaption></figure>'
    )
    paper.captions_above(root)
    paper.drop_empty_heads(root)
    assert [child.tag for child in root[0]] == ["figcaption", "table"]
    assert root.find(".//thead") is None


def test_formulas_are_drawings_that_say_their_tex() -> None:
    root = parsed(r'<p>a <span class="maths" data-tex="\frac{a}{b}"><math></math></span>.</p>')
    paper.set_formulas(root, lambda tex, display: draw_formula(tex, display, INK))
    image = root.find(".//img")
    assert image.get("alt") == r"\frac{a}{b}"
    assert image.get("src").startswith("data:image/svg+xml")
    assert "vertical-align:-" in image.get("style")


def test_a_formula_stands_on_the_line() -> None:
    assert draw_formula("x", False, "#000000").depth == pytest.approx(0, abs=0.03)
    assert draw_formula(r"\frac{a}{b}", False, "#000000").depth > 0.2
    with pytest.raises(ValueError, match="can't be drawn"):
        draw_formula(r"\frac{a", False, "#000000")


def test_formulas_drawn_side_by_side_are_as_if_drawn_in_turn() -> None:
    tex = (r"L_q(y, \hat y) = \max\big(q\,(y-\hat y),\; (1-q)\big)", r"p = \frac{\text{TP}}{\text{TP}+\text{FP}}")
    in_turn = [draw_formula(one, True, INK) for one in tex]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as threads:
            drawn = list(threads.map(lambda one: draw_formula(one, True, INK), tex * 12))
    finally:
        sys.setswitchinterval(before)
    assert drawn == in_turn * 12


def test_frames_are_scaled_alike() -> None:
    root = parsed('<figure><img data-size="80.00 60.00"></figure><figure><img data-size="30.00 90.00"></figure>')
    paper.set_frames(list(root.iter("img")), 0.5)
    assert [image.get("style") for image in root.iter("img")] == ["width:40.00mm;height:30.00mm", "width:15.00mm;height:45.00mm"]
    assert [figure.get("style") for figure in root.iter("figure")] == ["width:40.00mm", "width:40.00mm"]


def formula(tex: str) -> html.HtmlElement:
    root = parsed(f'<div class="maths-block" data-tex="{tex}"><math></math></div>')
    paper.set_formulas(root, lambda tex, display: draw_formula(tex, display, INK))
    return root[0]


def test_a_display_formula_fits_its_column() -> None:
    (short,) = formula("a = b")
    assert "width:" in short.get("style")
    wide = "+".join("x_{long}" for _ in range(9))
    parts = formula(rf"{wide}, \qquad y = {wide}")
    assert [part.get("alt") for part in parts] == [f"{wide},", f"y = {wide}"]
    (squeezed,) = formula("+".join("x_{long}" for _ in range(40)))
    width = float(re.search(r"width:([\d.]+)em", squeezed.get("style"))[1])
    assert width == pytest.approx(paper._WIDEST_EM, abs=0.01)


def test_a_display_formula_of_more_than_25_mm_is_refused() -> None:
    with pytest.raises(ValueError, match="mm high"):
        formula(r"\frac{\frac{\frac{\frac{a}{b}}{\frac{c}{d}}}{\frac{e}{f}}}{\frac{\frac{\frac{g}{h}}{\frac{i}{j}}}{\frac{k}{l}}}" * 1 + r"\begin{matrix}" + r"a\\" * 14 + r"a\end{matrix}")


# ---------- references ----------


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("#prompt", "book:visual-search--prompt"),
        ("reference/sources.md", "book:sources"),
        ("reference/sources.md#source-x", "book:sources--source-x"),
        ("index.md", "book:contents"),
        ("framework/evaluate.md#x", "https://guide.test/framework/evaluate/#x"),
        ("downloads/guide.pdf", "https://guide.test/downloads/guide.pdf"),
        ("https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
        ("mailto:a@b.test", "mailto:a@b.test"),
    ],
)
def test_links_lead_into_the_book_or_out_of_it(href: str, address: str) -> None:
    assert references.resolve(href, "cases/visual-search.md", CHAPTERS, SITE) == address


def test_a_link_that_paper_cannot_follow_is_plain_text() -> None:
    root = parsed('<p>the <a href="bibliography.json">list</a>.</p>')
    references.rewrite_links(root, "reference/sources.md", CHAPTERS, "")
    assert inside(root) == "<p>the list.</p>"


def test_ids_are_the_chapter_s_own() -> None:
    root = parsed('<h2 id="one">x</h2><section id="s" aria-labelledby="one"></section>')
    references.prefix_ids(root, "ch")
    assert [e.get("id") for e in root] == ["ch--one", "ch--s"]
    assert root[1].get("aria-labelledby") is None


def test_an_address_is_noted_once_after_the_punctuation() -> None:
    url = "https://a.test/x"
    root = parsed(f'<p>See <a href="{url}">it</a>, and <a href="{url}">again</a>. <a href="{url}2">{url}2</a></p>')
    references.add_url_notes(root)
    notes = paper.all_of_class(root, "footnote")
    assert [note.text_content() for note in notes] == [url]
    assert notes[0].getprevious().tail == ","
    assert notes[0].tail == " and "


def test_notes_of_the_text_become_footnotes() -> None:
    root = parsed(
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="book:c--fn:1">1</a></sup> b</p><div class="footnote"><ol>'
        '<li id="c--fn:1"><p>The note.<a class="footnote-backref" href="#fnref:1">x</a></p></li></ol></div>'
    )
    references.gather_footnotes(root)
    assert inside(root) == '<p>a<span class="footnote"><span>The note.</span></span> b</p>'


def page_marks(body: str, places: dict[str, str]) -> list[str]:
    root = parsed(body)
    references.add_page_numbers(root, places)
    marked = {number.getparent(): place for number, place in references.numbers(root)}
    assert all(marked[link] == references.place_of(link) for link in marked)
    return [link.get("class", "") for link in root.iter("a")]


def test_references_to_other_sections_get_a_page_number() -> None:
    places = {"here": "one", "there": "two"}
    body = '<h2 id="one">H</h2><p><a href="book:here">a</a> <a href="book:there">b</a> <a href="book:there">again</a></p>'
    assert page_marks(body, places) == ["", "page", ""]


def test_no_page_number_in_headings_citations_and_lists_of_sources() -> None:
    link = '<a href="book:there">x</a>'
    body = f'<h2 id="one">{link}</h2><p><cite>({link})</cite></p><ol class="sources"><li>{link}</li></ol><p class="source-keys">{link}</p>'
    assert page_marks(body, {}) == ["", "", "", ""]


def test_a_page_number_within_parentheses_has_a_comma() -> None:
    body = '<p>(as in <a href="book:there">x</a>)</p><p>(so) <a href="book:there">x</a></p>'
    assert page_marks(body, {}) == ["page-comma", "page"]


# ---------- the index ----------


def term(name: str, *also: str) -> Term:
    return Term(term=name, also=also, definition="A definition of some length.")


def indexed(
    chapters: list[tuple[HtmlElement, bool]], known: list[Term], explained: dict[str, str]
) -> list[terms.Entry]:
    """The index of some chapters, which get its marks."""
    found = finder(known)
    entries, marks = terms.index_terms([terms.read(root, listed, found) for root, listed in chapters], known, explained)
    for (root, _), own in zip(chapters, marks, strict=True):
        terms.mark(root, own)
    return entries


def test_the_index_lists_first_uses_and_the_explanation() -> None:
    filler = "<p>" + "word " * (terms.APART // 4) + "</p>"
    one = parsed(
        f'<h2 id="a">H</h2><p>Embeddings and the embedding.</p>{filler}<h2 id="b">Embedding</h2><p>Recall.</p>'
    )
    two = parsed(f'{filler}<h2 id="c">H</h2><p>An embedding again; an ANN.</p>')
    entries = indexed(
        [(one, True), (two, True)], [term("Embedding"), term("ANN", "nearest neighbours")], {"Embedding": "b"}
    )
    assert [entry.name for entry in entries] == ["ANN", "Embedding", "nearest neighbours"]
    assert [strong for _, strong in entries[1].places] == [False, True, False]
    assert entries[1].places[1][0] == "b"
    assert entries[2].see == "ANN"
    marked = [span.tail.split()[0] for root in (one, two) for span in root.iter("span")]
    assert marked == ["Embeddings", "embedding", "ANN."]
    assert "Embeddings and the embedding." in one.text_content()


def test_places_of_an_entry_are_a_page_apart() -> None:
    root = parsed("".join(f'<h2 id="h{n}">H</h2><p>{"drift " * 5}</p>' for n in range(30)))
    (entry,) = indexed([(root, True)], [term("Drift")], {})
    assert len(entry.places) == 1


@pytest.mark.parametrize(("uses", "more", "places"), [(3, 0, 2), (2, 0, 1), (3, -1, 1)])
def test_a_section_full_of_a_term_is_a_place_a_page_further_on(uses: int, more: int, places: int) -> None:
    gap = " " * (terms.APART - len("drift" + "B") + more)
    root = parsed(f'<h2 id="a">A</h2><p>drift{gap}</p><h2 id="b">B</h2><p>{"drift " * uses}</p>')
    (entry,) = indexed([(root, True)], [term("Drift")], {})
    assert len(entry.places) == places


def test_a_use_beside_the_explanation_is_no_place_of_its_own() -> None:
    root = parsed('<p id="here">Here:</p><p>drift</p>')
    (entry,) = indexed([(root, True)], [term("Drift")], {"Drift": "here"})
    assert entry.places == (("here", True),)


def test_an_abbreviation_is_met_as_written_only() -> None:
    root = parsed("<p>an ann, a MAP of maps, IDF-weighted, <code>ANN</code></p>")
    assert indexed([(root, True)], [term("ANN"), term("IDF")], {}) == []


def test_what_begins_like_its_term_needs_no_line_of_its_own() -> None:
    root = parsed("<p>guardrail metric</p>")
    assert [e.name for e in indexed([(root, True)], [term("Guardrail metric", "guardrail")], {})] == [
        "Guardrail metric"
    ]


def test_an_unindexed_chapter_only_explains() -> None:
    root = parsed('<p id="here">drift</p>')
    (entry,) = indexed([(root, False)], [term("Drift")], {"Drift": "here"})
    assert entry.places == (("here", True),)


# ---------- the whole ----------


def made(pages: Pages) -> dict[str, str]:
    """The HTML of every piece by its id."""
    return {piece.id: piece.html for piece in assemble(pages.publication, Formulas(pages.kept)).pieces}


def test_the_cover_draws_every_step(small: Pages) -> None:
    drawing = stair(Templates(small.book.project), ["Clarify the requirements", "Frame <it>"])
    words = "".join(etree.fromstring(drawing).itertext())
    assert "Clarify the" in words and "requirements" in words and "Frame <it>" in words


@pytest.mark.parametrize(
    ("address", "shown"), [("https://example.org/x/", ""), ("https://a.test/x", "https://a.test/x/"), ("", "")]
)
def test_the_reserved_address_is_none(address: str, shown: str, good_book: Project) -> None:
    book = read_book(good_book, environment={"GUIDE_SITE_URL": address})
    assert site_address(book) == shown


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (5, "V"), (6, "VI"), (9, "IX"), (10, "X"), (13, "XIII"), (29, "XXIX"), (39, "XXXIX")])
def test_any_number_of_parts_is_numbered(number: int, numeral: str, small: Pages) -> None:
    assert roman(number) == numeral
    case = small.book.by_id["comment-spam"]
    assert Part(number, "x", (case,)).label == f"Part {numeral}"


def test_only_a_chapter_that_changed_is_set_for_paper_again(
    small: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others' pieces are kept, and are the same."""
    set_anew = []
    monkeypatch.setattr(manuscript, "on_paper", lambda article, *rest: set_anew.append(article.id) or paper.on_paper(article, *rest))
    publication = replace(small.publication, kept=Kept(small.book.project, tmp_path / "kept"))
    draw = Formulas(publication.kept)
    first = assemble(publication, draw).pieces
    assert len(set_anew) == len(manuscript.printed_members(small.book))
    set_anew.clear()
    assert assemble(publication, draw).pieces == first and set_anew == []
    changed = replace(small.article("comment-spam"), html=small.article("comment-spam").html + "<p>One more paragraph.</p>")
    publication = replace(publication, articles={**publication.articles, changed.page: changed})
    second = assemble(publication, draw).pieces
    assert set_anew == ["comment-spam"]
    assert [old.id for old, new in zip(first, second, strict=True) if old != new] == ["comment-spam"]


def test_a_chapter_whose_index_marks_move_is_set_again(small: Pages, tmp_path: Path) -> None:
    """Where the first use of a term in the book comes earlier, its later places may be others."""
    publication = replace(small.publication, kept=Kept(small.book.project, tmp_path / "kept"))
    before = assemble(publication, Formulas(publication.kept)).pieces
    article = small.article("the-clock")
    changed = replace(article, html=f"<p>{'word ' * 3000}</p>{article.html}")
    publication = replace(publication, articles={**publication.articles, changed.page: changed})
    warm = assemble(publication, Formulas(publication.kept)).pieces
    cold = replace(publication, kept=Kept(small.book.project, tmp_path / "other"))
    assert warm == assemble(cold, Formulas(cold.kept)).pieces != before


def test_data_cannot_become_markup(good_book: Project, make_pages: MakePages) -> None:
    config = good_book.config.read_text(encoding="utf-8")
    good_book.config.write_text(re.sub(r"^site_name:.*$", 'site_name: "A <b>&amp; B"', config, flags=re.M), encoding="utf-8")
    front = made(make_pages(good_book))[FRONT]
    assert "A &lt;b&gt;&amp;amp; B" in front


def test_a_formula_that_cannot_be_drawn_names_its_chapter(small: Pages) -> None:
    def fails(tex: str, display: bool) -> None:
        raise ValueError("no such formula")

    article = replace(small.article("comment-spam"), html=r'<p><span class="maths" data-tex="x">x</span></p>')
    with pytest.raises(BookError) as caught:
        paper.on_paper(article, "docs/cases/comment-spam.md", fails)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("docs/cases/comment-spam.md", "formula")


def test_a_number_for_a_place_that_is_not_printed_stops_the_book(small: Pages) -> None:
    page = small.book.by_id["comment-spam"].page
    article = small.article("comment-spam")
    broken = replace(article, html=f'{article.html}<h2 id="a">A</h2><p><a href="{page}#nowhere">there</a></p>')
    pages = replace(small, articles={**small.articles, page: broken})
    with pytest.raises(BookError) as caught:
        made(pages)
    assert {(problem.code, problem.path) for problem in caught.value.problems} == {("book-link", f"docs/{page}")}


def test_the_book_holds_every_chapter_but_the_home_page(small: Pages) -> None:
    pieces = made(small)
    printed = [chapter.id for part in printed_parts(small.book) for chapter in part.chapters]
    assert [name for name in pieces if name in printed] == printed
    assert next(iter(pieces)) == FRONT and list(pieces)[-1] == END
    assert "home" not in pieces
    assert sum(text.count('<header class="opener') for text in pieces.values()) == len(printed)
    assert pieces == made(small)


def test_every_edition_says_its_name(small: Pages) -> None:
    pieces = made(small)
    assert pieces[FRONT].count("0123456789") == 2
    assert "0123456789" in pieces[END]
    assert "Edition 0123456789." in assemble(small.publication, Formulas(small.kept)).about.named["description"]


@pytest.mark.parametrize("name", ["admonition glance", "strip", "digest", "metric-example", "listing"])
def test_what_never_breaks_stays_on_its_column(name: str) -> None:
    """However the style sheets come one after another: the card has the rules of every box, too."""
    rows = "".join(f"<tr><th>{number}</th><td>{'word ' * 12}</td></tr>" for number in range(7))
    body = f"<p>{'word ' * 150}</p><div class='{name}'><table><tbody>{rows}</tbody></table></div><p>{'word ' * 60}</p>"
    styles = _styles(Project(ROOT), PAPERS[0].sheet).all()
    with listening():
        document = Engine().lay_out(f"<body><section>{body}</section></body>", [*styles, "@page { size: 83mm 110mm !important; margin: 0 !important }"])
    shown = [sum(box.element_tag == "tr" for box in page._page_box.descendants()) for page in document.pages]
    assert sorted(filter(None, shown)) == [7], f"rows on each page: {shown}"


def test_a_chapter_ends_with_the_worksheets_of_its_strips(good_book: Project, make_pages: MakePages) -> None:
    Replace(CASE, "title: Comment traffic\n", "title: Comment traffic\nshow: peak\n").apply(good_book.root)
    publication = make_pages(good_book).publication
    (piece,) = (piece for piece in assemble(publication, Formulas(publication.kept)).pieces if piece.id == "comment-spam")
    shown = [anchor.rpartition("--")[2] for anchor in piece.anchors if "worksheet" in anchor]
    assert shown == ["worksheets", "worksheet-1", "worksheet-1-title"] and piece.html.count('<h2 id="comment-spam--worksheets"') == 1
