"""The site engine: MkDocs with Material wraps finished pages in its theme, for a server and for a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from guide.addresses import Address, file_address, folder_address
from guide.article import Article
from guide.edition import Edition
from guide.engine import mark
from guide.model import Book
from guide.problems import BookError, Problem
from guide.site.page import contents, page_html
from guide.site.room import room_of, room_scripts, write_scripts
from guide.site.search import write_index
from guide.sources import engine_settings

_DOWNLOADABLE = ("bibliography.json",)
"""Files of `docs/` that readers may take as they are."""

# What the offline copy changes: file addresses, and search through a script, as browsers don't let a page opened from
# disk fetch a file. The worker shim is Material's own remedy; from a package, not from a host on the internet.
_OFFLINE = {"site_url": "", "use_directory_urls": False}
_OFFLINE_EXTRA = {"polyfills": ["assets/built/iframe-worker.js"], "offline": True}


BEGIN, END = "<!-- article -->", "<!-- end of the article -->"
"""In a preview, what stands around an article, so that a new one can be put in its place."""


@dataclass(frozen=True)
class Run:
    """One run of the engine: where its pages go, and how they are addressed.

    `live` leaves the drawings to official Mermaid in the reader's browser; `preview` marks where articles stand; `pdfs`
    where printed chapters offer their own PDF.
    """

    target: Path
    offline: bool = False
    live: bool = False
    preview: bool = False
    pdfs: bool = False

    @property
    def address(self) -> Address:
        return file_address if self.offline else folder_address


def build_sites(book: Book, articles: Mapping[str, Article], edition: Edition, runs: list[Run]) -> None:
    """Builds the pages of every run, at the same time. Raises BookError with what the engine says when it refuses."""
    with ExitStack() as stack:
        started = []
        for run in runs:
            process = _start(book, _write_sources(book, articles, edition, run), edition, run)
            stack.callback(_end, process)
            started.append((run, process))
        # Made while the engine is at work, which empties the folder first: they are written when it has ended.
        rooms = [room_scripts(book, articles, edition.name, run.address) for run in runs]
        finished = [(run, process, "".join(process.communicate()), scripts) for (run, process), scripts in zip(started, rooms, strict=True)]
    for run, process, said, scripts in finished:
        if process.returncode:
            raise BookError(_complaints(said))
        _remove_unused(run.target, bool(book.settings.site_url) and not run.offline)
        write_index(book, articles, run.target, run.address, script=run.offline)
        write_scripts(scripts, run.target)


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a run that is still going on: nobody waits for it any more."""
    if process.poll() is None:
        process.kill()
        process.communicate()


_UNUSED = ("print", "epub", "assets/stylesheets", "assets/javascripts/lunr", "**/*.map")
"""What the engine copies with the theme and no page asks for: what other outputs are made with, the style sheets that are
part of the one style sheet, the search's other languages, maps of scripts that are nobody's here."""

_OF_AN_ADDRESS = ("robots.txt", "sitemap.xml", "sitemap.xml.gz")
"""What search engines ask a site for: nothing can be said without the site's address."""


def _remove_unused(site: Path, published: bool) -> None:
    for pattern in (*_UNUSED, *(() if published else _OF_AN_ADDRESS)):
        for path in list(site.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _write_sources(book: Book, articles: Mapping[str, Article], edition: Edition, run: Run) -> Path:
    """What the engine reads: a file a page that only names it, the pages' HTML beside, and its configuration."""
    folder = run.target.parent / f"engine-{run.target.name}"
    pages, docs = folder / "pages", folder / "docs"
    for chapter in book.chapters:
        article = articles[chapter.page]
        source, made = docs / chapter.page, pages / f"{chapter.page}.json"
        for path in (source, made):
            path.parent.mkdir(parents=True, exist_ok=True)
        # The index is made of the articles: the engine's own would only parse each page again.
        front = {"title": chapter.title, "description": chapter.front.description, "search": {"exclude": True}}
        if chapter.front.print:
            front["traced_as"] = chapter.id  # what the practice room calls it
        front |= {"hide": list(chapter.front.hide)} if chapter.front.hide else {}
        front |= {"template": chapter.front.template} if chapter.front.template else {}
        source.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{mark(chapter.page)}", encoding="utf-8")
        body = page_html(article, run.address, run.live, run.pdfs and chapter.front.print)
        page = {"html": f"{BEGIN}{body}{END}" if run.preview else body, "contents": contents(article)}
        made.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
    for name in _DOWNLOADABLE:
        if (book.project.docs / name).is_file():
            shutil.copyfile(book.project.docs / name, docs / name)
    if run.live:
        _copy_mermaid(book, docs)
    settings = _settings(book, edition, run, docs, pages)
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return config


def _settings(book: Book, edition: Edition, run: Run, docs: Path, pages: Path) -> dict[str, Any]:
    settings = engine_settings(book.project, os.environ)
    # What is no mapping is a mistake that is named; a preview goes on beside it.
    given = {name: found if isinstance(found := settings.get(name), dict) else {} for name in ("theme", "extra", "plugins")}
    # Paths as seen from the configuration: that is how every engine takes them.
    theme = {**given["theme"], "custom_dir": os.path.relpath(book.project.overrides, docs.parent)}
    room = room_of(book)
    extra = {**given["extra"], "edition": edition.name, "room": run.address(room.page) if room else ""}
    extra |= _OFFLINE_EXTRA if run.offline else {}
    plugins = {name: options for name, options in given["plugins"].items() if run.live or name != "mermaid2"}
    own = {
        "docs_dir": docs.name, "site_dir": "site", "theme": theme, "extra": extra, "plugins": plugins,
        "markdown_extensions": [{"guide.engine": {"pages": str(pages)}}],
    }  # fmt: skip
    return {**settings, **own, **(_OFFLINE if run.offline else {})}


def _copy_mermaid(book: Book, docs: Path) -> None:
    """Official Mermaid is 5 MB: it is there only when pages load it. Its plugin looks for it under the docs folder."""
    target = docs / "assets" / "built" / "mermaid.min.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(book.project.packages / "mermaid" / "dist" / "mermaid.min.js", target)


def _start(book: Book, config: Path, edition: Edition, run: Run) -> subprocess.Popen[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(edition.epoch)}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(run.target)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=book.project.root, env=environment, stdout=pipe, stderr=pipe, text=True)


def _complaints(said: str) -> list[Problem]:
    """Warnings name what is wrong; without one, the last line is the exception's."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    mend = "correct the source named; it concerns the theme or mkdocs.yml, as the pages were made before."
    return [Problem("mkdocs.yml", 0, "engine", line, mend) for line in [w for w in lines if w.startswith("WARNING")] or lines[-1:]]
