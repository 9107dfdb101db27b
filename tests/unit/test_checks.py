"""Every check: a good book is broken in one way, and exactly that code is found, at that place."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from guide.checks import CODES, check_book, check_site
from guide.problems import BookError
from guide.project import Project
from guide.publish import Edition, Publisher, matrix, sheets
from guide.publish import book as book_pdf
from guide.site import build_site
from guide.sources import read_book
from tests.conftest import ROOT, run_guide, snapshot

CLOCK = "docs/interview/the-clock.md"
STEP = "docs/framework/clarify-the-requirements.md"
CASE = "docs/cases/comment-spam.md"
HOME = "docs/index.md"
DECISIONS, TERMS, WORKS = "docs/decisions.yaml", "docs/glossary.yaml", "docs/bibliography.json"
SYSTEM = "diagrams/comment-spam/system.mmd"
FRAME = "diagrams/comment-spam/frame.mmd"
Edit = Callable[[Project], None]


def change(path: str, old: str, new: str) -> Edit:
    """Replaces `old`, which stands in the file once."""

    def edit(project: Project) -> None:
        file = project.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def after(path: str, line: str, *more: str) -> Edit:
    """Adds lines after the one that reads `line`."""
    return change(path, f"\n{line}\n", "\n".join(("", line, *more, "")))


def append(path: str, text: str) -> Edit:
    def edit(project: Project) -> None:
        with (project.root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def write(path: str, text: str) -> Edit:
    def edit(project: Project) -> None:
        (project.root / path).write_text(text, encoding="utf-8")

    return edit


def both(*edits: Edit) -> Edit:
    def edit(project: Project) -> None:
        for one in edits:
            one(project)

    return edit


@dataclass(frozen=True)
class Break:
    """One mistake. `line` is its number, or a text that stands on that line only, once the book is broken."""

    code: str
    what: str
    edit: Edit
    path: str
    line: int | str

    def __str__(self) -> str:
        return f"{self.code}: {self.what}"


def estimate(code: str, *lines: str, at: str | None = None) -> Break:
    """Lines added to the estimate block of the clock; the last is the mistake unless `at` names it."""
    edit = after(CLOCK, "close = 3 min   # assumed: your questions", *lines)
    return Break(f"estimate-{code}", lines[-1], edit, CLOCK, at or lines[-1])


METRIC = """
```metric
hit = recall
title: Four cases
labels = 1 0 1 0
predictions = 1 0 0 0
```

"""


def example(what: str, old: str, new: str, at: str) -> Break:
    """A metric's worked example with one mistake, in the clock; `at` stands on its line."""
    assert METRIC.count(old) == 1
    edit = change(CLOCK, "## What to cut\n", METRIC.replace(old, new) + "## What to cut\n")
    return Break("metric", what, edit, CLOCK, at)


PAGE = """---
id: {id}
title: Another page
kind: guide
description: A page that a careless contributor has added to the book.
reviewed: 2026-11-21
---

Words.
"""
TERM = "- term: {}\n  definition: Something else.\n"
FIGURE = '```mermaid\n--8<-- "{}"\n```\n/// figure-caption\nAgain.\n///\n'

