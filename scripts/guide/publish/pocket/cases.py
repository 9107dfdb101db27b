"""A case in a pocket: the prompt and its card, the design in five minutes, the board with its frames, decisions, and what
is commonly answered wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from guide.framework import FIVE_MINUTES, SHEET, STEPS
from guide.publish.paper import all_of_class, has_class
from guide.publish.pocket.drawings import TEXT_MM, key
from guide.publish.pocket.parts import Page, columns, inner, made, tables_of

_PROMPT, _NUMBERS, _WRONG, _DECIDED = "the-prompt", "ten-numbers-to-remember", "commonly-answered-wrong", "trade-offs"
_ASKED = ("Question", "Assumed answer")
"""The heads of the columns taken of a case's table of questions."""

_GAP_MM = 4.0
_BESIDE_MM = 78.0
"""The width up to which a drawing leaves room for text beside it."""

_KEY_MM = (28.0, 46.0)
"""The most that a frame's key takes of a row."""


def case(page: Page) -> list[HtmlElement]:
    """What stands under a case's title."""
    return [
        *page.section(_PROMPT),
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


def _design(page: Page) -> list[HtmlElement]:
    """The section with its drawings: in one row if they fit one, else each beside the text or in a place of its own."""
    elements = page.section(FIVE_MINUTES)
    figures = [element for element in elements if has_class(element, "figure")]
    pictures = [page.set_drawing(figure) for figure in figures]
    room = TEXT_MM[0] - _GAP_MM * (len(figures) - 1)
    if len(figures) > 1 and sum(picture.width for picture in pictures) <= room:
        _set_in_a_row(elements, figures, [picture.width for picture in pictures], room)
    else:
        for figure, picture in zip(figures, pictures, strict=True):
            if picture.width <= _BESIDE_MM:
                figure.set("class", "figure beside")
                figure.set("style", f"width:{picture.width:.2f}mm")
    return elements


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
    """What to ask, with the answers that the design assumes."""
    for table in tables_of(page.section(next(iter(STEPS)))):
        heads = [cell.text_content().strip() for cell in table.iterfind("thead/tr/th")]
        if tuple(heads[: len(_ASKED)]) == _ASKED:
            return [columns(table, range(len(_ASKED)))]
    return []


def _decisions(page: Page) -> list[HtmlElement]:
    """The digests of the decisions; of a case that has none, its cards without their options."""
    shown = [e for part in page.section(_DECIDED) for e in (*all_of_class(part, "digest"), *all_of_class(part, "decision"))]
    for digest in shown:
        digest.attrib.pop("aria-labelledby", None)
    return shown


def _wrong(page: Page) -> list[HtmlElement]:
    folds = [element for element in page.section(_WRONG) if has_class(element, "fold")]
    for fold in folds:
        for tag in all_of_class(fold, "tag"):
            tag.drop_tree()
    return folds


def _board(page: Page) -> list[HtmlElement]:
    """The sheet: what to say, the frames as keys with the minutes they are drawn in, and the last of them whole."""
    elements = page.section(SHEET)
    frames = [figure for element in elements for figure in all_of_class(element, "figure")]
    tables = [element for element in elements if element.tag == "table"]
    notes = [element for element in elements if element.tag in ("ul", "p") and not all_of_class(element, "figure")]
    notes = [note for note in notes if note.tag == "ul"]
    found = [*tables, *notes]
    for note in notes:
        for item in note:
            if (item.text or "").startswith("Never"):
                item.set("class", "never")
    if not frames:
        return found
    last = frames[-1]
    drawn = {page.place(f.anchor): page.article.drawings[f.diagram] for f in page.article.figures}
    cells = []
    for number, frame in enumerate(frames, 1):
        said = [inner(p, "span") for p in frame.iterfind("figcaption/p")]
        for label in (label for span in said for label in all_of_class(span, "caption-label")):
            label.text = f"{number}."
        cells.append(made("div", "", key(drawn[frame.get("id")], *_KEY_MM), made("p", "", *said), class_="key"))
    picture = page.set_drawing(last)
    last.set("class", "figure board")
    last.find("figcaption").drop_tree()
    last.set("style", f"width:{picture.width:.2f}mm")
    return [*found, made("div", "", *cells, class_="keys"), last]
