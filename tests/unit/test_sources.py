"""The one boundary for input: every mistake in a source file is one problem, at its line, in its author's words."""

from __future__ import annotations

import datetime
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from guide.model import Book, appendix_label
from guide.problems import BookError, Problem
from guide.project import Project
from guide.sources import CODES, aged, amount, read_book, style_of
from guide.sources.chapters import split_front_matter
from guide.sources.text import _LONGEST, _sayable, decode
from tests.conftest import run_powerless

CASE, CLOCK = "docs/cases/comment-spam.md", "docs/interview/the-clock.md"
DECISIONS, TERMS, WORKS, PRICES = (
    "docs/decisions.yaml",
    "docs/glossary.yaml",
    "docs/bibliography.json",
    "docs/prices.yaml",
)
CONFIG, STYLE, FRAME = "mkdocs.yml", "diagrams/style.yaml", "diagrams/comment-spam/frame.mmd"
LAST_DAY = datetime.date(2026, 11, 30)
Edit = Callable[[Path], None]

PRICE = """- id: gpu_hour
  value: 2.5 dollar/gpu/h
  what: a training accelerator, on demand
  date: 2026-10
  source: https://example.org/prices
  low: 2
  high: 4
"""


def problems_of(project: Project) -> list[Problem]:
    """Everything that reading finds wrong with a book, also when it can't be read as one."""
    try:
        return sorted(read_book(project, LAST_DAY).problems)
    except BookError as error:
        return error.problems


