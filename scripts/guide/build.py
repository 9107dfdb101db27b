"""The whole way from sources to outputs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

from guide.assets import write_assets
from guide.checks import check_site
from guide.kept import Kept
from guide.model import Book
from guide.outputs import replace, staging
from guide.pages import Report, make_pages
from guide.problems import BookError
from guide.project import Project
from guide.publish import (
    Publication,
    Publisher,
    booklet,
    cards,
    epub,
    matrix,
    offline,
    pocket,
    poster,
    sheets,
    study_group,
    workbook,
)
from guide.publish import book as printed
from guide.publish.printing import font_files
from guide.site import Run, build_sites
from guide.site.downloads import name_pdfs, say_facts
from guide.workers import workers

LIVE_VARIABLE = "GUIDE_DIAGRAMS"
"""Environment variable; "live" leaves every diagram to official Mermaid in the browser."""

PUBLISHERS: dict[str, Publisher] = {
    "trade-off matrix": matrix.publish,
    "poster": poster.publish,
    "one-page sheets": sheets.publish,
    "tracing workbook": workbook.publish,
    "study group's sheets": study_group.publish,
    "cards": cards.publish,
}


class NoSuchChapter(LookupError):
    """Nothing in the book has the id that was asked for."""


def build_only(project: Project, name: str, report: Report = lambda _: None) -> list[Path]:
    """Makes the page and the PDF of one chapter in a folder of their own; returns what was made.

    Raises BookError for mistakes of this chapter, NoSuchChapter when there is none.
    """
    kept = Kept(project)
    target = project.work / "only" / name
    with workers() as pool:
        made, problems = make_pages(project, kept, pool, report, strict=False)
        chapter = made.book.by_id.get(name)
        if chapter is None:
            raise NoSuchChapter(name)
        own = (project.relative(chapter.path), f"{project.relative(project.diagrams)}/{name}/")
        if problems := [problem for problem in problems if problem.path.startswith(own)]:
            raise BookError(problems)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        write_assets(made.book)
        run = Run(target / "site")
        report(f"building the page and the PDF of {chapter.title}")
        with ThreadPoolExecutor() as threads:
            site = threads.submit(build_sites, made.book, made.articles, made.edition, [run])
            publication = Publication(made.book, made.articles, made.edition, kept, pool)
            pdf = printed.publish_chapter(publication, chapter, target / f"{name}.pdf")
            site.result()
    return [run.target / run.address(chapter.page) / "index.html", pdf]


def _publish(name: str, publication: Publication, dist: Path, report: Report) -> None:
    report(f"publishing the {name}")
    PUBLISHERS[name](publication, dist)


def _publish_numbered(publication: Publication, dist: Path, report: Report) -> None:
    """The book, and what names its pages."""
    report("publishing the book")
    numbers = printed.publish(publication, dist)
    report("publishing the EPUB")
    epub.publish(publication, numbers, dist)
    report("publishing the pocket edition and its booklets")
    booklet.publish(publication, pocket.publish(publication, numbers, dist), dist)


def _finish(running: Sequence[Future], pool: Executor) -> None:
    """Waits until all is done. Of several failures the first in order is raised, whichever came first; after it nothing
    more is begun."""
    try:
        for one in running:
            one.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def build(project: Project, report: Report = lambda _: None) -> Book:
    """Builds `site/` and `dist/`. Raises BookError; then the last good outputs are still there."""
    kept = Kept(project)
    live = os.environ.get(LIVE_VARIABLE) == "live"
    with workers() as pool, staging(project, report) as stage:
        made, _ = make_pages(project, kept, pool, report)
        site, pages, dist = stage / "site", stage / "offline", stage / "dist"
        dist.mkdir()
        write_assets(made.book)
        font_files(project)  # once: publishers that ask for them side by side would each unpack them
        publication = Publication(made.book, made.articles, made.edition, kept, pool)
        # Every publisher waits for its own work in the pool, which is never idle; the engine has processes of its own.
        # The book comes first, as it takes longest.
        with ThreadPoolExecutor(len(PUBLISHERS) + 2) as threads:
            report("building the site and the pages of the offline copy")
            runs = [Run(site, live=live, pdfs=True), Run(pages, offline=True, live=live)]
            numbered = threads.submit(_publish_numbered, publication, dist, report)
            sites = threads.submit(build_sites, made.book, made.articles, made.edition, runs)
            others = [threads.submit(_publish, name, publication, dist, report) for name in PUBLISHERS]
            _finish([sites, *others, numbered], pool)
        name_pdfs(made.book, site, dist / printed.CHAPTERS)
        say_facts(pages, dist)
        report("packing the offline copy")
        offline.publish(publication, pages, dist)
        say_facts(site, dist)
        shutil.copytree(dist, site / "downloads")
        if problems := check_site(site):
            raise BookError(problems)
        replace(stage, project, {"site": project.site, "dist": project.dist})
    kept.prune()
    return made.book