BREAKS = [
    Break("nav", "a file that the navigation doesn't name", write("docs/extra.md", PAGE.format(id="extra")), "docs/extra.md", 1),
    Break("nav", "a name without a file", change("mkdocs.yml", "  - Framework:", "  - interview/gone.md\n  - Framework:"),
          "mkdocs.yml", "interview/gone.md"),
    Break("front-matter", "none", change(CASE, "---\nid: comment-spam\n", "id: comment-spam\n"), CASE, 1),
    Break("front-matter", "no description", change(CLOCK, "description: Where", "# Where"), CLOCK, "id: the-clock"),
    Break("front-matter", "an unknown field", change(CASE, "task: Binary", "tsak: x\ntask: Binary"), CASE, "tsak: x"),
    Break("front-matter", "a wrong level", change(CASE, "[senior, staff, principal]", "[junior]"), CASE, "[junior]"),
    Break("front-matter", "a description too short", change(CLOCK, "description: Where the minutes of a design round go, and which ones to protect.", "description: Minutes."),
          CLOCK, "description: Minutes."),
    Break("front-matter", "a case without a prompt", change(CASE, "prompt: Design a spam filter for the comments under our articles.\n", ""), CASE, 1),
    Break("front-matter", "not YAML", change(CLOCK, "title: The clock", "title: [The clock"), CLOCK, "kind: guide"),
    Break("front-matter", "a key twice", change(CLOCK, "topics: [timing]", "topics: [timing]\ntopics: [clock]"), CLOCK, "topics: [clock]"),
    Break("front-matter", "an id that isn't the file's name",
          both(change(CLOCK, "id: the-clock", "id: clock"), change(CLOCK, '"the-clock/minutes.mmd"', '"clock/minutes.mmd"'),
               lambda p: (p.diagrams / "the-clock").rename(p.diagrams / "clock"),
               change(STEP, "prerequisites: [the-clock]", "prerequisites: [clock]"),
               change(STEP, "${the-clock.work}", "${clock.work}"), change(STEP, "the-clock.work *", "clock.work *")), CLOCK, 1),
    Break("duplicate-id", "two chapters",
          both(write("docs/cases/the-clock.md", PAGE.format(id="the-clock")),
               change("mkdocs.yml", "  - Reference:", "  - cases/the-clock.md\n  - Reference:")), "docs/cases/the-clock.md", 1),
    Break("duplicate-id", "a term", append(TERMS, "\n" + TERM.format("base rate")), TERMS, "- term: base rate"),
    Break("duplicate-id", "another name of a term", append(TERMS, "\n" + TERM.format("Prevalence")), TERMS, "- term: Prevalence"),
    Break("duplicate-id", "a decision", both(change(DECISIONS, "id: retrain-when", "id: delete-or-ask"), change(CASE, "\nretrain-when\n", "\n")),
          DECISIONS, "- id: delete-or-ask\n  question: When"),
    Break("duplicate-id", "a figure shown twice", change(CLOCK, "## What to cut\n", FIGURE.format("the-clock/minutes.mmd") + "\n## What to cut\n"),
          CLOCK, '--8<-- "the-clock/minutes.mmd"\n```\n/// figure-caption\nAgain'),
    Break("duplicate-id", "a table", change(CLOCK, "## What to cut\n", "| A | B |\n|---|---|\n| 1 | 2 |\n\n/// table-caption | #tab-marks\nThe same name.\n///\n\n## What to cut\n"),
          CLOCK, "/// table-caption | #tab-marks\nThe same"),
    Break("duplicate-id", "an anchor", change(CLOCK, "## What to cut\n", "### Late {#late}\n\n### Too late {#late}\n\n## What to cut\n"), CLOCK, "### Too late"),
    Break("prerequisite", "no such chapter", change(CASE, "prerequisites: [clarify-the-requirements]", "prerequisites: [clarify]"), CASE, 1),
    Break("sections", "one is missing", change(CASE, "## Monitor and maintain\n", ""), CASE, 1),
    Break("sections", "one too many", change(STEP, "## Drill\n", "## Homework\n\nTry it.\n\n## Drill\n"), STEP, "## Homework"),
    Break("sections", "out of order", change(STEP, "## Failure modes\n\nQuestions without a consequence use up the clock.\n\n## What each level adds\n\n",
          "## What each level adds\n\nNothing.\n\n## Failure modes\n\n"), STEP, "## Failure modes"),
    Break("sections", "the title in the body", change(CLOCK, "## What to cut", "# The clock, again\n\n## What to cut"), CLOCK, "# The clock, again"),
    Break("talking-points", "no level", change(CASE, "[evaluate, staff]", "[evaluate]"), CASE, "[evaluate]"),
    Break("talking-points", "no step", change(CLOCK, "[clarify-the-requirements, senior]", "[senior]"), CLOCK, "left? [senior]"),
    Break("talking-points", "an unknown tag", change(CASE, "[evaluate, staff]", "[evaluate, staff, hard]"), CASE, "hard]"),
    Break("sheet", "a case without a card", change(CASE, '!!! glance "At a glance"', '!!! note "At a glance"'), CASE, 1),
    Break("sheet", "a case without frames", change(CASE, '<div class="frames" markdown>', "<div markdown>"), CASE, 1),
    Break("link", "a file that isn't there", change(HOME, "(interview/the-clock.md)", "(interview/clock.md)"), HOME, "(interview/clock.md)"),
    Break("link", "a data file that isn't there", change("docs/reference/sources.md", "../bibliography.json", "../works.json"),
          "docs/reference/sources.md", "works.json"),
    Break("anchor", "a section that isn't there", change(HOME, "#the-prompt", "#prompt"), HOME, "#prompt"),
    Break("anchor", "a section of this page", change(CLOCK, "Cut breadth", "[Cut](#where-to-cut) breadth"), CLOCK, "#where-to-cut"),
    Break("anchor", "a figure", change(CASE, "[](#fig-system)", "[](#fig-overview)"), CASE, "#fig-overview"),
    Break("anchor", "a table", change(CASE, "[](#tab-answers)", "[](#tab-questions)"), CASE, "#tab-questions"),
    Break("anchor", "a decision", change(CASE, "Watch the share", "[Retrain](../reference/trade-off-matrix.md#retrain) and watch the share"),
          CASE, "#retrain)"),
    Break("anchor", "a term", change(STEP, "#term-base-rate", "#term-prevalence"), STEP, "#term-prevalence"),
    Break("diagram-include", "no such file", change(CLOCK, "## What to cut\n", FIGURE.format("the-clock/hours.mmd") + "\n## What to cut\n"), CLOCK, "hours.mmd"),
    Break("diagram-include", "the source in the chapter", change(CLOCK, "## What to cut\n", "```mermaid\nflowchart TB\n  a --> b\n```\n/// figure-caption\nInline.\n///\n\n## What to cut\n"),
          CLOCK, "flowchart TB"),
    Break("diagram-include", "another chapter's", change(CLOCK, "## What to cut\n", FIGURE.format("comment-spam/frame.mmd") + "\n## What to cut\n"),
          CLOCK, "comment-spam/frame.mmd"),
    Break("diagram-include", "no caption", change(CLOCK, "/// figure-caption\nThe middle of the round belongs to the model only when the label is already on the board.\n///\n", ""),
          CLOCK, "minutes.mmd"),
    Break("diagram-include", "nobody shows it", write("diagrams/comment-spam/spare.mmd", "flowchart TB\n  accTitle: Spare\n  accDescr: Nobody shows it.\n  a --> b\n"),
          "diagrams/comment-spam/spare.mmd", 1),
    Break("diagram-syntax", "an arrow to nowhere", change(SYSTEM, "train -.->", "train ==>>"), SYSTEM, "train ==>>"),
    Break("diagram-syntax", "an unclosed shape", change(FRAME, "comment(Comment)", "comment([Comment)"), FRAME, "comment([Comment"),
    Break("diagram-syntax", "no diagram type", change(FRAME, "flowchart LR", "flowchat LR"), FRAME, 1),
    Break("diagram-size", "too long a row", change(FRAME, '-->|"unsure"| person', "--> a[A long label] --> b[Another long label] --> c[A third long label] --> d[A fourth long label] --> e[A fifth long label] --> person"),
          FRAME, 1),
    Break("diagram-alt", "no title", change(FRAME, "  accTitle: The whiteboard, first frame\n", ""), FRAME, 1),
    Break("diagram-alt", "no description", change(SYSTEM, "  accDescr: Offline", "  %% Offline"), SYSTEM, 1),
    Break("diagram-class", "an unknown role", change(FRAME, "person[/Editor/]:::human", "person[/Editor/]:::person"), FRAME, ":::person"),
    Break("diagram-class", "an unknown class", append(FRAME, "  class comment fancy\n"), FRAME, "class comment fancy"),
    Break("diagram-class", "its own class", append(FRAME, "  classDef human fill:#fff\n"), FRAME, "classDef"),
    Break("diagram-class", "its own style", append(FRAME, "  style person fill:#fff\n"), FRAME, "style person"),
    Break("diagram-class", "its own link style", append(FRAME, "  linkStyle 0 stroke:#fff\n"), FRAME, "linkStyle"),
    Break("diagram-class", "its own theme", change(FRAME, "flowchart LR", '%%{init: {"theme": "dark"}}%%\nflowchart LR'), FRAME, 1),
    Break("bibliography", "no venue", change(WORKS, '    "container-title": "Communications of the ACM",\n', ""), WORKS, '"id": "dean2013tail"'),
    Break("bibliography", "no identifier", change(WORKS, '    "page": "74-80",\n    "DOI": "10.1145/2408776.2408794"\n', '    "page": "74-80"\n'), WORKS, '"id": "dean2013tail"'),
    Break("bibliography", "no year", change(WORKS, '"issued": {\n      "date-parts": [\n        [\n          2000', '"accessed": {\n      "date-parts": [\n        [\n          2000'),
          WORKS, '"id": "axelsson2000base"'),
    Break("bibliography", "the same key twice",
          change(WORKS, '[\n  {\n    "id": "axelsson2000base"', '[\n  {"id": "dean2013tail", "type": "webpage", "title": "Tail", "author": [{"family": "Dean"}],\n'
                 '   "issued": {"date-parts": [[2013]]}, "publisher": "Nobody", "URL": "https://example.org"},\n  {\n    "id": "axelsson2000base"'),
          WORKS, '    "id": "dean2013tail"'),
    Break("bibliography", "not JSON", change(WORKS, '"issue": "3",', '"issue": "3"'), WORKS, '"page": "186-205"'),
    Break("citation", "in the text", change(CLOCK, "Cut breadth", "See [@dean2031tail]. Cut breadth"), CLOCK, "@dean2031tail"),
    Break("citation", "the second of two", change(CASE, "derive [@axelsson2000base]", "derive [@axelsson2000base, p. 190; @nobody2000x]"), CASE, "@nobody2000x"),
    Break("citation", "in a list of sources", change(CASE, "dean2013tail: hedged requests.", "dean2013tail: hedged requests.\nnobody2000x: nothing."), CASE, "nobody2000x"),
    Break("citation", "in an estimate", change(CLOCK, "# assumed: your questions", "# published: as always [@nobody2000x]"), CLOCK, "@nobody2000x"),
    Break("citation", "in a decision", change(DECISIONS, "sources: [franc2023optimal]", "sources: [franc2023optimal, nobody2000x]"), DECISIONS, "id: delete-or-ask"),
    Break("uncited", "a work that nobody cites", change(DECISIONS, "  sources: [franc2023optimal]\n", ""), WORKS, '"id": "franc2023optimal"'),
    Break("decision-data", "no cost in money", change(DECISIONS, "      money: inference only\n", ""), DECISIONS, "    - name: The model alone"),
    Break("decision-data", "no threshold", change(DECISIONS, "  flip_when: an error costs less than two reviews\n", ""), DECISIONS, "id: delete-or-ask"),
    Break("decision-data", "an unknown field", change(DECISIONS, "  because: Then", "  becuase: Then"), DECISIONS, "becuase"),
    Break("decision-data", "an unknown step", change(DECISIONS, "step: monitor-and-maintain", "step: monitor"), DECISIONS, "step: monitor"),
    Break("decision-data", "a default that is no option", change(DECISIONS, "default: Every night", "default: Every hour"), DECISIONS, "id: retrain-when"),
    Break("decision-data", "nobody shows it", change(CASE, "delete-or-ask\nretrain-when\n", "delete-or-ask\n"), DECISIONS, "id: retrain-when"),
    Break("decision-data", "not YAML", change(DECISIONS, "question: When is", "question: 'When is"), DECISIONS, "I'd retrain nightly"),
    Break("decision-data", "not a mapping", append(DECISIONS, "\n- just a text\n"), DECISIONS, "- just a text"),
    Break("unknown-decision", "a wrong id", change(CASE, "retrain-when", "retrain-how"), CASE, "retrain-how"),
    Break("glossary-data", "the section doesn't say it", change(TERMS, "#trade-offs", "#two-transcripts"), TERMS, "- term: Review band"),
    Break("glossary-data", "leads to no section", change(TERMS, "#trade-offs", "#tradeoffs"), TERMS, "- term: Review band"),
    Break("glossary-data", "leads to no page", change(TERMS, "see: framework/clarify", "see: framework/clarifying"), TERMS, "- term: Base rate"),
    Break("glossary-data", "no definition", change(TERMS, "  definition: A second copy of a slow request, sent to another replica.\n", ""), TERMS, "- term: Hedged"),
    Break("unknown-value", "in the text", change(CLOCK, "leaves ${work}", "leaves ${wrok}"), CLOCK, "${wrok}"),
    Break("unknown-value", "in a diagram", change("diagrams/comment-spam/serving.mmd", "promise ${slo}", "promise ${sla}"), "diagrams/comment-spam/serving.mmd", "${sla}"),
    Break("unknown-value", "of another chapter", change(STEP, "${the-clock.work}", "${clock.work}"), STEP, "${clock.work}"),
    Break("unknown-value", "not a quote", change(CLOCK, "leaves ${work}", "leaves ${work + 1}"), CLOCK, "${work + 1}"),
    Break("unknown-value", "in a unit that doesn't fit", change(CLOCK, "leaves ${work}", "leaves ${work -> item}"), CLOCK, "${work -> item}"),
    Break("glyph", "in the text", change(CLOCK, "Cut breadth", "☂ Cut breadth"), CLOCK, "☂"),
    Break("glyph", "in a diagram", change(FRAME, "comment(Comment)", "comment(☂ Comment)"), FRAME, "☂"),
    Break("glyph", "in the glossary", change(TERMS, "The share of positives", "The ☂ share of positives"), TERMS, "☂"),
    Break("formula", "two subscripts", change(STEP, "recall $r$", "recall $r_a_b$"), STEP, "r_a_b"),
    Break("formula", "an unknown command", change(STEP, "recall $r$", "recall $\\nosuch{r}$"), STEP, "nosuch"),
    Break("formula", "an open brace, in a block", change(STEP, "\\frac{r\\,p}", "\\frac{r\\,p"), STEP, "\\frac{"),
    Break("link", "an image that isn't there", change(CLOCK, "Cut breadth", "![A board](board.png) Cut breadth"), CLOCK, "board.png"),
    example("no name", "hit = recall", "recall", "recall\ntitle: Four"),
    example("an unknown function", "recall", "recal", "hit = recal"),
    example("an unknown parameter", "predictions =", "flags =", "flags = 1"),
    example("a missing parameter", "predictions = 1 0 0 0\n", "", "hit = recall"),
    example("a parameter twice", "predictions =", "labels = 1 0 0 0\npredictions =", "labels = 1 0 0 0"),
    example("no title", "title: Four cases\n", "", "hit = recall"),
    example("not a number", "= 1 0 0 0", "= 1 no 0 0", "= 1 no"),
    example("neither a parameter nor a title", "title: Four", "Four", "Four cases"),
    example("what the metric refuses", "= 1 0 1 0", "= 0 0 0 0", "hit = recall"),
    example("an estimate's name", "hit = recall", "work = recall", "work = recall"),
    Break("metric", "a name twice", change(CLOCK, "## What to cut\n", METRIC + METRIC.replace("Four", "Again four") + "## What to cut\n"),
          CLOCK, "hit = recall\ntitle: Again"),
    Break("untagged-number", "typed into the text", change(CLOCK, "Cut breadth", "A round lasts 45 minutes. Cut breadth"), CLOCK, "45 minutes"),
    Break("untagged-number", "marked without a reason", change(STEP, "<!-- plain: the drill's own clock -->", "<!-- plain: -->"), STEP, "<!-- plain: -->"),
    estimate("arguments", "half = sqrt(slot, greet)  # Half of it"),
    estimate("assertion", "assert work >= 44 min"),
    Break("estimate-block-title", "no title", change(CLOCK, "title: The minutes of a round\n", ""), CLOCK, "slot  = 45 min"),
    estimate("cycle", "egg = hen -> min  # The egg", "hen = egg -> min  # The hen", at="egg = hen"),
    estimate("division-by-zero", "none = slot / (greet - greet)  # Nothing"),
    estimate("domain", "none = log(0 - 1)  # No logarithm"),
    estimate("duplicate-name", "greet = 4 min  # assumed: again"),
    Break("estimate-duplicate-title", "two blocks", change(STEP, "title: A filter at low prevalence", "title: The step's share\n# second"),
          STEP, "title: The step's share\n# second"),
    estimate("formula-syntax", "half = slot / -> min  # Half of it"),
    estimate("input-origin", "spare = 1 min"),
    estimate("input-origin", "spare = 1 min  # published: somewhere"),
    estimate("line-syntax", "forty-five minutes in all"),
    estimate("name-syntax", "2nd = slot -> min  # The second"),
    estimate("number-syntax", "many = 1,000 min  # assumed: a lot"),
    estimate("number-with-unit", "half = slot - 5 min -> min  # A number without a name"),
    estimate("range", "spare = 1 min [2 .. 3]  # assumed: outside"),
    estimate("reserved-name", "max = 1 min  # assumed: a function's name"),
    estimate("result-label", "half = slot / 2 -> min"),
    estimate("result-unit", "half = slot / 2 -> item  # Half of it"),
    estimate("unit-syntax", "half = slot / 2 ->  # Half of it"),
    Break("estimate-units", "apples and pears", after(CASE, "watch peak", "odd = users + slo -> ms  # Odd"), CASE, "odd = users"),
    estimate("unknown-function", "half = half_of(slot) -> min  # Half of it"),
    estimate("unknown-name", "half = slott / 2 -> min  # Half of it"),
    estimate("unknown-unit", "spare = 2 fortnite  # assumed: a game"),
    estimate("unused-input", "spare = 1 min  # assumed: nobody needs it"),
    estimate("watch", "watch slot"),
]  # fmt: skip