def swap(old: str, new: str) -> Edit:
    def edit(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def text(new: str) -> Edit:
    return lambda path: path.write_text(new, encoding="utf-8") and None


def raw(change: Callable[[bytes], bytes]) -> Edit:
    return lambda path: path.write_bytes(change(path.read_bytes())) and None


def folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def price(old: str, new: str) -> Edit:
    assert PRICE.count(old) == 1
    return text(PRICE.replace(old, new))


@dataclass(frozen=True)
class Mistake:
    """One edit of `path`, and the one problem it makes: at a line, or at the line that starts with a text."""

    path: str
    what: str
    edit: Edit
    line: int | str
    says: str
    code: str

    def __str__(self) -> str:
        return f"{self.path.rpartition('/')[2]}: {self.what}"


MISTAKES = [
    # any file
    *(Mistake(path, "Windows-1252", raw(lambda data: data + b"# caf\xe9\n"), -2, "0xE9 isn't UTF-8", "source")
      for path in (DECISIONS, TERMS, STYLE, CONFIG)),
    Mistake(CLOCK, "Windows-1252", raw(lambda data: data.replace(b"Cut breadth", b"Caf\xe9: cut breadth")), "Caf", "looks like Windows-1252", "source"),
    Mistake(FRAME, "Windows-1252", raw(lambda data: data.replace(b"(Comment)", b"(Comment\xe9)")), "  comment", "0xE9", "source"),
    Mistake(WORKS, "Windows-1252", raw(lambda data: data.replace(b"The base-rate", b"The b\xe9se-rate")), 5, "0xE9", "source"),
    Mistake(CLOCK, "UTF-16", raw(lambda data: data.decode().encode("utf-16")), 1, "UTF-16", "source"),
    Mistake(CLOCK, "a control character", swap("Cut breadth", "Cut\x07 breadth"), "Cut", "U+0007", "source"),
    Mistake(CLOCK, "a separator of lines that YAML sees", swap("topics: [timing]", "topics: [timing]\u2028"), "topics", "line separator", "source"),
    Mistake(TERMS, "control characters", swap("The share", "The\x01 sha\x02re"), "  definition: The\x01", "U+0001 (a control character) stands here, and 1 more", "source"),
    Mistake(CLOCK, "a merge conflict", swap("Cut breadth", "<<<<<<< HEAD\nCut breadth\n=======\nCut depth\n>>>>>>> other\nCut breadth"), "<<<<<<<", "a merge conflict", "source"),
    Mistake(DECISIONS, "a merge conflict", swap("  default: A band for people\n", "<<<<<<< HEAD\n  default: A band for people\n=======\n  default: The model alone\n>>>>>>> other\n"), "<<<<<<<", "a merge conflict", "source"),
    *(Mistake(path, "a folder in its place", folder, 0, "this is a folder", "source") for path in (CLOCK, DECISIONS, TERMS, WORKS, PRICES, STYLE, CONFIG, FRAME)),
    *(Mistake(path, "a pipe in its place", pipe, 0, "no plain file", "source") for path in (CLOCK, TERMS, STYLE)),
    # mkdocs.yml
    Mistake(CONFIG, "empty", text(""), 0, "the file is empty", "source"),
    Mistake(CONFIG, "a list", text("- a\n- b\n"), 1, "no mapping", "settings"),
    Mistake(CONFIG, "a tab", swap("  - Framework:", "\t- Framework:"), "\t- Framework", "a tab", "settings"),
    Mistake(CONFIG, "a colon in a value", swap("site_name: A Small", "site_name: A: Small"), "site_name", "colon", "settings"),
    Mistake(CONFIG, "no name", swap("site_name: A Small Guide to ML System Design", "site_nam: A Small Guide"), 2, "lacks 'site_name'", "settings"),
    Mistake(CONFIG, "an empty name", swap("site_name: A Small Guide to ML System Design", "site_name:"), "site_name", "'site_name' is empty", "settings"),
    Mistake(CONFIG, "a list as the author", swap("site_author: The authors of The Portable ML System Design Guide", "site_author: [a, b]"), "site_author", "is a list, not a text", "settings"),
    Mistake(CONFIG, "a list as the language", swap("  language: en", "  language: [en]"), "  language", "'language' is a list", "settings"),
    Mistake(CONFIG, "a theme's name alone", swap("theme:\n  name: material\n", "theme: material\nother:\n"), "theme: material", "'theme' is 'material', not `key: value` lines", "settings"),
    Mistake(CONFIG, "plugins as a list", swap("plugins:\n", "plugins: [search]\nother:\n"), "plugins: [search]", "'plugins' is a list, not `key: value` lines", "settings"),
    Mistake(CONFIG, "nothing more", swap("extra:\n", "extra:\nother:\n"), "extra:\nother", "'extra' is empty, not `key: value` lines", "settings"),
    Mistake(CONFIG, "a download without a text", swap("  downloads:\n", "  downloads:\n    - { file: a.pdf, label: A }\n"), "    - { file: a.pdf", "lacks 'extra.downloads.1.text'", "settings"),
    Mistake(CONFIG, "no navigation", swap("\nnav:", "\nnavigation:"), 2, "the navigation is missing", "nav"),
    Mistake(CONFIG, "an empty entry", swap("  - Cases:", "  -\n  - Cases:"), "  -\n", "an entry of the navigation is empty", "nav"),
    Mistake(CONFIG, "an empty part", swap("  - Cases:", "  - Empty:\n  - Cases:"), "  - Empty", "an entry of the navigation is empty", "nav"),
    Mistake(CONFIG, "a list in the list", swap("  - Cases:", "  - [a.md]\n  - Cases:"), "  - [a", "neither a page nor a part", "nav"),
    Mistake(CONFIG, "a mapping as a page", swap("  - Cases:", "  - A: {b: c.md}\n  - Cases:"), "  - A", "neither a page nor a part", "nav"),
    Mistake(CONFIG, "a page twice", swap("  - Cases:", "  - interview/the-clock.md\n  - Cases:"), "  - interview", "a second time", "nav"),
    Mistake(CONFIG, "a path out of docs", swap("  - Cases:", "  - ../README.md\n  - Cases:"), "  - ../", "no path from docs/", "nav"),
    Mistake(CONFIG, "no Markdown", swap("  - Cases:", "  - notes.docx\n  - Cases:"), "  - notes", "no Markdown file", "nav"),
    Mistake(CONFIG, "a tab in a path", swap("  - Cases:", "  - a\tb.md\n  - Cases:"), "  - a\t", r"names 'a\tb.md', which is no path", "nav"),
    Mistake(CONFIG, "a name too long for any disk", swap("  - Cases:", f"  - {'x' * 5000}.md\n  - Cases:"), "  - xxx", "isn't there", "nav"),
    # front matter
    Mistake(CLOCK, "no day of the calendar", swap("reviewed: 2026-11-21", "reviewed: 2026-13-41"), "reviewed", "no day of the calendar", "front-matter"),
    Mistake(CLOCK, "in the future", swap("reviewed: 2026-11-21", "reviewed: 2026-12-01"), "reviewed", "in the future", "front-matter"),
    Mistake(CLOCK, "not reviewed", swap("reviewed: 2026-11-21", "reviewed:"), "reviewed", "is empty", "front-matter"),
    Mistake(CLOCK, "never closed", swap("reviewed: 2026-11-21\n---\n", "reviewed: 2026-11-21\n"), 1, "never closed", "front-matter"),
    Mistake(CLOCK, "not at the start", swap("---\nid: the-clock", "\n---\nid: the-clock"), 1, "no front matter", "front-matter"),
    Mistake(CLOCK, "a list", raw(lambda data: b"---\n- a\n---\n" + data.split(b"---\n", 2)[2]), 2, "no mapping", "front-matter"),
    Mistake(CLOCK, "a wrong kind", swap("kind: guide", "kind: guid"), "kind", "did you mean 'guide'?", "front-matter"),
    Mistake(CASE, "a text for a list", swap("levels: [senior, staff, principal]", "levels: senior"), "levels", "is 'senior', not a list", "front-matter"),
    Mistake(CASE, "a wrong entry in a list", swap("levels: [senior, staff, principal]", "levels:\n  - senior\n  - stafff"), "  - stafff", "did you mean 'staff'?", "front-matter"),
    Mistake(CASE, "a wrong field", swap("task: Binary", "taks: Binary"), "taks", "did you mean 'task'?", "front-matter"),
    Mistake(CASE, "a mapping for a text", swap("title: Comment spam", "title: {a: b}"), "title: {", "is a mapping", "front-matter"),
    Mistake(CASE, "a wrong id", swap("id: comment-spam", "id: Comment_Spam"), "id", "can't be an id", "front-matter"),
    Mistake(CASE, "neither true nor false", swap("id: comment-spam", "id: comment-spam\nprint: perhaps"), "print", "write true or false", "front-matter"),
    Mistake(CASE, "an unclosed quote", swap("title: Comment spam", "title: 'Comment spam"), "title: 'C", "never closed", "front-matter"),
    # decisions and glossary
    Mistake(DECISIONS, "a mapping", text("delete-or-ask:\n  question: What?\n"), 1, "a mapping, not a list", "decision-data"),
    Mistake(DECISIONS, "no list", text("just a text\n"), 1, "a text, not a list", "decision-data"),
    Mistake(DECISIONS, "no id", swap("- id: delete-or-ask\n  question:", "- question:"), "- question", "the entry lacks 'id'", "decision-data"),
    Mistake(DECISIONS, "a text for the sources", swap("  sources: [franc2023optimal]", "  sources: 5"), "  sources", "is '5', not a list", "decision-data"),
    Mistake(DECISIONS, "an empty field", swap("flip_when: an error costs less than two reviews", "flip_when: ''"), "  flip_when: ''", "is empty", "decision-data"),
    Mistake(DECISIONS, "a null field", swap("flip_when: an error costs less than two reviews", "flip_when:"), "  flip_when:\n", "is empty", "decision-data"),
    Mistake(DECISIONS, "an empty cost of an option", swap("money: inference only", "money: ''"), "      money: ''", "'options.1.money' is empty", "decision-data"),
    Mistake(DECISIONS, "a misspelt field", swap("  flip_when: an error", "  flip_whne: an error"), "  flip_whne", "did you mean 'flip_when'?", "decision-data"),
    Mistake(DECISIONS, "a misspelt field of an option", swap("money: inference only", "mony: inference only"), "      mony", "did you mean 'money'?", "decision-data"),
    Mistake(DECISIONS, "a cost of an option that isn't there", swap("      money: inference only\n", ""), "    - name: The model alone", "'delete-or-ask' lacks 'options.1.money'. add `money:`", "decision-data"),
    Mistake(DECISIONS, "one option only", raw(lambda data: data[: data.index(b"    - name: A band")] + data[data.index(b"  default: A band") :]), "  options:\n    - name: The model", "'options' has 1 entry. write at least 2", "decision-data"),
    Mistake(DECISIONS, "a field nobody knows", swap("  default: A band for people", "  default: A band for people\n  zzz: 5"), "  zzz", "'zzz' is no field of it. delete it; CONTRIBUTING.md lists", "decision-data"),
    Mistake(DECISIONS, "a line of its own", swap("  default: A band for people", "  default: A band for people\n  line: 5"), "  line", "no field", "decision-data"),
    Mistake(DECISIONS, "a complex key", swap("  default: A band for people", "  default: A band for people\n  ? [a]\n  : b"), "  ? [a]", "a key is a list", "decision-data"),
    Mistake(TERMS, "a mapping", text("Base rate: The share of positives.\n"), 1, "a mapping, not a list", "glossary-data"),
    Mistake(TERMS, "no term", swap("- term: Hedged request\n  definition", "- definition"), "- definition: A second", "lacks 'term'", "glossary-data"),
    Mistake(TERMS, "an empty definition", swap("definition: A second copy of a slow request, sent to another replica.", "definition:"), "  definition:\n", "is empty", "glossary-data"),
    Mistake(TERMS, "a list as the place", swap("see: cases/comment-spam.md#trade-offs", "see: [cases/comment-spam.md#trade-offs]"), "  see: [", "is a list, not a text", "glossary-data"),
    # bibliography
    Mistake(WORKS, "empty", text(""), 0, "the file is empty", "source"),
    Mistake(WORKS, "an object", text('{"id": "dean2013tail"}'), 1, "not a list", "bibliography"),
    Mistake(WORKS, "no id", swap('    "id": "dean2013tail",\n', ""), 25, "('The Tail at Scale') has no id", "bibliography"),
    Mistake(WORKS, "an address as the id", swap('"id": "dean2013tail"', '"id": "http://zotero.org/users/1/items/ABCDEFGH"'), '    "id": "http', "can't be cited", "bibliography"),
    Mistake(WORKS, "a text as an entry", swap('[\n  {\n    "id": "axelsson2000base"', '[\n  "dean2013tail",\n  {\n    "id": "axelsson2000base"'), 2, "is no object", "bibliography"),
    Mistake(WORKS, "an author as text", swap('"author": [\n      {\n        "family": "Axelsson",\n        "given": "Stefan"\n      }\n    ]', '"author": "Stefan Axelsson"'), '    "author": "Stefan', "has as 'author' a text", "bibliography"),
    Mistake(WORKS, "a name as text", swap('{\n        "family": "Axelsson",\n        "given": "Stefan"\n      }', '"Axelsson, Stefan"'), '      "Axelsson', "has as 'author' 'Axelsson, Stefan'", "bibliography"),
    Mistake(WORKS, "a date as text", swap('"issued": {\n      "date-parts": [\n        [\n          2000\n        ]\n      ]\n    }', '"issued": "2000"'), '    "issued": "2000"', "has as 'issued' '2000'", "bibliography"),
    Mistake(WORKS, "a day that no calendar has", swap("          2000\n", "          2000, 2, 30\n"), '      "date-parts": [\n        [\n          2000', "2000-2-30, which no calendar has", "bibliography"),
    Mistake(WORKS, "a year to come", swap("          2000\n", "          2103\n"), '      "date-parts": [\n        [\n          2103', "in the future", "bibliography"),
    Mistake(WORKS, "no type of CSL", swap('"id": "dean2013tail",\n    "type": "article-journal"', '"id": "dean2013tail",\n    "type": "paper"'), '    "type": "paper"', "which CSL doesn't know", "bibliography"),
    Mistake(WORKS, "the title as a list", swap('"title": "The Tail at Scale"', '"title": ["The Tail at Scale"]'), '    "title": [', "that is no text", "bibliography"),
    Mistake(WORKS, "a DOI that is none", swap('"DOI": "10.1145/2408776.2408794"', '"DOI": "doi 10"'), '    "DOI": "doi 10"', "has the DOI 'doi 10'", "bibliography"),
    Mistake(WORKS, "the same DOI twice", swap('"DOI": "10.1145/2408776.2408794"', '"DOI": "https://doi.org/10.1145/357830.357849"'), '    "DOI": "https', "has the DOI of 'axelsson2000base'", "bibliography"),
    Mistake(WORKS, "an address that is none", swap('"page": "74-80"', '"URL": "www.example.org"'), '    "URL": "www', "has the URL 'www.example.org'", "bibliography"),
    # prices
    Mistake(PRICES, "no unit known", price("2.5 dollar/gpu/h", "2.5 dollar/gpoo/h"), "  value", "gpoo", "price-data"),
    Mistake(PRICES, "a range without an end", price("high: 4", "high: 1e999"), "  high", "no number", "price-data"),
    Mistake(PRICES, "no number", price("2.5 dollar/gpu/h", "about two dollars"), "  value", "no number with a unit", "price-data"),
    Mistake(PRICES, "no month", price("date: 2026-10", "date: 2026-13"), "  date", "no month and no day", "price-data"),
    Mistake(PRICES, "in the future", price("date: 2026-10", "date: 2026-12"), "  date", "in the future", "price-data"),
    Mistake(PRICES, "an address that isn't safe", price("https://example", "http://example"), "  source", "https://", "price-data"),
    Mistake(PRICES, "a work that isn't there", price("https://example.org/prices", "dean2013tial"), "  source", "did you mean 'dean2013tail'?", "price-data"),
    Mistake(PRICES, "a range beside the value", price("low: 2", "low: 3"), "  low", "is above the value", "price-data"),
    Mistake(PRICES, "a range below the value", price("high: 4", "high: 1 dollar/gpu/h"), "  high", "is below the value", "price-data"),
    Mistake(PRICES, "a range in another unit", price("high: 4", "high: 4 dollar"), "  high", "is in dollar", "price-data"),
    Mistake(PRICES, "a wrong name", price("gpu_hour", "gpu-hour"), "- id", "can't be a name", "price-data"),
    Mistake(PRICES, "twice", text(PRICE + PRICE), 8, "stands on line 1 already", "price-data"),
    Mistake(PRICES, "no source", price("  source: https://example.org/prices\n", ""), 1, "lacks 'source'", "price-data"),
    # style
    Mistake(STYLE, "not there", Path.unlink, 0, "isn't there", "style"),
    Mistake(STYLE, "empty", text(""), 0, "the file is empty", "source"),
    Mistake(STYLE, "a tab", swap("roles:\n", "roles:\n\tnew: 1\n"), "\tnew", "", "style"),
    Mistake(STYLE, "no colour", swap('  muted: { light: "#566273"', '  muted: { light: "grey"'), "  muted", "'grey', no colour", "style"),
    Mistake(STYLE, "a colour too few", swap('  accent: { light: "#1f5f8b", dark: "#6fb3e0" }\n', ""), "colours", "lack accent", "style"),
    Mistake(STYLE, "an unknown field of a role", swap("    meaning: training and batch work\n", "    meaning: training and batch work\n    color: red\n"), "    color", "no field", "style"),
    Mistake(STYLE, "no number", swap("smallest_pt:", "smallest_pt: small #"), "  smallest_pt", "not a number", "style"),
    Mistake(STYLE, "not above zero", swap("smallest_pt:", "smallest_pt: 0 #"), "  smallest_pt", "write a number above 0", "style"),
]  # fmt: skip


def line_of(path: Path, line: int | str) -> int:
    if isinstance(line, int):
        return line if line >= 0 else path.read_bytes().count(b"\n") + 2 + line
    lines = path.read_bytes().decode("utf-8", errors="replace")
    assert f"\n{lines}".count(f"\n{line}") == 1, f"{line!r} starts no line, or several"
    return 1 if lines.startswith(line) else lines[: lines.index(f"\n{line}")].count("\n") + 2


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem_at_its_line(good_book: Project, mistake: Mistake) -> None:
    path = good_book.root / mistake.path
    if mistake.path == PRICES and not path.exists():
        path.write_text(PRICE, encoding="utf-8")
    mistake.edit(path)
    problems = problems_of(good_book)
    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert mistake.says in f"{problem.message} {problem.mend}", str(problem)
    line = line_of(path, mistake.line) if path.is_file() else 0
    assert (problem.path, problem.line, problem.code) == (mistake.path, line, mistake.code), str(problem)
    assert problem.message.endswith(".") and problem.mend.endswith((".", "?")) and problem.code in CODES


def test_the_small_book_with_prices_has_no_problem(good_book: Project) -> None:
    good_book.prices.write_text(PRICE, encoding="utf-8")
    assert problems_of(good_book) == []
    (found,) = read_book(good_book).prices
    assert (found.id, found.value, amount(found)) == ("gpu_hour", "2.5 dollar/gpu/h", (2.5, "dollar/gpu/h"))
    assert (found.low, found.high, found.day, found.cited) == ("2", "4", datetime.date(2026, 10, 1), None)
    assert found.line_of("source") == 5


@pytest.mark.parametrize(
    ("date", "day", "old"),
    [
        ("2025-11", datetime.date(2026, 11, 30), False),
        ("2025-10", datetime.date(2026, 11, 1), True),
        ("2025-11-01", datetime.date(2026, 11, 30), False),
        ("2026-11", datetime.date(2026, 11, 1), False),
    ],
)
def test_a_price_ages_after_twelve_months(good_book: Project, date: str, day: datetime.date, old: bool) -> None:
    good_book.prices.write_text(PRICE.replace("2026-10", date), encoding="utf-8")
    prices = read_book(good_book).prices
    assert aged(prices, day) == (prices if old else ())


@pytest.mark.parametrize(
    ("low", "high", "date", "source"),
    [("2.5", "2.5", "2026-11", "dean2013tail"), ("-1", "1e9 dollar/gpu/h", "2026-11-30", "https://example.org/a"), (None, None, "1999-01-31", "dean2013tail")],
)  # fmt: skip
def test_a_price_at_the_edge_is_good(
    good_book: Project, low: str | None, high: str | None, date: str, source: str
) -> None:
    lines = ["- id: x", "  value: 2.5 dollar/gpu/h", "  what: x", f"  date: {date}", f"  source: {source}"]
    lines += [f"  {name}: {value}" for name, value in (("low", low), ("high", high)) if value]
    good_book.prices.write_text("\n".join(lines), encoding="utf-8")
    assert problems_of(good_book) == []
    (found,) = read_book(good_book).prices
    assert found.cited == (source if source == "dean2013tail" else None) and found.day.isoformat().startswith(date)


def test_a_price_at_fault_stands_in_under_its_name(good_book: Project) -> None:
    good_book.prices.write_text(
        PRICE.replace("low: 2", "low: 3") + PRICE.replace("gpu_hour", "other"), encoding="utf-8"
    )
    first, second = read_book(good_book, LAST_DAY).prices
    assert (first.id, first.stand_in, second.id, second.stand_in) == ("gpu_hour", True, "other", False)


def test_what_failed_stands_in_under_its_name(good_book: Project) -> None:
    swap("id: the-clock", "id: the-clock\nnonsense: [")(good_book.root / CLOCK)
    swap("step: deploy-and-serve", "step: nowhere")(good_book.decisions)
    swap("definition: The share of positives before anything is predicted.", "definition:")(good_book.glossary)
    swap('"title": "The Tail at Scale"', '"title": []')(good_book.bibliography)
    swap('"volume": "56"', '"volume": []')(good_book.bibliography)
    book = read_book(good_book)
    chapter = book.by_id["the-clock"]
    assert (chapter.front.stand_in, chapter.title, chapter.front.kind, chapter.front.line_of("title")) == (
        True,
        "The clock",
        "guide",
        1,
    )
    assert book.decision_by_id["delete-or-ask"].stand_in and not book.decision_by_id["retrain-when"].stand_in
    assert [term.stand_in for term in book.terms] == [True, False, False] and book.terms[0].term == "Base rate"
    assert not book.works["dean2013tail"].stand_in and "title" not in book.works["dean2013tail"].csl
    assert [p.code for p in book.problems] == ["decision-data", "glossary-data", "front-matter"]


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a byte-order mark", lambda data: b"\xef\xbb\xbf" + data),
        ("Windows' line ends", lambda data: data.replace(b"\n", b"\r\n")),
        ("line ends of old", lambda data: data.replace(b"\n", b"\r")),
        ("no line end at the end", lambda data: data.rstrip(b"\n")),
    ],
)
def test_what_editors_do_to_files_is_tolerated(good_book: Project, what: str, change: Callable[[bytes], bytes]) -> None:
    plain = read_book(good_book)
    for pattern in ("*.md", "*.yaml", "*.yml", "*.json", "*.mmd"):
        for path in good_book.root.glob(f"**/{pattern}"):
            if "node_modules" not in path.parts:
                path.write_bytes(change(path.read_bytes()))
    book = read_book(good_book)
    assert book.problems == ()
    assert [(c.id, c.offset, c.body.rstrip()) for c in book.chapters] == [
        (c.id, c.offset, c.body.rstrip()) for c in plain.chapters
    ]
    assert (book.decisions, book.terms, book.works, book.style) == (
        plain.decisions,
        plain.terms,
        plain.works,
        plain.style,
    )


