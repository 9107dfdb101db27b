"""What a build keeps for later ones."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guide.kept import Kept
from guide.project import Project


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(Project(tmp_path))


def files(kept: Kept) -> list[Path]:
    return sorted(p for p in kept.path("x").parents[2].rglob("*") if p.is_file())


def test_what_is_kept_comes_back(kept: Kept) -> None:
    key = kept.key("kind", "a", "b")
    assert kept.get(key) is None
    kept.put(key, {"a": (1, "ü")})
    assert kept.get(key) == {"a": (1, "ü")} and Kept(kept._project).get(key) == {"a": (1, "ü")}
    kept.put(key, "other")
    assert kept.get(key) == "other" and len(files(kept)) == 1


def test_keys_tell_kinds_and_parts_apart(kept: Kept) -> None:
    keys = [kept.key(*parts) for parts in (("a", "b"), ("a", "c"), ("b", "b"), ("a", "b", ""), ("a", "b", "c"), ("a",))]
    assert len(set(keys)) == len(keys) and all(key.split("-")[0] in "ab" for key in keys)


def test_it_lies_below_the_work_folder(kept: Kept, tmp_path: Path) -> None:
    key = kept.key("kind", "a")
    kept.put(key, 1)
    assert files(kept) == [kept.path(key)] and kept.path(key).is_relative_to(tmp_path / ".build" / "cache")


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"cno_such_module\nX\n.", b"\xff" * 100])
def test_what_cannot_be_read_is_not_there(kept: Kept, data: bytes) -> None:
    key = kept.key("kind", "a")
    kept.put(key, list(range(100)))
    whole = kept.path(key).read_bytes()
    for broken in (data, whole[:-5]):
        kept.path(key).write_bytes(broken)
        assert kept.get(key) is None
    kept.put(key, "again")
    assert kept.get(key) == "again"


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / ".build").write_text("a file", encoding="utf-8")
    key = kept.key("kind", "a")
    kept.put(key, 1)
    assert kept.get(key) is None
    kept.prune()


def test_what_nobody_asked_for_goes_after_two_weeks(kept: Kept) -> None:
    old, used, new = (kept.key("kind", name) for name in ("old", "used", "new"))
    for key in (old, used, new):
        kept.put(key, key)
    for key, days in ((old, 14.1), (used, 14.1), (new, 13.9)):
        os.utime(kept.path(key), (time.time() - days * 86400,) * 2)
    assert kept.get(used) == used
    kept.prune()
    assert [kept.get(key) for key in (old, used, new)] == [None, used, new]


def test_many_may_keep_the_same_at_once(kept: Kept) -> None:
    key = kept.key("kind", "a")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: kept.put(key, [number] * 1000), range(64)))
    assert len(set(kept.get(key))) == 1 and len(files(kept)) == 1
