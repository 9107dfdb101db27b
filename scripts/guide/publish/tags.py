"""The structure of a PDF made right where the layout engine leaves it wrong, before the file is written.

The engine (WeasyPrint 70) gives every line of text an element, every part of a link a link of its own within the link,
every running head a place among the text's elements that nothing leads to. Readers of PDF/UA expect each content item
under the element that it belongs to, one link a link, heads of tables that say what they head, and lists that hold
nothing but items. All of this is known while the objects are still Python's; what is done here takes a pass over them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pydyf
from weasyprint import Document

_TEXT = {f"/{name}" for name in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Span", "Link", "Caption", "NonStruct")}
"""Elements that hold text without another element around it."""

_INLINE = {"/Span", "/NonStruct"}
_PLAIN = {"Type", "S", "K", "Pg", "P"}
_KEPT_EMPTY = {"/TD", "/TH", "/Figure"}
_PT_PER_PX = 0.75
_SLACK_PT = 1.0
"""By so much a link's part may reach out of the link's own box."""

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


@dataclass
class Tagged:
    """What mending found: the header cells by their id, and the content items that run along the pages.

    A content item is (number of the page, from 0; its number on the page).
    """

    ids: dict[str, bytes] = field(default_factory=dict)
    running: list[tuple[int, int]] = field(default_factory=list)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    """The text of items that were asked for, by the key given for their link."""


class Texts:
    """What the content items of a document's pages show."""

    def __init__(self, document: Document, pdf: pydyf.PDF) -> None:
        self._glyphs: dict[bytes, dict[int, str]] = {}
        for font in document.fonts.values():
            self._glyphs.setdefault(font.hash.encode(), {}).update(font.to_unicode)
        self._streams = [_contents(pdf, page) for page in _pages(pdf)]
        self._places = [_items(stream) for stream in self._streams]

    def place(self, page: int, item: int) -> range:
        """Where a content item stands in its page's operators: from its tag to its end."""
        return self._places[page][item]

    def stream(self, page: int) -> list:
        """A page's operators."""
        return self._streams[page].stream

    def text(self, page: int, item: int) -> str:
        """A content item's text; a glyph that stands for nothing known is left out."""
        shown, known = [], {}
        for number in self.place(page, item):
            operator = self._streams[page].stream[number]
            if isinstance(operator, bytes):
                if operator.endswith(b" Tf"):
                    known = self._glyphs.get(operator[1:].split(b" ")[0], {})
                elif operator.endswith(b" TJ"):
                    codes = b"".join(_GLYPHS.findall(operator))
                    shown += [known.get(int(codes[i : i + 4], 16), "") for i in range(0, len(codes), 4)]
        return "".join(shown)