@pytest.mark.parametrize(
    ("text", "front", "body", "offset"),
    [
        ("---\na: 1\n---\nb\n", "a: 1\n", "b\n", 3),
        ("---\na: 1\n---\n\n\n  b\n", "a: 1\n", "  b\n", 5),
        ("---\n---\nb", "", "b", 2),
        ("---\na: 1\n---", "a: 1\n", "", 2),
        ("---\na: ---\n ---\n---\nb\n---\n", "a: ---\n ---\n", "b\n---\n", 4),
        ("---\na: 1\nb: 2\n\n## Head\n", "a: 1\nb: 2", "## Head\n", 4),
        ("b\n---\na: 1\n---\n", None, "b\n---\na: 1\n---\n", 0),
        ("----\na: 1\n---\n", None, "----\na: 1\n---\n", 0),
        ("", None, "", 0),
    ],
)
def test_front_matter_is_split_off(text: str, front: str | None, body: str, offset: int) -> None:
    assert split_front_matter(text) == (front, body, offset)
    assert body == "" or text.split("\n")[offset] == body.split("\n")[0]


@pytest.mark.parametrize("marks", [("--- ", "---"), ("---", "---  "), ("---\t", "---"), ("---", "...")])
def test_front_matter_may_end_its_marks_with_spaces(good_book: Project, marks: tuple[str, str]) -> None:
    path = good_book.root / CLOCK
    head, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    path.write_text(f"{head}{marks[0]}\n{front}{marks[1]}\n{body}", encoding="utf-8")
    assert problems_of(good_book) == []


