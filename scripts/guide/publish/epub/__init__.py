"""`guide.epub`: the whole text for reading systems, a file a chapter, as EPUB 3.

It holds the pages that the printed book holds, and lists the book's pages, so that readers of both find each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from guide.framework import STEPS
from guide.model import Chapter
from guide.problems import BookError, Problem
from guide.publish import Publication
from guide.publish.archive import write_zip
from guide.publish.epub.chapters import CONTENTS, Draft, draft, drawing_file, file_of, rewrite_links
from guide.publish.epub.drawings import Outliner
from guide.publish.epub.navigation import Entry, page_list, sections_of
from guide.publish.members import Part, is_appendix, printed_members, printed_opening, printed_parts, site_address
from guide.publish.opening import imprint, stair
from guide.publish.printing import LANGUAGE, Templates, edition_date

FILE = "guide.epub"
_FOLDER = "book"
_TYPES = {".xhtml": "application/xhtml+xml", ".svg": "image/svg+xml", ".css": "text/css"}
_STYLE, _COVER = "epub.css", "cover.svg"
_LANDMARKS = {"glossary": "Glossary", "sources": "Sources"}
"""Ids of chapters that reading systems offer apart."""

_COVER_WIDTH = 166.0
"""Room for a line of the cover's title, in its own unit."""


@dataclass(frozen=True)
class _File:
    """A file of the book, with what the manifest says of it. `linear` ones are read, in order."""

    name: str
    content: str
    read: bool = False
    properties: str = ""

    @property
    def type(self) -> str:
        return _TYPES[Path(self.name).suffix]

    @property
    def id(self) -> str:
        return self.name.replace("/", "-").replace(".", "-")


def publish(publication: Publication, numbers: Mapping[str, int], target: Path) -> None:
    """Writes the EPUB; `numbers` are the pages of the printed book's places.

    Raises BookError for links that lead nowhere, and for a drawing whose labels can't be drawn.
    """
    files = _files(publication, numbers)
    named = {f"{_FOLDER}/{file.name}": file.content.encode() for file in files}
    templates = _templates(publication)
    named["META-INF/container.xml"] = templates.fill("container.xml", package=f"{_FOLDER}/package.opf").encode()
    named[f"{_FOLDER}/package.opf"] = _package(publication, templates, files, bool(numbers)).encode()
    stored = {"mimetype": b"application/epub+zip"}
    write_zip(target / FILE, named, publication.edition.epoch, stored)


def _templates(publication: Publication) -> Templates:
    return Templates(publication.book.project, publication.book.project.epub_templates)


def _files(publication: Publication, numbers: Mapping[str, int]) -> list[_File]:
    book, templates = publication.book, _templates(publication)
    parts = printed_parts(book)
    members = [chapter for _, chapter in printed_members(book)]
    drafts = {chapter.page: draft(publication.articles[chapter.page], chapter) for chapter in members}
    openers = {part.chapters[0].id: part.anchor for part in parts}
    pages = page_list(list(drafts.values()), openers, numbers)
    _link(publication, drafts)
    outliner, printing = Outliner(book.project), Templates(book.project)

    def page(name: str, title: str, kind: str, body: str, properties: str = "") -> _File:
        made = templates.fill("page.xhtml", title=title, kind=kind, language=LANGUAGE, body=Markup(body))
        return _File(name, made, True, properties)

    cover = templates.fill("cover.xhtml", title=book.title, drawing=_COVER)
    yielded = [
        _File(_STYLE, (book.project.epub_templates / _STYLE).read_text(encoding="utf-8")),
        _File(_COVER, _cover(publication, templates, printing, outliner), properties="cover-image"),
        page("cover.xhtml", book.title, "frontmatter", cover),
        page("imprint.xhtml", "Imprint", "frontmatter", etree.tostring(imprint(publication, printing), encoding="unicode")),
        _contents(publication, templates, parts, drafts, pages),
    ]
    for chapter in printed_opening(book):
        yielded.append(_chapter(templates, page, drafts[chapter.page], ""))
    for part in parts:
        yielded.append(page(f"{part.anchor}.xhtml", part.title, "bodymatter", templates.fill("part.xhtml", part=part)))
        for chapter in part.chapters:
            label = f"{'Appendix' if is_appendix(chapter) else 'Chapter'} {chapter.label}"
            yielded.append(_chapter(templates, page, drafts[chapter.page], label))
    return [*yielded, *_drawings(publication, members, outliner)]


