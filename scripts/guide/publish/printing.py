"""What every printed output shares: the packages' type, a layout engine that has nothing to say, the same bytes twice."""

from __future__ import annotations

import io
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pydyf
from fontTools.ttLib import woff2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Document
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from guide.edition import Edition
from guide.fonts import FACES, Face
from guide.kept import Kept
from guide.model import Book, Settings
from guide.problems import BookError, Problem
from guide.project import Project
from guide.publish import Publication
from guide.publish.tags import compress, mend
from guide.typography import curled, unbroken
from guide.workers import uncollected

LICENCE = "CC BY-SA 4.0"
LANGUAGE = "en-GB"
"""Of the hyphenation too."""


@dataclass(frozen=True)
class Paper:
    """A size to print on: what style sheets call it, what its files' names end in, its edges in mm when it is upright."""

    name: str
    ending: str
    width: float
    height: float

    @property
    def sheet(self) -> str:
        """The style sheet with the book's pages of this size."""
        return f"{self.name.lower()}.css"


PAPERS = (Paper("A4", "", 210, 297), Paper("letter", "-letter", 215.9, 279.4))
"""The pages of the book are laid out on the first."""


def font_files(project: Project) -> dict[Face, Path]:
    """Each face's complete font as an unpacked file."""
    return {face: _unpacked(project.packages / face.file, project.work / "fonts" / face.file) for face in FACES}


def font_faces(project: Project) -> str:
    """`@font-face` rules for the packages' complete fonts; a PDF keeps only the glyphs that it shows."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.css_style};'
        f'src:url("{file.resolve().as_uri()}")}}\n'
        for face, file in font_files(project).items()
    )


def _unpacked(source: Path, target: Path) -> Path:
    """A package's font as TrueType at `target`, under the same name.

    The engine knows a font by its first bytes, not by its name; a packed one it would unpack at every layout.
    """
    if not (target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as packed, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as made:
            woff2.decompress(packed, made)
        os.replace(made.name, target)
    return target


def sheet_of(project: Project, name: str) -> str:
    """A style sheet of `overrides/print/`."""
    return (project.print_styles / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class About:
    """What a PDF says of itself: its title, and what further names of HTML's metadata say."""

    title: str
    named: Mapping[str, str]


def about(settings: Settings, edition: Edition, title: str, description: str, keywords: str = "") -> About:
    """What the PDFs of an edition say of themselves. The edition's name ends the description."""
    created = f"{edition.moment:%Y-%m-%dT%H:%M:%SZ}"
    named = {
        "author": settings.site_author,
        "description": f"{description} Edition {edition.name}.".strip(),
        "keywords": keywords,
        "dcterms.created": created,
        "dcterms.modified": created,
    }
    return About(title, {name: value for name, value in named.items() if value})


class Templates:
    """The HTML of outputs: templates in a folder, `overrides/print/` unless told, that escape what is put in."""

    def __init__(self, project: Project, folder: Path | None = None) -> None:
        loader = FileSystemLoader(folder or project.print_styles)
        self._environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._environment.filters["printed"] = printed

    def fill(self, name: str, **values: object) -> str:
        return self._environment.get_template(name).render(values)

    def document(self, about: About, body: str) -> str:
        """A whole document around a body of HTML."""
        return self.fill("document.html", about=about, language=LANGUAGE, body=Markup(body))


def printed(text: str) -> str:
    """Text of a data file with the quotation marks and spaces of print."""
    return curled(unbroken(text))


def edition_date(edition: Edition) -> str:
    """The day of the edition, as "21 November 2026"."""
    return f"{edition.moment.day} {edition.moment:%B %Y}"


def imprint(book: Book, edition: Edition) -> dict[str, str]:
    """What templates of printed outputs say of where a page comes from: `book`, `edition`, `date` and `licence`."""
    return {"book": book.title, "edition": edition.name, "date": edition_date(edition), "licence": LICENCE}


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


@dataclass
class Engine:
    """The layout engine, for documents that share their type and their drawings: those are read once."""

    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    fetcher: URLFetcher = field(default_factory=lambda: URLFetcher(allowed_protocols=("data", "file")))
    _sheets: dict[str, CSS] = field(default_factory=dict)
    _images: dict = field(default_factory=dict)

    def lay_out(self, document: str, styles: Sequence[str]) -> Document:
        """The pages of `document` (HTML). Nothing is fetched but from files."""
        page = HTML(string=document, base_url="about:blank", url_fetcher=self.fetcher)
        return page.render(font_config=self.fonts, stylesheets=list(map(self._sheet, styles)), cache=self._images)

    def _sheet(self, style: str) -> CSS:
        if style not in self._sheets:
            self._sheets[style] = CSS(string=style, font_config=self.fonts, url_fetcher=self.fetcher)
        return self._sheets[style]


