"""Placeholders filled: values, citations, links, numbers of figures and tables."""

from __future__ import annotations

import json
import re

from lxml import etree
from lxml.html import HtmlElement

from guide.estimates import EstimateError
from guide.markdown.lines import LINE, line_of
from guide.model import Chapter
from guide.render.context import Context
from guide.typography import curled

_INTERNAL = re.compile(r"(?P<page>[^#:]*)#(?P<anchor>.+)")


def fill(root: HtmlElement, context: Context, at: Context | None = None) -> None:
    """Puts values, citations and the guide's own addresses into a tree.

    The text is that of `context`'s chapter; it is read on the page of `at`, by default the same.
    """
    page = at or context
    for value in root.iter("data"):
        _fill_value(value, context)
    for citation in root.iter("cite"):
        _fill_citation(citation, context, page)
    for link in root.iter("a"):
        href = link.get("href")
        # Only what an author wrote has a line; the rest leads from `docs/` already.
        if href and link.get(LINE) and not re.match(r"[a-z][a-z0-9+.-]*:", href):
            link.set("href", context.absolute(href) if page is context else _elsewhere(context.absolute(href), context))


def _elsewhere(href: str, context: Context) -> str:
    return f"{context.chapter.page}{href}" if href.startswith("#") else href


def _fill_value(element: HtmlElement, context: Context) -> None:
    expression = element.get("data-value")
    if expression is None or element.get("value") is not None:
        return
    try:
        element.text = context.numbers.quote(context.chapter.id, expression)
        element.set("value", repr(context.numbers.value(context.chapter.id, expression).base))
    except (EstimateError, LookupError) as error:
        if context.asks_first(expression, error):
            context.report("unknown-value", line_of(element), *unknown_value(expression, error))
        element.text = "?"


def unknown_value(expression: str, error: Exception) -> tuple[str, str]:
    """(message, mend) for a quote that names nothing."""
    message = f"${{{expression}}}: {str(error).strip(chr(39)).rstrip('.')}."
    return message, getattr(error, "mend", "") or "correct the name, or define it in an estimate block."


def _fill_citation(cite: HtmlElement, context: Context, page: Context) -> None:
    """Links to the page's list of sources, as "(Jing et al. 2015, §2; Meta 2020)"."""
    works = json.loads(cite.attrib.pop("data-works", "[]"))
    cite.attrib.pop("data-keys", None)
    if not works:
        return
    home = page.shared.pages_with.get("bibliography")
    own = page.chapter.blocks("sources", "bibliography") and page is context
    cite.text = "("
    for number, (key, locator) in enumerate(works):
        if number:
            cite[-1].tail = (cite[-1].tail or "") + "; "
        entry = context.shared.works.get(key)
        target = f"#source-{key}" if own or home is None else page.link(f"{home.page}#source-{key}")
        link = etree.SubElement(cite, "a", {"href": target})
        link.text = curled(entry.short) if entry else key
        link.tail = f", {locator}" if locator else None
    cite[-1].tail = (cite[-1].tail or "") + ")"


def number_captions(root: HtmlElement, context: Context) -> None:
    """Puts the numbers before captions, and numbers or titles into references that have no text of their own."""
    for figure in root.iter("figure"):
        caption = figure.find("figcaption")
        label = caption is not None and label_of(context.chapter, figure.get("id", ""))
        if not label:
            continue
        first = caption.find("p")
        first = caption if first is None else first
        prefix = etree.Element("span", {"class": "caption-label"})
        prefix.text, prefix.tail = f"{label}.", " " + (first.text or "")
        first.text = None
        first.insert(0, prefix)
    for link in root.iter("a"):
        if link.get(LINE) and not len(link) and not (link.text or "").strip():
            match = _INTERNAL.fullmatch(link.get("href", ""))
            if match:
                target = context.book.by_page.get(match["page"]) if match["page"] else context.chapter
                link.text = (target and (label_of(target, match["anchor"]) or _title_of(target, match["anchor"]))) or "?"
            else:
                context.report("link", line_of(link), f"the link to {link.get('href')!r} has no text.", "write what it leads to between the brackets.")


def _title_of(chapter: Chapter, anchor: str) -> str:
    return next((heading.text for heading in chapter.headings if heading.anchor == anchor), "")


def label_of(chapter: Chapter, anchor: str) -> str:
    """ "Figure 3.2" for an anchor of the chapter; "" when the chapter has no such figure or table."""
    figures = [figure.anchor for figure in chapter.parsed.figures]
    if anchor in figures:
        return f"Figure\u00a0{chapter.label}.{figures.index(anchor) + 1}"
    tables = [table.anchor for table in chapter.parsed.tables]
    return f"Table\u00a0{chapter.label}.{tables.index(anchor) + 1}" if anchor in tables else ""
