"""What the parts of a chapter look like in the book: estimates as strips with their worksheets at the chapter's end,
decisions without their options, sources as keys. What is left out here stands once, in an appendix."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html
from lxml.html import HtmlElement

from guide.publish.paper import all_of_class, has_class, take

WORKSHEETS = "worksheets"
"""Anchor of the section that holds a chapter's worksheets."""

_FACTS = ("Prompt", "Task")
"""What the head of a chapter says of it; the site says more."""

_SOURCE = "source-"


def keep_facts(root: HtmlElement) -> None:
    """A chapter's facts, without those that serve a reader of the site."""
    for facts in all_of_class(root, "facts"):
        for row in list(facts):
            term = row.find("dt")
            if term is None or term.text_content().strip() not in _FACTS:
                facts.remove(row)
        if not len(facts):
            facts.drop_tree()


def set_strips(root: HtmlElement) -> None:
    """An estimate becomes a numbered table of its results and checks, which leads to its worksheet."""
    for strip in all_of_class(root, "strip"):
        table = html.Element("table")
        for result in all_of_class(strip, "strip-result"):
            name = all_of_class(result, "strip-name")[0]
            value = html.Element("td")
            value.text = (name.tail or "").strip() + "".join(e.text_content() for e in name.itersiblings())
            name.tail = None
            row = html.Element("tr")
            head = html.Element("th", {"scope": "row"})
            take(head, name)
            row.extend([head, value])
            table.append(row)
        checks = all_of_class(strip, "strip-check")
        if checks:
            row = html.Element("tr", {"class": "strip-checks"})
            cell = html.Element("td", {"colspan": "2"})
            for check in checks:
                check.tail = " "
                cell.append(check)
            row.append(cell)
            table.append(row)
        title = html.Element("p", {"class": "strip-title"})
        link = html.Element("a", {"href": f"#{strip.get('id', '').replace('strip-', 'worksheet-')}", "class": "strip-label"})
        link.text = all_of_class(strip, "strip-label")[0].text_content()
        named = all_of_class(strip, "strip-title")[0]
        words = html.Element("span")
        take(words, named)
        words.tail = " "
        title.extend([words, link])
        for child in list(strip):
            strip.remove(child)
        strip.extend([title, table])


def add_worksheets(root: HtmlElement, worksheets: Sequence[str]) -> None:
    """Sets a chapter's worksheets at its end, under a heading of their own."""
    if not worksheets:
        return
    heading = html.Element("h2", {"id": WORKSHEETS})
    heading.text = "Worksheets"
    note = html.Element("p", {"class": "worksheets-note"})
    note.text = (
        "Every number of the chapter, from its inputs: value, range, and whether it is assumed, published or chosen; "
        "then the results, each with its formula."
    )
    root.extend([heading, note])
    for worksheet in worksheets:
        made = html.fragment_fromstring(worksheet)
        made.attrib.pop("aria-labelledby", None)
        _compact(made)
        root.append(made)


def _compact(worksheet: HtmlElement) -> None:
    """One cell a row: an input's value, range and origin follow its name, a result's formula its label, before its value."""
    for row in all_of_class(worksheet, "worksheet-columns"):
        row.drop_tree()
    for cell in worksheet.iter("th", "td"):
        cell.attrib.pop("colspan", None)
    for body in all_of_class(worksheet, "worksheet-inputs"):
        for row in body:
            name, value, limits, origin = row
            cell = html.Element("td")
            words = [_inline("b", "worksheet-name", name), _inline("span", "estimate-value", value)]
            if limits.text_content().strip() != "–":
                words.append(_inline("span", "estimate-range", limits))
            words.append(_inline("span", "estimate-origin", origin))
            for word in words:
                word.tail = " "
            cell.extend(words)
            _only(row, cell)
    for body in all_of_class(worksheet, "worksheet-notes"):
        for item in [item for listed in body.iter("ul") for item in listed]:
            row, cell = html.Element("tr"), html.Element("td", dict(item.attrib))
            take(cell, item)
            row.append(cell)
            body.append(row)
        body.remove(body[0])
    for body in all_of_class(worksheet, "worksheet-results"):
        for row in body:
            head, value = row
            cell = html.Element("td")
            cell.append(_inline("b", "estimate-value", value))
            for part in list(head):
                if part.tag == "span":
                    cell.append(part)
                    part.tail = " "
            _only(row, cell)


def _inline(tag: str, name: str, cell: HtmlElement) -> HtmlElement:
    """What a cell holds, in an element of running text."""
    made = html.Element(tag, {"class": name})
    take(made, cell)
    return made


def _only(row: HtmlElement, cell: HtmlElement) -> None:
    for other in list(row):
        row.remove(other)
    row.append(cell)


def lift_listings(root: HtmlElement) -> None:
    """A listing within a fold stands after it: between its paragraphs it couldn't take the page's whole width."""
    for listing in all_of_class(root, "listing"):
        for pre in listing.iter("pre"):
            _close_gaps(pre)
        fold = next((e for e in listing.iterancestors() if has_class(e, "fold")), None)
        if fold is not None:
            listing.tail = None
            fold.addnext(listing)


def _close_gaps(code: HtmlElement) -> None:
    """Of several empty lines one stays."""
    for element in code.iter():
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and (name == "text" or element is not code):
                setattr(element, name, re.sub(r"\n{3,}", "\n\n", text))


def key_sources(root: HtmlElement, page: str) -> None:
    """A chapter's sources become short keys that lead to their entries on the page of all sources.

    Those with a note of their own come first, each with it; the others that the text cites follow in one paragraph.
    """
    shorts: dict[str, str] = {}
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith(f"#{_SOURCE}"):
            link.set("href", page + href)
            shorts.setdefault(href[1:], link.text_content().strip())
    for listed in [e for e in root if has_class(e, "sources")]:
        noted, others = [], html.Element("p", {"class": "source-keys"})
        others.text = "Also cited: "
        for item in listed.iter("li"):
            note = all_of_class(item, "source-note")
            name = item.get("id", "")
            if name not in shorts and not note:
                continue
            key = html.Element("a", {"href": f"{page}#{name}"})
            key.text = shorts.get(name) or _author_and_year(all_of_class(item, "csl")[0].text_content())
            if note:
                entry = html.Element("li")
                key.tail = ": " + note[0].text_content().strip()
                entry.append(key)
                noted.append(entry)
            else:
                key.tail = "; "
                others.append(key)
        made = []
        if noted:
            made.append(html.Element("ul", {"class": "source-keys"}))
            made[0].extend(noted)
        if len(others):
            others[-1].tail = "."
            if not noted:
                others.text = None
            made.append(others)
        whole = html.Element("p", {"class": "source-keys-note"})
        whole.text = "The entries in full: "
        link = html.Element("a", {"href": page})
        link.text = "Sources"
        link.tail = "."
        whole.append(link)
        for element in [*made, whole]:
            listed.addprevious(element)
        listed.drop_tree()


def _author_and_year(entry: str) -> str:
    """The first author and the year of an entry: what the text would call it, had it only one author."""
    year = re.search(r"\b(?:19|20)\d\d[a-z]?\b", entry)
    return f"{entry.split(',')[0].split('. ')[0]} {year[0] if year else ''}".strip()
