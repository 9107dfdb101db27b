"""Mistakes seeded into the small book, one at a time: each is named once, with its code and its line, and nothing is
published.

Every mistake goes the whole way, through `guide build`. The checks' own examples are among them; the others are what
careless editing does besides: marks of other dialects, marks left open or lost, data left empty or doubled, files that
are no text, strays, and slips whose consequences show all over the book.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result

from guide.checks import CHECKS
from guide.checks.core import Append, Delete, Example, Replace, Write, bad
from guide.checks.core.small_book import (
    BARS,
    CASE,
    CLOCK,
    CONFIG,
    DECISIONS,
    FRAME,
    HOME,
    PRICES,
    PROMPTS,
    SERVING,
    STEP,
    STYLE,
    SYSTEM,
    TERMS,
    WORKS,
    block,
    words,
)  # fmt: skip
from guide.cli import main
from guide.kept import Kept
from guide.project import Project
from guide.workers import Here
from tests.conftest import FIXTURE

_TABLE = "| A | B |\n|---|---|\n| 1 | 2 |\n\n"
_FLAGS, _LOAD, _STATES = (f"diagrams/{name}.mmd" for name in ("clarify-the-requirements/flags", "comment-spam/load", "comment-spam/threshold"))
_PRICE = "- id: gpu_hour\n  value: 2 dollar/gpu/h\n  low: 1\n  what: an hour of one accelerator\n  date: 2026-10\n  source: dean2013tail\n"
_CONFLICT = "\n<<<<<<< ours\nOurs.\n=======\nTheirs.\n>>>>>>> theirs\n"


def said(text: str, line: str = "", what: str = "") -> Example:
    """A mistake in a paragraph."""
    return bad(what or text, words(text), line=line or text)


def put(text: str, line: str, what: str = "") -> Example:
    """A mistake on lines of their own."""
    return bad(what or text.split("\n")[0], block(text), line=line)


def change(file: str, old: str, new: str, line: int | str | None = None, what: str = "") -> Example:
    return bad(what or f"{old.strip()[:40]} → {new.strip()[:40] or 'nothing'}", Replace(file, old, new), line=new.strip("\n") if line is None else line)


def caption(mark: str) -> Example:
    """A table's caption with a mark that isn't right."""
    return bad(f"the mark {mark}", block(f"{_TABLE}{mark}\nWords to see here.\n///\n"), line=mark)


def price(old: str, new: str, line: str = "") -> Example:
    return bad(f"a price with {new!r}", Write(PRICES, _PRICE.replace(old, new)), line=line or new)


SEEDED: dict[str, tuple[Example, ...]] = {
    "unclosed": (
        change(CASE, "Every feature is there before the comment is shown.\n///\n", "Every feature is there before the comment is shown.\n", "/// figure-caption\nEvery feature"),
        change(CLOCK, "that you are late.\n///\n", "that you are late.\n", "/// table-caption"),
        bad("the page's last caption", Append(CLOCK, f"\n{_TABLE}/// table-caption | #tab-last\nThe last of them.\n"), line="/// table-caption | #tab-last"),
        bad("a caption before a fold", block(f'{_TABLE}/// table-caption | #tab-x\nWords to see.\n\nMore.\n\n??? wrong "Why? [evaluate, staff]"\n\n    So.\n'), line="/// table-caption | #tab-x"),
        bad("a div at the end", Append(CLOCK, '\n<div class="x" markdown>\n\nWords.\n'), line='<div class="x"'),
        bad("two divs, one closed", block('<div class="x" markdown>\n\n<div class="y" markdown>\n\nWords.\n\n</div>\n'), line='<div class="x"'),
        said('A <span class="x">word of many.', "<span"),
        said("A <b>word of many.", "<b>word"),
        said("Words. <!-- plain: of it.", "<!-- plain: of"),
        change(CLOCK, 'minutes.mmd"\n```\n', 'minutes.mmd"\n', "```mermaid"),
        change(CLOCK, 'minutes.mmd"\n```\n', 'minutes.mmd"\n~~~\n', "```mermaid"),
        change(CLOCK, 'minutes.mmd"\n```\n', 'minutes.mmd"\n``\n', "```mermaid"),
        change(CASE, "retrain-when\n```\n", "retrain-when\n", "```decisions\ndelete-or-ask"),
        change(CASE, "hedged requests.\n```\n", "hedged requests.\n", "```sources"),
        put("```python\nhalf = 1 / 2\n", "```python"),
    ),
    "markup": (
        *map(said, ("$ {work} it", "$(work)", "the {work} there", "$[work]", "{{work}}", "%{work}", "${}", "$work and $slot it")),
        *map(said, ("[ @dean2013tail]", "(@dean2013tail)", "[@]", "[dean2013tail]", "@[dean2013tail]", "[see @dean2013tail]", "[-@dean2013tail]",
                    "[@dean2013tail @brown2001interval]", "[@dean2013tail;]", "[@dean2013tail, ]", "[@dean2013tail, @brown2001interval]")),
        *map(said, ("[this] (#what-to-cut)", "[this](#what-to-cut", "(this)[#what-to-cut]", "[this](the-clock.md", "[this] [gone]", "https://example.org/bare", "www.example.org")),
        *map(said, ("**bold", "__bold", "*leaning", "_leaning", "`code", "~~gone~~", "==marked==", "^^put in^^", "$$x", "&foo;", "[^1]", "[TOC]", ":smile:", "{: .wide }", "{.wide}", "[[page]]", "Words --> of")),
        put("- [ ] to do\n", "[ ] to do"), put("Two:\n1. one\n2. two\n", "1. one"), put("-one\n-two\n", "-one"), put("• one\n• two\n", "• one"),
        put(" ## Indented\n\nWords.\n", "## Indented"), put("    ## Indented\n", "## Indented"), put("\tA tab before it.\n", "A tab before"), put("::: note\nWords.\n:::\n", "::: note"),
        put("Text above\n| A | B |\n|---|---|\n| 1 | 2 |\n", "| A | B |"), put("| A | B |\n|--|\n| 1 | 2 |\n", "| A | B |"), put("| A | B |\n\n|---|---|\n| 1 | 2 |\n", "| A | B |"),
        put('!! transcript "A talk"\n\n    Words.\n', "!! transcript"), put('! glance "At it"\n\n    Words.\n', "! glance"), put('!!!! glance "At it"\n\n    Words.\n', "!!!! glance"),
        put("!!! transcript Talk\n\n    Words.\n", "!!! transcript Talk"), put('!!! glance "At it\n\n    Words.\n', "!!! glance"), put("??? derivation\n\n    Words.\n", "??? derivation"),
        *map(caption, ("//// table-caption | #tab-x", "/// table caption | #tab-x", "// table-caption | #tab-x", "/// table-caption #tab-x", "/// table-caption | tab-x",
                       "/// table-caption | #fig-x", "/// table-capton | #tab-x", "/// figure-caption | #fig-x")),
        put("A paragraph.\n\n/// table-caption | #tab-x\nWords to see.\n///\n", "/// table-caption | #tab-x"),
        put("Some words.\n\n///\n", "///\n\n## What to cut"),
        put('--8<-- "the-clock/minutes.mmd"\n', '--8<-- "the-clock/minutes.mmd"\n\n## What'), put('<div class="x">\n\n**Words.**\n\n</div>\n', '<div class="x">'),
        change(CLOCK, "```estimate", "``estimate"),
        change(TERMS, "The range of scores", "The range of [@dean2013tail] scores", "[@dean2013tail]"),
        change(TERMS, "The range of scores", "The `range of scores", "`range"),
        change(DECISIONS, "money: inference only", "money: <b>inference</b> only", "<b>inference"),
        change(CASE, "title: Comment spam", 'title: "Comment `spam`"'),
        change(SYSTEM, "${peak}", "$peak", "$peak"),
    ),
    "unknown-fence": (change(CLOCK, "```estimate", "```Estimate"), change(CLOCK, "```estimate", "```{estimate}"), change(CASE, "```sources", "```source"),
                      put("```matrix\nall\n```\n", "\nall\n"), put("```decisions keep-text\n```\n", "```decisions keep-text")),
    "raw-html": tuple(put(f"{tag}\n", tag.split(">")[0]) for tag in (
        "<iframe src='x'></iframe>", "<style>p{}</style>", "<video src='https://example.org/a'></video>", "<svg onload='x'></svg>", "<base href='x'>", "<form></form>",
        "<button>Press</button>", "<p>para", "<body>", "<textarea>", "<h2>Title</h2>", "<table><tr><td>x</td></tr></table>", "<center>x</center>", "<!DOCTYPE html>", "<?php x ?>",
    )) + (put('Words.\n{: onclick="x" }\n', "Words.\n{: on"), said("A line</br> break", "</br>")),
    "box": (put('!!! note "A note"\n\n    Words.\n', "!!! note"), put('!!! transcript "A talk"\n\n  Two spaces.\n', '!!! transcript "A talk"'), put('!!! transcript "A talk"\n\n', '!!! transcript "A talk"')),
    "link": (said("[x](what to cut.md)", "what to cut.md"), said("[x](/interview/the-clock.md)", "/interview"), said("[x](ftp://example.org/a)", "ftp:"), said("[x](the-clock.md#)", "the-clock.md#"), said("[x](mailto:)", "mailto:")),
    "diagram-include": (put('```mermaid\n--8<-- the-clock/minutes.mmd\n```\n/// figure-caption\nWords to see.\n///\n', "--8<-- the-clock"),
                        put('```mermaid\n--8<-- "../docs/index.md"\n```\n/// figure-caption\nWords to see.\n///\n', '--8<-- "../docs'),
                        bad("a drawing that nobody shows", Write("diagrams/nobody/a.mmd", "flowchart LR\n  accTitle: A b\n  accDescr: a b c d e f g h\n  a --> b\n"), line=1)),
    "diagram-syntax": (
        change(SYSTEM, "train[Train]", "train[Train (nightly)]"), change(SYSTEM, "train[Train]", "end[Train]"), change(SYSTEM, "train[Train]", "train[Train"), change(SYSTEM, "[Train]:::", "[Train]::", "[Train]::off"),
        change(SYSTEM, "[Train]:::", "[Train] :::"), change(SYSTEM, "  end\n  subgraph Online", "  subgraph Online", "subgraph Offline"), change(SYSTEM, '|"nightly"|', '|"nightly|'),
        change(SYSTEM, ":::external -->", ":::external ->"), change(FRAME, "flowchart LR", "graf LR"), change(SERVING, "G->>C: text", "G->>C text"), change(SERVING, "participant C as", "particpant C as"),
        change(SERVING, "Note over", "Note ovr"), change(BARS, "Greeting :a, 00:00, 2m", "Greeting :a, 00:00"), change(_STATES, "[*] --> Proposed", "[*] -> Proposed"), change(_FLAGS, '"Spam" : 48', '"Spam" 48'),
        change(_LOAD, "[10, 20, 45, 25]", "[10, x, 45, 25]"),
    ),
    "diagram-alt": (change(SYSTEM, "  accTitle: Comment spam, training and serving\n", "", 1),),
    "source": (
        *(bad(f"a merge conflict in {file}", Append(file, _CONFLICT), line="<<<<<<<") for file in (CASE, DECISIONS, TERMS, WORKS, STYLE, SYSTEM)),
        bad("a conflict's last mark", Append(CLOCK, "\n>>>>>>> theirs\n"), line=">>>>>>>"),
        said("A soft\u00adhyphen", "A soft"), said("No\u200bwidth", "No\u200b"), said("From\u202eright", "From"), said("A lost \ufffd sign", "A lost"),
    ),
    "stray-file": tuple(bad(name, Write(name, "x\n"), line=0) for name in (
        "docs/Thumbs.db", "docs/a.mmd", "docs/cases/notes.txt", "docs/CASE.MD", "docs/decisions.yml", "docs/cases/bibliography.json", "docs/CNAME", "docs/robots.txt", "docs/index.html",
        "docs/cases/comment-spam.md.orig", "docs/listings/the-clock/data.csv", "diagrams/comment-spam/a.md", "diagrams/comment-spam/style.yaml", "overrides/main.html~", "overrides/assets/images/board.psd",
    )),
    "nav": (bad("a copy beside the chapter", Write("docs/cases/comment-spam (copy).md", "Words.\n"), line=1), change(CONFIG, "      - cases/comment-spam.md", "      - cases/comment-spam"),
            change(CONFIG, "      - cases/comment-spam.md", "      - cases\\comment-spam.md"), change(CONFIG, "  - Cases:\n      - cases/comment-spam.md\n", "  - Cases:\n", "  - Cases:"),
            bad("no list", Replace(CONFIG, "nav:\n  - Start", "nav: x\nnv:\n  - Start"), line="nav: x")),
    "settings": (change(CONFIG, "      - cases/comment-spam.md", "\t- cases/comment-spam.md"),),
    "decision-data": (
        change(DECISIONS, "flip_when: an error costs less than two reviews", 'flip_when: ""'), change(DECISIONS, "because: Then the nights cost more than they teach.", 'because: ""'),
        change(DECISIONS, "sources: [franc2023optimal]", "sources: [franc2023optimal, franc2023optimal]"), change(DECISIONS, "sources: [franc2023optimal]", "sources: franc2023optimal"),
        change(DECISIONS, "- id: retrain-when", "-id: retrain-when"), change(DECISIONS, "id: retrain-when", "id: Retrain When"), change(DECISIONS, "  default: Every night\n", "  default: Every night\n  default: Never\n", "default: Never"),
        change(DECISIONS, "question: Who removes a comment, the model or a person?", "question:", "question:\n"),
    ),
    "decision-words": (change(DECISIONS, "less than two reviews", "when it hurts"),),
    "glossary-data": (
        change(TERMS, "definition: The range of scores in which a person decides.", 'definition: ""'), change(TERMS, "term: Review band", 'term: ""'), change(TERMS, "also: [prevalence]", "also: [prevalence, Prevalence]"),
        change(TERMS, "also: [prevalence]", 'also: [""]'), change(TERMS, "also: [prevalence]", "also: prevalence"), change(TERMS, "see: framework/clarify-the-requirements.md#methods", 'see: ""'),
        change(TERMS, "see: cases/comment-spam.md#trade-offs", "see: https://example.org"), change(TERMS, "  see: cases", "  sea: cases", "sea: cases"),
    ),
    "bibliography": (
        bad("an object", Write(WORKS, "{}"), line=1), bad("a list of lists", Write(WORKS, "[[]]"), line=1), bad("an empty list", Write(WORKS, "[]"), line=0),
        change(WORKS, '"title": "The Tail at Scale"', '"title": ""', '    "id": "dean2013tail"'), change(WORKS, '"DOI": "10.1145/357830.357849"', '"DOI": "doi 357830"'),
        change(WORKS, '"DOI": "10.1145/357830.357849"', '"URL": "example.org/a"'), change(WORKS, '    "id": "dean2013tail",\n', "", 25, "no id"),
        change(WORKS, '"id": "dean2013tail"', '"id": "dean tail"'), change(WORKS, "          2000\n", "          2103\n", '"date-parts": [\n        [\n          2103'),
        change(WORKS, '"type": "article-journal",\n    "title": "The Tail at Scale"', '"type": "jounal",\n    "title": "The Tail at Scale"', '"type": "jounal"'),
        change(WORKS, '"DOI": "10.1145/357830.357849"', '"DOI": "10.1145/2408776.2408794"', 50, "one DOI twice"),
        change(WORKS, '"family": "Axelsson"', '"family": ""', '{\n        "family": ""'),
    ),
    "price-data": (price("what: an hour of one accelerator", 'what: ""'), price("date: 2026-10", "date: 2103-10"), price("low: 1", "low: 3"), price("id: gpu_hour", "id: GPU hour"),
                   price("source: dean2013tail", "source: example.org"), price("value: 2 dollar", "value: 2 dolar", "value: 2 dolar"), price("low: 1", "low: 1\n  hihg: 3", "hihg"),
                   bad("one price twice", Write(PRICES, _PRICE + _PRICE), line=7),
                   bad("a tab, and a prompt that borrows", Write(PRICES, f"{_PRICE}\tlow: 1\n"), Replace(PROMPTS, "    assert held", "    paid = prices.gpu_hour -> dollar/gpu/h  # An hour\n    assert held"),
                       Replace(PROMPTS, "fact: Editors read ${capacity}", "fact: At ${paid} editors read ${capacity}"), line="\tlow: 1")),
    "front-matter": tuple(change(CASE, old, new) for old, new in (
        ("reviewed: 2026-11-21", "reviewed: 2103-01-01"), ("reviewed: 2026-11-21", "reviewed: today"), ("reviewed: 2026-11-21", "reviewed: 21.11.2026"), ("topics: [classification, moderation]", "topics: []"),
        ("topics: [classification, moderation]", "topics: classification"), ("levels: [senior, staff, principal]", "levels: [senior, senior]"), ("title: Comment spam", 'title: ""'),
        ("title: Comment spam", "title: Comment: spam"), ("title: Comment spam", "title: **Comment** spam"), ("kind: case", "kind: cases"), ("kind: case", "kind: guide"), ("id: comment-spam", "id: comment_spam"),
        ("id: comment-spam", "id: Comment-Spam"), ("id: comment-spam", "id: spam"), ("task: Binary", "\ttask: Binary"), ("task: Binary", "tags: [a]\ntask: Binary"), ("task: Binary", "print: maybe\ntask: Binary"),
    ) if "\n" not in new) + (
        change(CASE, "task: Binary", "tags: [a]\ntask: Binary", "tags: [a]"), change(CASE, "task: Binary", "print: maybe\ntask: Binary", "print: maybe"),
        change(CASE, "reviewed: 2026-11-21\n---", "reviewed: 2026-11-21\n--", 1), change(CASE, "---\nid: comment-spam", "---\nid: comment-spam\nid: comment-spam", 3),
        change(CASE, "reviewed: 2026-11-21\n---", "reviewed: [\n---", "---\n\n## The prompt"), change(STEP, "id: clarify-the-requirements", "id: clarify", "id: clarify\n"),
    ),
    "citation": (said("[@Dean2013tail]"), put("```sources\n- dean2013tail: tails\n```\n", "- dean2013tail: tails"), change(DECISIONS, "sources: [franc2023optimal]", "sources: [nobody2000x]")),
    "estimate-unknown-unit": (change(CLOCK, "slot  = 45 min", "slot  = 45 mni"), change(CASE, "users     = 2M user", "users     = 2M usr")),
    "estimate-line-syntax": (change(CLOCK, "slot  = 45 min", "slot  45 min"),),
    "estimate-unknown-name": (change(CLOCK, "slot  = 45 min", "slto  = 45 min", "work  = slot"), change(CASE, "daily     = users", "dialy     = users", "peak      = daily"), change(CASE, "users * rate", "users * rtae"),
                              change(CASE, "watch peak", "watch peek")),
    "estimate-result-unit": (change(CASE, "users * rate -> item/day", "users * rate -> item", "users * rate -> item "),),
    "estimate-input-origin": (change(CASE, "# assumed: readers on a day", "# readers on a day"),),
    "estimate-range": (change(CASE, "[200k .. 20M]", "[20M .. 200k]"),),
    "estimate-formula-syntax": (change(CLOCK, "assert work >= 40 min", "assert work = 40 min"),),
    "estimate-assertion": (change(CLOCK, "assert work >= 40 min", "assert work >= 50 min"),),
    "untagged-number": (change(CASE, "prompt: Design a spam filter", "prompt: Design within 40 ms a spam filter"), said("It takes 45 minutes. <!-- plan: x -->", "45 minutes"), change(HOME, "first, then", "first, 20 minutes, then")),
    "sections": (put("# Again\n\nWords.\n", "# Again"),),
    "anchor": (said("[x](#gone)", "#gone"),),
}  # fmt: skip

_MISTAKES = [(code, example) for code, check in CHECKS.items() for example in check.bad if example.stage == "sources"]
_SEEDED = [(code, example) for code, examples in SEEDED.items() for example in examples]

Build = Callable[[], Result]


@pytest.fixture
def published(good_book: Project) -> dict[str, bytes]:
    """Outputs of an earlier build, by their paths."""
    outputs = {"site/index.html": b"<p>The last good site.</p>", "dist/guide.pdf": b"%PDF-1.7"}
    for name, content in outputs.items():
        (good_book.root / name).parent.mkdir()
        (good_book.root / name).write_bytes(content)
    return outputs


@pytest.fixture
def build(good_book: Project, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Build:
    """`guide build` in the small book, in this process."""

    @contextmanager
    def here() -> Iterator[Here]:
        yield Here()

    def never(*_: object) -> None:
        raise AssertionError("a book with a mistake is being published")

    monkeypatch.setattr("guide.build.workers", here)
    monkeypatch.setattr("guide.build.Kept", lambda _: kept)
    monkeypatch.setattr("guide.build.write_assets", never)
    monkeypatch.chdir(good_book.root)
    return lambda: CliRunner().invoke(main, ["build"])


def places(result: Result) -> list[tuple[str, int, str]]:
    """(path, line, code) of every problem that a build says."""
    found = re.findall(r"^(\S[^\n]*?)(?::(\d+))?(?::\d+)?: \[([a-z-]+)\] .* Mend: ", result.output, re.M)
    return [(path, int(line or 0), code) for path, line, code in found]


def check(result: Result, expected: tuple[str, int, str], project: Project, published: dict[str, bytes]) -> None:
    assert places(result) == [expected], result.output
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.exception
    assert result.output.endswith("1 problem. The last good output is untouched.\n")
    files = {p.relative_to(project.root).as_posix(): p.read_bytes() for f in (project.site, project.dist) for p in f.rglob("*") if p.is_file()}
    assert files == published and not list(project.work.glob("stage-*"))


@pytest.mark.parametrize(("code", "example"), [pytest.param(c, e, id=f"{c}: {e.what!r}") for c, e in _MISTAKES + _SEEDED])
def test_a_mistake_is_named_once_and_nothing_is_published(
    code: str, example: Example, good_book: Project, build: Build, published: dict[str, bytes]
) -> None:
    example.apply(good_book.root)
    check(build(), (example.file, example.line_in(good_book.root), code), good_book, published)


_SOURCES = sorted(str(p.relative_to(FIXTURE)) for p in FIXTURE.rglob("*") if p.is_file())
_BROKEN = {"empty": "\n \n", "no text": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"}


@pytest.mark.parametrize("how", [*_BROKEN, "a folder"])
@pytest.mark.parametrize("name", [*_SOURCES, STYLE])
def test_a_file_that_cannot_be_read_is_one_problem(name: str, how: str, good_book: Project, build: Build, published: dict[str, bytes]) -> None:
    if how == "a folder":
        Delete(name).apply(good_book.root)
        (good_book.root / name).mkdir()
        if name == CONFIG:
            return  # what has no settings is no project
    else:
        Write(name, _BROKEN[how]).apply(good_book.root)
    check(build(), (name, 1 if how == "no text" else 0, "source"), good_book, published)


def test_well_over_a_hundred_are_seeded_of_all_kinds() -> None:
    assert len(_SEEDED) >= 200 and len({example.edits for _, example in _SEEDED + _MISTAKES}) == len(_SEEDED + _MISTAKES)