def line_of(path: Path, line: int | str) -> int:
    if isinstance(line, int):
        return line
    text = path.read_text(encoding="utf-8")
    assert text.count(line) == 1, f"{line!r} stands {text.count(line)} times in {path}"
    start = text.index(line) + len(line) - len(line.lstrip("\n"))
    return text.count("\n", 0, start) + 1


def test_the_good_book_is_good(good_book: Project) -> None:
    assert check_book(read_book(good_book)) == []


@pytest.mark.parametrize("mistake", BREAKS, ids=str)
def test_a_mistake_is_found_where_it_is(good_book: Project, mistake: Break) -> None:
    mistake.edit(good_book)
    problems = check_book(read_book(good_book))
    expected = (mistake.code, mistake.path, line_of(good_book.root / mistake.path, mistake.line))
    assert [(p.code, p.path, p.line) for p in problems] == [expected], "\n".join(map(str, problems))
    (problem,) = problems
    where, _, rest = str(problem).partition(": [")
    assert where.startswith(f"{expected[1]}:{expected[2]}")
    assert "\n" not in rest and " Mend: " in rest and problem.message.endswith(".") and problem.mend.strip()


# ---------- built pages ----------

GOOD_PAGES = {
    "index.html": '<link rel="stylesheet" href="style.css"><link rel="canonical" href="https://example.org/">'
    '<script src="a.js"></script><img src="a.png" alt=""><a href="sub/#here">there</a><a href="https://example.org">out</a>',
    "sub/index.html": '<h1 id="here">Here</h1><a href="..">back</a><a href="#here">up</a><a href="mailto:a@example.org">write</a>',
    "404.html": '<a href="/elsewhere/">absolute, as this page is shown anywhere</a>',
    "style.css": "body{background:url(a.png)}",
    "a.js": "",
    "a.png": "",
}
PAGE_BREAKS = [
    ("page-link", "index.html", 'href="sub/#here"', 'href="gone/"'),
    ("page-link", "index.html", 'href="sub/#here"', 'href="sub/#gone"'),
    ("page-link", "sub/index.html", 'href="#here"', 'href="#gone"'),
    ("page-link", "sub/index.html", 'href=".."', 'href="../../"'),
    ("page-link", "index.html", 'src="a.png"', 'src="gone.png"'),
    ("page-link", "index.html", 'src="a.js"', 'src="gone.js"'),
    ("request", "index.html", 'src="a.js"', 'src="https://example.org/a.js"'),
    ("request", "index.html", 'src="a.png"', 'src="//example.org/a.png"'),
    ("request", "index.html", 'href="style.css"', 'href="https://example.org/style.css"'),
    ("request", "index.html", "<script", '<style>@import "https://example.org/a.css";</style><script'),
    ("request", "index.html", "<img", '<p style="background:url(https://example.org/a.png)"></p><img'),
    ("request", "index.html", "<img", '<iframe src="https://example.org/"></iframe><img'),
    ("request", "index.html", "<img", '<img srcset="https://example.org/a.png 2x" alt=""><img'),
    ("request", "index.html", "<img", '<svg><image href="https://example.org/a.png"/></svg><img'),
    ("request", "style.css", "url(a.png)", "url('https://example.org/a.png')"),
]  # fmt: skip


