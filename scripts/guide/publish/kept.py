"""Intermediate results of the printed outputs, kept in files under the hash of everything that they depend on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf
import weasyprint

from guide.fonts import FACES
from guide.project import Project

_MOST_BYTES = 400_000_000
"""So much is kept of what the last build didn't use."""


@dataclass(frozen=True)
class Kept:
    """A folder of results. `maker` stands for the toolchain that makes them: others' results are never taken."""

    folder: Path
    maker: str

    def key(self, *parts: object) -> str:
        """The name of what is made from these parts (anything that JSON can write)."""
        return hashlib.sha256(json.dumps([self.maker, *parts]).encode()).hexdigest()[:40]

    def file(self, key: str, ending: str) -> Path:
        return self.folder / f"{key}{ending}"

    def get(self, key: str) -> Any | None:
        """What was put under a key, or None. It counts as used now."""
        path = self.file(key, ".json")
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        for used in self.folder.glob(f"{key}.*"):
            os.utime(used)
        return json.loads(text)

    def put(self, key: str, value: Any) -> None:
        """Keeps a value. Files of the same key are to be written before: a value that is there says that they are."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.file(key, f".{os.getpid()}")
        unfinished.write_text(json.dumps(value), encoding="utf-8")
        unfinished.replace(self.file(key, ".json"))

    def prune(self, since: float) -> None:
        """Deletes the longest unused of what wasn't used after a moment (seconds since 1970), down to a limit."""
        old = sorted((stat.st_mtime, stat.st_size, path) for path, stat in _files(self.folder) if stat.st_mtime < since)
        size = sum(bytes_ for _, bytes_, _ in old)
        for _, bytes_, path in old:
            if size <= _MOST_BYTES:
                break
            path.unlink(missing_ok=True)
            size -= bytes_


def _files(folder: Path) -> Iterable[tuple[Path, os.stat_result]]:
    for path in folder.glob("*"):
        try:
            yield path, path.stat()
        except FileNotFoundError:
            continue


def kept_for(project: Project) -> Kept:
    """The project's results, of this toolchain: its own code, the layout engine and the faces of type."""
    made = hashlib.sha256(f"{weasyprint.VERSION} {pydyf.VERSION}".encode())
    sources = Path(__file__).parent.rglob("*.py")
    for path in (*sorted(sources), *(project.packages / face.file for face in FACES)):
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return Kept(project.work / "cache" / "print", made.hexdigest()[:16])
