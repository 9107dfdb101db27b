"""Theme assets made from packages: the site's fonts, the diagrams' colours, scripts. Written to `overrides/assets/built/`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guide.fonts import FACES, write_subset
from guide.model import Book

# Material asks a host on the internet for this script unless one of this name is on the page.
_IFRAME_WORKER = "iframe-worker/shim/index.js"


def _characters(book: Book) -> str:
    """Every character of the sources: what the site's fonts must draw."""
    return "".join(sorted(set("".join(book.texts.values()))))


def _write_changed(path: Path, text: str) -> None:
    """Leaves an unchanged file alone, so that a live preview doesn't reload for nothing."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def write_assets(book: Book) -> None:
    """Brings `overrides/assets/built/` up to date with the packages and the book."""
    target = book.project.built_assets
    target.mkdir(parents=True, exist_ok=True)
    characters = _characters(book)
    rules = []
    for face in FACES:
        source = book.project.packages / face.file
        stamp = hashlib.sha256(f"{source.stat().st_size} {characters}".encode()).hexdigest()[:10]
        name = f"{Path(face.file).stem}.{stamp}.woff2"
        if not (target / name).is_file():
            for old in target.glob(f"{Path(face.file).stem}.*.woff2"):
                old.unlink()
            write_subset(source, target / name, characters)
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
            f'font-display:swap;src:url({name}) format("woff2")}}'
        )
    _write_changed(target / "fonts.css", "\n".join(rules) + "\n")
    _write_changed(target / "diagrams.css", book.style.css())
    _write_changed(target / "iframe-worker.js", (book.project.packages / _IFRAME_WORKER).read_text(encoding="utf-8"))
