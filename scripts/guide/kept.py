"""What a build made and a later one may use again, by a hash of all that it was made of."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path
from typing import Any

from guide.project import Project

_DAYS = 14
"""How long something that no build asked for is kept."""


class Kept:
    """A folder of finished work below `.build/cache/`. Two builds may use it at once; deleting it costs only time."""

    def __init__(self, project: Project, folder: Path | None = None) -> None:
        self._project, self._folder = project, folder or project.work / "cache"

    @cached_property
    def _toolchain(self) -> str:
        """The code and the packages that make things: what they made before they changed is not asked for again."""
        here = Path(__file__).parent
        files = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".html", ".css"))
        locks = [self._project.root / name for name in ("requirements.lock", "package-lock.json")]
        made = hashlib.sha256(sys.version.encode())
        for path in (*files, *(path for path in locks if path.is_file())):
            made.update(path.name.encode() + path.read_bytes())
        return made.hexdigest()

    def key(self, kind: str, *parts: str) -> str:
        """A name for what is made of `parts` by this toolchain."""
        return f"{kind}-{hashlib.sha256('|'.join((self._toolchain, *parts)).encode()).hexdigest()[:40]}"

    def path(self, key: str) -> Path:
        return self._folder / key[-2:] / key

    def get(self, key: str) -> Any:
        """What was kept under `key`; None when there is nothing, or nothing that can be read."""
        path = self.path(key)
        try:
            found = pickle.loads(path.read_bytes())
            os.utime(path)
        except Exception:  # a file that was cut off or made by other classes raises anything
            return None
        return found

    def put(self, key: str, value: Any) -> None:
        """Keeps `value`, whole or not at all. A disk without room costs only the keeping."""
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                pickle.dump(value, file, protocol=5)
            os.replace(file.name, path)
        except OSError:
            return

    def prune(self) -> None:
        """Deletes what no build has asked for in a while."""
        oldest = time.time() - _DAYS * 86400
        for path in self._folder.rglob("*"):
            try:
                if path.is_file() and path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:
                continue


class Remembered(Kept):
    """The same, with what was used lately in memory: for a process that makes the same things again and again."""

    def __init__(self, project: Project, folder: Path | None = None) -> None:
        super().__init__(project, folder)
        self._held: dict[str, Any] = {}
        self._used: set[str] = set()

    def get(self, key: str) -> Any:
        self._used.add(key)
        if key not in self._held and (found := super().get(key)) is not None:
            self._held[key] = found
        return self._held.get(key)

    def put(self, key: str, value: Any) -> None:
        super().put(key, value)
        self._used.add(key)
        self._held[key] = value

    def forget(self) -> None:
        """Lets go of what nobody has asked for since the last call."""
        self._held = {key: value for key, value in self._held.items() if key in self._used}
        self._used = set()

    def __reduce__(self) -> tuple[type[Kept], tuple[Project, Path]]:
        return Kept, (self._project, self._folder)  # another process finds it on the disk
