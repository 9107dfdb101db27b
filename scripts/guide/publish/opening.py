"""What opens the printed book and the EPUB alike: the drawing of the cover, the imprint."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html
from lxml.html import HtmlElement

from guide.publish import Publication
from guide.publish.members import site_address
from guide.publish.printing import Templates, edition_date


def page_of_the_whole(publication: Publication, templates: Templates, name: str, **values: object) -> HtmlElement:
    """A page that speaks of the book as a whole, from the template `name`."""
    book, edition = publication.book, publication.edition
    made = templates.fill(
        name,
        title=book.title,
        description=book.settings.site_description,
        author=book.settings.site_author,
        edition=edition.name,
        date=edition_date(edition),
        year=edition.moment.year,
        **values,
    )
    return html.fragment_fromstring(made.strip())


def imprint(publication: Publication, templates: Templates) -> HtmlElement:
    return page_of_the_whole(publication, templates, "imprint.html", address=site_address(publication.book))


def stair(templates: Templates, steps: Iterable[str]) -> str:
    """The framework's steps as a stair, as SVG."""
    names = list(steps)
    left, bottom, run, rise = 22.0, 150.0, 25.2, 19.5
    stairs = [{"x": left + n * run, "y": bottom - n * rise, "lines": _two_lines(name)} for n, name in enumerate(names)]
    rises = [f"v{-rise:g}"] * (len(names) - 1) + [""]
    path = f"M{left:g} {bottom:g} " + " ".join(f"h{run:g}{up}" for up in rises)
    end = (left + len(names) * run, bottom - (len(names) - 1) * rise)
    return templates.fill("stair.svg", steps=stairs, path=path, start=(left, bottom), end=end)


def _two_lines(words: str, most: int = 15) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
