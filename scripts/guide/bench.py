"""`guide bench`: speed and size as ratios and counts, each measured against its floor in the same run."""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import yaml

from guide.assets import write_assets
from guide.diagrams import Renderer, put_in
from guide.model import Book
from guide.project import Project
from guide.publish import Edition
from guide.publish import book as printed
from guide.site import build_site
from guide.sources import read_book

_DIAGRAMS = 300
_RUNS = 3


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _diagrams(book: Book) -> str:
    """Time to draw so many different diagrams in one process, the renderer's start included."""
    sources = [put_in(diagram.source, lambda _: "1,234 requests/s")[0] for diagram in book.diagrams.values()]

    def draw() -> None:
        renderer = Renderer(book.project.packages, book.style.print.text_px)
        for number in range(_DIAGRAMS):
            renderer.render(sources[number % len(sources)], f"d{number}")

    taken = _seconds(draw)
    return f"{_DIAGRAMS} diagrams in one process: {taken:.2f} s (target ≤ 2 s)"


def _plain_site(book: Book, folder: Path) -> None:
    """The same chapters under MkDocs and Material alone: no extension of the guide's."""
    docs = folder / "docs"
    for chapter in book.chapters:
        target = docs / chapter.page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {chapter.title}\n\n{chapter.body}", encoding="utf-8")
    settings = {
        "site_name": book.title,
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": ["abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables",
                                {"toc": {"permalink": True}}, "pymdownx.details", "pymdownx.superfences"],
        "validation": {"links": {"not_found": "ignore"}},
    }  # fmt: skip
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def _site(book: Book) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _plain_site(book, folder)
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "plain")]

        def build_plain() -> None:
            subprocess.run(plain, cwd=folder, check=True, capture_output=True)

        # Taken in turn, so that a slow moment of the machine falls on both.
        pairs = [(_seconds(lambda: build_site(book, folder / "site")), _seconds(build_plain)) for _ in range(_RUNS)]
        ratio = statistics.median(ours / floor for ours, floor in pairs)
        ours, floor = (statistics.median(values) for values in zip(*pairs, strict=True))
        yield f"site build: {ratio:.2f} × plain MkDocs + Material ({ours:.1f} s against {floor:.1f} s; target ≤ 1.3)"
        for chapter in book.chapters:
            if chapter.diagrams:
                page = (folder / "site" / chapter.page).with_suffix("") / "index.html"
                size = len(gzip.compress(page.read_bytes())) / 1000
                yield f"{chapter.id}: {size:.0f} kB of HTML, gzipped, {len(chapter.diagrams)} diagrams drawn in it"


def _pdf(book: Book) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_site(book, folder / "site")
        edition = Edition(book, folder / "site", folder / "site", 0, "bench")
        taken = _seconds(lambda: printed.publish(edition, folder))
        pages = sum(len(pikepdf.open(folder / paper.file).pages) for paper in printed.PAPERS)
        yield f"book: {pages} pages in {len(printed.PAPERS)} sizes, {taken:.0f} s, {pages / taken:.1f} pages/s"


def run(project: Project) -> Iterator[str]:
    """Lines of the report, each as soon as it is measured."""
    book = read_book(project)
    write_assets(book)
    yield _diagrams(book)
    yield from _site(book)
    yield from _pdf(book)
