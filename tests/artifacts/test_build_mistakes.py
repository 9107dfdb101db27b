"""Mistakes that only a build finds: the step that finds each is really run, on the small book."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import guide.build
from guide.checks import CHECKS
from guide.checks.core import Example
from guide.kept import Kept
from guide.problems import BookError, Problem
from guide.project import Project
from guide.workers import Here
from tests.conftest import run_guide, snapshot

_STEP = {"engine": "site", "sheet": "one-page sheets", "matrix-log": "trade-off matrix", "poster": "poster", "book-log": "book",
         "book-paper": "book", "pocket": "book", "booklet": "book", "output": ""}  # fmt: skip
"""The step of a build that finds the mistakes of a code; "" for what is found before the first."""

Build = Callable[[str], list[Problem]]


def _examples(kind: str) -> list:
    return [
        pytest.param(check.code, example, id=f"{check.code}: {example.what}")
        for check in CHECKS.values() for example in getattr(check, kind) if example.stage == "build"
    ]  # fmt: skip


@pytest.fixture
def build(good_book: Project, assets: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Build:
    """`guide.build.build` with one step alone: the problems that it ends with."""
    shutil.copytree(assets, good_book.built_assets)

    @contextmanager
    def here() -> Iterator[Here]:
        yield Here()

    def stop(*_: object) -> None:
        raise InterruptedError("all that was to be run has run")

    def run(step: str) -> list[Problem]:
        publishers = {name: publish for name, publish in guide.build.PUBLISHERS.items() if name == step}
        monkeypatch.setattr("guide.build.PUBLISHERS", publishers)
        if step != "site":
            monkeypatch.setattr("guide.build.build_sites", lambda *_: None)
        monkeypatch.setattr("guide.build.workers", here)
        monkeypatch.setattr("guide.build.Kept", lambda _: kept)
        monkeypatch.setattr("guide.build.offline.publish", stop)
        with suppress(InterruptedError):
            try:
                guide.build.build(good_book)
            except BookError as error:
                return error.problems
        return []

    return run


def test_every_code_has_its_step() -> None:
    assert {parameter.values[0] for parameter in _examples("bad") + _examples("good")} == set(_STEP)


@pytest.mark.parametrize(("code", "example"), _examples("bad"))
def test_a_mistake_stops_the_build(code: str, example: Example, good_book: Project, build: Build) -> None:
    if code != "output":
        good_book.dist.mkdir()
        (good_book.dist / "guide.pdf").write_bytes(b"%PDF-1.7")
    example.apply(good_book.root)
    before = snapshot(good_book)
    problems = build(_STEP[code])
    assert {problem.code for problem in problems} == {code} and example.file in {problem.path for problem in problems}, problems
    assert example.line_in(good_book.root) in {problem.line for problem in problems}
    assert snapshot(good_book) == before and not list(good_book.work.glob("stage-*"))


def test_what_is_right_is_built(good_book: Project, assets: Path) -> None:
    shutil.copytree(assets, good_book.built_assets)
    for parameter in _examples("good"):
        parameter.values[1].apply(good_book.root)
    run = run_guide(good_book.root, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (good_book.dist / "guide.pdf").is_file() and not (good_book.dist / "old.pdf").exists()
