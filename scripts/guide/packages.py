"""The front-end packages: drawings, fonts and scripts come from them."""

from __future__ import annotations

from guide.fonts import FACES
from guide.problems import BookError, Problem
from guide.project import Project

_PACKAGES = ("pele", "mermaid", "iframe-worker", "ts-fsrs")


def lacking_packages(project: Project) -> list[str]:
    """The front-end packages that aren't in `node_modules/`."""
    lacking = [name for name in _PACKAGES if not (project.packages / name).is_dir()]
    return lacking + [face.file for face in FACES if not (project.packages / face.file).is_file()]


def require_packages(project: Project) -> None:
    """Raises BookError when a build would lack a front-end package: one line instead of a missing file's name."""
    if lacking := lacking_packages(project):
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        message = f"the front-end packages aren't installed ({lacking[0]}{more})."
        raise BookError([Problem(project.relative(project.packages), 0, "setup", message, "run `make setup`.")])
