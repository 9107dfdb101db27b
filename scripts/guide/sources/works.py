"""The bibliography: CSL-JSON as Zotero and its kin export it."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from guide.markdown.inline import CITED_WORK
from guide.model import Work
from guide.sources.jsonfile import JsonError, read_json
from guide.sources.text import Reader

_CODE = "bibliography"
_NAMES = (
    "author", "collection-editor", "composer", "container-author", "director", "editor", "editorial-director",
    "illustrator", "interviewer", "original-author", "recipient", "reviewed-author", "translator",
)  # fmt: skip
_DATES = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")
_NAME_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
"""The types of CSL 1.0.2: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types."""

_FIRST_YEAR = 1450
"""Before the first printed book a year is a slip of the finger."""

_AUTHORS = '"author": [{"family": "Smith", "given": "Ann"}], or {"literal": "Meta"} for an organisation.'
_DATE = '"issued": {"date-parts": [[2020, 5, 31]]}; month and day may be left out.'


class _Wrong(Exception):
    """A field that can't be what it is: (path, what is wrong, how to mend it)."""

    def __init__(self, path: tuple[str | int, ...], message: str, mend: str) -> None:
        super().__init__(message)
        self.path, self.message, self.mend = path, message, mend


def read_works(reader: Reader, last_day: datetime.date | None) -> dict[str, Work]:
    """The works by their keys. One at fault is a stand-in under its key; one without a key is left out."""
    path = reader.project.bibliography
    if not reader.is_there(path):
        return {}
    text = reader.text(path)
    if text is None:
        return {}
    try:
        entries, lines = read_json(text)
    except JsonError as error:
        reader.note(path, error.line, _CODE, f"{error}.", error.mend, error.column)
        reader.unread.add(path)
        return {}
    if not isinstance(entries, list):
        mend = "export the items as CSL JSON: a list, [ … ], of entries."
        reader.note(path, lines.get((), 1), _CODE, "the bibliography is not a list.", mend)
        reader.unread.add(path)
        return {}
    works: dict[str, Work] = {}
    identifiers: dict[str, str] = {}

    def note(place: tuple[str | int, ...], message: str, mend: str) -> None:
        while place and place not in lines:
            place = place[:-1]
        reader.note(path, lines.get(place, 1), _CODE, message, mend)

    for number, entry in enumerate(entries):
        try:
            key = _key(entry)
        except _Wrong as wrong:
            note((number, *wrong.path), f"{wrong.message}.", wrong.mend)
            reader.unread.add(path)
            continue
        line = lines.get((number, "id"), lines.get((number,), 1))
        if key in works:
            note((number, "id"), f"{key!r} stands twice.", "keep one of the two entries.")
            continue
        try:
            csl = dict(_fields(entry, last_day))
            doi = str(csl.get("DOI", "")).lower()
            if doi and doi in identifiers:
                raise _Wrong(
                    ("DOI",), f"has the DOI of {identifiers[doi]!r}", "keep one of the two entries, or correct the DOI."
                )
            identifiers[doi] = key
            works[key] = Work(key, {**csl, "id": key}, line)
        except _Wrong as wrong:
            note((number, *wrong.path), f"{key!r} {wrong.message}.", wrong.mend)
            works[key] = Work(key, {"id": key}, line, stand_in=True)
    return works


def _key(entry: Any) -> str:
    """The key that chapters cite: the id, or Zotero's citation key when the id is an address."""
    if not isinstance(entry, dict):
        raise _Wrong((), "an entry of the bibliography is no object", 'write { "id": …, "type": …, … }.')
    given = entry.get("id")
    for name in ("id", "citation-key"):
        value = entry.get(name)
        key = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(key, str) and (match := CITED_WORK.fullmatch(f"@{key}")) and match["key"] == key:
            return key
    mend = 'add "id": "surnameYEARword", the key that chapters cite; in Zotero, Better BibTeX makes such keys.'
    if given in (None, ""):
        title = entry.get("title")
        named = f" ({_short(title)})" if isinstance(title, str) and title else ""
        raise _Wrong((), f"an entry of the bibliography{named} has no id", mend)
    raise _Wrong(("id",), f"the id {_short(given)} can't be cited", mend)


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool) else "of an entry"
    return text if len(text) <= 60 else f"{text[:57]}…'"


