"""The flow that README.md describes is the flow of the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "scripts" / "guide"
ROOMS = ("estimates", "metrics", "markdown", "diagrams", "sources", "practise", "render", "checks", "site", "publish")
"""In the order of the flow: a room takes from those before it."""

OUTPUTS = ("book", "pocket", "epub", "booklet", "matrix", "poster", "sheets", "workbook", "study_group", "cards", "offline")


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """What a file imports of the package, as parts of its name, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (tuple(name.split(".")[1:]) for name in names if name.startswith("guide."))


def files(room: Path) -> list[Path]:
    found = [room.with_suffix(".py")] if room.with_suffix(".py").is_file() else sorted(room.rglob("*.py"))
    assert found, f"nothing is called {room.name} any more"
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_takes_from_those_before_it(room: str) -> None:
    later = ROOMS[ROOMS.index(room) + 1 :]
    wrong = [(path.name, ".".join(names)) for path in files(PACKAGE / room) for names in imported(path) if names[0] in later]
    assert not wrong


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_takes_nothing_of_another_s(output: str) -> None:
    """What several share stands beside them in publish/."""
    others = {("publish", other) for other in OUTPUTS if other != output}
    wrong = [(path.name, ".".join(names)) for path in files(PACKAGE / "publish" / output) for names in imported(path) if names[:2] in others]
    assert not wrong


def test_every_output_is_known_here() -> None:
    shared = {"archive", "fitting", "measure", "members", "opening", "paper", "printing", "references", "tags", "typesetting"}
    assert {path.stem for path in (PACKAGE / "publish").iterdir()} - {"__init__", "__pycache__"} == shared | set(OUTPUTS)
