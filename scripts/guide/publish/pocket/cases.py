"""A case in a pocket: the prompt and its card, the design in five minutes, the board with its frames, decisions, and what
is commonly answered wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from lxml.html import HtmlElement

from guide.framework import FIVE_MINUTES, SHEET, STEPS
from guide.publish.paper import all_of_class, has_class
from guide.publish.pocket.drawings import TEXT_MM, Picture, key
from guide.publish.pocket.parts import Page, columns, inner, made, tables_of

_PROMPT, _NUMBERS, _WRONG, _DECIDED = "the-prompt", "ten-numbers-to-remember", "commonly-answered-wrong", "trade-offs"
_ASKED = ("Question", "Assumed answer")
"""The heads of the columns taken of a case's table of questions."""

_MOST_ASKED = 8
"""So many questions an interview has minutes for; the book has all."""

_GAP_MM = 4.0
_BESIDE_MM = 78.0
"""The width up to which a drawing leaves room for text beside it."""

_KEY_MM = (28.0, 46.0)
"""The most that a frame's key takes of a row."""

_LEAST_KEY_MM, _MOST_KEY_MM, _LEAST_KEY_HIGH_MM = 27.0, 40.0, 14.0
"""The least width of a column of keys beside the board, its most, and the least height of a key that shows something."""

_LEAVES_MM = 145.0
"""A board no higher than this leaves its page room for the notes."""

_LOW_MM = 115.0
"""A board no higher than this has the keys in a row above it."""

_CHARACTERS_A_MM = 0.72
_LINE_MM, _AROUND_MM = 3.3, 4.0
"""Of captions: characters that a millimetre holds at least, the height of a line, and the space around a figure."""

_NEVER = "Never"
_REASON = "Because"
"""The part of a digest that a pocket has no room for."""


def case(page: Page) -> list[HtmlElement]:
    """What stands under a case's title."""
    return [
        *_prompt(page),
        *_headed("The design in five minutes", page, FIVE_MINUTES, _design(page)),
        *_headed("Questions, with the answers assumed", page, "", _questions(page)),
        *_headed("Decisions", page, "", _decisions(page)),
        *_headed("Commonly answered wrong", page, "", _wrong(page)),
        *_headed("The board", page, SHEET, _board(page)),
    ]


