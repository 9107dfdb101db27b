"""The one reader: `mkdocs.yml`, front matter, diagrams and data files become a `Book` of typed objects.

Everything else asks the model. A mistake found while reading becomes a `Problem` of the book; what could be read
stays in it, so that one pass names every mistake.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guide.framework import AREAS, LEVELS, STEPS
from guide.markdown.facts import Citation, Heading, Parsed
from guide.markdown.fences import Block
from guide.problems import Problem
from guide.project import Project
from guide.yamlfile import Located, YamlError, read_yaml

HOME = "index.md"
"""The site's first page; the printed book has its contents instead."""

READING_WORDS_PER_MINUTE = 238
"""Mean silent reading rate of English non-fiction: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""

_StepId = Literal[tuple(STEPS)]
_Level = Literal[LEVELS]
_Strict = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FrontMatter(BaseModel):
    """What a chapter says of itself at its head."""

    model_config = _Strict
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    kind: Literal["case", "step", "guide", "reference"]
    description: str = Field(min_length=20, max_length=220)
    prompt: str | None = None
    task: str | None = None
    topics: tuple[str, ...] = ()
    """Not `tags`: Material would repeat those in every result of the search."""
    levels: tuple[_Level, ...] = ()
    prerequisites: tuple[str, ...] = ()
    reviewed: datetime.date
    print: bool = True
    """Whether the printed book holds the page."""
    hide: tuple[str, ...] = ()
    template: str | None = None

    def required(self) -> tuple[str, ...]:
        """The further fields that a chapter of this kind must fill."""
        return {"case": ("prompt", "task", "topics", "levels"), "step": ("task", "levels")}.get(self.kind, ())


class Option(BaseModel):
    """One way to decide, with what it costs in each respect."""

    model_config = _Strict
    name: str
    quality: str
    latency: str
    money: str
    freshness: str
    complexity: str
    risk: str
    choose: str
    avoid: str


class Decision(BaseModel):
    """A row group of the trade-off matrix."""

    model_config = _Strict
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    question: str
    step: _StepId
    area: Literal[AREAS]
    options: tuple[Option, ...] = Field(min_length=2)
    default: str
    flip_when: str
    because: str | None = None
    say: str
    sources: tuple[str, ...] = ()
    line: int = 0


class Term(BaseModel):
    """An entry of the glossary."""

    model_config = _Strict
    term: str
    also: tuple[str, ...] = ()
    definition: str
    see: str | None = None
    line: int = 0

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


@dataclass(frozen=True)
class Work:
    """An entry of the bibliography: its CSL-JSON and where it stands."""

    key: str
    csl: dict[str, Any]
    line: int


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
        return chr(ord("A") + self.number - 1) if self.front.kind == "reference" else str(self.number)

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
        """Ids of the decisions that the chapter shows, as cards or as digests, each with its line."""
        found = []
        for block in self.blocks("decisions", "digest"):
            lines = [(line.strip(), number) for number, line in enumerate(block.text.split("\n"), block.line) if line.strip()]
            found += lines[:1] if block.language == "digest" else lines
        return found

    @cached_property
    def source_notes(self) -> dict[str, str]:
        """What the chapter says a source is good for, by key; Markdown."""
        lines = (line.partition(":") for block in self.blocks("sources") for line in block.text.split("\n"))
        return {key.strip(): note.strip() for key, _, note in lines if note.strip()}

    @property
    def minutes(self) -> int:
        """Reading time in minutes."""
        return max(1, math.ceil(self.parsed.words / READING_WORDS_PER_MINUTE))


@dataclass(frozen=True, eq=False)
class Book:
    """The whole source, typed. `problems` are those that reading it found. Two books are equal only if the same object."""

    project: Project
    settings: dict[str, Any]
    chapters: tuple[Chapter, ...]
    diagrams: dict[str, Diagram]
    decisions: tuple[Decision, ...]
    terms: tuple[Term, ...]
    works: dict[str, Work]
    problems: tuple[Problem, ...] = field(default=())
    unread: frozenset[Path] = frozenset()
    """Data files that couldn't be parsed at all; what only they could answer isn't checked."""

    @property
    def title(self) -> str:
        return self.settings["site_name"]

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


class _SettingsLoader(yaml.SafeLoader):
    """mkdocs.yml may hold tags of other tools (`!ENV`, `!!python/name:`); their values are not read here."""


def _any_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        return os.environ.get(str(values[0]), values[-1]) if suffix == "ENV" else values
    return None


_SettingsLoader.add_multi_constructor("!", _any_tag)
_SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/", _any_tag)


def _nav_files(nav: list, part: str = "") -> Iterable[tuple[str, str]]:
    """(part, page) of every Markdown file in a MkDocs navigation."""
    for item in nav:
        label, value = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(value, list):
            yield from _nav_files(value, part or label)
        elif not re.match(r"\w+://", value):
            yield part, value


def _split_front_matter(text: str) -> tuple[str | None, str, int]:
    """(front matter, body, lines before the body), as MkDocs splits them."""
    match = re.match(r"^---[ ]*\n(.*?)^---[ ]*\n", text, re.S | re.M)
    if not match:
        return None, text, 0
    body = text[match.end() :]
    stripped = body.lstrip("\n")
    return match[1], stripped, text.count("\n", 0, match.end()) + len(body) - len(stripped)


def _invalid(error: ValidationError, where: Located, path: str, code: str, what: str) -> list[Problem]:
    problems = []
    entries = error.errors()
    for entry in entries:
        if entry["type"] == "too_short" and any(e["loc"][: len(entry["loc"])] == entry["loc"] for e in entries if e is not entry):
            continue  # the list is short because of an error inside it, which is named itself
        name = ".".join(str(part) for part in entry["loc"])
        if entry["type"] == "missing":
            message, mend = f"{what} lacks {name!r}.", f"add `{name}:`; CONTRIBUTING.md lists the fields."
        elif entry["type"] == "extra_forbidden":
            message, mend = f"{what} has the unknown field {name!r}.", "delete it or correct its spelling."
        else:
            message, mend = f"{what}: {name!r} {entry['msg'][0].lower()}{entry['msg'][1:]}.", "correct the value."
        problems.append(Problem(path, where.line_of(*entry["loc"]), code, message, mend))
    return problems


def _read_chapters(project: Project, settings: dict, problems: list[Problem]) -> list[Chapter]:
    chapters: list[Chapter] = []
    counts = {"chapter": 0, "appendix": 0}
    for part, page in _nav_files(settings.get("nav") or []):
        path = project.docs / page
        name = project.relative(path)
        if not path.is_file():
            mend = f"create {name} or take it out of nav."
            line = _line_of_text(project.config, page)
            problems.append(Problem("mkdocs.yml", line, "nav", f"the navigation names {page}, which isn't there.", mend))
            continue
        front, body, offset = _split_front_matter(path.read_text(encoding="utf-8"))
        matter = _read_front_matter(front, path, name, problems)
        for missing in (f for f in matter.required() if not getattr(matter, f)):
            mend = f"add `{missing}:`; CONTRIBUTING.md shows an example."
            problems.append(Problem(name, 1, "front-matter", f"a {matter.kind} needs {missing!r}.", mend))
        number = 0  # of pages that the printed book doesn't hold: its numbers have no gap
        if part and matter.print:
            kind = "appendix" if matter.kind == "reference" else "chapter"
            counts[kind] += 1
            number = counts[kind]
        chapters.append(Chapter(path, page, part, number, matter, body, offset))
    return chapters


def _read_front_matter(front: str | None, path: Path, name: str, problems: list[Problem]) -> FrontMatter:
    """The front matter, or a stand-in with a problem noted: one mistake shall not make every link to the chapter one."""
    known: dict[str, Any] = {}
    if front is None:
        mend = "start the file with a block of `---` lines; CONTRIBUTING.md lists the fields."
        problems.append(Problem(name, 1, "front-matter", "the chapter has no front matter.", mend))
    else:
        try:
            located = read_yaml(front, offset=1)
            if not isinstance(located, Located) or not isinstance(located.value, dict):
                raise YamlError("is not a mapping", 2, 1)
            known = located.value
            return FrontMatter(**known)
        except YamlError as error:
            problems.append(Problem(name, error.line, "front-matter", f"front matter: {error}.", "correct the YAML."))
        except ValidationError as error:
            problems += _invalid(error, located, name, "front-matter", "front matter")
    return FrontMatter.model_construct(
        id=path.stem, title=str(known.get("title", path.stem)), kind="guide", description="", reviewed=datetime.date.min
    )


def _line_of_text(path: Path, text: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if text in line:
            return number
    return 0


def _read_entries(
    project: Project, path: Path, kind: type[BaseModel], code: str, problems: list[Problem], unread: set[Path]
) -> list:
    """The entries of a YAML list as objects of `kind`, each with its line."""
    if not path.is_file():
        return []
    name, entries = project.relative(path), []
    try:
        located = read_yaml(path.read_text(encoding="utf-8"))
    except YamlError as error:
        problems.append(Problem(name, error.line, code, f"{error}.", "correct the YAML.", error.column))
        unread.add(path)
        return []
    for entry in located if isinstance(located, list) else []:
        try:
            entries.append(kind(**{**entry.value, "line": entry.line}))
        except ValidationError as error:
            label = entry.value.get("id") or entry.value.get("term") or "an entry"
            problems += _invalid(error, entry, name, code, f"{label!r}")
            if entry.value.get("id"):
                # A stand-in keeps the id known, so that the chapters which use it aren't blamed.
                entries.append(_stand_in(kind, entry))
        except TypeError:
            problems.append(Problem(name, entry.line, code, "the entry is not a mapping.", "write `key: value` lines."))
    return entries


def _stand_in(kind: type[BaseModel], entry: Located) -> BaseModel:
    fields = {name: "" for name, f in kind.model_fields.items() if f.is_required()}
    sources = tuple(entry.value.get("sources") or ())
    return kind.model_construct(**fields | {"id": entry.value["id"], "options": (), "sources": sources, "line": entry.line})


def _read_works(project: Project, problems: list[Problem], unread: set[Path]) -> dict[str, Work]:
    path = project.bibliography
    if not path.is_file():
        return {}
    name, text = project.relative(path), path.read_text(encoding="utf-8")
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(name, error.lineno, "bibliography", f"{error.msg}.", "correct the JSON.", error.colno))
        unread.add(path)
        return {}
    works: dict[str, Work] = {}
    places = [text.count("\n", 0, m.start()) + 1 for m in re.finditer(r'"id"\s*:\s*"', text)]
    for entry, line in zip(entries, places, strict=False):
        key = entry["id"]
        if key in works:
            mend = "keep one of the two entries."
            problems.append(Problem(name, line, "bibliography", f"{key!r} stands twice.", mend))
        works[key] = Work(key, entry, line)
    return works


def _read_diagrams(project: Project) -> dict[str, Diagram]:
    return {
        path.relative_to(project.diagrams).as_posix(): Diagram(
            path.parent.relative_to(project.diagrams).as_posix(), path.stem, path, path.read_text(encoding="utf-8")
        )
        for path in sorted(project.diagrams.rglob("*.mmd"))
    }


def read_settings(project: Project) -> dict[str, Any]:
    """`mkdocs.yml` as plain values."""
    return yaml.load(project.config.read_text(encoding="utf-8"), _SettingsLoader)


def read_book(project: Project) -> Book:
    """The book as it stands on disk now."""
    problems: list[Problem] = []
    unread: set[Path] = set()
    settings = read_settings(project)
    return Book(
        project=project,
        settings=settings,
        chapters=tuple(_read_chapters(project, settings, problems)),
        diagrams=_read_diagrams(project),
        decisions=tuple(_read_entries(project, project.decisions, Decision, "decision-data", problems, unread)),
        terms=tuple(_read_entries(project, project.glossary, Term, "glossary-data", problems, unread)),
        works=_read_works(project, problems, unread),
        problems=tuple(problems),
        unread=frozenset(unread),
    )
