"""Outputs appear whole or not at all, one build at a time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guide.outputs import _mounts, check_targets, clean, replace, staging, tidy
from guide.problems import BookError, Problem
from guide.project import Project
from tests.conftest import run_powerless

NAMES = ("site", "dist")


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    root = tmp_path / "book"
    root.mkdir()
    return Project(root)


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "a.txt").write_text(text, encoding="utf-8")
    return path


def stages(project: Project) -> list[Path]:
    return sorted(project.work.glob("stage-*"))


def said(project: Project) -> list[str]:
    return [(project.root / name / "a.txt").read_text(encoding="utf-8") for name in NAMES]


def build(project: Project, text: str) -> None:
    """A small build."""
    with staging(project) as stage:
        for name in NAMES:
            folder(stage / name, text)
        replace(stage, project, {name: project.root / name for name in NAMES})


def eventually(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


# The same small build as a process of its own: `python -c … root text [event number]`. With an event it dies at the
# number-th time that Python's audit names it; "sleep" holds the stage until a file `go` is there; "fork" leaves a
# child behind that lives on.
_BUILD = """
import os, signal, sys, time
from pathlib import Path
from guide import outputs
from guide.project import Project
project, text, what, number = Project(Path(sys.argv[1])), sys.argv[2], sys.argv[3], int(sys.argv[4])
calls = number
def dying(event, arguments):
    global calls
    if event == what:
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        calls -= 1
with outputs.staging(project, lambda line: print(line, flush=True)) as stage:
    for name in ("site", "dist"):
        (stage / name).mkdir()
        (stage / name / "a.txt").write_text(text)
    print("staged", stage.name, flush=True)
    if what == "fork" and os.fork() == 0:
        time.sleep(60)
    while what in ("sleep", "fork") and not (project.root / "go").exists():
        time.sleep(0.005)
    sys.addaudithook(dying)
    outputs.replace(stage, project, {name: project.root / name for name in ("site", "dist")})
