"""The edition's one name and moment."""

from __future__ import annotations

import datetime
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from guide.edition import edition_of
from guide.problems import BookError
from guide.project import Project
from guide.publish.archive import write_zip
from tests.conftest import commit

NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC).timestamp()
COMMITTED = int(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC).timestamp())
END = int(datetime.datetime(2108, 1, 1, tzinfo=datetime.UTC).timestamp())
PATH = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


@pytest.fixture
def repository(tmp_path: Path) -> Project:
    root = tmp_path / "book"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("Words.\n", encoding="utf-8")
    (root / "README.md").write_text("Words.\n", encoding="utf-8")
    commit(root)
    return Project(root)


def short(project: Project) -> str:
    command = ["git", "rev-parse", "--short=10", "HEAD"]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True).stdout.strip()


def test_a_commit_names_and_dates_its_edition(repository: Project) -> None:
    edition = edition_of(repository, PATH, NOW)
    assert (edition.name, edition.epoch) == (short(repository), COMMITTED)
    assert edition.moment.isoformat() == "2026-11-21T12:00:00+00:00"
    assert edition.last_day == datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("path", "changed"),
    [("docs/index.md", True), ("README.md", True), ("docs/new.md", True), ("notes.txt", False), ("scripts/x.py", True)],
)
def test_changes_are_told(repository: Project, path: str, changed: bool) -> None:
    (repository.root / path).parent.mkdir(exist_ok=True)
    (repository.root / path).write_text("Other words.\n", encoding="utf-8")
    edition = edition_of(repository, PATH, NOW)
    assert edition.name == short(repository) + "+changes" * changed and edition.epoch == COMMITTED
    assert edition.last_day == (datetime.date(2027, 3, 2) if changed else datetime.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("given", "name"), [("v2", "v2"), ("", None), ("  ", None), (" Second\nedition ", "Second edition")]
)
def test_a_name_that_is_given_is_the_name(repository: Project, given: str, name: str | None) -> None:
    edition = edition_of(repository, {**PATH, "GUIDE_EDITION": given}, NOW)
    assert edition.name == (name or short(repository)) and edition.epoch == COMMITTED


@pytest.mark.parametrize(("given", "epoch"), [("0", 0), ("1700000000", 1_700_000_000), (str(END - 1), END - 1), ("", COMMITTED), (" 5 ", 5)])
def test_a_moment_that_is_given_is_the_moment(repository: Project, given: str, epoch: int) -> None:
    edition = edition_of(repository, {**PATH, "SOURCE_DATE_EPOCH": given}, NOW)
    assert (edition.epoch, edition.name) == (epoch, short(repository))


@pytest.mark.parametrize("given", ["foo", "-1", "1.5", "1e9", "٣", "9" * 30, str(int(1e12)), str(END)])
def test_a_moment_that_is_none_is_told(repository: Project, given: str) -> None:
    with pytest.raises(BookError) as raised:
        edition_of(repository, {**PATH, "SOURCE_DATE_EPOCH": given}, NOW)
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"SOURCE_DATE_EPOCH: [edition] the variable is {given!r}")


def test_archives_can_be_dated_to_the_last_moment(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", {"a": b""}, END - 1)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.getinfo("a").date_time[:3] == (2107, 12, 31)


def test_without_git_there_is_a_working_copy(repository: Project, tmp_path: Path) -> None:
    edition = edition_of(repository, {"PATH": str(tmp_path)}, NOW)
    assert (edition.name, edition.epoch, edition.last_day) == ("working copy", int(NOW), datetime.date(2027, 3, 2))


def test_a_copy_inside_another_repository_is_not_that_one(repository: Project) -> None:
    inner = repository.root / "unpacked"
    inner.mkdir()
    assert edition_of(Project(inner), PATH, NOW).name == "working copy"


def test_without_a_commit_there_is_a_working_copy(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    edition = edition_of(Project(tmp_path), PATH, NOW)
    assert (edition.name, edition.epoch) == ("working copy", int(NOW))


def test_a_link_to_the_project_is_the_project(repository: Project, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(repository.root)
    assert edition_of(Project(link), PATH, NOW).name == short(repository)


def test_a_hook_of_another_repository_decides_nothing(repository: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    commit_environment = {**PATH, "GIT_DIR": str(elsewhere / ".git"), "GIT_WORK_TREE": str(elsewhere)}
    assert edition_of(repository, commit_environment, NOW).name == short(repository)


def test_nothing_is_set_in_the_environment(repository: Project) -> None:
    before = dict(os.environ)
    edition_of(repository, os.environ, NOW)
    assert dict(os.environ) == before