def _fields(entry: Mapping[str, Any], last_day: datetime.date | None) -> Iterator[tuple[str, Any]]:
    """The fields that are filled, in the types that CSL gives them. Raises _Wrong at the first that can't be."""
    for name, value in entry.items():
        if value is None or value in ("", [], {}) or name in ("id", "citation-key", "custom", "categories"):
            continue
        if name == "type":
            if value not in _TYPES if isinstance(value, str) else True:
                raise _Wrong(
                    (name,),
                    f"has the type {_short(value)}, which CSL doesn't know",
                    "use article-journal, paper-conference, book, report, webpage or another of CSL's.",
                )
            yield name, value
        elif name in _NAMES:
            yield name, _names(name, value)
        elif name in _DATES:
            yield name, _date(name, value, last_day)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield name, _text(name, str(value))
        else:
            raise _Wrong((name,), f"has a {name!r} that is no text", "write one text in double quotes.")


def _text(name: str, value: str) -> str:
    """A field's text; entities, which CSL doesn't know, are read as the characters they mean."""
    text = " ".join(html.unescape(value).split())
    if name == "DOI":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.I)
        if not re.fullmatch(r"10\.\d{4,9}/\S+", text):
            raise _Wrong(
                (name,), f"has the DOI {_short(text)}", "write the DOI alone: it starts with 10. and holds a slash."
            )
    if name == "URL" and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise _Wrong((name,), f"has the URL {_short(text)}", "write a whole address, from https:// on.")
    return text


def _names(field: str, value: Any) -> list[dict[str, str]]:
    mend = _AUTHORS.replace("author", field)
    if not isinstance(value, list):
        raise _Wrong(
            (field,), f"has as {field!r} {'a text' if isinstance(value, str) else 'no list'}", f"write a list: {mend}"
        )
    names = []
    for number, person in enumerate(value):
        if not isinstance(person, dict):
            raise _Wrong((field, number), f"has as {field!r} {_short(person)}", f"write {mend}")
        parts = {name: part for name, part in person.items() if name in _NAME_PARTS and part not in (None, "")}
        if not all(isinstance(part, str) for part in parts.values()) or not parts.keys() & {
            "family",
            "literal",
            "given",
        }:
            raise _Wrong((field, number), f"has a name under {field!r} that isn't made of texts", f"write {mend}")
        if not parts.keys() & {"family", "literal"}:
            raise _Wrong((field, number), f"has a name under {field!r} without a family name", f"write {mend}")
        names.append({name: _text(name, part) for name, part in parts.items()})
    return names


def _date(field: str, value: Any, last_day: datetime.date | None) -> dict[str, Any]:
    mend = "write " + _DATE.replace("issued", field)
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        raise _Wrong(
            (field,), f"has as {field!r} {_short(value) if not isinstance(value, dict | list) else 'no date'}", mend
        )
    dates = []
    for part in parts:
        numbers = (
            [int(p) if isinstance(p, str) and re.fullmatch(r"\d{1,4}", p) else p for p in part]
            if isinstance(part, list)
            else []
        )
        if not 1 <= len(numbers) <= 3 or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
            raise _Wrong((field, "date-parts"), f"has a {field!r} that isn't made of year, month and day", mend)
        try:
            first = datetime.date(*numbers, *[1] * (3 - len(numbers)))
        except (ValueError, OverflowError):
            said = "-".join(map(str, numbers))[:40]
            raise _Wrong((field, "date-parts"), f"has the date {said}, which no calendar has", mend) from None
        if field == "issued" and first.year < _FIRST_YEAR:
            raise _Wrong((field, "date-parts"), f"is from the year {first.year}", "write the year with its four digits.")
        if last_day and field == "issued" and first > last_day:
            said = "-".join(map(str, numbers))
            raise _Wrong(
                (field, "date-parts"),
                f"is from {said}, in the future",
                "correct the date, or write the year of the preprint.",
            )
        dates.append(numbers)
    return {"date-parts": dates}
