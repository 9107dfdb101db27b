"""The site engine: MkDocs with Material, run twice, for a server and for a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from guide.model import Book
from guide.problems import BookError, Problem
from guide.search import add_terms

# What the offline copy changes: file addresses, and search through a script, as browsers don't let a page opened from
# disk fetch a file. The worker shim is Material's own remedy; from a package, not from a host on the internet.
_OFFLINE = {
    "site_url": "",
    "use_directory_urls": False,
    "plugins": {"offline": {}},
    "extra": {"polyfills": ["assets/built/iframe-worker.js"], "offline": True},
}


def derived_config(book: Book, path: Path, **changes: object) -> Path:
    """Writes a configuration at `path` that inherits from `mkdocs.yml` and changes some settings."""
    project = book.project
    settings = {
        "INHERIT": str(project.config),
        "docs_dir": str(project.docs),
        "theme": {"custom_dir": str(project.overrides)},
        **changes,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return path


def build_site(book: Book, target: Path, offline: bool = False, epoch: int | None = None, commit: str = "") -> None:
    """Builds the pages into `target`. Raises BookError with what the engine says when it refuses."""
    project = book.project
    config = derived_config(book, target.parent / "mkdocs-offline.yml", **_OFFLINE) if offline else project.config
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = str(epoch)
    if commit:
        environment.setdefault("GUIDE_EDITION", commit)
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(target)]
    run = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)
    # MkDocs copies every file of the theme's folder; the printed outputs' style sheets are no part of the site.
    shutil.rmtree(target / project.print_styles.name, ignore_errors=True)
    if run.returncode:
        said = [line.strip() for line in (run.stdout + run.stderr).splitlines() if line.strip()]
        # Warnings name what is wrong; without one, the last line is the exception's.
        lines = [line for line in said if line.startswith("WARNING")] or said[-1:]
        mend = "correct the source named; `mkdocs build` prints the engine's whole report."
        raise BookError([Problem("mkdocs.yml", 0, "engine", line, mend) for line in lines])
    add_terms(book, target)
