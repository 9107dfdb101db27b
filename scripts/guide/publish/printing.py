"""What every printed output shares: the packages' type, a layout engine that has nothing to say, the same bytes twice."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from fontTools.ttLib import woff2
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from guide.fonts import FACES
from guide.project import Project
from guide.publish import Edition

LICENCE = "CC BY-SA 4.0"


def font_faces(project: Project) -> str:
    """`@font-face` rules for the packages' complete fonts; a PDF keeps only the glyphs that it shows."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
        f'src:url("{_unpacked(project.packages / face.file, project.work / "fonts" / face.file).resolve().as_uri()}")}}\n'
        for face in FACES
    )


def _unpacked(source: Path, target: Path) -> Path:
    """A package's font as TrueType at `target`, under the same name.

    The engine knows a font by its first bytes, not by its name; a packed one it would unpack at every layout.
    """
    if not (target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as packed, unfinished.open("wb") as made:
            woff2.decompress(packed, made)
        unfinished.replace(target)
    return target


def sheet_of(project: Project, name: str) -> str:
    """A style sheet of `overrides/print/`."""
    return (project.print_styles / name).read_text(encoding="utf-8")


def metadata(edition: Edition, title: str, description: str) -> str:
    """What the PDF says of itself, as elements of the HTML's head."""
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(edition.epoch))
    named = {
        "author": edition.book.settings.site_author,
        "description": description,
        "dcterms.created": created,
        "dcterms.modified": created,
    }
    return f"<title>{escape(title)}</title>" + "".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items()
    )


def edition_date(edition: Edition) -> str:
    """The day of the edition, as "21 November 2026"."""
    date = time.gmtime(edition.epoch)
    return f"{date.tm_mday} {time.strftime('%B %Y', date)}"


class _Listener(logging.Handler):
    """Keeps what the engine has to say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """What the engine says meanwhile goes into the list, and nowhere else."""
    listener, logger = _Listener(), logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield listener.lines
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


def lay_out(document: str, styles: Sequence[str]) -> Document:
    """The pages of `document` (HTML). Nothing is fetched but from files."""
    fetcher = URLFetcher(allowed_protocols=("data", "file"))
    fonts = FontConfiguration()
    sheets = [CSS(string=style, font_config=fonts, url_fetcher=fetcher) for style in styles]
    page = HTML(string=document, base_url="about:blank", url_fetcher=fetcher)
    return page.render(font_config=fonts, stylesheets=sheets)


def write_pdf(document: str, styles: Sequence[str], target: Path) -> list[str]:
    """Writes `document` as PDF/UA-1, its identifier made from its content. Returns what the engine logged."""
    with listening() as lines:
        lay_out(document, styles).write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=True)
    return lines
