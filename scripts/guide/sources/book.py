"""The whole source at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

from guide.model import Book, Diagram
from guide.problems import BookError
from guide.project import Project
from guide.sources.chapters import read_chapters
from guide.sources.data import read_decisions, read_prices, read_terms
from guide.sources.prompts import read_asked_words, read_prompts, read_synonyms
from guide.sources.settings import read_settings
from guide.sources.style import read_style
from guide.sources.text import Reader
from guide.sources.works import read_works


def read_book(
    project: Project, last_day: datetime.date | None = None, environment: Mapping[str, str] = os.environ
) -> Book:
    """The book as it stands on disk now.

    Nothing may be dated after `last_day`, an edition's; None asks nothing of dates. `environment` fills the `!ENV` of
    mkdocs.yml. Raises BookError when there is no navigation to read a book by, with everything else that was found.
    """
    reader = Reader(project)
    settings = read_settings(reader, environment)
    style = read_style(reader)
    diagrams = _read_diagrams(reader)
    decisions, terms = read_decisions(reader), read_terms(reader)
    for path in reader.files(project.listings, "*.*"):
        reader.text(path)  # pages show code and what it prints as they are
    works = read_works(reader, last_day)
    prices = read_prices(reader, works, last_day)
    prompts, synonyms, asked = read_prompts(reader), read_synonyms(reader), read_asked_words(reader)
    if settings is None:
        raise BookError(reader.problems)
    chapters = read_chapters(reader, settings.nav, last_day)
    return Book(
        project, settings, style, chapters, diagrams, decisions, terms, works, prices, prompts,
        synonyms, asked,
        problems=tuple(reader.problems), unread=frozenset(reader.unread), texts=reader.texts,
    )  # fmt: skip


def _read_diagrams(reader: Reader) -> dict[str, Diagram]:
    """Diagrams by their paths from diagrams/. One that can't be read is there without its source."""
    folder = reader.project.diagrams
    return {
        path.relative_to(folder).as_posix(): Diagram(
            path.parent.relative_to(folder).as_posix(), path.stem, path, reader.text(path) or ""
        )
        for path in reader.files(folder, "*.mmd")
    }
