"""`cards.apkg`, the book's flashcards for Anki, and `cards.csv`, the same for everything else."""

from __future__ import annotations

import csv
import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import genanki
from lxml import html
from lxml.html import HtmlElement

from guide.addresses import published_address
from guide.cards import DECKS, KINDS, Card, cards
from guide.diagrams import Drawn
from guide.diagrams.outlines import Pictures
from guide.diagrams.style import Scheme, Style
from guide.edition import Edition
from guide.kept import Kept
from guide.publish import Publication
from guide.publish.archive import write_zip
from guide.publish.printing import LICENCE

FIELDS = ("id", "kind", "front", "back", "tags", "link")
"""Columns of the CSV. New ones are added at the end."""

# Anki knows notes, their type and decks by these; another name would make a second collection beside the learner's.
_NAMESPACE = "portable-ml-system-design-guide"
_NOTE_FIELDS = ("Id", "Topic", "Front", "Back", "Source", "Edition")
_FRONT = '<p class="topic">{{Topic}}</p>{{Front}}'
_BACK = '{{FrontSide}}<hr id="answer">{{Back}}<p class="source">{{Source}}, edition {{Edition}}</p>'
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_FORMULAS = "=+-@\t\r"
"""What a spreadsheet takes for the start of a formula."""

Address = Callable[[str], str]
"""The address of a place in the guide, given as `folder/page.md#anchor`; "" when the site has none."""


def publish(publication: Publication, target: Path) -> None:
    """Writes both files into `target`."""
    book, edition = publication.book, publication.edition
    found = cards(book, publication.articles)
    drawings = {key: drawn for article in publication.articles.values() for key, drawn in article.drawings.items()}
    media = Media(drawings, book.style, Pictures(book.project.packages), publication.kept)
    address = addresses(book.settings.site_url)
    write_package(found, book.title, edition, media, address, target / "cards.apkg")
    write_csv(found, drawings, address, target / "cards.csv")


def addresses(site: str) -> Address:
    """Where a published site has the guide's places."""

    def address(link: str) -> str:
        page, _, anchor = link.partition("#")
        return published_address(page, anchor, site)

    return address


# ---------- Anki ----------


@dataclass
class Media:
    """The pictures that cards show, by file name; each is made when a card first asks for it.

    A name holds a hash of what the file shows: Anki keeps all files in one folder, and one with a known name and other
    content would be imported under a name that it makes up.
    """

    drawings: Mapping[str, Drawn]
    style: Style
    pictures: Pictures
    kept: Kept
    files: dict[str, bytes] = field(default_factory=dict)

    def name(self, drawing: str, scheme: Scheme) -> str:
        svg, colours = self.drawings[drawing].site_svg, self.style.palette(scheme)
        key = self.kept.key("picture", svg, repr(colours))
        if (picture := self.kept.get(key)) is None:
            self.kept.put(key, picture := self.pictures.picture(svg, colours).encode())
        name = f"{drawing.replace('/', '-')}-{scheme}-{hashlib.sha256(picture).hexdigest()[:8]}.svg"
        self.files[name] = picture
        return name