def _pages(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _contents(pdf: pydyf.PDF, page: pydyf.Dictionary) -> pydyf.Stream:
    return _at(pdf, page["Contents"])


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def _items(stream: pydyf.Stream) -> dict[int, range]:
    """Where each content item stands in a page's operators."""
    found, open_items = {}, []
    for number, operator in enumerate(stream.stream):
        if operator == b"BDC":
            open_items.append((stream.stream[number - 1].get("MCID"), number - 2))
        elif operator == b"BMC":
            open_items.append((None, number))
        elif operator == b"EMC":
            item, start = open_items.pop()
            if item is not None:
                found[item] = range(start, number + 1)
    return found


class _Mender:
    """One pass over the elements of a document's structure."""

    def __init__(self, pdf: pydyf.PDF, texts: Texts, prefix: str, marked: Mapping[bytes, str]) -> None:
        self.pdf, self.texts, self.prefix, self.marked = pdf, texts, prefix, marked
        self.found = Tagged()
        self.root = _at(pdf, pdf.catalog["StructTreeRoot"])
        self.pages = {reference: number for number, reference in enumerate(pdf.page_references)}
        self.heights = [page["MediaBox"][3] for page in _pages(pdf)]
        nums = _at(pdf, self.root["ParentTree"])["Nums"]
        self.parents: list[list[bytes | None]] = [list(nums[2 * n + 1]) for n in range(len(self.pages))]
        self.reached = [[False] * len(items) for items in self.parents]
        self.links: list[tuple[bytes, pydyf.Dictionary]] = []
        self.dropped: set[bytes] = set()

    def mend(self) -> Tagged:
        self._visit(_at(self.pdf, self.root["K"][0]), None, "")
        for page, items in enumerate(self.parents):
            for item, reached in enumerate(self.reached[page]):
                if not reached:
                    items[item] = None
                    self.found.running.append((page, item))
        self._write_parents()
        for page in _pages(self.pdf):
            if "Annots" in page:
                page["Annots"] = pydyf.Array(note for note in page["Annots"] if note not in self.dropped)
        return self.found

    def _write_parents(self) -> None:
        nums = pydyf.Array()
        for page, items in enumerate(self.parents):
            nums += [page, pydyf.Array(item or "null" for item in items)]
        for number, (element, annotation) in enumerate(self.links, len(self.parents)):
            annotation["StructParent"] = number
            nums += [number, element]
        _at(self.pdf, self.root["ParentTree"])["Nums"] = nums

    def _visit(self, element: pydyf.Dictionary, link: pydyf.Dictionary | None, within: str) -> None:
        """Mends an element and what it holds. `link` is the link around it, `within` the part of a table."""
        tag, page = element["S"], self.pages.get(element.get("Pg"), -1)
        kids: list[int | bytes] = []
        own = link
        mark = None
        for kid in element["K"]:
            if isinstance(kid, int):
                kids.append(kid)
                self.reached[page][kid] = True
                continue
            inner = _at(self.pdf, kid)
            if inner.get("Type") == "/OBJR":
                mark = self.marked.get(inner["Obj"])
                own = self._link(element, inner, kid, link, kids)
                continue
            if mark is not None and inner["S"] == "/Span" and _leaf(inner):
                self.found.shown[page, inner["K"][0]] = mark
            self._visit(inner, own, tag if tag in ("/THead", "/TBody", "/TFoot") else within)
            kids += self._taken(element, inner)
        element["K"] = pydyf.Array(kids)
        if tag == "/TR":
            self._scope(element, within)
        elif tag == "/L":
            self._number(element)
        elif tag == "/Figure":
            left, top, right, bottom = (_PT_PER_PX * edge for edge in element["A"]["BBox"])
            height = self.heights[page]
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))

    def _link(
        self, element: pydyf.Dictionary, pointer: pydyf.Dictionary, kid: bytes, outer: pydyf.Dictionary | None, kids: list
    ) -> pydyf.Dictionary:
        """Keeps a link of an element, or drops one that lies in the link around it. Returns the one that holds."""
        annotation = _at(self.pdf, pointer["Obj"])
        if outer is not None and _covers(outer, annotation):
            self.dropped.add(pointer["Obj"])
            annotation.clear()
            pointer.clear()
            return outer
        if outer is None and element["S"] in _INLINE:
            element["S"] = "/Link"
        self.links.append((element.reference, annotation))
        kids.append(kid)
        return annotation

    def _taken(self, element: pydyf.Dictionary, inner: pydyf.Dictionary) -> list[int | bytes]:
        """What an element keeps of one within it: the element itself, or what that holds, or nothing."""
        kids = inner["K"]
        if not kids and inner["S"] not in _KEPT_EMPTY:
            inner.clear()
            return []
        plain = inner["S"] in _INLINE and set(inner) <= _PLAIN and all(isinstance(kid, int) for kid in kids)
        if plain and element["S"] in _TEXT and inner["Pg"] == element["Pg"]:
            page = self.pages[inner["Pg"]]
            for kid in kids:
                self.parents[page][kid] = element.reference
            inner.clear()
            return kids
        if element["S"] == "/L" and inner["S"] in ("/Div", "/NonStruct") and all(isinstance(kid, bytes) for kid in kids):
            for kid in kids:
                _at(self.pdf, kid)["P"] = element.reference
            inner.clear()
            return kids
        return [inner.reference]

    def _elements(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        return (_at(self.pdf, kid) for kid in element["K"] if isinstance(kid, bytes))

    def _scope(self, row: pydyf.Dictionary, within: str) -> None:
        """Says of a row's header cells what they head, and gives them ids that are unique in the book."""
        cells = list(self._elements(row))
        heads_columns = within == "/THead" or all(cell.get("S") == "/TH" for cell in cells)
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = "/Column" if heads_columns else "/Row"
                if "ID" in cell:
                    # The same object stands in the cells that it heads.
                    cell["ID"].string = self.prefix + cell["ID"].string
                    self.found.ids[cell["ID"].string] = cell.reference

    def _number(self, element: pydyf.Dictionary) -> None:
        """Sets the labels of a list's items before their bodies, and says how the items are numbered."""
        labels = [label for item in self._elements(element) for label in self._labels(item)]
        numbering = "None"
        if labels:
            page = self.pages[labels[0]["Pg"]]
            items = [kid for kid in labels[0]["K"] if isinstance(kid, int)]
            text = "".join(self.texts.text(page, item) for item in items)
            numbering = "Decimal" if any(char.isdigit() for char in text) else "Disc"
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})


    def _labels(self, item: pydyf.Dictionary) -> list[pydyf.Dictionary]:
        """Makes of an item a label and a body, where it has both. Returns its labels."""
        bodies = [body for body in self._elements(item) if body.get("S") == "/LBody"]
        if bodies:
            labels, rest = [], []
            for inner in [*self._elements(item), *(part for body in bodies for part in self._elements(body))]:
                if inner.get("S") == "/Lbl":
                    labels.append(inner)
                elif inner.get("P") == item.reference and inner.get("S") not in ("/LBody", "/L"):
                    rest.append(inner)
            for body in bodies:
                body["K"] = pydyf.Array(kid for kid in body["K"] if kid not in {label.reference for label in labels})
            for label in labels:
                label["P"] = item.reference
            for inner in rest:
                inner["P"] = bodies[-1].reference
                bodies[-1]["K"].append(inner.reference)
            moved = {inner.reference for inner in (*labels, *rest)}
            kept = [kid for kid in item["K"] if kid not in moved]
            item["K"] = pydyf.Array([*(label.reference for label in labels), *kept])
        return [label for label in self._elements(item) if label.get("S") == "/Lbl"]


