"""`guide doctor`: what this machine has and lacks, and how to get it."""

from __future__ import annotations

import importlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guide.fonts import FACES
from guide.project import Project

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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
    run = subprocess.run([path, "-v" if command == "pdftoppm" else "--version"], capture_output=True, text=True, check=False)
    return ((run.stdout + run.stderr).strip().splitlines() or [path])[0]


def _try(action: Callable[[], str]) -> str:
    try:
        return action()
    except Exception:
        return ""


def _weasyprint() -> str:
    return f"WeasyPrint {importlib.import_module('weasyprint').__version__}"


def examine(project: Project) -> Iterator[Finding]:
    """Everything that a build or a test needs, in the order of need."""
    yield Finding("Python", platform.python_version() if sys.version_info >= (3, 11) else "",
                  _system("python3.11", "python"), "everything")  # fmt: skip
    yield Finding("Python packages", _try(lambda: f"MkDocs {importlib.import_module('mkdocs').__version__}"),
                  "make setup", "everything")  # fmt: skip
    yield Finding("Pango", _try(_weasyprint), _system("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango"),
                  "the PDFs")  # fmt: skip
    packages = [name for name in ("pele", "mermaid", "iframe-worker") if not (project.packages / name).is_dir()]
    packages += [face.file for face in FACES if not (project.packages / face.file).is_file()]
    yield Finding("front-end packages", "" if packages else "complete", "make setup", "diagrams and fonts")
    yield Finding("Node", _version("node"), _system("nodejs npm", "node"), "installing front-end packages, the tests")
    yield Finding("git", _version("git"), _system("git", "git"), "dating an edition")
    browser = next((name for name in BROWSERS if shutil.which(name)), "chromium")
    yield Finding("Chromium", _version(browser), _system("chromium", "--cask chromium"), "the tests")
    yield Finding("poppler", _version("pdftoppm"), _system("poppler-utils", "poppler"), "the tests")
