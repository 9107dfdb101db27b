"""The book, typed: what `guide.sources` reads and everything else asks.

A mistake found while reading is a `Problem` of the book; what could be read stays in it, so that one pass names every
mistake. What failed has a stand-in, so that whatever refers to it isn't blamed.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr
from pydantic_core import PydanticCustomError

from guide.framework import AREAS, LAYERS, LEVELS, SIGNALS, STEPS
from guide.markdown.facts import Citation, Heading, Parsed
from guide.markdown.fences import Block
from guide.problems import Problem
from guide.project import Project

if TYPE_CHECKING:
    from guide.diagrams.style import Style

HOME = "index.md"
"""The site's first page; the printed book has its contents instead."""

READING_WORDS_PER_MINUTE = 238
"""Mean silent reading rate of English non-fiction: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""

_StepId = Literal[tuple(STEPS)]
_Level = Literal[LEVELS]
_Signal = Literal[tuple(SIGNALS)[:-1]]
_Strict = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def wrong(message: str, mend: str) -> PydanticCustomError:
    """The error of a field whose value its author has to change: `message` follows the field's name."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "mend": mend})


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        mend = "use small letters, digits and single hyphens between them, as in `visual-search`."
        raise wrong(f"is {value!r}, which can't be an id", mend)
    return value


def _name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", value):
        mend = "use small letters, digits and single underscores between them, as in `gpu_hour`."
        raise wrong(f"is {value!r}, which can't be a name", mend)
    return value


def _filled(value: str) -> str:
    if not value:
        raise wrong("is empty", "write it.")
    return value


def _month(value: str) -> str:
    year, _, rest = value.partition("-")
    try:
        datetime.date.fromisoformat(value if "-" in rest else f"{value}-01")
    except ValueError:
        raise wrong(f"is {value!r}, which is no month and no day", "write 2026-10, or 2026-10-31.") from None
    return value


def _origin(value: str) -> str:
    if not re.fullmatch(r"https://\S+\.\S+|[\w:.-]*\w", value):
        raise wrong(f"is {value!r}", "give a key of docs/bibliography.json or an address that starts with https://.")
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise wrong(f"names {value!r} twice", "name it once.")
        seen.add(value.casefold())
    return values


def _row(most: int) -> AfterValidator:
    """Allows so many words in a row."""

    def check(value: str) -> str:
        if len(value.split()) > most:
            raise wrong(f"is {value!r}", f"write {'one word' if most == 1 else f'at most {most} words'}: questions are read so.")
        return value

    return AfterValidator(check)


Slug = Annotated[str, AfterValidator(_slug)]
Name = Annotated[str, AfterValidator(_name)]
Text = Annotated[str, AfterValidator(_filled)]
Texts = Annotated[tuple[Text, ...], AfterValidator(_once)]


