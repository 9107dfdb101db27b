"""Theme assets made from packages: the site's fonts, the diagrams' colours, scripts. Written to `overrides/assets/built/`."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from guide.diagrams import read_style
from guide.fonts import FACES, write_subset
from guide.model import Book

_SCRIPTS = {
    "mermaid.min.js": "mermaid/dist/mermaid.min.js",
    # Material asks a host on the internet for this one unless a script of this name is on the page.
    "iframe-worker.js": "iframe-worker/shim/index.js",
}


def _characters(book: Book) -> str:
    """Every character of the sources: what the site's fonts must draw."""
    texts = [c.path.read_text(encoding="utf-8") for c in book.chapters]
    texts += [d.source for d in book.diagrams.values()]
    data = (book.project.decisions, book.project.glossary, book.project.bibliography, book.project.config)
    texts += [p.read_text(encoding="utf-8") for p in data if p.is_file()]
    return "".join(sorted(set("".join(texts))))


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
    _write_changed(target / "diagrams.css", read_style(book.project.style).css())
    for name, source in _SCRIPTS.items():
        if not (target / name).is_file() or (target / name).stat().st_size != (
            (book.project.packages / source).stat().st_size
        ):
            shutil.copyfile(book.project.packages / source, target / name)