def test_zoteros_keys_are_keys(good_book: Project) -> None:
    """Better BibTeX writes keys with capitals; without it the id is an address and the key another field."""
    for path in (WORKS, CASE, CLOCK):
        file = good_book.root / path
        file.write_text(file.read_text(encoding="utf-8").replace("dean2013tail", "deanTailScale2013"), encoding="utf-8")
    works = good_book.bibliography
    text = works.read_text(encoding="utf-8")
    works.write_text(
        text.replace(
            '"id": "axelsson2000base"', '"id": "http://zotero.org/users/1/items/X", "citation-key": "axelsson2000base"'
        ),
        encoding="utf-8",
    )
    assert problems_of(good_book) == []
    assert {"deanTailScale2013", "axelsson2000base"} <= read_book(good_book).works.keys()


def test_pages_are_numbered_as_the_printed_book_numbers_them(good_book: Project) -> None:
    """Chapters and appendices each by themselves, without those that it doesn't hold."""
    swap("id: the-clock", "id: the-clock\nprint: false")(good_book.root / CLOCK)
    swap("id: glossary", "id: glossary\nprint: no")(good_book.docs / "reference/glossary.md")
    found = {chapter.id: (chapter.number, chapter.label) for chapter in read_book(good_book).chapters}
    assert found == {
        "home": (0, "0"), "the-clock": (0, "0"), "clarify-the-requirements": (1, "1"), "comment-spam": (2, "2"),
        "trade-off-matrix": (1, "A"), "glossary": (0, ""), "sources": (2, "B"), "one-liners": (3, "C"),
        "scoring": (0, "0"), "practise": (0, "0"),
    }  # fmt: skip