def _write_site(folder: Path) -> None:
    for name, text in GOOD_PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        page = f"<!doctype html><html><body>{text}</body></html>" if name.endswith(".html") else text
        (folder / name).write_text(page, encoding="utf-8")


def test_good_pages_are_good(tmp_path: Path) -> None:
    _write_site(tmp_path)
    assert check_site(tmp_path) == []


@pytest.mark.parametrize(("code", "page", "old", "new"), PAGE_BREAKS, ids=[f"{b[0]}: {b[3]}" for b in PAGE_BREAKS])
def test_a_mistake_in_a_page_is_found(tmp_path: Path, code: str, page: str, old: str, new: str) -> None:
    _write_site(tmp_path)
    change(page, old, new)(Project(tmp_path))
    assert [(p.code, p.path) for p in check_site(tmp_path)] == [(code, f"site/{page}")]


def test_a_mistake_in_a_template_is_told_by_the_engine(good_book: Project, tmp_path: Path) -> None:
    change("overrides/404.html", "{% block content %}", "{% block content %}{% nonsense %}")(good_book)
    with pytest.raises(BookError) as raised:
        build_site(read_book(good_book), tmp_path / "site")
    assert [p.code for p in raised.value.problems] == ["engine"]
    assert "nonsense" in str(raised.value)


