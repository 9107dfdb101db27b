"""A build that is killed leaves the last good outputs as they were, and the next build clears up after it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guide.project import Project
from tests.artifacts.test_site import CHAPTERS, DOWNLOADS
from tests.conftest import run_guide, snapshot

MOMENTS = (
    "making the pages", "building the site", "publishing the EPUB", "publishing the pocket edition",
)  # fmt: skip


@pytest.fixture(scope="module")
def own_book(built_book: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the small book and its outputs."""
    root = tmp_path_factory.mktemp("atomic") / "book"
    shutil.copytree(built_book.root, root, symlinks=True)
    return Project(root)


def kill_build(project: Project, moment: str) -> int:
    """Starts a build and kills it, and it alone, soon after it says that it has come to `moment`.

    Returns the number of the process group, to which the processes belong that the build itself has started.
    """
    command = [sys.executable, "-m", "guide", "build"]
    build = subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert build.stdout
    said = []
    for line in build.stdout:
        said.append(line)
        if moment in line:
            break
    assert said and moment in said[-1], f"the build ended before {moment!r}: {said}"
    time.sleep(0.4)
    build.kill()
    assert build.wait() == -signal.SIGKILL, "the build was over before it was killed"
    build.stdout.close()
    return build.pid


def group_lives(group: int) -> bool:
    """Whether a process of the group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def stages(project: Project) -> list[Path]:
    return list(project.work.glob("stage-*"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_changes_nothing(own_book: Project, moment: str) -> None:
    # Something that a finished build would show.
    home = own_book.docs / "index.md"
    good = home.read_text(encoding="utf-8")
    before = snapshot(own_book)
    group = kill_build_after_change(own_book, home, f"{good}\nA new sentence.\n", moment)
    try:
        home.write_text(good, encoding="utf-8")
        assert len(before) > 20 and snapshot(own_book) == before
        deadline = time.monotonic() + 15
        while group_lives(group) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not group_lives(group), "processes of the killed build live on"
    finally:
        if group_lives(group):
            os.killpg(group, signal.SIGKILL)


def kill_build_after_change(project: Project, path: Path, text: str, moment: str) -> int:
    path.write_text(text, encoding="utf-8")
    return kill_build(project, moment)


def test_the_next_build_succeeds_and_clears_up(own_book: Project) -> None:
    kill_build(own_book, "building the site")
    assert stages(own_book)
    home = own_book.docs / "index.md"
    home.write_text(f"{home.read_text(encoding='utf-8')}\nA newer sentence.\n", encoding="utf-8")
    run = run_guide(own_book.root, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "A newer sentence." in (own_book.site / "index.html").read_text(encoding="utf-8")
    assert stages(own_book) == []
    assert {p.name for p in own_book.dist.iterdir()} == {*DOWNLOADS, CHAPTERS}
