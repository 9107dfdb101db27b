"""Finding the glossary's terms in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guide.model import Term

_LOOSE = {" ": r"[\s\u00a0]+", "-": "[-\u2010\u2011]", "'": "['’]"}
"""Characters that may be set otherwise than the glossary writes them."""

_WORD = re.compile(r"(?<![\w-])\w+")


@dataclass(frozen=True)
class Finder:
    """Finds terms under all their names.

    `names` gives, for the first word of a name, the names that may begin there, the longest first, each with its term.
    `patterns` holds those of the first words that were met: most names are never looked for.
    """

    names: Mapping[str, Sequence[tuple[str, Term]]]
    patterns: dict[str, list[tuple[re.Pattern, Term]]] = field(default_factory=dict)

    def find(self, text: str) -> Iterator[tuple[re.Match, Term]]:
        """Every use of a term in `text`, in order; where names overlap, the longest of the first."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end or word[0].casefold() not in self._beginnings:
                continue
            for pattern, term in (entry for key in singulars(word[0]) if key in self.names for entry in self._at(key)):
                if match := pattern.match(text, word.start()):
                    end = match.end()
                    yield match, term
                    break

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The words that a name may begin with in a text: all others are passed by at once."""
        return frozenset(form for first in self.names for form in forms(first))

    def _at(self, first: str) -> list[tuple[re.Pattern, Term]]:
        if first not in self.patterns:
            self.patterns[first] = [(_pattern(name), term) for name, term in self.names[first]]
        return self.patterns[first]


def finder(terms: Sequence[Term]) -> Finder:
    """The finder of `terms`."""
    # Of two terms with one name the first keeps it; the check names the second.
    names = {_plain(name): term for term in reversed(terms) for name in term.names if first_word(name)}
    found: dict[str, list[tuple[str, Term]]] = {}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(first_word(name), []).append((name, names[name]))
    return Finder(found)


def _pattern(name: str) -> re.Pattern:
    """An abbreviation is met as it is written; a word in any case, and in the plural."""
    loose = "".join(_LOOSE.get(char, re.escape(char)) for char in name)
    form = f"{loose}s?" if name.isupper() else f"(?i:{loose}(?:e?s)?)"
    return re.compile(rf"{form}(?![\w-])")


def singulars(word: str) -> Iterator[str]:
    """A word, and what it may be the plural of."""
    word = word.casefold()
    yield word
    for ending in ("s", "es"):
        if word.endswith(ending):
            yield word.removesuffix(ending)


def forms(word: str) -> tuple[str, ...]:
    """A word in small letters, and what may be its plural: the words of which it is one of the `singulars`."""
    return word, f"{word}s", f"{word}es"


def first_word(name: str) -> str:
    """The word that a name begins with, in small letters; "" for one that begins with a sign and is never found."""
    found = _WORD.match(name)
    return found[0].casefold() if found else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", re.sub("[\u2010\u2011]", "-", name.replace("’", "'"))).strip()
