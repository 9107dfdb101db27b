"""Zip files that come out the same at every build of an edition."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

_FIRST = 315532800
"""Seconds since 1970 at which zip's calendar starts."""


def write_zip(
    target: Path, files: Mapping[str, bytes | Path], epoch: int, stored: Mapping[str, bytes] | None = None
) -> None:
    """Writes an archive of `files`, by their names in it, sorted, all dated to `epoch` (seconds since 1970).

    What is `stored` comes first and isn't compressed.
    """
    date = time.gmtime(max(epoch, _FIRST))[:6]

    def add(name: str, data: bytes, method: int) -> None:
        entry = zipfile.ZipInfo(name, date)
        entry.compress_type = method
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, data)

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in (stored or {}).items():
            add(name, data, zipfile.ZIP_STORED)
        for name, content in sorted(files.items()):
            add(name, content if isinstance(content, bytes) else content.read_bytes(), zipfile.ZIP_DEFLATED)