def _chapter(templates: Templates, page, made: Draft, label: str) -> _File:
    body = templates.fill("chapter.xhtml", chapter=made.chapter, label=label, body=Markup(made.html()))
    maths = next(made.root.iter("math"), None) is not None
    return page(made.file, made.chapter.title, "bodymatter", body, "mathml" if maths else "")


def _drawings(publication: Publication, members: Iterable[Chapter], outliner: Outliner) -> list[_File]:
    project, ground = publication.book.project, publication.book.style.palette("light")["background"]
    found, problems = [], []
    for chapter in members:
        for key, drawn in publication.articles[chapter.page].drawings.items():
            try:
                found.append(_File(drawing_file(key), outliner.on_ground(drawn.print_svg, ground)))
            except ValueError as error:
                path = project.relative(project.diagrams / f"{key}.mmd")
                problems.append(Problem(path, 0, "glyph", f"{error}.", "use another character."))
    if problems:
        raise BookError(problems)
    return found


def _link(publication: Publication, drafts: Mapping[str, Draft]) -> None:
    book = publication.book
    address = site_address(book)
    mend = "link to a place that the page has."
    problems = [
        Problem(
            book.project.relative(made.chapter.path), 0, "epub-link", f"{href!r} leads to no place of the EPUB.", mend
        )
        for made in drafts.values()
        for href in rewrite_links(made, drafts, address)
    ]
    if problems:
        raise BookError(problems)


def _contents(
    publication: Publication,
    templates: Templates,
    parts: Sequence[Part],
    drafts: Mapping[str, Draft],
    pages: Sequence[tuple[int, str]],
) -> _File:
    def entry(chapter: Chapter) -> Entry:
        made = drafts[chapter.page]
        title = f"{chapter.label} {chapter.title}" if chapter.part else chapter.title
        return Entry(title, made.file, below=sections_of(made.file, made.sections))

    opening = [entry(chapter) for chapter in printed_opening(publication.book)]
    entries = opening + [
        Entry(f"{part.label}: {part.title}" if part.label != part.title else part.title, f"{part.anchor}.xhtml",
              below=[entry(chapter) for chapter in part.chapters])
        for part in parts
    ]  # fmt: skip
    first = entries[0].address
    landmarks = [("cover", "Cover", "cover.xhtml"), ("toc", "Contents", CONTENTS), ("bodymatter", "Text", first)]
    by_id = {made.chapter.id: made for made in drafts.values()}
    kinds = {"sources": "bibliography"}
    landmarks += [
        (kinds.get(name, name), title, by_id[name].file) for name, title in _LANDMARKS.items() if name in by_id
    ]
    made = templates.fill(
        "nav.xhtml", title=publication.book.title, language=LANGUAGE, entries=entries, landmarks=landmarks, pages=pages
    )
    return _File(CONTENTS, made, True, "nav")


def _cover(publication: Publication, templates: Templates, printing: Templates, outliner: Outliner) -> str:
    book, edition = publication.book, publication.edition
    lines: list[str] = []
    for word in book.title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and outliner.width(longer, 15, bold=True) <= _COVER_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    svg = templates.fill(
        "cover.svg",
        lines=lines,
        edition=f"Edition {edition.name} of {edition_date(edition)}",
        stair=Markup(stair(printing, STEPS.values())),
    )
    return outliner.outlined(svg)


def _package(publication: Publication, templates: Templates, files: Sequence[_File], paged: bool) -> str:
    book, edition = publication.book, publication.edition
    topics = sorted({topic for chapter in book.chapters for topic in chapter.front.topics})
    return templates.fill(
        "package.opf",
        # One name for all editions; what tells them apart is the moment.
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, book.settings.site_url or book.title).urn,
        title=book.title,
        description=book.settings.site_description,
        author=book.settings.site_author,
        language=LANGUAGE,
        edition=edition.name,
        date=f"{edition.moment:%Y-%m-%d}",
        modified=f"{edition.moment:%Y-%m-%dT%H:%M:%SZ}",
        subjects=["Machine learning", "System design", *topics],
        files=sorted(files, key=lambda file: file.name),
        spine=[file for file in files if file.read],
        paged=paged,
        maths=any(file.properties == "mathml" for file in files),
    )


__all__ = ["FILE", "file_of", "publish"]
