"""Finding the glossary's terms in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guide.model import Term

_APOSTROPHE = "(?:['’]|\x02wzxhzdk:\\d+\x03)"
"""As written, as set, and as Python-Markdown stashes an entity until it writes the page."""

_LOOSE = {" ": r"[\s\u00a0]+", "-": "[-\u2010\u2011]", "'": _APOSTROPHE}
"""Characters that may be set otherwise than the glossary writes them."""


@dataclass(frozen=True)
class Finder:
    """Finds terms under all their names. `pattern` matches one; `known` gives the term of each name."""

    pattern: re.Pattern
    known: dict[str, Term]

    def find(self, text: str) -> Iterator[tuple[re.Match, Term]]:
        """Every use of a term in `text`, in order."""
        for match in self.pattern.finditer(text):
            yield match, self._term(_plain(match[0]))

    def _term(self, match: str) -> Term:
        for form in (match, match.casefold()):
            for ending in ("", "s", "es"):
                if form.endswith(ending) and (name := form.removesuffix(ending)) in self.known:
                    return self.known[name]
        raise KeyError(match)


@lru_cache(maxsize=4)
def finder(terms: Sequence[Term]) -> Finder | None:
    """The finder of `terms` (hashable); None when there are none."""
    # Of two terms with one name the first keeps it; the check names the second.
    names = {_plain(name): term for term in reversed(terms) for name in term.names}
    if not names:
        return None
    # An abbreviation is met as it is written; a word in any case, and in the plural.
    alternatives = [
        _loose(name) + "s?" if name.isupper() else f"(?i:{_loose(name)}(?:e?s)?)"
        for name in sorted(names, key=len, reverse=True)
    ]
    known = {name if name.isupper() else name.casefold(): term for name, term in names.items()}
    return Finder(re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])"), known)


def _plain(name: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", re.sub("[\u2010\u2011]", "-", re.sub(_APOSTROPHE, "'", name)))


def _loose(name: str) -> str:
    return "".join(_LOOSE.get(char, re.escape(char)) for char in name)
