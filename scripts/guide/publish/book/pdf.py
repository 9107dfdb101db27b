"""HTML and style sheets to a tagged PDF, without a word in the engine's log."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from guide.fonts import FACES


class _Listener(logging.Handler):
    """Keeps what the engine has to say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What the engine says meanwhile goes into the list, and nowhere else."""
    listener, logger = _Listener(), logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield listener.lines
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


def font_faces(packages: Path) -> str:
    """`@font-face` rules for the faces of the book, from the packages' files."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
        f'src:url("{(packages / face.file).resolve().as_uri()}")}}\n'
        for face in FACES
    )


def _lay_out(document: str, styles: Sequence[str]) -> Document:
    fetcher = URLFetcher(allowed_protocols=("data", "file"))
    fonts = FontConfiguration()
    sheets = [CSS(string=style, font_config=fonts, url_fetcher=fetcher) for style in styles]
    page = HTML(string=document, base_url="about:blank", url_fetcher=fetcher)
    return page.render(font_config=fonts, stylesheets=sheets)


def positions(document: str, styles: Sequence[str]) -> dict[str, float]:
    """How far below the first page's top each element with an id begins, in CSS px."""
    with _listening():
        page = _lay_out(document, styles).pages[0]
    return {name: y for name, (_, y, *_) in page.anchors.items()}


def write_pdf(document: str, styles: Sequence[str], target: Path) -> list[str]:
    """Writes `document` (HTML) as PDF/UA-1. Returns what the engine logged: nothing, for a good book."""
    with _listening() as said:
        made = _lay_out(document, styles)
        made.write_pdf(target, pdf_variant="pdf/ua-1")
    return said
