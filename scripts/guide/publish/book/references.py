"""Links of the pages as references of a book: ids of its own, page numbers, addresses in footnotes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from guide.publish.book.article import has_class

_BLOCKS = frozenset(("p", "li", "td", "th", "dd", "dt", "figcaption", "blockquote", "pre"))
_NO_PAGE = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "nav", "cite"))
_NO_PAGE_CLASSES = ("sources", "footnote", "decision-question", "term")


def chapter_anchor(chapter_id: str, anchor: str = "") -> str:
    """The id in the book of a chapter or of a place in it."""
    return f"{chapter_id}--{anchor}" if anchor else chapter_id


def prefix_ids(root: HtmlElement, chapter_id: str) -> None:
    """Makes the ids of a page unique in the book."""
    for element in root.xpath(".//*[@id]"):
        element.set("id", chapter_anchor(chapter_id, element.get("id")))
    for name in ("for", "aria-labelledby", "aria-describedby"):
        for element in root.xpath(f".//*[@{name}]"):
            del element.attrib[name]


def page_address(page: str) -> str:
    """Where the site has a page (`folder/page.md`, from `docs/`): a folder, "" for the home page."""
    return re.sub(r"(^|/)index$", "", page.removesuffix(".md"))


@dataclass(frozen=True)
class Target:
    """What a link of a page points at: an id of the book, or an address outside, or nothing that paper can follow."""

    anchor: str = ""
    url: str = ""


def resolve(href: str, page: str, chapters: Mapping[str, str], site_url: str) -> Target:
    """The target of `href` on `page`.

    `chapters` gives the id of the chapter at each address; the home page is not in the book and stands for its
    contents. A file of the site can be reached only when the site has an address of its own (`site_url`).
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", href):
        return Target(url=href)
    path, _, anchor = href.partition("#")
    here = page_address(page)
    address = posixpath.normpath(posixpath.join(here, path)) if path else here
    address = re.sub(r"(^|/)index\.html$", "", "" if address == "." else address)
    if address in chapters:
        return Target(anchor=chapter_anchor(chapters[address], anchor))
    if address == "":
        return Target(anchor="contents")
    return Target(url=site_url.rstrip("/") + "/" + address if site_url else "")


def rewrite_links(root: HtmlElement, page: str, chapters: Mapping[str, str], site_url: str) -> None:
    """Points every link of a page into the book or out of it; one that leads nowhere becomes plain text."""
    for link in list(root.iter("a")):
        href = link.get("href")
        target = resolve(href, page, chapters, site_url) if href else Target()
        for name in ("target", "rel", "title", "download"):
            link.attrib.pop(name, None)
        if target.anchor:
            link.set("href", f"#{target.anchor}")
        elif target.url:
            link.set("href", target.url)
        elif not link.get("id"):
            link.drop_tag()


def _ancestors(element: HtmlElement) -> Iterable[HtmlElement]:
    return (element, *element.iterancestors())


def add_url_notes(root: HtmlElement) -> None:
    """Writes the address of each outside link of a chapter in a footnote, once."""
    seen: set[str] = set()
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href.startswith(("http:", "https:")) or href in seen:
            continue
        if link.text_content().strip() == href or any(has_class(e, "sources") for e in _ancestors(link)):
            continue
        seen.add(href)
        note = html.Element("span", {"class": "footnote"})
        address = html.Element("a", {"href": href})
        address.text = href
        note.append(address)
        # A note's number stands after the punctuation that follows the linked words.
        tail = link.tail or ""
        stops = re.match(r"[.,;:!?)”’]*", tail)[0]
        link.tail = stops or None
        note.tail = tail[len(stops) :] or None
        link.addnext(note)


def gather_footnotes(root: HtmlElement) -> None:
    """Markdown's own notes, a list at the page's end, become footnotes where they are called."""
    for area in [e for e in root.iter("div") if has_class(e, "footnote")]:
        notes = {f"#{item.get('id')}": item for item in area.iter("li")}
        for call in list(root.iter("sup")):
            link = call.find("a")
            item = notes.get(link.get("href", "")) if link is not None else None
            if item is None:
                continue
            for back in item.xpath(".//a[contains(@class, 'footnote-backref')]"):
                back.drop_tree()
            note = html.Element("span", {"class": "footnote"})
            for part in list(item):
                part.tag = "span"
                note.append(part)
            note.tail = call.tail
            call.getparent().replace(call, note)
        area.drop_tree()


def sections(root: HtmlElement) -> dict[str, str]:
    """For every id of a chapter, the id of the `h2` section that it lies in ("" before the first)."""
    section, places = "", {}
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("id"):
            if element.tag == "h2":
                section = element.get("id")
            places[element.get("id")] = section
    return places


def add_page_numbers(root: HtmlElement, places: Mapping[str, str]) -> None:
    """Marks the references that get "(p. 41)" after them; the style sheet writes it.

    None within headings, citations and lists of sources; none to a place in the same section, which is at hand; one
    a block and target. `places` are the sections of every id of the book.
    """
    section, given = "", set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h2":
            section = element.get("id", "")
        href = element.get("href", "")
        if element.tag != "a" or not href.startswith("#") or not element.text_content().strip():
            continue
        around = list(_ancestors(element))
        if any(e.tag in _NO_PAGE or any(has_class(e, name) for name in _NO_PAGE_CLASSES) for e in around):
            continue
        block = next((e for e in around if e.tag in _BLOCKS), root)
        if (block, href) in given or (section and places.get(href[1:]) == section):
            continue
        given.add((block, href))
        bracketed = _open_brackets(block, element) > 0
        element.set("class", f"{element.get('class', '')} {'page-comma' if bracketed else 'page'}".strip())


def _open_brackets(block: HtmlElement, stop: HtmlElement) -> int:
    """How many parentheses are open in a block's text before an element of it."""
    text = []
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is stop:
            break
        text.append((element.text if event == "start" else element.tail if element is not block else "") or "")
    before = "".join(text)
    return before.count("(") - before.count(")")
