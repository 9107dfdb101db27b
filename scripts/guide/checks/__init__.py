"""Checks of the sources and of the built pages.

Every code of a problem has a module here, named after it: its text explains the code to an author, `BAD` and `GOOD` are
examples that are its test. `find(subject)` looks for the mistake, unless the reader, the dialect, the renderer, a
publisher or the engine reports it; `find_in_site(site)` looks at built pages.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from guide.article import Article
from guide.checks.core import Example, Site, Subject
from guide.checks.core.example import Edit
from guide.model import Book
from guide.problems import Problem

__all__ = ["CHECKS", "Check", "check_book", "check_site", "explained", "made_with"]


@dataclass(frozen=True)
class Check:
    """What a code means: `document` begins with a line that says what holds in a good book."""

    code: str
    document: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    find: Callable[[Subject], Iterable[Problem]] | None = None
    find_in_site: Callable[[Site], Iterable[Problem]] | None = None

    @property
    def summary(self) -> str:
        return self.document.partition("\n")[0]


def _load() -> dict[str, Check]:
    found = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            continue
        check = importlib.import_module(f"{__name__}.{module.name}")
        code = module.name.replace("_", "-")
        found[code] = Check(
            code, inspect.cleandoc(check.__doc__), tuple(check.BAD), tuple(check.GOOD),
            getattr(check, "find", None), getattr(check, "find_in_site", None),
        )  # fmt: skip
    return found


CHECKS: Mapping[str, Check] = _load()
"""Every check by its code, in alphabetical order."""


def check_book(book: Book, articles: Mapping[str, Article]) -> list[Problem]:
    """Every problem of the sources, in the order of their places: what reading, rendering and the checks found."""
    subject = Subject(book, articles)
    found = (problem for check in CHECKS.values() if check.find for problem in check.find(subject))
    return _sound({*made_with(book, articles), *found})


def made_with(book: Book, articles: Mapping[str, Article]) -> list[Problem]:
    """What reading and rendering found: known before any check has run."""
    return _sound({*book.problems, *(problem for article in articles.values() for problem in article.problems)})


def _sound(problems: set[Problem]) -> list[Problem]:
    # What else is said of a file that isn't read rightly may come from that.
    unsound = {problem.path for problem in problems if problem.code == "source"}
    return sorted(problem for problem in problems if problem.code == "source" or problem.path not in unsound)


def check_site(folder: Path) -> list[Problem]:
    """Every problem of built pages."""
    site = Site(folder)
    return sorted({problem for c in CHECKS.values() if c.find_in_site for problem in c.find_in_site(site)})


def explained(check: Check) -> str:
    """The check for a terminal: what it asks, then what is wrong and what is right."""
    parts = [check.code, "", check.document, ""]
    every = [example.edits for example in (*check.bad, *check.good)]
    # What makes the place of all examples is shown once.
    shared = [edits[0] for edits in takewhile(lambda edits: all(edit == edits[0] for edit in edits), zip(*every, strict=False))]
    if len(shared) == min(map(len, every), default=0):
        shared = []
    if shared:
        parts += ["In a book with", *_edited(shared), ""]
    for title, examples in (("Wrong", check.bad), ("Right", check.good)):
        for example in examples:
            parts += [f"{title}: {example.what}", *_edited(example.edits[len(shared) :]), ""]
    return "\n".join(parts).rstrip()


def _edited(edits: Iterable[Edit]) -> Iterator[str]:
    for edit in edits:
        yield f"    {edit.file}"
        yield from (f"      {line}" for line in edit.lines())