def write_pdf(document: str, styles: Sequence[str], target: Path, kept: Kept) -> list[str]:
    """Writes `document` as PDF/UA-1, its identifier made from its content, or copies the one that is kept.

    Returns what the engine logged: nothing, for a good document.
    """
    key = kept.key("pdf", document, *styles)
    found = kept.get(key)
    if found is None:
        kept.put(key, found := _written(document, styles))
    data, lines = found
    target.write_bytes(data)
    return lines


def publish_on_papers(
    publication: Publication, name: str, document: str, styles: Sequence[str], target: Path, code: str, mend: str, turned: str = ""
) -> None:
    """Writes `document` into the folder `target` on every paper, `turned` " landscape" or upright; what its style sheet
    sets on the page `sideways` lies on its long side.

    Raises BookError, with problems of `code`, when the layout engine complains of anything.
    """
    runs = {}
    for paper in PAPERS:
        file, size = f"{name}{paper.ending}.pdf", paper.name
        own = [*styles, f"@page {{ size: {size}{turned} }} @page sideways {{ size: {size} landscape }}"]
        runs[file] = publication.pool.submit(write_pdf, document, own, target / file, publication.kept)
    refuse_complaints(runs, code, mend)


def refuse_complaints(runs: Mapping[str, Future[list[str]]], code: str, mend: str) -> None:
    """Waits until every file is written. Raises BookError for whatever the layout engine said of any of them."""
    said = [(file, line) for file, run in runs.items() for line in run.result()]
    if said:
        raise BookError(Problem(file, 0, code, f"the PDF engine says: {line}", mend) for file, line in said)


def _written(document: str, styles: Sequence[str]) -> tuple[bytes, list[str]]:
    """(the PDF, what the engine logged)."""

    def finish(made: Document, pdf: pydyf.PDF) -> None:
        mend(made, pdf)
        compress(pdf, 6)

    file = io.BytesIO()
    with listening() as lines, unhindered():
        Engine().lay_out(document, styles).write_pdf(file, finisher=finish, pdf_variant="pdf/ua-1")
    whole = io.BytesIO()
    with pikepdf.open(file) as pdf:
        save(pdf, whole)
    return whole.getvalue(), lines


@contextmanager
def unhindered() -> Iterator[None]:
    """Pages are laid out and written `uncollected`: they are a large graph that is kept until it is written. Their writer
    asks for its list of pages with every element of the structure; meanwhile it gets the one that it made before. Lines
    are broken as `_Lines` says."""
    made, split = pydyf.PDF.page_references, inline.split_first_line
    pydyf.PDF.page_references = property(_Pages(made.fget))
    inline.split_first_line = _Lines(split)
    try:
        with uncollected():
            yield
    finally:
        pydyf.PDF.page_references = made
        inline.split_first_line = split


class _Lines:
    """The engine's breaking of text into lines, without a slip of it (WeasyPrint 70): a text before a link or an
    emphasis, of which only the last space doesn't fit the line, is broken at its first space, and the line stays nearly
    empty. Here it is broken at its last."""

    _SHORT = 0.7
    """A line filled to less than this part of its width may be such a slip."""

    def __init__(self, split: Callable) -> None:
        self._split = split

    def __call__(self, text: str, style: object, context: object, max_width: float | None, *rest: object, **named: object) -> tuple:
        found = self._split(text, style, context, max_width, *rest, **named)
        if max_width is None or found[2] is None or not text.endswith(" ") or found[3] > self._SHORT * max_width:
            return found
        whole = self._split(text.rstrip(" "), style, context, float("inf"), *rest, **named)
        if not 1 < whole[3] <= max_width:
            return found
        return self._split(text, style, context, whole[3] - 1, *rest, **named)


class _Pages:
    """The references of a PDF's pages, made again only when it has got more of them."""

    def __init__(self, make: Callable[[pydyf.PDF], tuple[bytes, ...]]) -> None:
        self._make, self._count, self._made = make, -1, ()

    def __call__(self, pdf: pydyf.PDF) -> tuple[bytes, ...]:
        if self._count != len(pdf.pages["Kids"]):
            self._count, self._made = len(pdf.pages["Kids"]), self._make(pdf)
        return self._made


def save(pdf: pikepdf.Pdf, target: Path | BinaryIO) -> None:
    """Writes a PDF without what nothing refers to; the same content gives the same bytes."""
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