def test_a_page_outside_the_parts_has_no_number(good_book: Project) -> None:
    swap("  - The interview:\n      - interview/the-clock.md\n", "  - interview/the-clock.md\n")(good_book.config)
    chapter = read_book(good_book).by_id["the-clock"]
    assert (chapter.number, chapter.part) == (0, "") and read_book(good_book).by_id["comment-spam"].number == 2


def test_two_mistakes_are_two_problems(good_book: Project) -> None:
    swap("step: deploy-and-serve", "step: nowhere")(good_book.decisions)
    swap("flip_when: an error costs less than two reviews", "flip_when:")(good_book.decisions)
    assert [p.line for p in problems_of(good_book)] == sorted(
        good_book.decisions.read_text(encoding="utf-8").split("\n").index(line) + 1
        for line in ("  step: nowhere", "  flip_when:")
    )


@pytest.mark.parametrize("text", ["- only words\n", "- question: Which of the two?\n", "key: value\n", "- [\n"])
def test_a_file_with_an_entry_of_no_name_is_not_wholly_known(good_book: Project, text: str) -> None:
    """What it would have held isn't missed elsewhere."""
    assert read_book(good_book).unread == frozenset()
    good_book.decisions.write_text(text, encoding="utf-8")
    book = read_book(good_book)
    assert book.unread == {good_book.decisions} and [problem.code for problem in book.problems] == ["decision-data"] * len(book.problems) != []


