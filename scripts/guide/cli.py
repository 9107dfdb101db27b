"""The one command. Each verb is thin: it calls one module and turns what that says into lines and an exit code.

Exit codes: 0 all is well; 1 the book has problems (each is one line); 2 the command was used wrongly or the machine
lacks something.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from guide.outputs import clean as delete_outputs
from guide.outputs import tidy
from guide.problems import BookError, Problem
from guide.project import Project, find_project

if TYPE_CHECKING:
    import datetime

    from guide.model import Book


def _say(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BookError as error:
            _say(error.problems)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' * (count != 1)}. The last good output is untouched.", err=True)
            sys.exit(1)
        except FileNotFoundError as error:
            # Not the caller's mistake: a file that the toolchain itself counts on was deleted.
            mend = "restore it from the repository; `make setup` brings back what was installed."
            _say([Problem(str(error.filename or error), 0, "setup", "the file isn't there.", mend)])
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Builds The Portable ML System Design Guide: site, book, trade-off matrix, offline copy."""
    try:
        ctx.obj = find_project()
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    tidy(ctx.obj)


@main.command()
@click.option("--list", "listing", is_flag=True, help="List every check: its code, and what holds in a good book.")
@click.option("--explain", metavar="CODE", help="Explain a code, with examples of what is wrong and what is right.")
@click.option("--list-functions", is_flag=True, help="List the functions that estimate blocks know.")
@click.option("--list-units", is_flag=True, help="List the units that estimate blocks know, and what they count.")
@click.option("--list-metrics", is_flag=True, help="List the metrics that metric fences know, with their parameters.")
@click.option("--list-areas", is_flag=True, help="List the areas and steps that decisions belong to.")
@click.option("--report", type=click.Choice(["reading"]), help="Measure how readable chapters in layers are, by section.")
@click.argument("chapter", required=False)
@click.pass_obj
def check(project: Project, listing: bool, explain: str | None, report: str | None, chapter: str | None, **lists: bool) -> None:
    """Name every mistake in the sources with file, line and how to mend it.

    CHAPTER, an id, belongs to --report: only that chapter is measured.
    """
    if chapter and not report:
        raise click.UsageError("a chapter is named only with --report; mistakes are looked for in the whole book.")
    if listing:
        _list_checks()
    elif explain:
        _explain(explain)
    elif report:
        _report_reading(project, chapter or "")
    elif wanted := [name for name, asked in lists.items() if asked]:
        for name in wanted:
            _LISTS[name]()
    else:
        from guide.kept import Kept
        from guide.pages import make_pages
        from guide.workers import workers

        with workers() as pool:
            made, _ = make_pages(project, Kept(project), pool)
        book = made.book
        _note_aged_prices(book, made.edition.moment.date())
        click.echo(f"No problems in {len(book.chapters)} chapters, {len(book.diagrams)} diagrams, {len(book.works)} sources.")


def _note_aged_prices(book: Book, day: datetime.date) -> None:
    """A price that was looked up long ago stops no build, as it is dated: it is only due for a look."""
    from guide.sources import aged

    path = book.project.relative(book.project.prices)
    for price in aged(book.prices, day):
        text = f"{price.id!r} is of {price.date}, more than a year before the book's date: look at its source again."
        click.echo(f"{path}:{price.line_of('date')}: note: {text}")


def _report_reading(project: Project, chapter: str) -> None:
    from guide.kept import Kept
    from guide.pages import parse_chapters
    from guide.reading import reading_report, table
    from guide.sources import read_book
    from guide.workers import workers

    with workers() as pool:
        book = parse_chapters(read_book(project), Kept(project), pool)
    try:
        rows = reading_report(book, chapter)
    except LookupError:
        raise click.UsageError(f"no chapter in layers is called {chapter!r}; one has a `spine` in its front matter.") from None
    click.echo("\n".join(table(rows)) if rows else "No chapter is written in layers: none has a `spine`.")


def _list_checks() -> None:
    from guide.checks import CHECKS

    width = max(map(len, CHECKS))
    for code, known in CHECKS.items():
        click.echo(f"{code:{width}} {known.summary}")


def _explain(code: str) -> None:
    import difflib

    from guide.checks import CHECKS, explained

    if code not in CHECKS:
        near = difflib.get_close_matches(code, CHECKS, 3) or [name for name in CHECKS if name.startswith(f"{code}-")]
        mend = f"did you mean {' or '.join(near)}?" if near else "`guide check --list` has all of them."
        raise click.UsageError(f"there is no code {code!r}; {mend}")
    click.echo(explained(CHECKS[code]))


