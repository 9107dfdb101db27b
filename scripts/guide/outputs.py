"""Outputs appear whole or not at all: they are written beside, then renamed into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guide.project import Project


@contextmanager
def staging(project: Project) -> Iterator[Path]:
    """A fresh folder for unfinished outputs, gone afterwards whatever happened."""
    project.work.mkdir(exist_ok=True)
    tidy(project)
    stage = Path(tempfile.mkdtemp(prefix=f"stage-{os.getpid()}-", dir=project.work))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def tidy(project: Project) -> None:
    """Clears up after builds that were killed."""
    for leftover in project.work.glob("stage-*"):
        if not _alive(leftover):
            _recover(leftover, project)
            shutil.rmtree(leftover, ignore_errors=True)


def _recover(leftover: Path, project: Project) -> None:
    """A build killed between the two renames of `replace` has the last good output in its stage: put it back."""
    for target in (project.site, project.dist):
        old = leftover / f"old-{target.name}"
        if old.exists() and not target.exists():
            os.rename(old, target)


def _alive(stage: Path) -> bool:
    try:
        os.kill(int(stage.name.split("-")[1]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        return True
    return True


def replace(new: Path, target: Path, stage: Path) -> None:
    """Puts the folder `new` where `target` is. Between two renames nothing is there for an instant, never a half."""
    old = stage / f"old-{target.name}"
    if target.exists():
        os.rename(target, old)
    os.rename(new, target)
    shutil.rmtree(old, ignore_errors=True)
