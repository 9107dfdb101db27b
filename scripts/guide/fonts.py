"""The type: where the packages keep it, how wide it is, and the small files that the site serves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont


@dataclass(frozen=True)
class Face:
    """One file of a family. `weight` is CSS's number."""

    family: str
    weight: int
    italic: bool
    file: str

    @property
    def css_style(self) -> str:
        return "italic" if self.italic else "normal"


def _plex(kind: str, name: str, weight: int, italic: bool = False) -> Face:
    path = f"@ibm/plex-{kind.lower()}/fonts/complete/woff2/IBMPlex{kind}-{name}.woff2"
    return Face(f"IBM Plex {kind}", weight, italic, path)


FACES = (
    _plex("Serif", "Regular", 400),
    _plex("Serif", "Italic", 400, italic=True),
    _plex("Serif", "SemiBold", 600),
    _plex("Serif", "SemiBoldItalic", 600, italic=True),
    _plex("Sans", "Regular", 400),
    _plex("Sans", "Italic", 400, italic=True),
    _plex("Sans", "SemiBold", 600),
    _plex("Sans", "SemiBoldItalic", 600, italic=True),
    _plex("Mono", "Regular", 400),
    _plex("Mono", "SemiBold", 600),
)
"""Text in Serif, headings, tables and diagrams in Sans, code in Mono."""

DIAGRAM_FAMILY = "IBM Plex Sans"

_ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])) + "–—‘’“”…•·−×÷±≈≠≤≥→←↑↓↔∞√∑∂µ°′″€"


def advances(path: Path) -> dict[str, float]:
    """Advance width of every character of a font, in em."""
    font = TTFont(path)
    units, metrics = font["head"].unitsPerEm, font["hmtx"]
    return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def coverage(paths: Iterable[Path]) -> set[str]:
    """The characters that at least one of the fonts can draw."""
    return {char for path in paths for char in advances(path)}


def stamp(source: Path, text: str) -> str:
    """Ten characters that are others when `write_subset` may write other bytes: for another font or text, and after a
    change of this file, which says how."""
    made = hashlib.sha256(Path(__file__).read_bytes())
    made.update(f"{source.stat().st_size} {text}".encode())
    return made.hexdigest()[:10]


def write_subset(source: Path, target: Path, text: str) -> None:
    """Writes the part of a font that draws Latin text and every character of `text`, as WOFF2: whole, or not at all."""
    from fontTools import subset  # slow to import, and only the build of the theme's assets needs it

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum", "sups"]
    options.hinting = False
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=_ALWAYS + text)
    subsetter.subset(font)
    # Without a fixed date the same glyphs would give other bytes at every build.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    unfinished = target.with_name(f".{os.getpid()}-{target.name}")
    subset.save_font(font, unfinished, options)
    os.replace(unfinished, target)