class Placed(BaseModel):
    """Something read from a file that knows where it and each of its fields stands there.

    `stand_in` tells that its author made a mistake in it, which is named already: what it says isn't to be judged.
    """

    model_config = _Strict
    _lines: Mapping[tuple[str | int, ...], int] = PrivateAttr(default_factory=dict)
    _stand_in: bool = PrivateAttr(default=False)

    def at(self, lines: Mapping[tuple[str | int, ...], int], stand_in: bool = False) -> None:
        """Called once, by the reader: the lines of every node by its path, the whole at ()."""
        self._lines, self._stand_in = lines, stand_in

    @property
    def stand_in(self) -> bool:
        return self._stand_in

    @property
    def line(self) -> int:
        """Where it starts, from 1."""
        return self._lines.get((), 0)

    def line_of(self, *path: str | int) -> int:
        """The line of a field, as `line_of("options", 1, "money")`, or of what it would stand in."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)


class FrontMatter(Placed):
    """What a chapter says of itself at its head."""

    id: Slug
    title: Text
    kind: Literal["case", "step", "guide", "reference"]
    description: str = Field(min_length=20, max_length=220)
    prompt: Text | None = None
    task: Text | None = None
    topics: Texts = ()
    """Not `tags`: Material would repeat those in every result of the search."""
    levels: Annotated[tuple[_Level, ...], AfterValidator(_once)] = ()
    prerequisites: Texts = ()
    spine: Texts = ()
    """The sentences that a reader should be able to retell; a chapter that has them is written in layers."""
    reviewed: datetime.date
    print: bool = True
    """Whether the printed book holds the page."""
    lists: Literal["cases"] | None = None
    """What the page names all of, which is checked."""
    hide: tuple[Text, ...] = ()
    template: str | None = None

    def required(self) -> tuple[str, ...]:
        """The further fields that a chapter of this kind must fill."""
        return {"case": ("prompt", "task", "topics", "levels"), "step": ("task", "levels")}.get(self.kind, ())


class Option(BaseModel):
    """One way to decide, with what it costs in each respect."""

    model_config = _Strict
    name: Text
    quality: Text
    latency: Text
    money: Text
    freshness: Text
    complexity: Text
    risk: Text
    choose: Text
    avoid: Text


class Decision(Placed):
    """A row group of the trade-off matrix. `short` and `flip` say the question and `flip_when` in few words."""

    id: Slug
    question: Text
    step: _StepId
    area: Literal[AREAS]
    options: tuple[Option, ...] = Field(min_length=2)
    default: Text
    flip_when: Text
    because: Text | None = None
    say: Text
    sources: Texts = ()
    short: Text | None = None
    flip: Text | None = None

    @property
    def ask(self) -> str:
        """The question where room is scarce."""
        return self.short or self.question

    @property
    def threshold(self) -> str:
        """Where the default flips, where room is scarce."""
        return self.flip or self.flip_when


class Term(Placed):
    """An entry of the glossary."""

    term: Text
    also: Texts = ()
    definition: Text
    see: Text | None = None

    @property
    def anchor(self) -> str:
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.also)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Of each of its names, where the term is explained."""
        return (self.anchor, *(f"{self.anchor}--{number}" for number in range(1, len(self.names))))


class Price(Placed):
    """What something costs or can do on some day: an entry of docs/prices.yaml that estimates quote.

    `value` is a number with a unit as estimates write it, as "2.5 dollar/gpu/h"; `low` and `high` are numbers in that
    unit. `source` is a key of the bibliography or an https address.
    """

    id: Name
    value: Text
    what: Text
    date: Annotated[str, AfterValidator(_month)]
    source: Annotated[str, AfterValidator(_origin)]
    low: str | None = None
    high: str | None = None

    @property
    def day(self) -> datetime.date:
        """The day of `date`; the first of the month when it names no day."""
        return datetime.date.fromisoformat(self.date if self.date.count("-") == 2 else f"{self.date}-01")

    @property
    def cited(self) -> str | None:
        """The key of the work that says so; None when the source is an address."""
        return None if self.source.startswith("https://") else self.source


class KeptBack(BaseModel):
    """A fact that an interviewer tells when asked, or at the latest at some move of the candidate.

    A question brings it out when it holds all the words of one of `words`.
    """

    model_config = _Strict
    fact: Text
    words: Texts = Field(min_length=1)
    latest: Text


class PromptProbe(BaseModel):
    """What an interviewer asks at a minute of the short round, and what a strong answer says."""

    model_config = _Strict
    minute: int = Field(gt=0)
    ask: Text
    listen: Text


class Interruption(BaseModel):
    """A constraint that changes in the middle of a round: what the interviewer says, what moves with it, what stays."""

    model_config = _Strict
    minute: int = Field(gt=0)
    say: Text
    moves: Text
    stays: Text


