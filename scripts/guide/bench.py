"""`guide bench`: speed, memory and size as ratios and counts, each measured against its floor in the same run."""

from __future__ import annotations

import gzip
import os
import resource
import shutil
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
from guide.build import build
from guide.diagrams import Renderer, put_in
from guide.kept import Kept
from guide.model import Book
from guide.pages import Made, make_pages
from guide.preview import Preview
from guide.project import Project
from guide.site import Run, build_sites
from guide.workers import workers

_DIAGRAMS = 300
_RUNS = 3
_SIZES = (1, 2, 4)
"""Multiples of the cases that a grown book has."""


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

    return f"{_DIAGRAMS} diagrams in one process: {_seconds(draw):.2f} s (target ≤ 2 s)"


def _plain_site(book: Book, folder: Path) -> Path:
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
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return config


def _make(project: Project, cache: Path) -> Made:
    with workers() as pool:
        return make_pages(project, Kept(project, cache), pool, strict=False)[0]


def _site(project: Project, book: Book) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = _plain_site(book, folder)
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(folder / "plain")]

        def floor() -> None:
            subprocess.run(plain, cwd=folder, check=True, capture_output=True)

        def ours(cache: Path) -> None:
            made = _make(project, cache)
            build_sites(made.book, made.articles, made.edition, [Run(folder / "site")])
            shutil.rmtree(folder / "site")

        # Taken in turn, so that a slow moment of the machine falls on all.
        ratios: dict[str, list[float]] = {"from an empty cache": [], "with its cache": []}
        for run in range(_RUNS):
            cache = folder / f"cache-{run}"
            cold, base, warm = _seconds(lambda: ours(cache)), _seconds(floor), _seconds(lambda: ours(cache))  # noqa: B023
            ratios["from an empty cache"].append(cold / base)
            ratios["with its cache"].append(warm / base)
        for (what, found), target in zip(ratios.items(), (3, 1.5), strict=True):
            yield f"site {what}: {statistics.median(found):.2f} × plain MkDocs + Material (target ≤ {target})"


def _pages(made: Made) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        run = Run(Path(name) / "site")
        build_sites(made.book, made.articles, made.edition, [run])
        heaviest = sorted(made.articles.values(), key=lambda article: len(article.html), reverse=True)[:5]
        for article in heaviest:
            page = run.target / run.address(article.page) / "index.html"
            yield f"{article.id}: {len(gzip.compress(page.read_bytes())) / 1000:.0f} kB of HTML, gzipped"


def _preview(project: Project) -> str:
    """From a saved paragraph to its page, the middle one of some saves; the server adds its polling."""
    with tempfile.TemporaryDirectory() as name:
        copy = _copy(project, Path(name) / "guide")
        (Path(name) / "preview").mkdir()
        preview = Preview(copy, Path(name) / "preview", live=False, say=lambda _: None)
        preview.update()
        taken = []
        for _ in range(_RUNS):
            _add_paragraph(copy)
            taken.append(_seconds(preview.update))
        preview.checks.end()
        return f"a saved paragraph of the longest chapter is on its page: {statistics.median(taken):.2f} s (target ≤ 2 s with the server's polling)"


def _add_paragraph(project: Project) -> None:
    """Adds one to the longest chapter."""
    longest = max(project.docs.rglob("*.md"), key=lambda path: path.stat().st_size)
    text = longest.read_text(encoding="utf-8")
    longest.write_text(text.replace("\n\n## ", "\n\nOne paragraph more.\n\n## ", 1), encoding="utf-8")


def _build(project: Project) -> Iterator[str]:
    """A whole build from an empty cache, and a second one after a paragraph has changed, in a copy of the sources."""
    with tempfile.TemporaryDirectory() as name:
        copy = _copy(project, Path(name) / "guide")
        first = _seconds(lambda: build(copy))
        _add_paragraph(copy)
        second = _seconds(lambda: build(copy))
        pages = sum(len(pikepdf.open(path).pages) for path in copy.dist.glob("*.pdf"))
        peak = _gigabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        yield f"whole build from an empty cache: {first:.0f} s, {pages} pages of PDF; largest process {peak:.2f} GB (target ≤ 1.5)"
        yield f"second build after a changed paragraph: {second / first:.2f} × the first (target ≤ 0.33)"


def _gigabytes(peak: int) -> float:
    """The most memory of a process, as the system counts it: macOS in bytes, others in kB."""
    return peak / (1e9 if sys.platform == "darwin" else 1e6)


def _copy(project: Project, root: Path) -> Project:
    kept = ("docs", "diagrams", "overrides")
    for folder in kept:
        shutil.copytree(project.root / folder, root / folder, ignore=shutil.ignore_patterns("built"))
    for file in ("mkdocs.yml", "requirements.lock", "package-lock.json"):
        shutil.copy2(project.root / file, root / file)
    os.symlink(project.packages.resolve(), root / "node_modules")
    return Project(root)


def _growth(project: Project) -> Iterator[str]:
    """Seconds to make the pages of a book with once, twice and four times the cases."""
    base = 0.0
    for times in _SIZES:
        with tempfile.TemporaryDirectory() as name:
            copy = _copy(project, Path(name) / "guide")
            _multiply(copy, times)
            taken = _seconds(lambda: _make(copy, Path(name) / "cache"))  # noqa: B023
            size = sum(path.stat().st_size for path in copy.docs.rglob("*.md"))
            rate = taken / size
            base = base or rate
            yield f"pages of {times} × the cases ({size / 1e6:.1f} MB): {taken:.1f} s, {rate / base:.2f} × the time a byte (target ≤ 1.1)"


def _multiply(project: Project, times: int) -> None:
    """Adds copies of every case, each a chapter with drawings of its own."""
    cases = sorted((project.docs / "cases").glob("*.md"))
    config = project.config.read_text(encoding="utf-8")
    for copy in range(2, times + 1):
        for case in cases:
            name, other = case.stem, f"{case.stem}-{copy}"
            text = case.read_text(encoding="utf-8").replace(f"id: {name}\n", f"id: {other}\n").replace(f'--8<-- "{name}/', f'--8<-- "{other}/')
            (case.parent / f"{other}.md").write_text(text, encoding="utf-8")
            for folder in (project.diagrams, project.listings):
                if (folder / name).is_dir():
                    shutil.copytree(folder / name, folder / other)
            config = config.replace(f"cases/{name}.md\n", f"cases/{name}.md\n      - cases/{other}.md\n", 1)
    project.config.write_text(config, encoding="utf-8")


def run(project: Project) -> Iterator[str]:
    """Lines of the report, each as soon as it is measured."""
    made = _make(project, project.work / "cache")
    write_assets(made.book)
    yield _diagrams(made.book)
    yield from _site(project, made.book)
    yield from _pages(made)
    yield from _growth(project)
    yield _preview(project)
    yield from _build(project)
