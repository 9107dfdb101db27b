"""What every printed output shares: the packages' type, a layout engine that has nothing to say, the same bytes twice."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from guide.fonts import FACES
from guide.problems import BookError, Problem
from guide.publish import Edition

LICENCE = "CC BY-SA 4.0"


def font_faces(packages: Path) -> str:
    """`@font-face` rules for the packages' complete fonts; a PDF keeps only the glyphs that it shows."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
        f"src:url({(packages / face.file).as_uri()})}}"
        for face in FACES
    )


def metadata(edition: Edition, title: str, description: str) -> str:
    """What the PDF says of itself, as elements of the HTML's head."""
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(edition.epoch))
    named = {
        "author": edition.book.settings.get("site_author", ""),
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


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def silent(output: str, code: str) -> Iterator[None]:
    """Lays out and writes `output` within it. Raises BookError with everything that the engine warned of."""
    recorder = _Recorder()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(recorder)
    try:
        yield
    finally:
        logger.removeHandler(recorder)
    if recorder.lines:
        mend = "mend the style sheet or the source so that the engine has nothing to warn of."
        raise BookError([Problem(output, 0, code, line, mend) for line in recorder.lines])


def lay_out(html: str, edition: Edition, *styles: str) -> Document:
    """The document's pages, in the packages' type. `styles` are style sheets; addresses are relative to the root."""
    project, fonts = edition.book.project, FontConfiguration()
    base = project.root.as_uri() + "/"
    sheets = [CSS(string=style, font_config=fonts, base_url=base) for style in (font_faces(project.packages), *styles)]
    return HTML(string=html, base_url=base).render(stylesheets=sheets, font_config=fonts)


def write_pdf(document: Document, target: Path) -> None:
    """Writes a tagged PDF/UA-1 whose identifier follows from its content."""
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=True)
