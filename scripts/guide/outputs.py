"""Outputs appear whole or not at all: they are written beside, then renamed into place, one build at a time."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from guide.problems import BookError, Problem
from guide.project import Project

CODE = "output"
"""The code of problems of the folders that outputs are written to."""

_COMPLETE = "complete.json"
"""In a stage: the new outputs are whole; {folder in the stage: target from the project's root}."""

_OLD = "old"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_held: set[int] = set()


def _release_in_child() -> None:
    """A forked worker doesn't keep the lock of a build that was killed."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_release_in_child)


@contextmanager
def _locked(project: Project, busy: Callable[[], bool]) -> Iterator[bool]:
    """Holds the project's lock inside; yields whether it does.

    When somebody else holds it, `busy` says whether to wait. The kernel frees the lock of a process that ends, however
    it ends; a number of a process in a file would outlive it, and another process may get the same number.
    """
    while True:
        project.work.mkdir(parents=True, exist_ok=True)
        path = project.work / "lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        _held.add(descriptor)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not busy():
                    yield False
                    return
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if not _is_file(descriptor, path):
                continue  # .build was deleted meanwhile, and with it the file that others lock
            yield True
            return
        finally:
            _held.discard(descriptor)
            os.close(descriptor)


def _is_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def staging(project: Project, report: Callable[[str], None] = lambda _: None) -> Iterator[Path]:
    """A fresh folder for unfinished outputs, gone afterwards whatever happened.

    A second build waits for the first and says so in one line: both callers want outputs of the present sources, and
    the machine rarely has the memory for two. Raises BookError before the work begins when the outputs couldn't be put
    in place after it, and when the disk is full.
    """
    try:
        check_targets(project)
        with _locked(project, _waiting(report)):
            _clear(project)
            stage = Path(tempfile.mkdtemp(prefix="stage-", dir=project.work))
            try:
                yield stage
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except (OSError, BookError) as error:
        if not _is_full(error):
            raise
        free = shutil.disk_usage(project.root).free / 1e6
        message = f"the disk is full ({free:.0f} MB are free)."
        raise BookError([Problem(".build", 0, CODE, message, "free some space and build again.")]) from error


def _is_full(error: BaseException | None) -> bool:
    """Whether a full disk is behind the error; a process that was started says so only in words."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, BookError) and any(os.strerror(number) in str(error) for number in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


def _waiting(report: Callable[[str], None]) -> Callable[[], bool]:
    """Says that it waits, and does."""

    def busy() -> bool:
        report("another build is running; waiting for its end")
        return True

    return busy


def clean(project: Project, report: Callable[[str], None] = lambda _: None) -> Iterator[Path]:
    """Deletes the outputs and what builds leave while they work, once no build is running; yields what is gone."""
    with _locked(project, _waiting(report)):
        for folder in (project.site, project.dist, project.built_assets, *project.work.glob("stage-*")):
            if folder.exists():
                shutil.rmtree(folder)
                yield folder


def tidy(project: Project) -> None:
    """Clears up after builds that were killed, unless a build is running."""
    if any(project.work.glob("stage-*")):
        # What is in the way of a recovery the next build tells.
        with suppress(BookError), _locked(project, lambda: False) as ours:
            if ours:
                check_targets(project)
                _clear(project)


def _clear(project: Project) -> None:
    """Ends what killed builds began. To be called with the lock held: no stage belongs to anybody then."""
    for stage in project.work.glob("stage-*"):
        if (stage / _COMPLETE).is_file():
            _exchange(stage, project)
        shutil.rmtree(stage, ignore_errors=True)


def replace(stage: Path, project: Project, names: Mapping[str, Path]) -> None:
    """Puts folders of the stage in the places of the old ones: {name in the stage: target}.

    From the moment that the list is written they are the outputs: a build killed between two renames is ended by the
    next command, so that the targets never stay of different builds. For an instant a target isn't there; it is never
    a half.
    """
    listed = {name: target.relative_to(project.root).as_posix() for name, target in names.items()}
    draft = stage / f"{_COMPLETE}.draft"
    draft.write_text(json.dumps(listed), encoding="utf-8")
    os.replace(draft, stage / _COMPLETE)
    _exchange(stage, project)


def _exchange(stage: Path, project: Project) -> None:
    listed: dict[str, str] = json.loads((stage / _COMPLETE).read_text(encoding="utf-8"))
    old = stage / _OLD
    old.mkdir(exist_ok=True)
    for name, relative in listed.items():
        new, target = stage / name, project.root / relative
        if not new.exists():
            continue  # it is in its place already
        if target.exists():
            shutil.rmtree(old / name, ignore_errors=True)
            os.rename(target, old / name)
        os.rename(new, target)


# ---------- whether the outputs can be put in place ----------


def check_targets(project: Project) -> None:
    """Raises BookError when `site/` or `dist/` can't be exchanged by renaming: better now than after minutes of work."""
    problems = []
    mounts = _mounts()
    for target in (project.site, project.dist):
        if found := _obstacle(target, project, mounts):
            problems.append(Problem(project.relative(target), 0, CODE, *found))
    if problems:
        raise BookError(problems)


def _obstacle(target: Path, project: Project, mounts: list[Path]) -> tuple[str, str] | None:
    """(what is in the way, how to mend it)."""
    if target.is_symlink():
        mend = f"delete the link; where it led, put a link to {target.name}/ instead."
        return f"this is a link to {os.readlink(target)}; a build replaces the whole folder.", mend
    if target.exists() and not target.is_dir():
        return "this is a file; the build makes a folder of that name.", "move it away."
    real = target.resolve()
    if os.path.ismount(target) or any(mount == real or real in mount.parents for mount in mounts):
        return (
            "something is mounted here; a build replaces the whole folder.",
            "unmount it, or mount the folder above it.",
        )
    if not os.access(project.root, os.W_OK | os.X_OK) or (target.exists() and not os.access(target, os.W_OK | os.X_OK)):
        return "this user may not replace the folder.", "give the folder, and the one above it, to this user."
    work = project.work.resolve()
    if work.exists() and (work.stat().st_dev != project.root.stat().st_dev or work in mounts):
        mend = "put .build/ into the project's folder itself."
        return "it can't be exchanged: .build/ is on another file system.", mend
    return None


def _mounts(table: Path = Path("/proc/self/mountinfo")) -> list[Path]:
    """Where something is mounted, as far as the system says (Linux): a folder bound from the same disk looks like any."""
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    fields = (line.split(" ") for line in lines)
    return [Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), field[4])) for field in fields if len(field) > 4]


def size_of(path: Path) -> str:
    """A file's size for people."""
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
