"""Outputs appear whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guide.outputs import replace, staging
from guide.project import Project


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    return Project(tmp_path)


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "a.txt").write_text(text, encoding="utf-8")
    return path


def stages(project: Project) -> list[Path]:
    return list(project.work.glob("stage-*"))


def test_a_stage_is_gone_afterwards(empty: Project) -> None:
    with staging(empty) as stage:
        folder(stage / "site", "new")
        assert stage.parent == empty.work
    assert stages(empty) == []
    with pytest.raises(RuntimeError), staging(empty):
        raise RuntimeError
    assert stages(empty) == []


def test_what_a_killed_build_left_is_cleared_and_a_running_ones_is_not(empty: Project) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    (empty.work / f"stage-{ended.pid}-x").mkdir(parents=True)
    running = subprocess.Popen(["sleep", "60"])
    try:
        (empty.work / f"stage-{running.pid}-y").mkdir()
        with staging(empty):
            pass
        assert [p.name for p in stages(empty)] == [f"stage-{running.pid}-y"]
    finally:
        running.kill()
        running.wait()


def test_a_folder_takes_the_place_of_the_old_one(empty: Project) -> None:
    folder(empty.site, "old")
    with staging(empty) as stage:
        replace(folder(stage / "site", "new"), empty.site, stage)
        assert (empty.site / "a.txt").read_text(encoding="utf-8") == "new"
        replace(folder(stage / "dist", "first"), empty.dist, stage)
    assert (empty.dist / "a.txt").read_text(encoding="utf-8") == "first"
    assert sorted(p.name for p in empty.root.iterdir()) == [".build", "dist", "site"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from guide import outputs
from guide.project import Project
project, calls = Project(Path(sys.argv[1])), int(sys.argv[2])
def dying(event, arguments):
    # Dies right after the n-th rename, and, with 0, before the first.
    global calls
    if event == "os.rename":
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        calls -= 1
sys.addaudithook(dying)
with outputs.staging(project) as stage:
    for name in ("site", "dist"):
        (stage / name).mkdir()
        (stage / name / "a.txt").write_text("new")
    outputs.replace(stage / "site", project.site, stage)
    outputs.replace(stage / "dist", project.dist, stage)
print("survived")
"""


@pytest.mark.parametrize("renames", range(4))
def test_a_kill_between_two_renames_loses_nothing(empty: Project, renames: int) -> None:
    folder(empty.site, "old")
    folder(empty.dist, "old")
    subprocess.run([sys.executable, "-c", _KILLED, str(empty.root), str(renames)], capture_output=True, check=False)
    with staging(empty):
        pass
    assert (empty.site / "a.txt").read_text(encoding="utf-8") in ("old", "new")
    assert (empty.dist / "a.txt").read_text(encoding="utf-8") in ("old", "new")
    assert stages(empty) == []