def test_a_warning_of_the_engine_stops_the_build(good_book: Project, tmp_path: Path) -> None:
    """Strict mode is on: here a link that only the engine looks at."""
    change(CLOCK, "Cut breadth", "[where]: gone.md\n\n[Cut][where] breadth")(good_book)
    with pytest.raises(BookError) as raised:
        build_site(read_book(good_book), tmp_path / "site")
    assert [p.code for p in raised.value.problems] == ["engine"]
    assert "interview/gone.md" in str(raised.value)


# ---------- outputs ----------


@pytest.fixture
def edition(built_book: Project, tmp_path: Path) -> Edition:
    """An edition whose theme and pages a test may break."""
    project = Project(tmp_path / "book")
    for folder in ("docs", "diagrams", "overrides", "site"):
        shutil.copytree(built_book.root / folder, project.root / folder)
    shutil.copy(built_book.config, project.config)
    project.packages.symlink_to(built_book.packages)
    return Edition(read_book(project), project.site, project.site, 1_795_219_200, "0123456789")


@pytest.mark.parametrize(
    ("code", "publish", "edit"),
    [
        ("book-page", book_pdf.publish, lambda p: (p.site / "cases" / "comment-spam" / "index.html").unlink()),
        ("book-log", book_pdf.publish, append("overrides/print/text.css", "\np { nonsense: 1 }\n")),
        ("sheet", sheets.publish, append("overrides/print/sheets.css", "\np { nonsense: 1 }\n")),
        ("sheet", sheets.publish, append("overrides/print/sheets.css", "\n.frames { padding-top: 26cm }\n")),
        ("matrix-log", matrix.publish, append("overrides/print/matrix.css", "\np { nonsense: 1 }\n")),
    ],
)
def test_a_mistake_of_an_output_stops_it(
    edition: Edition, tmp_path: Path, code: str, publish: Publisher, edit: Edit
) -> None:
    edit(edition.book.project)
    with pytest.raises(BookError) as raised:
        publish(edition, tmp_path)
    assert {p.code for p in raised.value.problems} == {code}
    assert all(p.path and p.message and p.mend for p in raised.value.problems)


