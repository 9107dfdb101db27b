"""The live preview: what is saved shows within a moment, and mistakes are named on the page while the preview goes on."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from guide.article import Article
from guide.assets import write_assets
from guide.kept import Kept
from guide.model import Book
from guide.pages import Made, make_pages
from guide.problems import BookError, Problem
from guide.project import Project
from guide.site import BEGIN, END, Run, build_sites
from guide.site.page import page_html
from guide.site.room import write_room
from guide.site.search import write_index
from guide.workers import workers

_POLLING_S = 0.2
_MOST_SHOWN = 20
"""Mistakes listed on a page."""

Say = Callable[[str], None]


class Preview:
    """The served site: brought up to date at every save, as cheaply as the change allows."""

    def __init__(self, project: Project, folder: Path, live: bool, say: Say) -> None:
        self._project, self._say = project, say
        self._run = Run(folder / "site", live=live, preview=True)
        self._kept = Kept(project)
        self._made: Made | None = None
        self._frame = ""
        self._problems: tuple[Problem, ...] = ()

    @property
    def root(self) -> str:
        """The folder to be served."""
        return str(self._run.target)

    def update(self) -> None:
        """Makes the pages anew; names mistakes in the terminal and on every page."""
        problems: tuple[Problem, ...] = ()
        try:
            with workers() as pool:
                made, found = make_pages(self._project, self._kept, pool, strict=False)
            problems = tuple(found)
            self._show(made)
        except BookError as error:
            problems = tuple(error.problems)
        if problems != self._problems:
            for problem in problems:
                self._say(str(problem))
            self._say(f"{len(problems)} mistake{'s' * (len(problems) > 1)}" if problems else "all mistakes are mended")
        self._problems = problems
        if self._made is not None:
            self._put(self._made.articles)

    def _show(self, made: Made) -> None:
        write_assets(made.book)
        frame = self._frame_of(made)
        if frame != self._frame:
            build_sites(made.book, made.articles, made.edition, [self._run])
            self._frame = frame
        else:
            write_index(made.book, made.articles, self._run.target, self._run.address)
            # Its cards take seconds to make, so the room follows its own files, and a chapter's with the next new frame.
            if self._made is None or _of_room(made.book) != _of_room(self._made.book):
                write_room(made.book, made.articles, made.edition.name, self._run.target, self._run.address)
        self._made = made

    def _frame_of(self, made: Made) -> str:
        """A hash of what the engine puts around the pages: the theme, the settings, titles and headings."""
        book = made.book
        files = sorted(path for path in book.project.overrides.rglob("*") if path.is_file())
        frame = [
            book.texts.get("mkdocs.yml"),
            [(str(path), path.stat().st_mtime_ns) for path in files],
            [(c.front, made.articles[c.page].sections) for c in book.chapters],
        ]
        return hashlib.sha256(repr(frame).encode()).hexdigest()

    def _put(self, articles: Mapping[str, Article]) -> None:
        """Sets the articles, and the mistakes above them, into the pages that the engine has made."""
        banner = _banner(self._problems)
        for article in articles.values():
            address = self._run.address(article.page)
            path = self._run.target / (f"{address}index.html" if address.endswith("/") or not address else address)
            if not path.is_file():
                continue
            text = path.read_text(encoding="utf-8")
            start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
            new = f"{text[:start]}{banner}{page_html(article, self._run.address, self._run.live)}{text[end:]}"
            if new != text:
                path.write_text(new, encoding="utf-8")


def _of_room(book: Book) -> tuple[object, ...]:
    """What only the practice room is made of."""
    return book.prompts, book.synonyms, book.asked_words


def _banner(problems: tuple[Problem, ...]) -> str:
    if not problems:
        return ""
    more = f"<li>and {len(problems) - _MOST_SHOWN} more</li>" if len(problems) > _MOST_SHOWN else ""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems[:_MOST_SHOWN])
    return (
        '<div class="admonition failure" role="alert"><p class="admonition-title">'
        f"{len(problems)} mistake{'s' * (len(problems) > 1)}</p><ul>{items}{more}</ul></div>"
    )


def serve(project: Project, address: str, live: bool, say: Say) -> None:
    """Serves the site at `address` ("host:port") until interrupted."""
    host, _, port = address.rpartition(":")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="guide-preview-") as folder:
        preview = Preview(project, Path(folder), live, say)
        say("making the pages for the first time")
        preview.update()
        server = LiveReloadServer(preview.update, host or "127.0.0.1", int(port), preview.root, polling_interval=_POLLING_S)
        for path in (project.docs, project.diagrams, project.overrides, project.config):
            server.watch(str(path))
        say(f"serving {server.url}: a saved file shows within moments; stop with Ctrl+C")
        try:
            server.serve()
        except KeyboardInterrupt:
            say("stopped")
        finally:
            server.shutdown(wait=True)