what = ""  # whatever measures this process may rename its own files
print("survived", flush=True)
"""


def start(project: Project, text: str, what: str = "", number: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _BUILD, str(project.root), text, what, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_a_stage_is_gone_afterwards(empty: Project) -> None:
    with staging(empty) as stage:
        folder(stage / "site", "new")
        assert stage.parent == empty.work and stages(empty) == [stage]
    assert stages(empty) == []
    with pytest.raises(RuntimeError), staging(empty):
        raise RuntimeError
    assert stages(empty) == [] and not empty.site.exists()


def test_folders_take_the_places_of_the_old_ones(empty: Project) -> None:
    build(empty, "first")
    assert said(empty) == ["first", "first"]
    (empty.site / "gone.txt").write_text("x", encoding="utf-8")
    build(empty, "second")
    assert said(empty) == ["second", "second"] and not (empty.site / "gone.txt").exists()
    assert sorted(p.name for p in empty.root.iterdir()) == [".build", "dist", "site"]
    assert [p.name for p in empty.work.iterdir()] == ["lock"]


@pytest.mark.parametrize("old", [True, False], ids=["outputs are there", "first build"])
@pytest.mark.parametrize("renames", range(6))
def test_a_kill_between_two_renames_leaves_both_of_one_build(empty: Project, renames: int, old: bool) -> None:
    """The first rename completes the list; with it the new outputs hold, and before it the old ones."""
    if old:
        build(empty, "old")
    process = start(empty, "new", "os.rename", renames)
    process.communicate()
    steps = 5 if old else 3
    assert process.returncode == (-signal.SIGKILL if renames < steps else 0)
    assert bool(stages(empty)) == (renames < steps)
    tidy(empty)
    assert stages(empty) == []
    if renames == 0:
        assert said(empty) == ["old", "old"] if old else not empty.site.exists() and not empty.dist.exists()
    else:
        assert said(empty) == ["new", "new"]


def test_a_kill_during_the_recovery_is_recovered(empty: Project) -> None:
    build(empty, "old")
    start(empty, "new", "os.rename", 2).communicate()
    code = (
        "import os,signal,sys\nfrom pathlib import Path\nfrom guide import outputs\nfrom guide.project import Project\n"
    )
    code += "sys.addaudithook(lambda event, _: event == 'os.rename' and os.kill(os.getpid(), signal.SIGKILL))\n"
    code += "outputs.tidy(Project(Path(sys.argv[1])))"
    assert subprocess.run([sys.executable, "-c", code, str(empty.root)], check=False).returncode == -signal.SIGKILL
    tidy(empty)
    assert said(empty) == ["new", "new"] and stages(empty) == []


def test_what_a_killed_build_left_is_cleared_and_a_running_ones_is_not(empty: Project) -> None:
    killed = start(empty, "killed", "sleep")
    assert killed.stdout and killed.stdout.readline().startswith("staged")
    killed.kill()
    killed.communicate()
    assert len(stages(empty)) == 1
    running = start(empty, "running", "sleep")
    assert running.stdout and running.stdout.readline().startswith("staged")
    mine = stages(empty)
    assert len(mine) == 1
    tidy(empty)
    assert stages(empty) == mine
    (empty.root / "go").touch()
    assert running.communicate()[0] == "survived\n" and said(empty) == ["running", "running"]


def test_a_second_build_waits_and_says_so(empty: Project) -> None:
    first = start(empty, "first", "sleep")
    assert first.stdout and first.stdout.readline().startswith("staged")
    second = start(empty, "second")
    assert second.stdout and second.stdout.readline() == "another build is running; waiting for its end\n"
    time.sleep(0.05)
    assert len(stages(empty)) == 1 and second.poll() is None and not empty.site.exists()
    (empty.root / "go").touch()
    assert first.communicate()[0] == "survived\n"
    assert second.communicate()[0].endswith("survived\n")
    assert said(empty) == ["second", "second"] and stages(empty) == []


def test_what_builds_make_is_deleted_when_the_running_one_has_ended(empty: Project) -> None:
    running = start(empty, "running", "sleep")
    assert running.stdout and running.stdout.readline().startswith("staged")

    def report(line: str) -> None:
        assert line == "another build is running; waiting for its end" and len(stages(empty)) == 1
        (empty.root / "go").touch()

    assert list(clean(empty, report)) == [empty.site, empty.dist]
    assert running.communicate()[0] == "survived\n" and running.returncode == 0
    assert not empty.site.exists() and not empty.dist.exists() and stages(empty) == []


def test_many_builds_at_once_end_well(empty: Project) -> None:
    processes = [start(empty, str(number)) for number in range(6)]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * 6, outputs
    site, dist = said(empty)
    assert site == dist and stages(empty) == []


def test_a_build_in_the_same_process_is_seen(empty: Project) -> None:
    with staging(empty) as stage:
        tidy(empty)
        assert stage.is_dir()


def test_a_workers_life_is_not_the_builds(empty: Project) -> None:
    """The process that a killed build forked lives on; the next build doesn't wait for it."""
    killed = start(empty, "killed", "fork")
    assert killed.stdout and killed.stdout.readline().startswith("staged")
    time.sleep(0.1)
    killed.kill()
    killed.wait()
    os.killpg(killed.pid, 0)  # the child is there
    try:
        lines: list[str] = []
        with staging(empty, lines.append):
            pass
        assert lines == []
    finally:
        os.killpg(killed.pid, signal.SIGKILL)


def test_the_work_folder_may_be_deleted_at_any_time(empty: Project) -> None:
    waited = []

    def delete(line: str) -> None:
        waited.append(line)
        shutil.rmtree(empty.work)
        holder.kill()

    holder = start(empty, "x", "sleep")
    assert holder.stdout and holder.stdout.readline().startswith("staged")
    with staging(empty, delete) as stage:
        assert stage.is_dir() and (empty.work / "lock").exists()
        again = start(empty, "again")
        assert again.stdout and again.stdout.readline().startswith("another build")
    again.communicate()
    assert said(empty) == ["again", "again"] and len(waited) == 1
    holder.communicate()


# ---------- what is in the way ----------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("what", "make", "says"),
    [
        ("link", lambda path: path.symlink_to(path.parent.parent), "this is a link to "),
        ("dead link", lambda path: path.symlink_to("nowhere"), "this is a link to nowhere"),
        ("file", lambda path: path.write_text("x"), "this is a file"),
    ],
)
def test_an_obstacle_is_named_before_the_work(empty: Project, name: str, what: str, make: Callable, says: str) -> None:
    make(empty.root / name)
    before = (empty.root / name).lstat()
    with pytest.raises(BookError) as raised, staging(empty):
        pytest.fail("the work began")
    (problem,) = raised.value.problems
    assert (problem.path, problem.code) == (name, "output") and problem.message.startswith(says)
    assert (empty.root / name).lstat() == before and stages(empty) == []


