"""Two builds of one commit are the same bytes."""

from __future__ import annotations

from pathlib import Path

from guide.project import Project
from tests.conftest import PUBLISHED, repository_of_fixture, run_guide


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differing(first: Path, second: Path) -> list[str]:
    ours, theirs = contents(first), contents(second)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def test_two_builds_in_two_places_are_the_same(built_book: Project, tmp_path: Path) -> None:
    # Nothing is shared with the first one: what that kept would be the same by itself.
    other = repository_of_fixture(tmp_path / "somewhere" / "else")
    # Neither the folder, nor the time zone, nor the order of Python's sets may show.
    run = run_guide(other.root, "build", **PUBLISHED, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C")
    assert run.returncode == 0, run.stdout + run.stderr
    made = contents(other.dist)
    assert len([name for name in made if "/" not in name]) == 21 and len(made) > 20
    assert differing(built_book.dist, other.dist) == []
    assert differing(built_book.site, other.site) == []