class Prompt(Placed):
    """A prompt of the practice room that no chapter works out: an entry of docs/prompts/<family>.yaml.

    Its texts are plain and quote `numbers`, the lines of an estimate block, as `${name}`. `family` is the id of the case
    that it is nearest to.
    """

    id: Slug
    family: str = ""
    title: Text
    twist: Literal["product", "constraint"]
    differs: Text
    prompt: Text
    numbers: Text
    levels: dict[_Level, Text]
    kept: tuple[KeptBack, ...]
    probes: tuple[PromptProbe, ...]
    flip: Interruption
    points: dict[_StepId, Texts]
    rubric: dict[_Signal, Text]


class Synonyms(Placed):
    """Words that mean the same in a question: `also`, of one or two words each, are read as `word`."""

    word: Annotated[Text, _row(1)]
    also: Annotated[tuple[Annotated[Text, _row(2)], ...], AfterValidator(_once)] = Field(min_length=1)


class AskedWords(Placed):
    """The words that bring out a fact which a case's own prompt keeps back; `fact` quotes a few words of it."""

    fact: Text
    case: Slug
    words: Texts = Field(min_length=1)


class Page(Placed):
    """A Markdown file in the navigation: its path from docs/ and the part of the book it belongs to."""

    page: str
    part: str = ""


_Lenient = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class Download(BaseModel):
    """A published file that the theme's pages offer."""

    model_config = _Lenient
    file: Text
    label: Text
    text: Text
    everywhere: bool = False


class Extra(BaseModel):
    """What mkdocs.yml gives the theme's templates."""

    model_config = _Lenient
    downloads: tuple[Download, ...] = ()


class Settings(Placed):
    """What the toolchain itself reads of mkdocs.yml; the site engine reads the rest.

    `theme` and `plugins` are the engine's, and held only to be mappings.
    """

    model_config = _Lenient
    site_name: Text
    site_url: str = ""
    site_description: str = ""
    site_author: str = ""
    language: str = "en"
    nav: tuple[Page, ...] = ()
    theme: dict[str, Any] = Field(default_factory=dict)
    plugins: dict[str, Any] = Field(default_factory=dict)
    extra: Extra = Extra()


@dataclass(frozen=True)
class Work:
    """An entry of the bibliography: its CSL-JSON and where it stands.

    `stand_in` tells that something in it is wrong, which is named already; it can't be formatted.
    """

    key: str
    csl: Mapping[str, Any]
    line: int
    stand_in: bool = False