def test_both_obstacles_are_named_at_once(empty: Project) -> None:
    for name in NAMES:
        (empty.root / name).touch()
    empty.work.mkdir()
    with pytest.raises(BookError) as raised:
        check_targets(empty)
    assert [p.path for p in raised.value.problems] == ["dist", "site"]


@pytest.mark.parametrize("place", ["site", "dist", "site/downloads", ".build"])
def test_a_mount_point_is_named_before_the_work(empty: Project, place: str) -> None:
    """In a mount namespace of its own; a folder is bound to itself, which looks like any folder."""
    (empty.root / place).mkdir(parents=True)
    script = 'mount --bind "$1/$2" "$1/$2" || exit 77; exec "$3" -c "$4" "$1" text "" 0'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    if not shutil.which("unshare"):
        pytest.skip("mounting needs Linux")
    run = subprocess.run(
        [*command, str(empty.root), place, sys.executable, _BUILD], capture_output=True, text=True, check=False
    )
    if run.returncode == 77 or "unshare failed" in run.stderr or "Operation not permitted" in run.stderr:
        pytest.skip("this user may not mount")
    assert "staged" not in run.stdout and run.returncode == 1
    what = "another file system" if place == ".build" else "something is mounted here"
    assert what in run.stderr and "BookError" in run.stderr


@pytest.mark.parametrize("place", [".", "site"])
def test_a_folder_that_this_user_may_not_change_is_named_before_the_work(empty: Project, place: str) -> None:
    empty.site.mkdir()
    (empty.root / place).chmod(0o555)
    run = run_powerless(sys.executable, "-c", _BUILD, str(empty.root), "text", "", "0")
    assert run.returncode == 1 and "staged" not in run.stdout
    assert "BookError: " in run.stderr and "site: [output] this user may not replace the folder." in run.stderr
    (empty.root / place).chmod(0o755)


def test_a_recovery_that_something_is_in_the_way_of_waits(empty: Project) -> None:
    """Whoever put a link there after the kill still has it, and the new outputs are kept for the next build."""
    build(empty, "old")
    start(empty, "new", "os.rename", 1).communicate()
    shutil.rmtree(empty.dist)
    empty.dist.symlink_to(empty.root)
    tidy(empty)
    assert empty.dist.is_symlink() and len(stages(empty)) == 1
    empty.dist.unlink()
    tidy(empty)
    assert said(empty) == ["new", "new"]


def test_mount_points_are_read_from_the_systems_table(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text("36 35 98:0 / /mnt/a\\040b rw - ext3 /dev/root rw\n37 35 98:0 / /c rw\nshort\n", encoding="utf-8")
    assert _mounts(table) == [Path("/mnt/a b"), Path("/c")]
    assert _mounts(tmp_path / "nothing") == []


# ---------- a full disk ----------


def fill() -> None:
    with open("/dev/full", "w", encoding="utf-8") as file:
        file.write("x" * 100_000)


def explained() -> None:
    """A publisher's error, with the disk's as its cause."""
    try:
        fill()
    except OSError as error:
        raise BookError([Problem("dist", 0, "book", "it can't be written.", "look.")]) from error


def met() -> None:
    """A publisher's error that came up while the disk's was handled."""
    try:
        fill()
    except OSError:
        raise BookError([Problem("dist", 0, "book", "it can't be written.", "look.")])  # noqa: B904


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
@pytest.mark.parametrize("fail", [fill, explained, met])
def test_a_full_disk_ends_in_one_line_and_old_outputs_stay(empty: Project, fail: Callable[[], None]) -> None:
    build(empty, "old")
    with pytest.raises(BookError) as raised, staging(empty) as stage:
        folder(stage / "site", "new")
        fail()
    (problem,) = raised.value.problems
    assert problem.message.startswith("the disk is full (") and "\n" not in str(problem)
    assert said(empty) == ["old", "old"] and stages(empty) == []


def test_a_full_disk_that_another_process_tells_of(empty: Project) -> None:
    with open("/dev/full", "wb") as full:
        run = subprocess.run(["cat", __file__], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    with pytest.raises(BookError, match="the disk is full"), staging(empty):
        raise BookError([Problem("mkdocs.yml", 0, "engine", run.stderr.strip(), "look.")])


def test_other_errors_pass(empty: Project) -> None:
    with pytest.raises(BookError, match="something else"), staging(empty):
        raise BookError([Problem("dist", 0, "book", "something else.", "look.")])
    with pytest.raises(FileNotFoundError), staging(empty):
        open("/nowhere/at/all")  # noqa: SIM115
