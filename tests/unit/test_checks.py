"""Every check by its own examples: the small book is good, each mistake is found where it is, and nothing else is."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from guide.checks import CHECKS, check_book, check_site, explained
from guide.checks.core import Example, Subject
from guide.cli import main
from guide.new import new_chapter
from guide.problems import BookError, Problem
from guide.project import Project
from guide.sources import CODES as SOURCE_CODES
from tests.conftest import FIXTURE, ROOT, MakePages, Pages

CODE = ROOT / "scripts" / "guide"
SAID = FIXTURE.parent / "said.txt"
NOT_IN_A_FILE = {"book-link", "book-pages", "edition", "epub-link", "setup"}
"""Mistakes of the machine, or of a layout: no edit of a source makes one for certain."""


def examples(kind: str, *stages: str) -> list:
    """Every bad or good example of some stages, as parameters."""
    return [
        pytest.param(check.code, example, id=f"{check.code}: {example.what}")
        for check in CHECKS.values()
        for example in getattr(check, kind)
        if example.stage in stages
    ]


class Said:
    """What each mistake is told with, word for word, in one file: whoever changes the words of a check sees all of them."""

    def __init__(self, write: bool) -> None:
        self._write, self._now = write, set()
        lines = SAID.read_text(encoding="utf-8").splitlines() if SAID.is_file() else []
        self._before = set(zip(lines[0::3], lines[1::3], strict=False))

    def compare(self, example: str, words: str) -> None:
        self._now.add((example, words))
        if not self._write:
            assert (example, words) in self._before, f"{SAID.name} has other words for {example!r}; with --write-held, this file's tests write them anew"

    def save(self) -> None:
        if self._write:
            SAID.write_text("\n".join(f"{example}\n{words}\n" for example, words in sorted(self._now)), encoding="utf-8")


@pytest.fixture(scope="module")
def said(request: pytest.FixtureRequest) -> Iterator[Said]:
    made = Said(request.config.getoption("write_held"))
    yield made
    made.save()


def found(problems: list[Problem]) -> list[tuple[str, str, int]]:
    return [(problem.path, problem.code, problem.line) for problem in problems]


Problems = Callable[[Project], list[Problem]]


@pytest.fixture(scope="module")
def problems_of(make_pages: MakePages) -> Problems:
    """Every problem of a book's sources: `problems_of(project)`."""

    def find(project: Project) -> list[Problem]:
        try:
            pages = make_pages(project)
        except BookError as error:
            return error.problems
        return check_book(pages.book, pages.articles)

    return find


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE.parent / "site", tmp_path / "site"))


def test_the_small_book_is_good(good_book: Project, problems_of: Problems) -> None:
    assert problems_of(good_book) == []


def test_the_small_site_is_good(site: Path) -> None:
    assert check_site(site) == []


@pytest.mark.parametrize(("code", "example"), examples("bad", "sources"))
def test_a_mistake_is_one_problem_at_its_line(
    code: str, example: Example, good_book: Project, problems_of: Problems, said: Said
) -> None:
    example.apply(good_book.root)
    problems = problems_of(good_book)
    assert found(problems) == [(example.file, code, example.line_in(good_book.root))], "\n".join(map(str, problems))
    (problem,) = problems
    assert "\n" not in str(problem) and problem.message.endswith((".", "…'")) and problem.mend.endswith((".", "?", "`."))
    said.compare(f"{code}: {example.what}", str(problem))


def test_nothing_is_said_of_examples_that_are_gone() -> None:
    names = SAID.read_text(encoding="utf-8").splitlines()[0::3]
    assert sorted(names) == sorted(f"{c.code}: {e.what}" for c in CHECKS.values() for e in c.bad if e.stage == "sources")


@pytest.mark.parametrize(("code", "example"), examples("good", "sources"))
def test_what_is_right_is_no_problem(code: str, example: Example, good_book: Project, problems_of: Problems) -> None:
    example.apply(good_book.root)
    problems = problems_of(good_book)
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize(("code", "example"), examples("bad", "site"))
def test_a_mistake_in_a_built_page_is_one_problem(code: str, example: Example, site: Path) -> None:
    example.apply(site)
    assert found(check_site(site)) == [(f"site/{example.file}", code, 0)]


