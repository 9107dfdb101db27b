"""Entries of the bibliography are complete, valid and unique.

A reader must be able to find the work: type, title, authors, year, a venue (`container-title` or `publisher`) and a DOI
or URL. Two entries with one key or one DOI are one work. CONTRIBUTING.md, "Citations", shows an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Delete, Replace, Subject, bad, good
from guide.checks.core.small_book import WORKS, without, words
from guide.problems import Problem

_ANOTHER = """[
  {
    "id": "dean2013tail", "type": "webpage", "title": "Tail", "author": [{"family": "Dean"}],
    "issued": {"date-parts": [[2013]]}, "publisher": "Nobody", "URL": "https://example.org"
  },
  {
    "id": "axelsson2000base\""""
_COPY = """[
  {
    "id": "axelsson2000fallacy", "type": "webpage", "title": "The Base-Rate Fallacy and the Difficulty of Intrusion Detection",
    "author": [{"family": "Axelsson"}], "issued": {"date-parts": [[2000]]}, "publisher": "Nobody", "URL": "https://example.org"
  },
  {
    "id": "axelsson2000base\""""
BAD = (
    bad("no venue", without(WORKS, '    "container-title": "Communications of the ACM",\n'), line='"id": "dean2013tail"'),
    bad("no identifier", Replace(WORKS, '    "page": "74-80",\n    "DOI": "10.1145/2408776.2408794"\n', '    "page": "74-80"\n'), line='"id": "dean2013tail"'),
    bad("no year", Replace(WORKS, '"issued": {\n      "date-parts": [\n        [\n          2000', '"accessed": {\n      "date-parts": [\n        [\n          2000'),
        line='"id": "axelsson2000base"'),
    bad("the same key twice", Replace(WORKS, '[\n  {\n    "id": "axelsson2000base"', _ANOTHER), line='    "id": "dean2013tail",\n    "type"'),
    bad("the same work under another key", Replace(WORKS, '[\n  {\n    "id": "axelsson2000base"', _COPY), words("See [@axelsson2000fallacy]."), line='    "id": "axelsson2000base"'),
    bad("none at all", Delete(WORKS), line=0),
    bad("a year of three digits", Replace(WORKS, "          2000\n", "          200\n"), line='"date-parts": [\n        [\n          200\n'),
    bad("a name without a family", Replace(WORKS, '"family": "Axelsson",\n        "given"', '"given"'), line='{\n        "given": "Stefan"'),
    bad("not JSON", Replace(WORKS, '"issue": "3",', '"issue": "3"'), line='"page": "186-205"'),
)  # fmt: skip
GOOD = (good("an organisation as the author", Replace(WORKS, '"family": "Axelsson",\n        "given": "Stefan"', '"literal": "Meta"')),)
_VENUES = ("container-title", "publisher")
_IDENTIFIERS = ("DOI", "URL", "ISBN")


def find(subject: Subject) -> Iterator[Problem]:
    book = subject.book
    path = book.project.relative(book.project.bibliography)
    if subject.known(book.project.bibliography) and not book.works and book.citing:
        message = "there are no works, and chapters cite some."
        yield Problem(path, 0, "bibliography", message, "restore the file, or add the entries.")
    titles: dict[tuple[str, str], str] = {}
    for work in subject.book.works.values():
        lacks = [name for name in ("type", "title", "author", "issued") if not work.csl.get(name)]
        lacks += [] if any(work.csl.get(name) for name in _VENUES) else [" or ".join(_VENUES)]
        lacks += [] if any(work.csl.get(name) for name in _IDENTIFIERS) else ["DOI, URL or ISBN"]
        if lacks and not work.stand_in:
            message = f"{work.key!r} lacks {', '.join(lacks)}."
            yield Problem(path, work.line, "bibliography", message, "add it from the source's own page.")
        if work.stand_in or lacks:
            continue
        same = titles.setdefault((str(work.csl["title"]).casefold(), str(work.csl["issued"])), work.key)
        if same != work.key:
            message = f"{work.key!r} has the title and the year of {same!r}."
            yield Problem(path, work.line, "bibliography", message, "keep one of the two entries.")
