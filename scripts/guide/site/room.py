"""The room's data as script files, which a page opened from a folder can load, too: each when it is asked for.

`index.js` is what every visit needs; `rounds/<family>.js`, `cards.js` and `drawings/<chapter>.js` come with what uses them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from guide.addresses import Address, relative
from guide.article import Article
from guide.cards import DECKS, Card, cards
from guide.estimates import EstimateError
from guide.framework import LAYERS, LEVELS, SIGNALS, STEPS
from guide.model import Book, Chapter
from guide.numbers import Numbers
from guide.practise import PAGE
from guide.practise.clock import Clock, clocks, home_of_clock, rubric
from guide.practise.rounds import Round, rounds
from guide.site.page import with_addresses

FOLDER = "assets/practise"
"""Where the files lie in a built site."""


def room_of(book: Book) -> Chapter | None:
    """The page of the practice room, if the book has one."""
    return next((chapter for chapter in book.chapters if chapter.front.template == PAGE), None)


def room_scripts(book: Book, articles: Mapping[str, Article], edition: str, address: Address) -> dict[str, str]:
    """The data of the practice room by its path in a site, for links as `address` makes them.

    {} for a book without one, or whose clock has a mistake, which is named where it stands.
    """
    room, home = room_of(book), home_of_clock(book)
    if room is None or home is None:
        return {}
    try:
        found = clocks(home, Numbers(book))
    except (EstimateError, LookupError):
        return {}
    return {f"{FOLDER}/{name}.js": _script(name, data) for name, data in files(book, articles, edition, room, found, address).items()}


def _script(name: str, data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"(window.practiseData ??= {{}})[{json.dumps(name)}] = {text};\n"


def write_scripts(scripts: Mapping[str, str], site: Path) -> None:
    """Writes them into a built site."""
    for name, script in scripts.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")


def files(
    book: Book, articles: Mapping[str, Article], edition: str, room: Chapter, clock_of: list[Clock], address: Address
) -> dict[str, object]:
    """What each file holds, by its name."""

    def linked(text: str) -> str:
        return with_addresses(text, address, room.page)

    def place(link: str) -> str:
        page, hash, anchor = link.partition("#")
        return f"{relative(address(page), address(room.page))}{hash}{anchor}"

    found = cards(book, articles)
    made = rounds(book, articles, found)
    by_family: dict[str, dict[str, object]] = {}
    for each in made:
        by_family.setdefault(each.family, {})[each.id] = _with_links(each.data(), linked, place)
    drawings = {chapter.id: drawn for chapter in book.chapters if (drawn := _drawings(articles[chapter.page]))}
    return {
        "index": _index(book, edition, clock_of, made, found, articles, place),
        "cards": [_card(card, linked, place) for card in found],
        **{f"rounds/{family}": data for family, data in by_family.items()},
        **{f"drawings/{chapter}": data for chapter, data in drawings.items()},
    }


def _index(book: Book, edition: str, clock_of: list[Clock], made: list[Round], found: list[Card], articles: Mapping[str, Article], place) -> dict:
    return {
        "edition": edition,
        "steps": STEPS,
        "levels": LEVELS,
        "signals": SIGNALS,
        "layers": {layer: name for layer, (name, _) in LAYERS.items()},
        "clocks": [
            {"length": c.length, "opening": c.opening, "steps": list(c.steps.values()), "closing": c.closing, "marks": c.marks}
            for c in clock_of
        ],
        "rubric": rubric(book),
        "synonyms": [[entry.word, *entry.also] for entry in book.synonyms],
        "families": {case.id: case.title for case in book.cases},
        "prompts": [{"id": r.id, "family": r.family, "title": r.title, "prompt": r.prompt} for r in made],
        "chapters": [
            {"id": c.id, "title": c.title, "kind": c.front.kind, "link": place(c.page), "minutes": c.paths if c.front.spine else {"study": c.minutes}}
            for c in book.chapters
            if c.part and c.front.print and c.front.kind != "reference"
        ],
        "kinds": {kind: name for kind, name in DECKS.items() if any(card.kind == kind for card in found)},
        "cards": len(found),
        "drawings": [
            {"chapter": chapter.id, "title": chapter.title, "drawings": [[f.diagram, _title(f.title, f.label), f.anchor] for f in figures]}
            for chapter in book.chapters
            if chapter.front.print and (figures := _traceable(articles[chapter.page]))
        ],
    }


def _title(title: str, label: str) -> str:
    return f"{label}: {title}" if label else title


def _traceable(article: Article) -> list:
    return [figure for figure in article.figures if figure.diagram in article.drawings]


def _drawings(article: Article) -> dict[str, dict[str, str]]:
    return {
        figure.diagram: {"svg": article.drawings[figure.diagram].site_svg, "title": figure.title, "label": figure.label}
        for figure in _traceable(article)
    }


def _card(card: Card, linked, place) -> dict[str, object]:
    def tagged(name: str) -> list[str]:
        return [tag.removeprefix(f"{name}::") for tag in card.tags if tag.startswith(f"{name}::")]

    return {
        "id": card.id, "kind": card.kind, "topic": card.topic, "front": linked(card.front), "back": linked(card.back),
        "link": place(card.link), "steps": tagged("step"), "cases": tagged("case"), "levels": tagged("level"),
    }  # fmt: skip


def _with_links(data: Mapping[str, Any], linked: Callable[[str], str], place: Callable[[str], str]) -> dict[str, Any]:
    points = {step: [{**point, "text": linked(point["text"])} for point in of_step] for step, of_step in data.get("points", {}).items()}
    flips = [{**flip, "answer": linked(flip["answer"])} for flip in data.get("flips", ())]
    return {**data, "points": points, "flips": flips, "page": place(data["page"])}
