"""An Article's HTML made for paper: folds opened, tabs set one after another, drawings and formulas as images."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree, html
from lxml.html import HtmlElement

from guide.article import Article
from guide.diagrams import Drawn
from guide.framework import SHEET
from guide.maths import Formula
from guide.problems import BookError, Problem
from guide.typography import unbroken

DrawFormula = Callable[[str, bool], Formula]
"""Draws TeX, in display or in text style, in the colour of text. Raises ValueError for what can't be drawn."""

_MM_PER_EM = 9 * 1.05 * 25.4 / 72
_WIDEST_EM, _HIGHEST_EM = 83 / _MM_PER_EM, 25 / _MM_PER_EM
"""The width of a column of the book, in which display formulas stand, and the height that none needs; in em of formulas."""

_CODE = frozenset(("pre", "code", "samp"))

_LEAST_FRAME_MM = 40.0
"""A caption needs so much, however narrow its drawing."""


def parse(article: Article) -> HtmlElement:
    """The Article's HTML as an `<article>` element, without what serves a reader at a screen only."""
    root = html.fragment_fromstring(article.html, create_parent="article")
    for element in list(root.iter("nav", "script", "template")):
        element.drop_tree()
    return root


def has_class(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def all_of_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements of a class, the root included, in order."""
    path = f"descendant-or-self::*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    return root.xpath(path)


def open_folds(root: HtmlElement) -> None:
    """`<details>` becomes a block with its summary as its head."""
    for fold in list(root.iter("details")):
        fold.tag = "div"
        fold.set("class", f"fold {fold.get('class', '')}".strip())
        fold.attrib.pop("open", None)
    for summary in list(root.iter("summary")):
        summary.tag = "p"
        summary.set("class", "fold-title")


def flatten_tabs(root: HtmlElement) -> None:
    """Tabs become blocks one after another, each under its label."""
    for tabs in all_of_class(root, "tabbed-set"):
        labels = [label.text_content().strip() for label in tabs.iter("label")]
        for labelled in all_of_class(tabs, "tabbed-labels"):
            labelled.drop_tree()
        for label, block in zip(labels, all_of_class(tabs, "tabbed-block"), strict=False):
            title = html.Element("p", {"class": "tab-title"})
            title.text = label
            block.insert(0, title)


def plain_values(root: HtmlElement) -> None:
    """Computed values become plain text; their names only serve the page's script."""
    for value in list(root.iter("data", "time")):
        value.drop_tag()


def set_formulas(root: HtmlElement, draw: DrawFormula) -> None:
    """MathML becomes a drawing that stands on the line, with the TeX as its alternative text.

    Raises ValueError for a formula that can't be drawn, or is too high.
    """
    for element in root.xpath(".//*[@data-tex]"):
        tex = element.attrib.pop("data-tex")
        display = has_class(element, "maths-block")
        for child in list(element):
            element.remove(child)
        element.text = None
        for name in ("tabindex", "role", "aria-label"):
            element.attrib.pop(name, None)
        for part in _lines(tex, draw) if display else [tex]:
            element.append(_formula(part, draw(part, display), display))


def _lines(tex: str, draw: DrawFormula) -> list[str]:
    """A display formula in as many lines as it needs to fit a column: it may break where its parts stand apart."""
    if draw(tex, True).width <= _WIDEST_EM:
        return [tex]
    return [part.strip() for part in re.split(r"\\q?quad\b", tex) if part.strip()]


def _formula(tex: str, formula: Formula, display: bool) -> HtmlElement:
    """A formula's drawing; one that is wider than a column is made narrower. Raises ValueError for one too high."""
    if display and formula.height > _HIGHEST_EM:
        raise ValueError(f"the formula {tex!r} is {formula.height * _MM_PER_EM:.0f} mm high on paper")
    scale = min(1.0, _WIDEST_EM / formula.width) if display else 1.0
    place = f"width:{formula.width * scale:.4f}em;height:{formula.height * scale:.4f}em"
    if not display:
        place += f";vertical-align:{-formula.depth:.4f}em"
    return html.Element("img", {"src": svg_url(formula.svg), "alt": tex, "style": place})


def svg_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def set_diagrams(root: HtmlElement, drawings: Mapping[str, Drawn]) -> None:
    """Each diagram becomes its print variant at its printed size."""
    for block in root.xpath(".//div[@data-diagram]"):
        drawn = drawings[block.get("data-diagram")]
        for child in list(block):
            block.remove(child)
        block.text = None
        block.attrib.clear()
        block.set("class", "diagram")
        block.append(_image(drawn, *drawn.print_size_mm))


def _image(drawn: Drawn, width: float, height: float) -> HtmlElement:
    return html.Element(
        "img",
        {
            "src": svg_url(drawn.print_svg),
            "alt": f"{drawn.title}. {drawn.description}",
            "style": f"width:{width:.2f}mm;height:{height:.2f}mm",
            "data-size": f"{width:.2f} {height:.2f}",
        },
    )


def captions_above(root: HtmlElement) -> None:
    """A table's caption goes above it: a table may run over several pages, and its head says what it is."""
    for figure in all_of_class(root, "table"):
        caption = figure.find("figcaption") if figure.tag == "figure" else None
        if caption is not None:
            figure.insert(0, caption)


def drop_empty_heads(root: HtmlElement) -> None:
    """Empty heads of a table that has none say nothing and take room."""
    for head in list(root.iter("thead")):
        if not head.text_content().strip():
            head.drop_tree()


def name_rows(root: HtmlElement) -> None:
    """In a table without heads of columns or rows, the first cell of each row says what the row is about."""
    for table in root.iter("table"):
        if next(table.iter("th"), None) is None:
            for row in table.iter("tr"):
                cell = row.find("td")
                if cell is not None:
                    cell.tag = "th"
                    cell.set("scope", "row")


def pair_terms(root: HtmlElement) -> None:
    """Puts each term of a glossary and what it means into one row."""
    for glossary in all_of_class(root, "glossary"):
        for term in list(glossary.iter("dt")):
            row = html.Element("div")
            term.addprevious(row)
            meaning = term.getnext()
            row.append(term)
            if meaning is not None and meaning.tag == "dd":
                row.append(meaning)


def set_sheet(root: HtmlElement) -> None:
    """Wraps the whiteboard sheet, which outputs set in forms of their own."""
    heading = next((h for h in root.iter("h2") if h.get("id") == SHEET), None)
    if heading is None:
        return
    section = html.Element("section", {"class": "sheet"})
    rest = list(heading.itersiblings())
    heading.addprevious(section)
    section.append(heading)
    for element in rest:
        if element.tag == "h2":
            break
        section.append(element)


def frame_keys(article: Article) -> list[str]:
    """The keys of the drawings that a case's whiteboard sheet is made of, in order."""
    root = parse(article)
    return [block.get("data-diagram", "") for frames in all_of_class(root, "frames") for block in frames.xpath(".//*[@data-diagram]")]


def html_of(elements: Iterable[HtmlElement]) -> str:
    """Elements as HTML, without the text behind each."""
    return "".join(etree.tostring(element, encoding="unicode", method="html", with_tail=False) for element in elements)


def set_frames(images: list[HtmlElement], scale: float) -> None:
    """Scales the drawings of a sheet alike, and gives each figure its width."""
    for image in images:
        wide, high = map(float, image.get("data-size").split())
        image.set("style", f"width:{wide * scale:.2f}mm;height:{high * scale:.2f}mm")
        figure = next(image.iterancestors("figure"))
        figure.set("style", f"width:{_frame_width(wide * scale):.2f}mm")


def _frame_width(drawing: float) -> float:
    return max(drawing, _LEAST_FRAME_MM)


def shorten_decisions(root: HtmlElement) -> None:
    """A decision loses the table of its options: the trade-off matrix has it."""
    for decision in all_of_class(root, "decision"):
        chosen = all_of_class(decision, "tag-default")
        default = chosen[0].getparent() if chosen else None
        for table in list(decision.iter("table")):
            table.drop_tree()
        facts = decision.find("dl")
        if default is None or facts is None:
            continue
        chosen[0].drop_tree()
        term, meaning = html.Element("dt"), html.Element("dd")
        term.text = "Our default"
        take(meaning, default)
        facts.insert(0, meaning)
        facts.insert(0, term)


def take(target: HtmlElement, source: HtmlElement) -> None:
    """Moves what an element holds into another."""
    target.text = source.text
    target.extend(list(source))


def tie_numbers(root: HtmlElement) -> None:
    """Ties numbers that the text types to their units, as those that the program writes are; code stays as it is."""
    for element in root.iter(etree.Element):
        if element.tag not in _CODE:
            element.text = unbroken(element.text) if element.text else element.text
        if element.getparent() is not None and element.tail and element.getparent().tag not in _CODE:
            element.tail = unbroken(element.tail)


_STEPS: tuple[Callable[[HtmlElement], None], ...] = (
    open_folds, flatten_tabs, plain_values, captions_above, drop_empty_heads, name_rows, pair_terms, tie_numbers,
)  # fmt: skip


def on_paper(article: Article, path: str, draw: DrawFormula) -> HtmlElement:
    """The Article as an `<article>` element whose images are data and whose links are still the Article's.

    `path` names its source in messages. Raises BookError for a formula that can't be drawn.
    """
    root = parse(article)
    for step in _STEPS:
        step(root)
    try:
        set_formulas(root, draw)
    except ValueError as error:
        mend = "write it in the LaTeX that both outputs know."
        raise BookError([Problem(path, 0, "formula", f"{error}.", mend)]) from error
    set_diagrams(root, article.drawings)
    set_sheet(root)
    return root