def _headed(title: str, page: Page, anchor: str, elements: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    if elements:
        yield made("h2", title, id=page.place(anchor)) if anchor else made("h2", title)
        yield from elements


def _prompt(page: Page) -> list[HtmlElement]:
    """What is asked, what the interviewer keeps back, and the card; where the design answers it is left to the design."""
    elements = page.section(_PROMPT)
    for element in elements:
        if element.tag == "figure":
            for table in list(element.iter("table")):
                table.getparent().replace(table, columns(table, range(2)))
    return elements


def _design(page: Page) -> list[HtmlElement]:
    """The section with its drawings: in one row if they fit one, else each beside the text or in a place of its own; one
    that fills a page's height has its caption in the text beside it."""
    elements = page.section(FIVE_MINUTES)
    figures = [element for element in elements if has_class(element, "figure")]
    pictures = [page.set_drawing(figure) for figure in figures]
    room = TEXT_MM[0] - _GAP_MM * (len(figures) - 1)
    spare = (room - sum(picture.width for picture in pictures)) / max(len(pictures), 1)
    high = [_high(figure, picture, picture.width + max(spare, 0)) for figure, picture in zip(figures, pictures, strict=True)]
    if len(figures) > 1 and spare >= 0 and max(high) <= TEXT_MM[1]:
        _set_in_a_row(elements, figures, [picture.width for picture in pictures], room)
    else:
        for figure, picture in zip(figures, pictures, strict=True):
            if _high(figure, picture, picture.width) > TEXT_MM[1]:
                figure.set("class", "figure aside")
            elif picture.width <= _BESIDE_MM:
                figure.set("class", "figure beside")
                figure.set("style", f"width:{picture.width:.2f}mm")
    return elements


def _high(figure: HtmlElement, picture: Picture, width: float) -> float:
    """About the height in mm of a figure that is so wide."""
    said = " ".join(caption.text_content() for caption in figure.iter("figcaption"))
    return picture.height + _AROUND_MM + _LINE_MM * ceil(len(said) / (width * _CHARACTERS_A_MM))


def _set_in_a_row(
    elements: list[HtmlElement], figures: Sequence[HtmlElement], widths: Sequence[float], room: float
) -> None:
    """Puts the figures beside each other where the first of them stands; what is left of the width is theirs alike."""
    spare = (room - sum(widths)) / len(widths)
    for figure, width in zip(figures, widths, strict=True):
        figure.set("style", f"width:{width + spare:.2f}mm")
    first = elements.index(figures[0])
    for figure in figures:
        elements.remove(figure)
    elements.insert(first, made("div", "", *figures, class_="row"))


def _questions(page: Page) -> list[HtmlElement]:
    """The first questions of the case's own, with the answers that the design assumes."""
    for table in tables_of(page.section(next(iter(STEPS)))):
        heads = [cell.text_content().strip() for cell in table.iterfind("thead/tr/th")]
        if tuple(heads[: len(_ASKED)]) == _ASKED:
            short = columns(table, range(len(_ASKED)))
            for row in short.findall("tbody/tr")[_MOST_ASKED:]:
                row.drop_tree()
            return [short]
    return []


def _decisions(page: Page) -> list[HtmlElement]:
    """The digests of the decisions: choice, flip, sentence, as the design gives the reasons of those that carry it. Of a
    case that has no digests, its cards without their options."""
    shown = [e for part in page.section(_DECIDED) for e in (*all_of_class(part, "digest"), *all_of_class(part, "decision"))]
    for digest in shown:
        digest.attrib.pop("aria-labelledby", None)
        for reason in [row for row in digest.iterfind("dl/div") if row.findtext("dt") == _REASON]:
            reason.drop_tree()
    return shown


def _wrong(page: Page) -> list[HtmlElement]:
    folds = [element for element in page.section(_WRONG) if has_class(element, "fold")]
    for fold in folds:
        for tag in all_of_class(fold, "tag"):
            tag.drop_tree()
    return folds


def _board(page: Page) -> list[HtmlElement]:
    """The sheet: its notes, what never to say among them, and the last frame whole, with keys to the minutes beside it.

    The numbers to say are the ten of the design, which stands before. The notes stand under a board that leaves them
    room on its page, else before it.
    """
    elements = page.section(SHEET)
    frames = [figure for element in elements for figure in all_of_class(element, "figure")]
    said = [element for element in elements if element.tag == "ul"]
    for item in (item for element in said for item in element):
        if (item.text or "").startswith(_NEVER):
            item.set("class", "never")
    if not frames:
        return said
    board = _last(page, frames)
    return [board, *said] if has_class(board, "sheet-row") and page.picture(frames[-1]).height <= _LEAVES_MM else [*said, board]


def _last(page: Page, frames: Sequence[HtmlElement]) -> HtmlElement:
    """The last frame, with every frame's key and caption in a column beside it, or in a row above one that is too wide."""
    last = frames[-1]
    captions = [[inner(p, "span") for p in frame.iterfind("figcaption/p")] for frame in frames]
    picture = page.set_drawing(last)
    last.set("class", "figure board")
    last.find("figcaption").drop_tree()
    last.set("style", f"width:{picture.width:.2f}mm")
    room = TEXT_MM[0] - picture.width - _GAP_MM
    column = room >= _LEAST_KEY_MM and picture.height > _LOW_MM
    width = min(room, _MOST_KEY_MM) if column else _KEY_MM[0]
    # About so high are the captions of a column, in lines of 3.1 mm and of so many characters a mm.
    lines = sum(len("".join(s.text_content() for s in caption)) / (width * _CHARACTERS_A_MM) + 1 for caption in captions)
    height = max(0.0, (picture.height - 3.1 * lines) / len(frames) - 3) if column else _KEY_MM[1]
    drawn = {page.place(f.anchor): page.article.drawings[f.diagram] for f in page.article.figures}
    cells = []
    for number, (frame, caption) in enumerate(zip(frames, captions, strict=True), 1):
        for label in (label for span in caption for label in all_of_class(span, "caption-label")):
            label.text = f"{number}."
        cell = made("div", "", made("p", "", *caption), class_="key", style=f"width:{width:.2f}mm")
        if height >= _LEAST_KEY_HIGH_MM:
            cell.insert(0, key(drawn[frame.get("id")], width, min(height, _KEY_MM[1])))
        cells.append(cell)
    keys = made("div", "", *cells, class_="keys")
    return made("div", "", *([last, keys] if column else [keys, last]), class_="sheet-row" if column else "sheet-block")
