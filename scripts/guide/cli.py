"""The one command. Each verb is thin: it calls one module and turns what that says into lines and an exit code.

Exit codes: 0 all is well; 1 the book has problems (each is one line); 2 the command was used wrongly or the machine
lacks something.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from guide.problems import BookError, Problem
from guide.project import Project, find_project


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
            raise click.UsageError(str(error)) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Builds The Portable ML System Design Guide: site, book, trade-off matrix, offline copy."""
    ctx.obj = find_project()


@main.command()
@click.option("--list", "listing", is_flag=True, help="List every check with its code.")
@click.option("--list-functions", is_flag=True, help="List the functions that estimate blocks know.")
@click.pass_obj
def check(project: Project, listing: bool, list_functions: bool) -> None:
    """Name every mistake in the sources with file, line and how to mend it."""
    from guide.checks import CODES, check_book
    from guide.estimates import FUNCTIONS
    from guide.model import read_book

    if listing:
        for code, meaning in CODES.items():
            click.echo(f"{code:18} {meaning}")
        return
    if list_functions:
        for function in FUNCTIONS.values():
            click.echo(f"{function.usage}\n    {function.summary}\n    {function.source}".rstrip())
        return
    book = read_book(project)
    problems = check_book(book)
    if problems:
        raise BookError(problems)
    click.echo(f"No problems in {len(book.chapters)} chapters, {len(book.diagrams)} diagrams, {len(book.works)} sources.")


@main.command()
@click.pass_obj
def build(project: Project) -> None:
    """Build site/ and dist/ from the sources; nothing is replaced unless everything succeeds."""
    import time

    from guide.build import build as build_all
    from guide.build import size_of

    start = time.perf_counter()
    build_all(project, lambda text: click.echo(f"{time.perf_counter() - start:6.1f} s  {text}"))
    click.echo(f"{time.perf_counter() - start:6.1f} s  done")
    click.echo(f"  site/{'':26} open with: guide serve, or any web server")
    for path in sorted(project.dist.iterdir()):
        click.echo(f"  dist/{path.name:26} {size_of(path)}")