@dataclass(frozen=True)
class Diagram:
    """One `.mmd` file. `name` is unique within `folder`, which is the id of the chapter that shows it."""

    folder: str
    name: str
    path: Path
    source: str

    @property
    def key(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def anchor(self) -> str:
        return f"fig-{self.name}"

    @cached_property
    def title(self) -> str:
        return self._accessible("accTitle")

    @cached_property
    def description(self) -> str:
        return self._accessible("accDescr")

    def _accessible(self, keyword: str) -> str:
        match = re.search(rf"^\s*(?:%%\s*)?{keyword}\s*:\s*(.+?)\s*$", self.source, re.M)
        block = re.search(rf"^\s*{keyword}\s*\{{([^}}]*)\}}", self.source, re.M)
        return " ".join((match or block)[1].split()) if match or block else ""


def appendix_label(number: int) -> str:
    """A to Z for 1 to 26, then AA, AB, …; empty for 0, the number of a page that the printed book doesn't hold."""
    label = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        label = chr(ord("A") + letter) + label
    return label


@dataclass(frozen=True)
class Chapter:
    """A Markdown file of the navigation."""

    path: Path
    page: str
    part: str
    number: int
    front: FrontMatter
    body: str
    offset: int
    parsed: Parsed = Parsed()

    @property
    def id(self) -> str:
        return self.front.id

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def label(self) -> str:
        """The number that figures and tables carry: 3 for a chapter, A for an appendix."""
        return appendix_label(self.number) if self.front.kind == "reference" else str(self.number)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.parsed.headings

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.parsed.citations

    def blocks(self, *languages: str) -> list[Block]:
        """The fences in some of the guide's languages, in order."""
        return [block for block in self.parsed.blocks if block.language in languages]

    @cached_property
    def decisions(self) -> list[tuple[str, int]]:
        """Ids of the decisions that the chapter shows, as cards, rows or digests, each with its line."""
        found = []
        for block in self.blocks("decisions", "choices", "digest"):
            lines = [(line.strip(), number) for number, line in enumerate(block.text.split("\n"), block.line) if line.strip()]
            found += lines[:1] if block.language == "digest" else lines
        return found

    @cached_property
    def source_notes(self) -> dict[str, str]:
        """What the chapter says a source is good for, by key; Markdown."""
        lines = (line.partition(":") for block in self.blocks("sources") for line in block.text.split("\n"))
        return {key.strip(): note.strip() for key, _, note in lines if note.strip()}

    @cached_property
    def paths(self) -> dict[str, int]:
        """Minutes to read the chapter as far as each layer, those before it included."""
        words, found = sum(len(sentence.split()) for sentence in self.front.spine), {}
        for layer in LAYERS:
            words += self.parsed.words.get(layer, 0)
            found[layer] = max(1, math.ceil(words / READING_WORDS_PER_MINUTE))
        return found

    @property
    def minutes(self) -> int:
        """Reading time in minutes, worksheets closed."""
        return self.paths["study"]


@dataclass(frozen=True, eq=False)
class Book:
    """The whole source, typed. `problems` are those that reading it found. Two books are equal only if the same object."""

    project: Project
    settings: Settings
    style: Style
    chapters: tuple[Chapter, ...]
    diagrams: dict[str, Diagram]
    decisions: tuple[Decision, ...]
    terms: tuple[Term, ...]
    works: dict[str, Work]
    prices: tuple[Price, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    asked_words: tuple[AskedWords, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    unread: frozenset[Path] = frozenset()
    """Files whose content isn't known, or not all of it; what only they could answer isn't checked."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Every source file's text as it was read, by its path from the project's root."""

    @property
    def title(self) -> str:
        return self.settings.site_name

    @property
    def parts(self) -> list[tuple[str, list[Chapter]]]:
        """Parts in the order of the navigation, each with its chapters."""
        parts: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            if chapter.part:
                parts.setdefault(chapter.part, []).append(chapter)
        return list(parts.items())

    @property
    def opening(self) -> list[Chapter]:
        """The pages at the top of the navigation, outside every part, without the home page."""
        return [chapter for chapter in self.chapters if not chapter.part and chapter.page != HOME]

    @cached_property
    def cases(self) -> tuple[Chapter, ...]:
        return tuple(chapter for chapter in self.chapters if chapter.front.kind == "case")

    @cached_property
    def by_id(self) -> dict[str, Chapter]:
        # Of two chapters with one id the first keeps it; the check names the second.
        return {chapter.id: chapter for chapter in reversed(self.chapters)}

    @cached_property
    def decision_by_id(self) -> dict[str, Decision]:
        return {decision.id: decision for decision in self.decisions}

    @cached_property
    def decisions_by_step(self) -> list[tuple[str, list[Decision]]]:
        """The decisions of every step that has some, in the framework's order."""
        made = {step: [decision for decision in self.decisions if decision.step == step] for step in STEPS}
        return [(step, decisions) for step, decisions in made.items() if decisions]

    @cached_property
    def by_page(self) -> dict[str, Chapter]:
        return {chapter.page: chapter for chapter in self.chapters}

    @cached_property
    def users(self) -> dict[str, list[Chapter]]:
        """The chapters that show each decision, in the book's order."""
        found: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            for name in dict.fromkeys(name for name, _ in chapter.decisions):
                found.setdefault(name, []).append(chapter)
        return found

    @cached_property
    def citing(self) -> dict[str, list[Chapter]]:
        """The chapters that cite each work, in the book's order."""
        found: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            for key in dict.fromkeys(citation.key for citation in chapter.citations):
                found.setdefault(key, []).append(chapter)
        return found
