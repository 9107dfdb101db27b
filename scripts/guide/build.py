"""The whole way from sources to outputs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from guide.assets import write_assets
from guide.checks import check_book, check_site
from guide.model import Book
from guide.outputs import replace, staging
from guide.problems import BookError
from guide.project import Project
from guide.publish import Edition, Publisher, matrix, offline, sheets
from guide.publish import book as book_pdf
from guide.site import build_site
from guide.sources import read_book

# In this order: the offline copy holds the others' files.
PUBLISHERS: dict[str, Publisher] = {
    "trade-off matrix": matrix.publish,
    "one-page sheets": sheets.publish,
    "book": book_pdf.publish,
    "offline copy": offline.publish,
}

Report = Callable[[str], None]


def _git(project: Project, *arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=project.root, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else ""


def edition_of(project: Project) -> tuple[int, str]:
    """(SOURCE_DATE_EPOCH, name of the commit): the commit's date, so that two builds of it are the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _git(project, "log", "-1", "--format=%ct")
    commit = _git(project, "rev-parse", "--short=10", "HEAD")
    if commit and _git(project, "status", "--porcelain", "--untracked-files=no"):
        commit += "+changes"
    return int(epoch or time.time()), commit or "working copy"


def build(project: Project, report: Report = lambda _: None) -> Book:
    """Builds `site/` and `dist/`. Raises BookError; then the last good outputs are still there."""
    book = read_book(project)
    report(f"checking {len(book.chapters)} chapters and {len(book.diagrams)} diagrams")
    if problems := check_book(book):
        raise BookError(problems)
    epoch, commit = edition_of(project)
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    write_assets(book)
    with staging(project) as stage:
        site, pages, dist = stage / "site", stage / "offline", stage / "dist"
        dist.mkdir()
        report("building the site")
        build_site(book, site, epoch=epoch, commit=commit)
        report("building the pages of the offline copy")
        build_site(book, pages, offline=True, epoch=epoch, commit=commit)
        edition = Edition(book, site, pages, epoch, commit)
        for name, publish in PUBLISHERS.items():
            report(f"publishing the {name}")
            publish(edition, dist)
        shutil.copytree(dist, site / "downloads")
        if problems := check_site(site):
            raise BookError(problems)
        replace(site, project.site, stage)
        replace(dist, project.dist, stage)
    return book


def size_of(path: Path) -> str:
    """A file's size for people."""
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
