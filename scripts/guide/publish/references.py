"""Links of the pages as references of a book: ids of its own, page numbers, addresses in footnotes.

Within the book a link's address is `book:` and an id, as the engine sets one chapter at a time and knows no others.
Where a page's number is to stand, an element of the class `number` holds as many noughts as it has digits, which are
all of one width: the pages are made before their numbers are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree, html
from lxml.html import HtmlElement

from guide.addresses import published_address
from guide.model import HOME
from guide.publish.paper import has_class

_BLOCKS = frozenset(("p", "li", "td", "th", "dd", "dt", "figcaption", "blockquote", "pre"))
_NO_PAGE = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "nav", "cite"))
SCHEME = "book:"
NUMBER = "number"

_NO_PAGE_CLASSES = ("sources", "source-keys", "footnote", "term")


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


def place_of(link: HtmlElement) -> str:
    """The id in the book that a link leads to; "" for one that leads out of it."""
    href = link.get("href") or ""
    return href.removeprefix(SCHEME) if href.startswith(SCHEME) else ""


def resolve(href: str, page: str, chapters: Mapping[str, str], site_url: str) -> str:
    """The address on paper of an Article's link; "" for one that paper can't follow.

    `chapters` gives the id of the chapter of each page in the book; the home page is not in it and stands for its
    contents. A file of the site can be reached only when the site has an address of its own (`site_url`).
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", href):
        return href
    target, _, anchor = href.partition("#")
    target = target or page
    if target in chapters:
        return SCHEME + chapter_anchor(chapters[target], anchor)
    if target == HOME:
        return SCHEME + "contents"
    return published_address(target, anchor, site_url)


def rewrite_links(root: HtmlElement, page: str, chapters: Mapping[str, str], site_url: str) -> None:
    """Points every link of a page into the book or out of it; one that leads nowhere becomes plain text."""
    for link in list(root.iter("a")):
        address = resolve(link.get("href"), page, chapters, site_url) if link.get("href") else ""
        for name in ("target", "rel", "title", "download"):
            link.attrib.pop(name, None)
        if address:
            link.set("href", address)
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
        notes = {SCHEME + item.get("id"): item for item in area.iter("li")}
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
    """Gives references the place for "(p. 41)" after them; the style sheet writes what stands around the number.

    None within headings, citations and lists of sources; none to a place in the same section, which is at hand; one
    a block and target. `places` are the sections of every id of the book.
    """
    section, given = "", set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h2":
            section = element.get("id", "")
        place = place_of(element)
        if element.tag != "a" or not place or not element.text_content().strip():
            continue
        around = list(_ancestors(element))
        if any(e.tag in _NO_PAGE or any(has_class(e, name) for name in _NO_PAGE_CLASSES) for e in around):
            continue
        block = next((e for e in around if e.tag in _BLOCKS), root)
        if (block, place) in given or (section and places.get(place) == section):
            continue
        given.add((block, place))
        bracketed = _open_brackets(block, element) > 0
        element.set("class", f"{element.get('class', '')} {'page-comma' if bracketed else 'page'}".strip())
        element.append(html.Element("span", {"class": NUMBER}))


def numbers(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Every element that holds a page's number, with the id of the place whose page it is."""
    for element in root.iter("span"):
        if has_class(element, NUMBER):
            yield element, place_of(element.getparent())


def _open_brackets(block: HtmlElement, stop: HtmlElement) -> int:
    """How many parentheses are open in a block's text before an element of it."""
    text = []
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is stop:
            break
        text.append((element.text if event == "start" else element.tail if element is not block else "") or "")
    before = "".join(text)
    return before.count("(") - before.count(")")