def test_a_field_lacks_where_it_lacks(good_book: Project) -> None:
    """A misspelt field of one option isn't what the other one lacks."""
    swap("      money: inference only\n", "      money: inference only\n      mony: 5\n")(good_book.decisions)
    swap("      money: editors' time\n", "")(good_book.decisions)
    said = [problem.message for problem in problems_of(good_book)]
    assert said == ["'delete-or-ask': 'options.1.mony' is no field of it.", "'delete-or-ask' lacks 'options.2.money'."]


def test_a_files_name_can_be_shown(good_book: Project) -> None:
    for name in (b"a\tb.mmd", b"caf\xe9.mmd"):
        with open(os.path.join(os.fsencode(good_book.diagrams), name), "wb") as file:
            file.write(b"flowchart TB\n")
    problems = problems_of(good_book)
    assert [(p.path, p.code, p.line) for p in problems] == [
        (r"diagrams/a\tb.mmd", "source", 0),
        (r"diagrams/caf\udce9.mmd", "source", 0),
    ]
    assert all(str(p).isprintable() for p in problems)


def test_without_a_navigation_everything_else_is_still_named(good_book: Project) -> None:
    good_book.config.write_text("site_name: x\n", encoding="utf-8")
    good_book.glossary.write_text("- a\n", encoding="utf-8")
    with pytest.raises(BookError) as raised:
        read_book(good_book)
    assert [(p.path, p.code) for p in raised.value.problems] == [(TERMS, "glossary-data"), (CONFIG, "nav")]