def _leaf(element: pydyf.Dictionary) -> bool:
    return len(element["K"]) == 1 and isinstance(element["K"][0], int)


def _covers(outer: pydyf.Dictionary, inner: pydyf.Dictionary) -> bool:
    """Whether two links lead to one place, and the inner one's box lies in the outer one's."""
    if [outer[name].data for name in ("A", "Dest") if name in outer] != [inner[name].data for name in ("A", "Dest") if name in inner]:
        return False
    (left, bottom, right, top), (il, ib, ir, it) = (_box(note["Rect"]) for note in (outer, inner))
    return left - _SLACK_PT <= il and ir <= right + _SLACK_PT and bottom - _SLACK_PT <= ib and it <= top + _SLACK_PT


def _box(edges: list[float]) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = edges
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def name_links(document: Document) -> None:
    """Gives each link the text that it shows as its description; the engine writes the address."""
    for page in document.pages:
        for _, _, _, box in page.links:
            text = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
            if box.link_annotation and text:
                box.link_annotation["Contents"] = pydyf.String(text)


def mend(document: Document, pdf: pydyf.PDF, prefix: str = "", marked: Mapping[bytes, str] | None = None) -> tuple[Tagged, Texts]:
    """Mends the structure of a document that is about to be written.

    `prefix` is set before the ids of header cells. `marked` gives a key to some links, by their annotations'
    references: what those show directly is found in `Tagged.shown`. What runs along the pages becomes an artifact.
    """
    name_links(document)
    texts = Texts(document, pdf)
    mender = _Mender(pdf, texts, prefix, marked or {})
    found = mender.mend()
    for page, item in found.running:
        start = texts.place(page, item).start
        stream = texts.stream(page)
        stream[start] = "/Artifact"
        stream[start + 1] = pydyf.Dictionary({"Type": "/Pagination"})
    if found.ids:
        names = [part for name in sorted(found.ids) for part in (pydyf.String(name), found.ids[name])]
        tree = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.add_object(tree)
        mender.root["IDTree"] = tree.reference
    return found, texts


def compress(pdf: pydyf.PDF, level: int) -> None:
    """Compresses the streams at zlib's `level`; the engine would take the highest, at four times the time."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.compress:
            thing.stream = [zlib.compress(b"\n".join(map(_bytes, thing.stream)), level)]
            thing.extra["Filter"] = "/FlateDecode"
            thing.compress = False


def _bytes(part: bytes | str | pydyf.Object) -> bytes:
    return part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else part.data
