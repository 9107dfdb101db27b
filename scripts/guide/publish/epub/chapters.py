"""An Article made for a reading system: nothing to press, folds opened, formulas as MathML, drawings as files, worksheets
at the chapter's end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree, html
from lxml.html import HtmlElement

from guide.addresses import published_address
from guide.article import Article, Section
from guide.model import HOME, Chapter
from guide.publish.epub.tables import fit_tables
from guide.publish.paper import (
    all_of_class,
    captions_above,
    drop_empty_heads,
    flatten_tabs,
    has_class,
    name_rows,
    parse,
    plain_values,
)

MATHML = "http://www.w3.org/1998/Math/MathML"
CONTENTS = "nav.xhtml"
"""The file of the contents, beside the chapters; the home page's links lead there."""

DRAWINGS = "drawings"
"""The folder of the drawings, beside the chapters."""

WORKSHEETS = "Worksheets"
_HEADING = re.compile(r"h[1-6]")
_BRACES_AND_GAPS = re.compile(r"\\[{}]|[{}]|(\\q?quad(?![a-zA-Z]))")
_GAPS = ("1em", "2em")
"""Widths of TeX's \\quad and \\qquad in MathML."""

_SCREEN_ONLY = ("tabindex", "title", "target", "rel", "download")
_SCROLLS = ("matrix-scroll", "table-scroll", "maths-block")


@dataclass(frozen=True)
class Draft:
    """A chapter whose links are still the Article's. `inside` are, by the id of a strip, the ids of what it opened to."""

    chapter: Chapter
    root: HtmlElement
    sections: tuple[Section, ...]
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return file_of(self.chapter)

    @cached_property
    def ids(self) -> dict[str, None]:
        """Every id, in the order of reading."""
        return dict.fromkeys(map(str, self.root.xpath(".//@id")))

    @cached_property
    def moved(self) -> dict[str, str]:
        """For ids that no worksheet has taken over, the worksheet that says the same."""
        return {
            name: worksheet_of(strip) for strip, names in self.inside.items() for name in names if name not in self.ids
        }

    def html(self) -> str:
        """What stands in the chapter, as XHTML."""
        parts = [
            self.root.text or "",
            *(etree.tostring(child, encoding="unicode", method="xml") for child in self.root),
        ]
        return "".join(parts)


def file_of(chapter: Chapter) -> str:
    return f"{chapter.id}.xhtml"


def drawing_file(diagram: str) -> str:
    """The file of a drawing, beside the chapters, from its key."""
    return f"{DRAWINGS}/{diagram.replace('/', '-')}.svg"


def draft(article: Article, chapter: Chapter) -> Draft:
    """The Article as the body of a file; what it says is whole, what it offers to press is gone."""
    root = parse(article)
    inside, sections = _set_worksheets(root, article)
    for step in _STEPS:
        step(root)
    _set_drawings(root, article)
    _clean(root)
    return Draft(chapter, root, sections, inside)


# ---------- strips and worksheets ----------


def worksheet_of(strip: str) -> str:
    """The id of a strip's worksheet, from its own."""
    return strip.replace("strip", "worksheet")


def _set_worksheets(root: HtmlElement, article: Article) -> tuple[dict[str, tuple[str, ...]], tuple[Section, ...]]:
    """Closes every strip over its results, and puts the worksheets behind the text, with links both ways.

    Returns the ids that stood in each strip, and the sections.
    """
    inside = {}
    for strip in all_of_class(root, "strip"):
        fold = strip.find("details")
        head = {name for summary in fold.iterfind("summary") for name in summary.xpath(".//@id")}
        inside[strip.get("id")] = tuple(str(name) for name in fold.xpath(".//@id") if name not in head)
        _close(strip, fold)
    if not article.worksheets:
        return inside, article.sections
    anchor = next(name for name in _names("worksheets") if name not in article.anchors)
    heading = html.Element("h2", {"id": anchor})
    heading.text = WORKSHEETS
    root.append(heading)
    root.extend([_worksheet(html.fragment_fromstring(sheet)) for sheet in article.worksheets])
    return inside, (*article.sections, Section(2, anchor, WORKSHEETS))


def _names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _close(strip: HtmlElement, fold: HtmlElement) -> None:
    head, *shown = fold.find("summary")
    head.tag, head.tail = "p", None
    head.set("class", "strip-head")
    results = html.Element("ul", {"class": "strip-results"})
    for item in shown:
        item.tag, item.tail = "li", None
        results.append(item)
    strip.text = None
    strip.remove(fold)
    strip.extend([head, results] if shown else [head])
    strip.append(_leading("strip-more", worksheet_of(strip.get("id")), "Inputs and formulas"))


def _leading(name: str, anchor: str, words: str) -> HtmlElement:
    paragraph = html.Element("p", {"class": name})
    link = etree.SubElement(paragraph, "a", {"href": f"#{anchor}"})
    link.text = words
    return paragraph


def _worksheet(section: HtmlElement) -> HtmlElement:
    """A worksheet as a title, a table of inputs, one of results, and what it promises: one table for all, as on paper,
    is too much for a narrow page."""
    table = section.find("table")
    title = table.find("thead/tr/th")
    heading = html.Element("h3", {"id": title.get("id")})
    heading.text = title.text
    heading.extend(list(title))
    section.append(heading)
    title.getparent().getparent().remove(title.getparent())
    for body in list(table.iterfind("tbody")):
        if has_class(body, "worksheet-inputs"):
            section.append(table)
        elif has_class(body, "worksheet-results"):
            results = html.Element("table", {"class": "worksheet-results"})
            body.attrib.pop("class")
            results.append(body)
            for cell in results.xpath(".//th[@colspan]"):
                del cell.attrib["colspan"]
            section.append(results)
        else:
            for cell in list(body.iter("td")):
                section.extend(list(cell))
            body.getparent().remove(body)
    if table.find("tbody") is None:
        section.remove(table)
    strip = section.get("id").replace("worksheet", "strip")
    section.append(_leading("strip-more", strip, "Back to the text"))
    return section