def test_a_role_at_fault_keeps_what_is_right_in_it(good_book: Project) -> None:
    good = style_of(good_book).roles
    swap("    meaning: training and batch work\n", "    meaning: training and batch work\n    color: red\n")(
        good_book.style
    )
    swap("smallest_pt:", "smallest_pt: small #")(good_book.style)
    book = read_book(good_book)
    assert book.style.roles == good and len(book.problems) == 2


def test_the_style_alone_raises(good_book: Project) -> None:
    good_book.style.write_text("a: b: c\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"diagrams/style.yaml:1:5: \[style\]"):
        style_of(good_book)


def test_a_file_that_may_not_be_read(good_book: Project) -> None:
    good_book.glossary.chmod(0)
    code = (
        "import sys; from pathlib import Path; from guide.project import Project; from guide.sources import read_book\n"
    )
    code += "print(*read_book(Project(Path(sys.argv[1]))).problems, sep='\\n')"
    run = run_powerless(sys.executable, "-c", code, str(good_book.root))
    assert (
        run.stdout.startswith("docs/glossary.yaml: [source] the file can't be read: ") and run.stdout.count("\n") == 1
    ), run


def test_a_link_to_itself_is_no_file(good_book: Project) -> None:
    path = good_book.root / FRAME
    path.unlink()
    path.symlink_to(path.name)
    (problem,) = [p for p in read_book(good_book).problems]
    assert (problem.code, problem.path) == ("source", FRAME)


def test_lines_are_kept_of_everything(book: Book) -> None:
    for kind, entries, path in (("id", book.decisions, DECISIONS), ("term", book.terms, TERMS)):
        lines = book.texts[path].split("\n")
        for entry in entries:
            assert lines[entry.line - 1].startswith(f"- {kind}: ") and not entry.stand_in
            assert getattr(entry, kind) in lines[entry.line_of(kind) - 1].replace("''", "'")
    lines = book.texts[DECISIONS].split("\n")
    for decision in book.decisions:
        for number, option in enumerate(decision.options):
            assert option.money in lines[decision.line_of("options", number, "money") - 1].replace("''", "'")
        assert decision.line_of("options", 99) == decision.line_of("options")
    for chapter in book.chapters:
        assert (
            book.texts[book.project.relative(chapter.path)]
            .split("\n")[chapter.front.line_of("reviewed") - 1]
            .startswith("reviewed: ")
        )
    works = book.texts[WORKS].split("\n")
    assert all(f'"id": "{work.key}"' in works[work.line - 1] for work in book.works.values())


def test_a_book_travels_between_processes(good_book: Project) -> None:
    book = read_book(good_book)
    copy = pickle.loads(pickle.dumps(book))
    assert copy.decisions == book.decisions and copy.decisions[0].line_of("options", 1) == book.decisions[0].line_of(
        "options", 1
    )
    assert hash(copy.terms) == hash(book.terms)


@pytest.mark.parametrize(
    ("number", "label"),
    [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_appendices_never_run_out_of_letters(number: int, label: str) -> None:
    assert appendix_label(number) == label


@pytest.mark.parametrize(
    ("data", "text", "place"),
    [
        (b"a\xc3\xa9\n", "aé\n", None),
        (b"\xef\xbb\xbfa\r\nb\rc\n", "a\nb\nc\n", None),
        (b"a\r\nb \xe9", "a\nb é", (2, 3)),
        (b"\xff\xfea\x00", "a", (1, 1)),
        (b"\xff\xfea", " ", (1, 1)),
        (b"a\x00b\n\x0cc", "a b\n c", (1, 2)),
        ("a\ufeffb".encode(), "a b", (1, 2)),
        ("\ue000".encode(), " ", (1, 1)),
        (b"\xed\xa0\x80", "í\xa0€", (1, 1)),
        (b"a\n<<<<<<< x\nours\n=======\ntheirs\n", "a\n<<<<<<< x\nours\n=======\ntheirs\n", (2, 1)),
        (b"a\n>>>>>>> x\nb\n", "a\n\nb\n", (2, 1)),
        (b"Head\n=======\n|||||||\n<<<<<<<< x\n", "Head\n=======\n|||||||\n<<<<<<<< x\n", None),
        (b"<<<<<<< x\na\n=======\nb\n>>>>>>> y\nc\n=======\n", "\na\n\n\n\nc\n=======\n", (1, 1)),
        (b"a\n<<<<<<< x\nours\n||||||| base\nwas\n=======\ntheirs\n>>>>>>> y\nz\n", "a\n\nours\n\n\n\n\n\nz\n", (2, 1)),
    ],
)
def test_bytes_become_text(data: bytes, text: str, place: tuple[int, int] | None) -> None:
    found, blemishes = decode(data)
    assert found == text
    assert [(b.line, b.column) for b in blemishes] == ([place] if place else [])


@pytest.mark.parametrize(("length", "said"), [(_LONGEST, _LONGEST), (_LONGEST + 1, _LONGEST - 60 + 3 + 50), (9999, _LONGEST - 60 + 3 + 50)])
def test_what_is_long_is_said_without_its_middle(length: int, said: int) -> None:
    text = _sayable("a" * (length - 1) + "z")
    assert len(text) == said and text[0] == "a" and text[-1] == "z"