def write_package(found: Sequence[Card], title: str, edition: Edition, media: Media, address: Address, target: Path) -> None:
    """Writes cards as an Anki package: the same bytes for the same cards and edition.

    A note's identity is made of its card's id; its text is that of the edition, which Anki takes when it is later than
    what the learner has.
    """
    moment = edition.epoch
    model = genanki.Model(
        _number("note type"),
        title,
        fields=[{"name": name} for name in _NOTE_FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_styles(media.style),
    )
    description = f"Text and drawings: {LICENCE}."
    decks = {kind: genanki.Deck(_number(f"deck {kind}"), f"{title}::{DECKS[kind]}", description) for kind in KINDS}
    for place, card in enumerate(found):
        front, back = (for_anki(text, media, address) for text in (card.front, card.back))
        fields = [card.id, escape(card.topic), front, back, _source(card, address), escape(edition.name)]
        guid = genanki.guid_for(_NAMESPACE, card.id)
        decks[card.kind].add_note(genanki.Note(model, fields, tags=card.tags, guid=guid, due=place))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in media.files.items():
            Path(folder, name).write_bytes(content)
        loose = Path(folder, "loose.apkg")
        package = genanki.Package([deck for deck in decks.values() if deck.notes], [str(Path(folder, n)) for n in sorted(media.files)])
        package.write_to_file(loose, timestamp=float(moment))
        # Compressed, and dated to the edition instead of to now.
        with zipfile.ZipFile(loose) as given:
            write_zip(target, {name: given.read(name) for name in given.namelist()}, moment)


def _number(name: str) -> int:
    """A number for a deck or a note type, the same in every edition, among those that Anki doesn't give itself."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(f"{_NAMESPACE}/{name}".encode()).digest()[:4]) % (1 << 30)


def for_anki(text: str, media: Media, address: Address) -> str:
    """A card's HTML with formulas for Anki's own MathJax, drawings as pictures, addresses of the published site."""
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.xpath(".//*[@data-tex]"):
        tex, display = element.attrib.pop("data-tex"), "maths-block" in element.get("class", "")
        _empty(element)
        element.text = f"\\[{tex}\\]" if display else f"\\({tex}\\)"
    for element in root.xpath(".//div[@data-diagram]"):
        key = element.attrib.pop("data-diagram")
        element.set("class", "drawing")
        drawn = media.drawings[key]
        for scheme in _SCHEMES:
            alt = " ".join(f"{drawn.title}. {drawn.description}".split())
            element.append(html.Element("img", {"src": media.name(key, scheme), "alt": alt, "class": scheme}))
    _lead(root, address)
    return _inside(root)


def _source(card: Card, address: Address) -> str:
    link = address(card.link)
    return f'<a href="{escape(link)}">{escape(card.topic)}</a>' if link else escape(card.topic)


def _styles(style: Style) -> str:
    """The note type's style sheet. Desktop and phone name their dark mode in two ways."""
    light, dark = style.palette("light"), style.palette("dark")
    night = ".nightMode", ".night_mode"

    def within(selector: str) -> str:
        return ", ".join(f"{mode} {selector}" for mode in night)

    def card(colours: Mapping[str, str]) -> str:
        return f"color: {colours['text']}; background-color: {colours['background']};"

    return f"""\
.card {{ {card(light)} font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.45; text-align: left; }}
{", ".join(f".card{mode}" for mode in night)}, {within(".card")} {{ {card(dark)} }}
.card > *, #qa > * {{ max-width: 40em; margin-left: auto; margin-right: auto; }}
.topic, .source, .also, caption {{ color: {light["muted"]}; font-size: 0.85em; }}
{within(".topic")}, {within(".source")}, {within(".also")}, {within("caption")} {{ color: {dark["muted"]}; }}
a {{ color: {light["accent"]}; }}
{within("a")} {{ color: {dark["accent"]}; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0 0 0.6em 0; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ border-bottom: 1px solid {light["border"]}; padding: 0.2em 0.6em; text-align: left; }}
{within("th")}, {within("td")} {{ border-color: {dark["border"]}; }}
.drawing img {{ max-width: 100%; height: auto; }}
.drawing img.dark, {within(".drawing img.light")} {{ display: none; }}
{within(".drawing img.dark")} {{ display: inline; }}
"""


# ---------- CSV ----------


def rows(found: Sequence[Card], drawings: Mapping[str, Drawn], address: Address) -> list[dict[str, str]]:
    """Cards as rows of plain text, formulas as TeX between dollars; a link is from the site's root when it has no address."""
    return [
        {
            "id": card.id,
            "kind": card.kind,
            "front": f"{card.topic}: {plain(card.front, drawings)}",
            "back": plain(card.back, drawings),
            "tags": " ".join(card.tags),
            "link": address(card.link) or addresses("/")(card.link),
        }
        for card in found
    ]


def plain(text: str, drawings: Mapping[str, Drawn]) -> str:
    """A card's HTML as lines of text: a line a paragraph, an item, a row."""
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.xpath(".//*[@data-tex]"):
        _empty(element)
        element.text = f"${element.get('data-tex')}$"
    for element in root.xpath(".//div[@data-diagram]"):
        drawn = drawings[element.get("data-diagram")]
        element.text = f"[{drawn.title}. {drawn.description}]"
    for element in root.iter():
        if element.tag in ("td", "th") and element.getprevious() is not None:
            element.text = f" | {element.text or ''}"
        elif element.tag == "dt":
            element.tail = f": {element.tail or ''}"
        elif element.tag == "li":
            element.text = f"• {element.text or ''}"
        if element.tag in ("p", "li", "dd", "tr", "caption", "div"):
            element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(filter(None, lines))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(tuple(_FORMULAS)) else cell


def write_csv(found: Sequence[Card], drawings: Mapping[str, Drawn], address: Address, path: Path) -> None:
    """Writes cards as RFC 4180 says, in UTF-8, with no cell that a spreadsheet would compute."""
    # Spreadsheets take a file without a byte-order mark for their own system's encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows(found, drawings, address))


# ---------- HTML ----------


def _empty(element: HtmlElement) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)


def _lead(root: HtmlElement, address: Address) -> None:
    """Links to the guide lead to its site; without one they are plain words."""
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href.startswith(("http://", "https://", "mailto:")):
            if target := address(href):
                link.set("href", target)
            else:
                link.drop_tag()


def _inside(root: HtmlElement) -> str:
    return escape(root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)