# ---------- the rest ----------


def open_folds(root: HtmlElement) -> None:
    """A fold becomes a section with its title as a heading, one level below the heading that it stands under."""
    level = 1
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if _HEADING.fullmatch(element.tag):
            level = int(element.tag[1])
        elif element.tag == "details":
            element.tag = "section"
            element.set("class", f"fold {element.get('class', '')}".strip())
            element.attrib.pop("open", None)
            for summary in element.iterfind("summary"):
                for tag in all_of_class(summary, "tag"):
                    tag.text = f" {tag.text}"
                summary.tag = "p"
                summary.set("class", f"fold-title level-{min(level + 1, 6)}")
    for title in all_of_class(root, "fold-title"):
        title.tag = f"h{title.get('class')[-1]}"
        title.set("class", "fold-title")


def set_maths(root: HtmlElement) -> None:
    """MathML in its namespace, with the TeX for systems that can't set it.

    Formulas that stand side by side become several, as only between them a line can break.
    """
    for element in root.xpath(".//*[@data-tex]"):
        tex = element.get("data-tex")
        maths = element.find("math")
        parts = _side_by_side(maths, tex) if has_class(element, "maths-block") else [(maths, tex)]
        element.remove(maths)
        for part, source in parts:
            part.set("xmlns", MATHML)
            part.set("alttext", source)
            if len(parts) > 1:
                part.set("display", "inline")
                part.set("displaystyle", "true")
                part.tail = " "
            element.append(part)


def _side_by_side(maths: HtmlElement, tex: str) -> list[tuple[HtmlElement, str]]:
    """The formulas of a line with their TeX, if both say alike where they part."""
    sources, depth, start = [], 0, 0
    for found in _BRACES_AND_GAPS.finditer(tex):
        depth += (found[0] == "{") - (found[0] == "}")
        if found[1] and not depth:
            sources.append(tex[start : found.start()].strip())
            start = found.end()
    sources.append(tex[start:].strip())
    rows: list[list[HtmlElement]] = [[]]
    for child in maths.find("mrow"):
        if child.tag == "mspace" and child.get("width") in _GAPS:
            rows.append([])
        else:
            rows[-1].append(child)
    if not len(sources) == len(rows) > 1:
        return [(maths, tex)]
    made = []
    for row, source in zip(rows, sources, strict=True):
        part = html.Element("math")
        etree.SubElement(part, "mrow").extend(row)
        made.append((part, source))
    return made


def plain_code(root: HtmlElement) -> None:
    """Listings without the marks of their colours."""
    for code in root.iter("pre"):
        for mark in list(code.iter("span")):
            mark.drop_tag()


def _set_drawings(root: HtmlElement, article: Article) -> None:
    for block in root.xpath(".//div[@data-diagram]"):
        key = block.get("data-diagram")
        drawn = article.drawings[key]
        address = {"src": drawing_file(key), "alt": f"{drawn.title}. {drawn.description}"}
        block.attrib.clear()
        block.set("class", "diagram")
        block.append(html.Element("img", address))


def _clean(root: HtmlElement) -> None:
    """Takes out what serves a script or a pointer."""
    for element in root.iter():
        for name in list(element.attrib):
            if name.startswith("data-") or name in _SCREEN_ONLY:
                del element.attrib[name]
        if any(has_class(element, name) for name in _SCROLLS):
            for name in ("role", "aria-label"):
                element.attrib.pop(name, None)


_STEPS: tuple[Callable[[HtmlElement], None], ...] = (
    open_folds, flatten_tabs, plain_values, plain_code, captions_above, drop_empty_heads, name_rows, fit_tables, set_maths,
)  # fmt: skip


def rewrite_links(made: Draft, drafts: Mapping[str, Draft], site_url: str) -> list[str]:
    """Points every link into the book or out of it; one that leads nowhere becomes plain text.

    `drafts` are all chapters, by page. Returns the addresses of places that no chapter has.
    """
    lost = []
    for link in list(made.root.iter("a")):
        href = link.get("href")
        if href is None:
            continue
        address = _address(href, made.chapter.page, drafts, site_url)
        if address is None:
            lost.append(href)
        elif address:
            link.set("href", address)
        elif link.get("id"):
            del link.attrib["href"]
        else:
            link.drop_tag()
    return lost


def _address(href: str, page: str, drafts: Mapping[str, Draft], site_url: str) -> str | None:
    """The address in the book; "" when there is none, None when the place isn't there."""
    if re.match(r"[a-z][a-z0-9+.-]*:", href):
        return href
    target, _, anchor = href.partition("#")
    if "?" in target:
        return ""  # a page in some state: only its script knows it
    target = target or page
    if target not in drafts:
        return CONTENTS if target == HOME else published_address(target, anchor, site_url)
    leads = drafts[target]
    anchor = leads.moved.get(anchor, anchor)
    if anchor and anchor not in leads.ids:
        return None
    file = "" if target == page and anchor else leads.file
    return f"{file}#{anchor}" if anchor else file