OUTPUT_CODES = {"engine", "book-page", "book-log", "matrix-log", "sheet"}


# ---------- the list of codes ----------


def _codes_in_source() -> set[str]:
    """Every literal code that a Problem is made with in the toolchain."""
    codes = set()
    for path in (ROOT / "scripts" / "guide").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) > 2:
                code = node.args[2]
                if isinstance(code, ast.Constant):
                    codes.add(code.value)
                elif isinstance(code, ast.JoinedStr):
                    codes.add(code.values[0].value.rstrip("-"))
    return codes


def _estimate_codes() -> set[str]:
    codes = set()
    for path in (ROOT / "scripts" / "guide" / "estimates").glob("*.py"):
        codes |= set(re.findall(r'EstimateError\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
    # A quote's own mistakes are told as unknown-value, since they stand in prose or in a diagram.
    return {f"estimate-{code}" for code in codes} - {"estimate-quote-syntax"}


def test_every_code_has_a_test() -> None:
    tested = {mistake.code for mistake in BREAKS} | {code for code, *_ in PAGE_BREAKS} | OUTPUT_CODES
    assert tested >= (CODES.keys() - {"estimate"}) | _estimate_codes()
    unlisted = {code for code in tested if code not in CODES and not code.startswith("estimate-")}
    assert not unlisted


def test_every_code_is_listed() -> None:
    assert _codes_in_source() <= CODES.keys()


def test_the_command_lists_every_code() -> None:
    run = run_guide(ROOT, "check", "--list")
    assert run.returncode == 0
    assert [line.split()[0] for line in run.stdout.splitlines()] == list(CODES)
    assert all(len(line.split()) > 3 for line in run.stdout.splitlines())


# ---------- the breaks that contributors make most, through the real command ----------

COMMON = {
    "a bad diagram": ("diagram-syntax", "an unclosed shape"),
    "a dead link": ("link", "a file that isn't there"),
    "a dead anchor": ("anchor", "a section that isn't there"),
    "an unknown citation": ("citation", "in the text"),
    "an unknown decision": ("unknown-decision", "a wrong id"),
    "missing front matter": ("front-matter", "none"),
    "missing alternative text": ("diagram-alt", "no description"),
}


@pytest.mark.parametrize("what", COMMON)
@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_common_mistake_ends_in_one_line(built_book: Project, what: str, verb: str) -> None:
    mistake = next(b for b in BREAKS if (b.code, b.what) == COMMON[what])
    path = built_book.root / mistake.path
    good, before = path.read_bytes(), snapshot(built_book)
    try:
        mistake.edit(built_book)
        run = run_guide(built_book.root, verb)
        place = f"{mistake.path}:{line_of(path, mistake.line)}"
    finally:
        path.write_bytes(good)
    lines = run.stderr.strip().splitlines()
    assert run.returncode == 1
    assert len(lines) == 2, run.stderr
    assert re.match(rf"{re.escape(place)}(:\d+)?: \[{mistake.code}\] .+\. Mend: .+", lines[0])
    assert lines[1] == "1 problem. The last good output is untouched."
    assert len(before) > 20 and snapshot(built_book) == before
    assert not list(built_book.work.glob("stage-*"))
