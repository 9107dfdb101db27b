"""`guide doctor`: what this machine has and lacks, and how to get it."""

from __future__ import annotations

import importlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guide.edition import WORKING_COPY
from guide.packages import lacking_packages
from guide.project import Project

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Commands, the preferred one first: the shell draws the same pages with a third less of the processor's time, as it has
no windows."""

_MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `found` is empty when it is missing; `get` says how to get it."""

    name: str
    found: str
    get: str
    needed_for: str


def _system(debian: str, brew: str) -> str:
    return f"brew install {brew}" if platform.system() == "Darwin" else f"sudo apt-get install {debian}"


def _version(command: str) -> str:
    path = shutil.which(command)
    if not path:
        return ""
    run = subprocess.run(
        [path, "-v" if command in ("pdftoppm", "mutool") else "--version"], capture_output=True, text=True, check=False
    )
    return ((run.stdout + run.stderr).strip().splitlines() or [path])[0]


def _try(action: Callable[[], str]) -> str:
    try:
        return action()
    except Exception:
        return ""


def _weasyprint() -> str:
    return f"WeasyPrint {importlib.import_module('weasyprint').__version__}"


def find_browser() -> str | None:
    """The path of a browser that the tests can drive."""
    found = [path for path in map(shutil.which, BROWSERS) if path]
    return next(iter(found + [path for path in _MAC_BROWSERS if Path(path).is_file()]), None)


def browser_source() -> str:
    """How to get a browser on this machine. Ubuntu has none but a snap."""
    return _system("chromium-browser" if _distribution() == "ubuntu" else "chromium-headless-shell", "--cask chromium")


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def examine(project: Project) -> Iterator[Finding]:
    """Everything that a build or a test needs, in the order of need."""
    yield Finding("Python", platform.python_version() if sys.version_info >= (3, 11) else "",
                  _system("python3.11", "python"), "everything")  # fmt: skip
    yield Finding("Python packages", _try(lambda: f"MkDocs {importlib.import_module('mkdocs').__version__}"),
                  "make setup", "everything")  # fmt: skip
    yield Finding("Pango", _try(_weasyprint), _system("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango"),
                  "the PDFs")  # fmt: skip
    yield Finding(
        "front-end packages", "" if lacking_packages(project) else "complete", "make setup", "diagrams and fonts"
    )
    yield Finding("Node", _version("node"), _system("nodejs npm", "node"), "installing front-end packages, the tests")
    # A build without git is whole; only its edition's name and moment are less exact.
    yield Finding("git", _version("git") or f"absent; an edition is then a {WORKING_COPY!r} of the day it is built",
                  _system("git", "git"), "naming and dating an edition, the tests")  # fmt: skip
    yield Finding("Chromium", _version(find_browser() or "chromium"), browser_source(), "the tests")
    yield Finding("Java", _version("java"), _system("default-jre-headless", "--cask temurin"), "the tests")
    yield Finding("poppler", _version("pdftoppm"), _system("poppler-utils", "poppler"), "the tests")
    yield Finding("MuPDF", _version("mutool"), _system("mupdf-tools", "mupdf-tools"), "the tests")