def _list_functions() -> None:
    from guide.estimates import FUNCTIONS

    for function in FUNCTIONS.values():
        click.echo(f"{function.usage}\n    {function.summary}\n    {function.source}".rstrip())


def _list_units() -> None:
    from guide.estimates.units import MEASURES, NOUNS

    for name, (_, _, others) in MEASURES.items():
        click.echo(", ".join((name, *others)))
    click.echo(f"counted: {', '.join(NOUNS)}")


def _list_metrics() -> None:
    from guide.metrics import METRICS

    for name, metric in METRICS.items():
        parameters = (p if p in metric.required else f"[{p}]" for p in metric.parameters)
        click.echo(f"{name}: {', '.join(parameters)}\n    {metric.label}")


def _list_areas() -> None:
    from guide.framework import AREAS, STEPS

    click.echo(f"areas: {', '.join(AREAS)}\nsteps: {', '.join(STEPS)}")


_LISTS = {
    "list_functions": _list_functions, "list_units": _list_units, "list_metrics": _list_metrics, "list_areas": _list_areas,
}  # fmt: skip


@main.command()
@click.option("--only", metavar="CHAPTER", help="Make only the page and the PDF of one chapter, by its id.")
@click.pass_obj
def build(project: Project, only: str | None) -> None:
    """Build site/ and dist/ from the sources; nothing is replaced unless everything succeeds."""
    import time

    from guide.build import NoSuchChapter, build_only
    from guide.build import build as build_all
    from guide.outputs import size_of

    start = time.perf_counter()

    def report(text: str) -> None:
        click.echo(f"{time.perf_counter() - start:6.1f} s  {text}")

    if only:
        try:
            made = build_only(project, only, report)
        except NoSuchChapter:
            raise click.UsageError(f"there is no chapter {only!r}; an id is a file's name without its ending.") from None
        report("done")
        for path in made:
            click.echo(f"  {project.relative(path)}  {size_of(path)}")
        return
    build_all(project, report)
    report("done")
    click.echo(f"  site/{'':26} open with: guide serve, or any web server")
    for path in sorted(project.dist.iterdir()):
        said = f"{len(list(path.iterdir()))} files" if path.is_dir() else size_of(path)
        click.echo(f"  dist/{path.name:26} {said}")


def _address(ctx: click.Context, option: click.Parameter, given: str) -> tuple[str, int]:
    """Host and port of "host:port"."""
    host, _, port = given.rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port) < 2**16):
        raise click.BadParameter(f"{given!r} is no address; write a host and a port, as 127.0.0.1:8000.")
    return host or "127.0.0.1", int(port)


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, callback=_address, help="Where to serve.")
@click.option("--live-diagrams", is_flag=True, help="Let official Mermaid draw every diagram in the browser.")
@click.pass_obj
def serve(project: Project, address: tuple[str, int], live_diagrams: bool) -> None:
    """Serve a live preview: every save shows, and every mistake is named."""
    from guide.preview import serve as serve_pages

    serve_pages(project, address, live_diagrams, click.echo)


@main.command()
@click.argument("kind", type=click.Choice(["case", "step"]))
@click.argument("chapter_id")
@click.pass_obj
def new(project: Project, kind: str, chapter_id: str) -> None:
    """Scaffold a chapter: its file with every heading, its diagrams folder, its place in the navigation."""
    from guide.new import new_chapter

    try:
        paths = new_chapter(project, kind, chapter_id)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    for path in paths:
        click.echo(f"wrote {project.relative(path)}")


@main.command()
@click.pass_obj
def clean(project: Project) -> None:
    """Delete site/, dist/, the theme's built assets and work in progress.

    What is kept in .build/ to make the next build quick stays; it may be deleted at any time.
    """
    for folder in delete_outputs(project, click.echo):
        click.echo(f"deleted {project.relative(folder)}/")


@main.command()
@click.pass_obj
def doctor(project: Project) -> None:
    """Say what this machine has and lacks, and how to get it."""
    from guide.doctor import examine

    findings = list(examine(project))
    for finding in findings:
        state = finding.found or f"missing: {finding.get}   (for {finding.needed_for})"
        click.echo(f"{'ok ' if finding.found else 'NO '} {finding.name:20} {state}")
    if not all(finding.found for finding in findings):
        sys.exit(2)


@main.command()
@click.pass_obj
def bench(project: Project) -> None:
    """Measure speed and size, as ratios and counts."""
    from guide.bench import run

    for line in run(project):
        click.echo(line)
