"""Rounds: what the room says, asks and keeps back about a prompt, and the points to score oneself by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape

from lxml import html
from lxml.html import HtmlElement

from guide.article import Article
from guide.cards import Card
from guide.framework import LEVELS, STEPS
from guide.kits import KIT, Fact, kept_facts, kit_of, section
from guide.model import Book, Chapter, Prompt
from guide.numbers import Numbers
from guide.prompts import Filled, filled
from guide.typography import curled

_LEVELS = "what-each-level-adds"
_SPOKEN = re.compile(r"[“\"][^”\"]+[”\"]")


@dataclass(frozen=True)
class Question:
    """What is asked in a round, and what to listen for, at a minute of the short round."""

    minute: int
    ask: str
    listen: str


@dataclass(frozen=True)
class KeptFact:
    """A fact that a question with all the words of one of `words` brings out; `latest` tells when it would come anyway."""

    fact: str
    words: Sequence[str]
    question: str = ""
    latest: str = ""


@dataclass(frozen=True)
class Flip:
    """A constraint that changes, and as HTML what moves and what stays. Without a minute the room chooses one."""

    say: str
    answer: str
    minute: int = 0


@dataclass(frozen=True)
class Point:
    """A model point: what it answers ("" when it stands alone) and as HTML what a strong candidate says.

    `level` is the lowest at which it is expected; "" for all.
    """

    text: str
    question: str = ""
    level: str = ""


@dataclass(frozen=True)
class Round:
    """All about one prompt. `page` is the chapter to read after it, from `docs/`; `board` the drawing of the whole design."""

    id: str
    family: str
    title: str
    prompt: str
    page: str
    twist: str = ""
    differs: str = ""
    kept: Sequence[KeptFact] = ()
    probes: Sequence[Question] = ()
    flips: Sequence[Flip] = ()
    points: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    levels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    anchors: Sequence[str] = ()
    flags: str = ""
    board: str = ""

    def data(self) -> dict:
        """As the page's script takes it, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


def rounds(book: Book, articles: Mapping[str, Article], found: Sequence[Card]) -> list[Round]:
    """The rounds of a book: each case, followed by its family's prompts. `found` are the book's cards."""
    numbers = Numbers(book)
    made = []
    for case in book.cases:
        made.append(_of_case(case, book, articles[case.page], [card for card in found if card.id.startswith(f"{case.id}/")]))
        own = (prompt for prompt in book.prompts if prompt.family == case.id)
        made += [_of_prompt(filled(prompt, numbers), case) for prompt in own]
    return made


# ---------- cases ----------


def _of_case(case: Chapter, book: Book, article: Article, cards: Sequence[Card]) -> Round:
    root = html.fragment_fromstring(article.html, create_parent="article")
    kit = kit_of(root)
    board = next((card for card in cards if card.kind == "board"), None)
    return Round(
        case.id,
        case.id,
        case.title,
        curled(case.front.prompt or ""),
        case.page,
        kept=[_kept(fact, case, book) for fact in kept_facts(root)],
        probes=[Question(probe.minute, _plain(probe.question).strip("“”"), _plain(probe.listen)) for probe in kit.probes],
        flips=[Flip(_changed(card), card.back) for card in cards if card.kind == "flip"],
        points={step: points for step in STEPS if (points := [*_opening(root, step), *_of_cards(cards, step)])},
        levels=_level_table(root),
        anchors=[_plain(anchor) for _, anchor in kit.anchors],
        flags=_plain(kit.flags) if section(root, KIT) else "",
        board=_drawing(board) if board else "",
    )


def _kept(fact: Fact, case: Chapter, book: Book) -> KeptFact:
    words = [word for entry in book.asked_words if entry.case == case.id and entry.fact in fact.fact for word in entry.words]
    return KeptFact(fact.fact, words, fact.question)


def _changed(card: Card) -> str:
    """The change that a card on a flip asks about: its front reads "A constraint changes: …. What changes, …?"."""
    first = html.fragment_fromstring(card.front, create_parent="div").find("p")
    return " ".join(first.text_content().split()).partition(": ")[2]


def _opening(root: HtmlElement, step: str) -> Iterator[Point]:
    """What a candidate says first at a step: the paragraph in quotation marks that its section opens with."""
    first = next((element for element in section(root, step) if element.tag == "p"), None)
    if first is not None and (said := _SPOKEN.match(" ".join(first.text_content().split()))):
        yield Point(escape(said[0], quote=False))


def _of_cards(cards: Sequence[Card], step: str) -> Iterator[Point]:
    """The case's decisions at a step, then its talking points."""
    for kind in ("decision", "question", "wrong"):
        for card in cards:
            if card.kind == kind and f"step::{step}" in card.tags:
                level = next((tag.removeprefix("level::") for tag in card.tags if tag.startswith("level::")), "")
                yield Point(card.back, _plain(card.front).partition(" Choice, reason,")[0], level)


def _level_table(root: HtmlElement) -> dict[str, list[str]]:
    """For each level, its column of the case's table."""
    table = next((t for e in section(root, _LEVELS) for t in e.iter("table")), None)
    if table is None:
        return {}
    heads = [" ".join(cell.text_content().split()).lower() for cell in table.find("thead/tr")]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iterfind("tbody/tr")]
    return {
        level: [f"{row[0]}: {row[heads.index(level)]}" for row in rows if len(row) == len(heads)]
        for level in LEVELS
        if level in heads
    }


def _drawing(card: Card) -> str:
    return next(iter(html.fragment_fromstring(card.back, create_parent="div").xpath(".//@data-diagram")), "")


def _plain(text: str) -> str:
    if not text:
        return ""
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.iter("p", "li", "dt", "dd"):
        element.tail = f" {element.tail or ''}"
    return " ".join(root.text_content().split())


# ---------- prompts ----------


def _of_prompt(made: Filled, case: Chapter) -> Round:
    prompt: Prompt = made.prompt
    said = made.text

    def inside(text: str) -> str:
        return escape(said(text), quote=False)

    answer = f"<dl><div><dt>What changes</dt><dd>{inside(prompt.flip.moves)}</dd></div><div><dt>What stays</dt><dd>{inside(prompt.flip.stays)}</dd></div></dl>"
    return Round(
        prompt.id,
        prompt.family,
        said(prompt.title),
        said(prompt.prompt),
        case.page,
        twist=prompt.twist,
        differs=said(prompt.differs),
        kept=[KeptFact(said(kept.fact), kept.words, latest=said(kept.latest)) for kept in prompt.kept],
        probes=[Question(probe.minute, said(probe.ask), said(probe.listen)) for probe in prompt.probes],
        flips=[Flip(said(prompt.flip.say), answer, prompt.flip.minute)],
        points={step: [Point(inside(text)) for text in prompt.points[step]] for step in STEPS if step in prompt.points},
        levels={level: [said(prompt.levels[level])] for level in LEVELS if level in prompt.levels},
        hints={signal: said(text) for signal, text in prompt.rubric.items()},
    )
