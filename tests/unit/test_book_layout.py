"""Where figures go, and what of a chapter may break across pages."""

from __future__ import annotations

import pytest
from lxml import html

from guide.publish.book.floats import Block, arrange
from guide.publish.book.layout import lay_out, movable, number_blocks

PAGE = 100.0


def text(height: float, bound: bool = False) -> Block:
    return Block("text", height, bound, least=5)


def figure(height: float) -> Block:
    return Block("float", height)


def table(height: float, *breaks: float) -> Block:
    return Block("whole", height, breakable=True, breaks=breaks, again=3)


HEAD = Block("head", 5, bound=True)


def test_what_fits_stays_where_it_is() -> None:
    assert arrange([HEAD, text(20), figure(30), text(40), figure(60), text(10)], PAGE).order == (0, 1, 2, 3, 4, 5)


def test_text_after_a_figure_that_does_not_fit_goes_first() -> None:
    assert arrange([text(60), figure(50), text(50), text(10)], PAGE).order == (0, 2, 1, 3)


def test_a_figure_moves_up_where_too_little_text_follows() -> None:
    assert arrange([text(20), text(40), figure(60), HEAD, figure(90)], PAGE).order[:3] == (0, 2, 1)


def test_a_small_gap_moves_nothing() -> None:
    assert arrange([text(93), figure(50), text(80)], PAGE).order == (0, 1, 2)


def test_a_figure_passes_a_heading_only_to_fill_a_large_gap() -> None:
    assert arrange([text(40), figure(90), HEAD, text(100)], PAGE).order == (0, 2, 3, 1)
    assert arrange([text(85), figure(90), HEAD, text(100)], PAGE).order == (0, 1, 2, 3)


def test_figures_keep_their_order() -> None:
    blocks = [text(60), figure(50), figure(10), text(30), figure(20), text(80), figure(70), text(40)]
    order = arrange(blocks, PAGE).order
    assert sorted(order) == list(range(len(blocks)))
    floats = [number for number in order if blocks[number].kind == "float"]
    assert floats == sorted(floats)
    assert [n for n in order if blocks[n].kind == "text"] == [0, 3, 5, 7]


def test_nothing_comes_between_a_bound_text_and_what_it_introduces() -> None:
    blocks = [text(55), figure(60), text(20, bound=True), text(30), text(40)]
    order = arrange(blocks, PAGE).order
    assert order.index(3) == order.index(2) + 1


def test_figures_are_set_before_a_page_of_its_own() -> None:
    assert arrange([text(60), figure(50), text(30), Block("page", 90), text(10)], PAGE).order[-2:] == (3, 4)


def test_a_table_breaks_rather_than_leave_a_large_gap() -> None:
    assert arrange([text(60), table(50, 15, 30)], PAGE).kept == frozenset()
    assert arrange([text(85), table(50, 15, 30)], PAGE).kept == {1}


def test_a_table_breaks_between_rows_and_repeats_its_head() -> None:
    # 30 of the table stand on the first page; 3 + 20 + 60 leave too little of the second for the figure.
    blocks = [text(60), table(50, 15, 30, 45), text(60), figure(19), text(50)]
    assert arrange(blocks, PAGE).order == (0, 1, 2, 4, 3)


@pytest.mark.parametrize("count", [0, 1])
def test_very_short_chapters(count: int) -> None:
    assert arrange([figure(150)] * count, PAGE).order == tuple(range(count))


def chapter(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(f'<section class="chapter" id="c">{body}</section>')


def test_blocks_are_numbered_and_groups_opened() -> None:
    root = chapter('<h2 id="c--one">One</h2><div class="decisions"><section class="decision">a</section></div><p>b</p>')
    number_blocks(root)
    assert [child.get("data-block") for child in root] == ["0", "1", "2", "3"]
    assert movable(root)


def test_what_introduces_the_next_block_is_bound_to_it() -> None:
    long = "A sentence that is long enough to run over more than one line of the book, and a bit more than that. "
    root = chapter(
        f'<p>{long}These:</p><ul></ul><p>{long}</p><div class="maths-block"></div><p>{long}</p><h2>H</h2><p>Short.</p>'
    )
    number_blocks(root)
    bound = [child.text_content()[-8:] for child in root if "bound" in (child.get("class") or "")]
    assert bound == [long[-2:] + "These:", long[-8:], "Short."]


def test_a_chapter_is_ordered_again_for_another_paper() -> None:
    root = chapter('<p>a</p><figure class="figure">f</figure><p>b</p>')
    number_blocks(root)
    tops = dict(zip("0123", (0.0, 60.0, 110.0, 160.0), strict=True))
    lay_out(root, tops, 100)
    assert [child.tag for child in root] == ["p", "p", "figure", "div"]
    lay_out(root, tops, 200)
    assert [child.tag for child in root] == ["p", "figure", "p", "div"]


def test_a_table_may_break_where_three_rows_stay_together() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(8))
    root = chapter(
        f'<p>a</p><figure class="table"><table><thead><tr><th>h</th></tr></thead><tbody>{rows}</tbody></table></figure>'
    )
    number_blocks(root)
    tops = {"0": 0.0, "1": 70.0, "2": 115.0} | {f"1.{n}": 72.0 + 4 * n for n in range(9)}
    lay_out(root, tops, 100)
    assert "whole" not in root[1].get("class").split()
    assert [row.get("data-block") for row in root.iter("tr")] == [f"1.{n}" for n in range(9)]
