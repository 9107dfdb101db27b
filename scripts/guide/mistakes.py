"""What is wrong with a book that is being written: what is new, what remains, and what its pages say of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from html import escape

from guide.problems import Problem

_MOST_SHOWN = 20
"""Mistakes listed on a page."""


class Mistakes:
    """The mistakes that making the pages found, and those that only the checks found, which end later.

    While checks are running, what those before found is the best that is known; a banner says so. A mistake is told to
    `say` once, wherever its line goes, until it is mended.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._lock = say, threading.Lock()
        self._made: frozenset[Problem] = frozenset()
        self._checked: frozenset[Problem] = frozenset()
        self._checking = False
        self._told: frozenset[tuple[str, ...]] = frozenset()
        self._counted: frozenset[tuple[str, ...]] = frozenset()

    def making_found(self, problems: Iterable[Problem], checking: bool) -> None:
        """Takes what making the pages found; `checking` says whether checks follow."""
        with self._lock:
            self._made, self._checking = frozenset(problems), checking
            if not checking:
                self._checked = frozenset()
            self._tell()

    def checks_found(self, problems: Iterable[Problem]) -> bool:
        """Takes what the checks found in the end. Returns whether a banner made before says something else."""
        with self._lock:
            before = self._banner()
            self._checked, self._checking = frozenset(problems) - self._made, False
            self._tell()
            return self._banner() != before

    def banner(self) -> str:
        """HTML that lists the mistakes, for the head of every page; "" when there are none."""
        with self._lock:
            return self._banner()

    def _banner(self) -> str:
        problems = sorted(self._made | self._checked)
        if not problems:
            return ""
        more = f"<li>and {len(problems) - _MOST_SHOWN} more</li>" if len(problems) > _MOST_SHOWN else ""
        items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems[:_MOST_SHOWN])
        old = "; the checks are running again" if self._checking and self._checked - self._made else ""
        return (
            f'<div class="admonition failure" role="alert"><p class="admonition-title">{_count(len(problems))}{old}</p>'
            f"<ul>{items}{more}</ul></div>"
        )

    def _tell(self) -> None:
        problems = sorted(self._made | self._checked)
        for problem in problems:
            if _name(problem) not in self._told:
                self._say(str(problem))
        now = frozenset(map(_name, problems))
        self._told = now | self._told if self._checking else now
        if not self._checking and now != self._counted:
            self._say(f"{_count(len(problems))} in all" if problems else "all mistakes are mended")
            self._counted = now


def _name(problem: Problem) -> tuple[str, ...]:
    """What a mistake is known by while its line moves."""
    return problem.path, problem.code, problem.message


def _count(number: int) -> str:
    return f"{number} mistake{'s' * (number != 1)}"
