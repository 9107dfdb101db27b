"""The live preview: what is saved shows within a moment, and mistakes are named on the page while the preview goes on.

A save is shown first. What reading and rendering find wrong is known by then; the checks look at the book afterwards, in
a process of their own, and when they end otherwise than the pages say, the pages say so.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from guide.article import Article
from guide.assets import write_assets
from guide.checking import Checking
from guide.checks import made_with
from guide.edition import edition_of
from guide.kept import Remembered
from guide.mistakes import Mistakes
from guide.model import Book
from guide.packages import require_packages
from guide.pages import Made, made_of
from guide.problems import BookError, Problem
from guide.project import Project
from guide.site import BEGIN, END, Run, build_sites
from guide.site.page import page_html
from guide.site.room import room_scripts, write_scripts
from guide.site.search import write_index
from guide.sources import Shelf
from guide.workers import workers

_POLLING_S = 0.2

Say = Callable[[str], None]


class Preview:
    """The served site: brought up to date at every save, as cheaply as the change allows.

    `checks` runs them and calls `end_checks`; `ended` is a file that is then written, if the pages say otherwise: whoever
    watches it calls `update` again.
    """

    def __init__(self, project: Project, folder: Path, live: bool, say: Say) -> None:
        self._project, self._say = project, say
        self._run = Run(folder / "site", live=live, preview=True)
        self._kept, self._shelf = Remembered(project), Shelf(project)
        self._book: Book | None = None
        self._made: Made | None = None
        self._frame = ""
        self._put_as: dict[str, tuple[Article, str]] = {}
        self._mistakes = Mistakes(say)
        self.ended = folder / "checks" / "ended"
        self.ended.parent.mkdir()
        self.checks = Checking(project, self.end_checks)

    @property
    def root(self) -> str:
        """The folder to be served."""
        return str(self._run.target)

    def update(self) -> None:
        """Makes anew the pages that a change concerns; names mistakes in the terminal and on every page."""
        try:
            self._make()
        except BookError as error:
            self._book = None
            self.checks.end()
            self._mistakes.making_found(error.problems, checking=False)
        if self._made is not None:
            self._put(self._made.articles)

    def _make(self) -> None:
        """Makes what has changed since the last time, and has it checked."""
        require_packages(self._project)
        edition = edition_of(self._project, os.environ, time.time())
        book = self._shelf.read(edition.last_day)
        if book is not self._book:
            self.checks.end()
            with workers() as pool:
                made = made_of(book, edition, self._kept, pool, self._say if self._made is None else lambda _: None)
            self._kept.forget()
            self._mistakes.making_found(made_with(made.book, made.articles), checking=True)
        else:
            made = self._made
        self._show(made)
        if book is not self._book:
            self._book = book
            self.checks.begin()

    def end_checks(self, problems: list[Problem]) -> None:
        """Takes what the checks found; may be called in another thread."""
        if self._mistakes.checks_found(problems):
            self.ended.write_text(f"{time.time_ns()}", encoding="utf-8")

    def _show(self, made: Made) -> None:
        write_assets(made.book)
        frame = self._frame_of(made)
        if frame != self._frame:
            self._say("putting the theme around the pages, for some seconds")
            build_sites(made.book, made.articles, made.edition, [self._run])
            self._frame, self._put_as = frame, {}
        elif made is not self._made:
            write_index(made.book, made.articles, self._run.target, self._run.address)
            # Its cards take seconds to make, so the room follows its own files, and a chapter's with the next new frame.
            if self._made is None or _of_room(made.book) != _of_room(self._made.book):
                write_scripts(room_scripts(made.book, made.articles, made.edition.name, self._run.address), self._run.target)
        self._made = made

    def _frame_of(self, made: Made) -> str:
        """A hash of what the engine puts around the pages: the theme, the settings, the edition's name, titles, headings."""
        book = made.book
        files = sorted(path for path in book.project.overrides.rglob("*") if path.is_file())
        frame = [
            book.texts.get("mkdocs.yml"),
            made.edition.name,
            [(str(path), path.stat().st_mtime_ns) for path in files],
            [(c.front, made.articles[c.page].sections) for c in book.chapters],
        ]
        return hashlib.sha256(repr(frame).encode()).hexdigest()

    def _put(self, articles: Mapping[str, Article]) -> None:
        """Sets the articles, and the mistakes above them, into the pages that the engine has made."""
        banner = self._mistakes.banner()
        for article in articles.values():
            address = self._run.address(article.page)
            path = self._run.target / (f"{address}index.html" if address.endswith("/") or not address else address)
            before, above = self._put_as.get(article.page, (None, ""))
            if before is article and above == banner or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8")
            start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
            new = f"{text[:start]}{banner}{page_html(article, self._run.address, self._run.live)}{text[end:]}"
            if new != text:
                path.write_text(new, encoding="utf-8")
            self._put_as[article.page] = article, banner


def _of_room(book: Book) -> tuple[object, ...]:
    """What only the practice room is made of."""
    return book.prompts, book.synonyms, book.asked_words


def serve(project: Project, address: tuple[str, int], live: bool, say: Say) -> None:
    """Serves the site at `address`, a host and a port, until interrupted."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="guide-preview-") as folder:
        preview = Preview(project, Path(folder), live, say)
        say("making the pages; the first time on a machine this takes a minute")
        server = LiveReloadServer(preview.update, *address, preview.root, polling_interval=_POLLING_S)
        for path in (project.docs, project.diagrams, project.overrides, project.config, preview.ended.parent):
            server.watch(str(path))
        try:
            preview.update()
            say(f"serving {server.url}: a saved file shows within moments, and then what the checks say; stop with Ctrl+C")
            server.serve()
        except KeyboardInterrupt:
            say("stopped")
        finally:
            preview.checks.end()
            server.shutdown(wait=server.serve_thread.is_alive())  # who never began, as its port is taken, can't be waited for
