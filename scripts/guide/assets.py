"""Theme assets made from packages: the site's fonts, its one style sheet, scripts. Written to `overrides/assets/built/`."""

from __future__ import annotations

import re
from pathlib import Path

import material

from guide.fonts import FACES, stamp, write_subset
from guide.model import Book

# Material asks a host on the internet for this script unless one of this name is on the page.
_IFRAME_WORKER = "iframe-worker/shim/index.js"

_SCHEDULER = "ts-fsrs/dist/index.umd.js"
"""The practice room's scheduler of cards, as a plain script: a page opened from a folder can't load modules."""

_FIRST_FACES = ("IBMPlexSans-SemiBold", "IBMPlexSans-Regular", "IBMPlexSerif-Regular")
"""Faces of what is seen first: titles, facts and text. They are asked for with the page, so that lines don't move when they come."""

_PRELOAD = '<link rel="preload" href="{{{{ "assets/built/{name}" | url }}}}" as="font" type="font/woff2" crossorigin>\n'

_THEME_STYLES = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
_STYLES = ("guide.css", "estimates.css", "matrix.css")
_OF_ROOM = "practise.css"
"""The one style sheet that isn't in the site's: only the practice room asks for it."""

_MAP = re.compile(r"^//# sourceMappingURL=.*\n?", re.M)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def _characters(book: Book) -> str:
    """Every character of the sources: what the site's fonts must draw."""
    return "".join(sorted(set("".join(book.texts.values()))))


def _write_changed(path: Path, text: str) -> None:
    """Leaves an unchanged file alone, so that a live preview doesn't reload for nothing."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


_AS_THE_THEME_HAS_IT = (("table:not([class])", "table:is(:not([class]),.plain)"), ("pre>code", "pre code"))
"""Selectors of the theme's rules for tables and code, and what they are here: `guide.site.page` gives both another form."""


def _theme_styles() -> list[str]:
    """Material's two style sheets, whose names hold a hash of their own."""
    paths = [next(_THEME_STYLES.glob(f"{name}.*.min.css")) for name in ("main", "palette")]
    return [_for_own_pages(_COMMENT.sub("", path.read_text(encoding="utf-8"))) for path in paths]


def _own_styles(book: Book) -> list[str]:
    return [_own_style(book, name) for name in _STYLES]


def _own_style(book: Book, name: str) -> str:
    path = book.project.overrides / "assets" / "stylesheets" / name
    return _for_own_pages(_COMMENT.sub("", path.read_text(encoding="utf-8")))


def _for_own_pages(styles: str) -> str:
    for theirs, own in _AS_THE_THEME_HAS_IT:
        styles = styles.replace(theirs, own)
    return styles


def write_assets(book: Book) -> None:
    """Brings `overrides/assets/built/` up to date with the packages and the book.

    All styles are one file: a page is not shown before the last of them has come.
    """
    target = book.project.built_assets
    target.mkdir(parents=True, exist_ok=True)
    characters = _characters(book)
    rules = []
    for face in FACES:
        source = book.project.packages / face.file
        name = f"{Path(face.file).stem}.{stamp(source, characters)}.woff2"
        if not (target / name).is_file():
            for old in target.glob(f"{Path(face.file).stem}.*.woff2"):
                old.unlink()
            write_subset(source, target / name, characters)
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
            f'font-display:swap;src:url({name}) format("woff2")}}'
        )
    first = "".join(_PRELOAD.format(name=next(target.glob(f"{stem}.*.woff2")).name) for stem in _FIRST_FACES)
    _write_changed(target / "fonts.html", first)
    _write_changed(target / "site.css", "\n".join((*_theme_styles(), *rules, book.style.css(), *_own_styles(book))) + "\n")
    _write_changed(target / "iframe-worker.js", (book.project.packages / _IFRAME_WORKER).read_text(encoding="utf-8"))
    _write_changed(target / _OF_ROOM, _own_style(book, _OF_ROOM))
    scheduler = (book.project.packages / _SCHEDULER).read_text(encoding="utf-8")
    _write_changed(target / "ts-fsrs.js", _MAP.sub("", scheduler))  # no page has its map