@pytest.mark.parametrize(("code", "example"), examples("good", "site"))
def test_what_is_right_in_a_built_page_is_no_problem(code: str, example: Example, site: Path) -> None:
    example.apply(site)
    assert check_site(site) == []


# ---------- checks and codes ----------

_PLACE_OF_CODE = {"Problem": 2, "Fault": 0, "report": 0, "note": 2, "EstimateError": 0, "of": 1, "broken_links": 1,
                  "publish_on_papers": 5, "refuse_complaints": 1}  # fmt: skip
"""The calls that make a problem, and which of their arguments is its code."""


def reported_codes() -> set[str]:
    """Every code that the toolchain's source can give a problem."""
    codes = set(SOURCE_CODES)
    for path in CODE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            place = _PLACE_OF_CODE.get(name)
            if place is None or len(call.args) <= place or name == "report" and len(call.args) < 3:
                continue
            said = {leaf.value for leaf in ast.walk(call.args[place]) if isinstance(leaf, ast.Constant)}
            prefix = "estimate-" if name == "EstimateError" else ""
            codes |= {prefix + code for code in said if isinstance(code, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", code)}
        codes |= {
            node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("CODE", "_CODE") and isinstance(node.value, ast.Constant)
        }
    # A quote's own mistakes are told as unknown-value, since they stand in prose or in a diagram.
    return codes - {"estimate-quote-syntax"}


LIMITS = [
    ("caption", "_WORDS"), ("case_decisions", "LEAST"), ("case_flips", "LEAST"), ("case_levels", "LEAST"), ("case_questions", "LEAST"),
    ("case_sources", "LEAST"), ("commonly_wrong", "EXACTLY"), ("decision_words", "LONGEST_CELL"), ("decision_words", "LONGEST_FLIP"),
    ("decision_words", "SHORTEST_SENTENCE"), ("listing", "LONGEST"), ("repeated_text", "_SHORTEST"), ("sheet", "FRAMES"),
    ("step_diagrams", "LEAST"), ("ten_numbers", "ROWS"), ("case_diagrams", "LEAST"), ("case_diagrams", "KINDS"), ("digests", "LEAST"), ("digests", "MOST"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name"), LIMITS)
@pytest.mark.parametrize("by", [-1, 1])
def test_examples_stand_on_both_sides_of_a_limit(
    module: str, name: str, by: int, good_book: Project, problems_of: Problems, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One example, or the good book itself, is judged otherwise if the limit is another by one."""
    check = import_module(f"guide.checks.{module}")
    code = module.replace("_", "-")
    monkeypatch.setattr(check, name, getattr(check, name) + by)

    def judged_wrongly(example: Example | None, bad: bool) -> bool:
        root = Path(shutil.copytree(good_book.root, tmp_path / f"{len(list(tmp_path.iterdir()))}", symlinks=True))
        if example:
            example.apply(root)
        return any(problem.code == code for problem in problems_of(replace(good_book, root=root))) != bad

    assert (
        judged_wrongly(None, False)
        or any(judged_wrongly(example, False) for example in check.GOOD)
        or any(judged_wrongly(example, True) for example in check.BAD)
    )


def test_a_column_is_told_of_words_that_stand_once_in_their_line(small: Pages) -> None:
    subject = Subject(replace(small.book, texts={"a.md": "one two\ntwo and two"}), {})
    assert [subject.column("a.md", 1, "two"), subject.column("a.md", 2, "two"), subject.column("a.md", 2, "and")] == [5, 0, 5]
    assert [subject.column("a.md", line, "one") for line in (0, 2, 3)] == [0, 0, 0] and subject.column("b.md", 1, "one") == 0


def test_every_code_has_its_file_and_every_file_its_code() -> None:
    assert reported_codes() == set(CHECKS)


def test_a_check_reports_its_own_code_alone() -> None:
    for path in (CODE / "checks").glob("[a-z]*.py"):
        own = path.stem.replace("_", "-")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Problem":
                assert ast.literal_eval(call.args[2]) == own, path.name


def test_every_check_has_both_kinds_of_examples() -> None:
    assert {c.code for c in CHECKS.values() if not (c.bad and c.good)} == NOT_IN_A_FILE


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_a_document_begins_with_a_line_that_stands_alone(check) -> None:
    assert re.fullmatch(r"\S.{10,117}\.", check.summary) and len(check.summary.split()) >= 3
    if "\n" in check.document:
        assert check.document.split("\n")[1] == ""
    assert max(map(len, check.document.split("\n"))) <= 120


def test_the_guide_for_contributors_names_every_code() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rules = text.partition("## What `guide check` asks")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", rules))
    assert named == set(CHECKS)


# ---------- the command ----------


@pytest.fixture
def guide(good_book: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """The command `guide check …` in the small book: its exit code and what it says."""
    monkeypatch.chdir(good_book.root)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["check", *arguments])
        return result.exit_code, result.output

    return run


def test_the_command_lists_every_code(guide: Callable[..., tuple[int, str]]) -> None:
    status, said = guide("--list")
    lines = said.splitlines()
    assert status == 0 and [line.split()[0] for line in lines] == list(CHECKS)
    assert all(line.endswith(CHECKS[line.split()[0]].summary) for line in lines)


@pytest.mark.parametrize("code", ["untagged-number", "page-link", "edition"])
def test_the_command_explains_a_code(code: str, guide: Callable[..., tuple[int, str]]) -> None:
    status, said = guide("--explain", code)
    assert status == 0 and said.rstrip() == explained(CHECKS[code])
    assert CHECKS[code].document in said
    assert said.count("Wrong: ") == len(CHECKS[code].bad) and said.count("Right: ") == len(CHECKS[code].good)


def test_what_all_examples_begin_with_is_shown_once(guide: Callable[..., tuple[int, str]]) -> None:
    _, said = guide("--explain", "ten-numbers")
    assert said.count("+ spine:") == 1 < said.count("## The design in five minutes") == 3
    assert "In a book with" not in guide("--explain", "uncited")[1]


@pytest.mark.parametrize(("code", "near"), [("untaged-number", "untagged-number"), ("estimate", "estimate-"), ("x", "--list")])
def test_the_command_knows_what_was_meant(code: str, near: str, guide: Callable[..., tuple[int, str]]) -> None:
    status, said = guide("--explain", code)
    assert status == 2 and near in said


def test_an_untouched_scaffold_lists_everything_that_is_missing(good_book: Project, problems_of: Problems) -> None:
    new_chapter(good_book, "case", "my-case")
    problems = problems_of(good_book)
    assert {problem.path for problem in problems} == {"docs/cases/my-case.md", "diagrams/my-case/system.mmd"}
    codes = [problem.code for problem in problems]
    assert set(codes) == {
        "case-decisions", "case-diagrams", "case-estimates", "case-flips", "case-interview", "case-levels",
        "case-questions", "case-sources", "commonly-wrong", "digests", "scaffold", "sheet", "ten-numbers",
        "unreferred",
    }  # fmt: skip
    text = (good_book.docs / "cases" / "my-case.md").read_text(encoding="utf-8")
    hints = {problem.line for problem in problems if problem.code == "scaffold" and problem.path.startswith("docs/")}
    sections = [line for line in text.split("\n") if line.startswith("## ") and line != "## Sources"]
    fields = ("description:", "prompt:", "topics:", "spine:", "task:")
    assert len(hints) == len(sections) + len(fields) + len(("card", "frames", "caption"))
    said = "\n".join(map(str, problems))
    assert "no questions in a table. Mend: write 8 or more rows of a table" in said and "no assertions." in said


def test_a_section_with_a_wrong_name_is_one_mistake_with_the_right_one(good_book: Project, make_pages: MakePages) -> None:
    path = good_book.docs / "cases" / "comment-spam.md"
    path.write_text(path.read_text(encoding="utf-8").replace("## Trade-offs\n", "## Tradeoffs\n"), encoding="utf-8")
    pages = make_pages(good_book)
    (problem,) = [p for p in check_book(pages.book, pages.articles) if p.code == "sections"]
    assert str(problem).endswith("Mend: did you mean `## Trade-offs`?")
