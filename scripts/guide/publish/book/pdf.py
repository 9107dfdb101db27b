"""HTML and style sheets to a tagged PDF, without a word in the engine's log."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from weasyprint import CSS, HTML
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


def font_faces(packages: Path) -> str:
    """`@font-face` rules for the faces of the book, from the packages' files."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
        f'src:url("{(packages / face.file).resolve().as_uri()}")}}\n'
        for face in FACES
    )


def write_pdf(document: str, styles: Sequence[str], target: Path) -> list[str]:
    """Writes `document` (HTML) as PDF/UA-1. Returns what the engine logged: nothing, for a good book."""
    listener = _Listener()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        fetcher = URLFetcher(allowed_protocols=("data", "file"))
        fonts = FontConfiguration()
        sheets = [CSS(string=style, font_config=fonts, url_fetcher=fetcher) for style in styles]
        page = HTML(string=document, base_url="about:blank", url_fetcher=fetcher)
        page.write_pdf(target, stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    finally:
        logger.removeHandler(listener)
    return listener.lines
