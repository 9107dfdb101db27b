"""`guide-offline.zip`: the whole site, to be opened from a folder without a server or a network."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from guide.publish import Edition

_FOLDER = "ml-system-design-guide"


def publish(edition: Edition, target: Path) -> None:
    date = time.gmtime(max(edition.epoch, 315532800))[:6]  # zip's calendar starts in 1980
    with zipfile.ZipFile(target / "guide-offline.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in edition.offline.rglob("*") if p.is_file()):
            name = path.relative_to(edition.offline).as_posix()
            entry = zipfile.ZipInfo(f"{_FOLDER}/{name}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
