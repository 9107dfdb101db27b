"""No source whatever raises anything but the project's own error, and every problem has a place.

Some 300 mutations of a small book with entries of the real data files, the same at every run. A longer run, of other
mutations each time: `GUIDE_FUZZ=20000 python -m pytest tests/unit/test_fuzz_sources.py`.
"""

from __future__ import annotations

import datetime
import json
import os
import pickle
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.problems import BookError, Problem
from guide.project import Project
from guide.sources import CODES, read_book
from guide.sources.text import Reader, decode
from guide.sources.works import read_works
from tests.conftest import ROOT, copy_fixture
from tests.fuzzed import Changes, applied, files_of, mutations

EXAMPLES = int(os.environ.get("GUIDE_FUZZ") or 300)
LAST_DAY = datetime.date(2026, 11, 30)
PATTERNS = ("mkdocs.yml", "docs/**/*.md", "docs/*.yaml", "docs/*.json", "diagrams/*.yaml", "diagrams/**/*.mmd")
_PRICE = "- id: gpu_hour\n  value: 2.5 dollar/gpu/h\n  what: an hour\n  date: 2026-10\n  source: https://example.org/a\n  low: 2\n  high: 4\n"


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return data.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def check_places(root: Path, problems: tuple[Problem, ...] | list[Problem], changed: Changes) -> None:
    """Every problem names a file that is there (or that the change took away) and a line within it, in one line."""
    for problem in problems:
        said = str(problem)
        assert said.isprintable(), repr(said)
        said.encode("utf-8")
        assert problem.message.endswith(".") and problem.mend and problem.code in CODES, said
        path = root / problem.path
        assert len(said) < 600, said
        if path.is_file():
            lines = _lines(path)
            assert 0 <= problem.line <= len(lines), f"{len(lines)} lines: {said}"
        else:
            assert problem.path in changed and problem.line == 0, said


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small book with some entries of each of the real data files."""
    project = copy_fixture(tmp_path_factory.mktemp("fuzz") / "book")
    real = Project(ROOT)
    for path, target in ((real.decisions, project.decisions), (real.glossary, project.glossary)):
        entries = re.split(r"^(?=- )", path.read_text(encoding="utf-8"), flags=re.M)
        target.write_text(target.read_text(encoding="utf-8") + "\n" + "".join(entries[1:5]), encoding="utf-8")
    works = json.loads(real.bibliography.read_text(encoding="utf-8"))
    own = json.loads(project.bibliography.read_text(encoding="utf-8"))
    project.bibliography.write_text(json.dumps(own + works[:3], indent=1, ensure_ascii=False), encoding="utf-8")
    project.prices.write_text(_PRICE, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of which only one file is read."""
    project = Project(tmp_path_factory.mktemp("loose"))
    project.docs.mkdir()
    return project


def hold(project: Project, examples: int) -> Counter[str]:
    """Reads so many mutations of a good book; how often each code came up, to tell what the run reached."""
    files = files_of(project.root, *PATTERNS)
    assert {Path(name).suffix for name in files} == {".yml", ".md", ".yaml", ".json", ".mmd"}
    seen: Counter[str] = Counter()

    @settings(
        max_examples=examples, deadline=None, derandomize="GUIDE_FUZZ" not in os.environ, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(mutations(files))
    def holds(changed: Changes) -> None:
        with applied(project.root, files, changed):
            try:
                book = read_book(project, LAST_DAY, environment={})
                problems = book.problems
                assert len(pickle.dumps(book)) > 1000
            except BookError as error:
                problems = error.problems
                assert problems
            check_places(project.root, problems, changed)
            seen.update({problem.code for problem in problems} or {"none"})

    holds()
    assert read_book(project, LAST_DAY, environment={}).problems == ()
    print(f"{examples} mutations: {dict(seen.most_common())}")
    return seen


def test_no_mutation_of_the_small_book_raises_anything_else(small: Project) -> None:
    seen = hold(small, EXAMPLES)
    assert set(CODES) <= set(seen), f"never reached: {set(CODES) - set(seen)}"


def test_no_mutation_of_the_real_book_raises_anything_else(tmp_path: Path) -> None:
    """A few only: it is large."""
    real = Project(ROOT)
    for name, data in files_of(ROOT, *PATTERNS).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert len(read_book(Project(tmp_path)).chapters) == len(read_book(real).chapters)
    assert hold(Project(tmp_path), max(5, EXAMPLES // 50))


@settings(max_examples=EXAMPLES, deadline=None, derandomize="GUIDE_FUZZ" not in os.environ, database=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_are_told_to_be_none(data: bytes) -> None:
    text, blemishes = decode(data)
    if text is None:
        assert b"\0" in data and [(b.line, b.column) for b in blemishes] == [(1, 1)]
        return
    assert "\r" not in text and all(ord(char) >= 32 or char in "\n\t" for char in text)
    lines = text.split("\n")
    assert all(1 <= b.line <= len(lines) and b.column >= 1 for b in blemishes)
    assert decode(text.encode())[1] == [] or blemishes


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "given", "literal", "date-parts", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
_entry = st.dictionaries(
    st.sampled_from(["id", "type", "title", "author", "issued", "DOI", "URL", "citation-key", "page"]), _json
)


@settings(max_examples=EXAMPLES // 2, deadline=None, derandomize="GUIDE_FUZZ" not in os.environ, database=None,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(value=st.lists(_entry | _json, max_size=4) | _json)
def test_any_json_is_a_bibliography_or_a_problem(loose: Project, value: object) -> None:
    loose.bibliography.write_text(json.dumps(value, indent=1), encoding="utf-8")
    reader = Reader(loose)
    works = read_works(reader, LAST_DAY)
    check_places(loose.root, reader.problems, {})
    assert all(isinstance(work.key, str) and work.csl["id"] == work.key for work in works.values())
