"""What stands around the chapters: cover, imprint, contents, list of diagrams, part openers, index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from html import escape
from string import Template

from lxml import html
from lxml.html import HtmlElement

from guide.model import STEPS, Book, Chapter
from guide.publish import Edition
from guide.publish.book.article import svg_url
from guide.publish.book.terms import Entry
from guide.publish.printing import edition_date

_RESERVED_HOST = "example.org"
_SHORT_PART = 6
"""So many chapters a part's opener lists in its lower half."""


def site_address(book: Book) -> str:
    """The site's address with a final slash, "" while the settings still have the reserved example."""
    address = book.settings.site_url
    return "" if not address or _RESERVED_HOST in address else address.rstrip("/") + "/"


def printed_parts(book: Book) -> list[tuple[str, list[Chapter]]]:
    """The parts with the chapters that the printed book holds."""
    parts = [(part, [chapter for chapter in chapters if chapter.front.print]) for part, chapters in book.parts]
    return [(part, chapters) for part, chapters in parts if chapters]


def printed_opening(book: Book) -> list[Chapter]:
    """The pages that the printed book holds before its first part."""
    return [chapter for chapter in book.opening if chapter.front.print]


def is_appendix(chapter: Chapter) -> bool:
    return chapter.front.kind == "reference"


def part_label(number: int, chapters: Sequence[Chapter]) -> str:
    """ "Part II", or "Appendices" for a part that has nothing else."""
    if all(is_appendix(chapter) for chapter in chapters):
        return "Appendices"
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return f"Part {numerals[number - 1]}"


def chapter_label(chapter: Chapter) -> str:
    return f"{'Appendix' if is_appendix(chapter) else 'Chapter'} {chapter.label}"


def _fragment(text: str) -> HtmlElement:
    return html.fragment_fromstring(text)


def cover_drawing(steps: Iterable[str]) -> str:
    """The cover's drawing as SVG: the framework's steps as a stair, drawn as on a whiteboard. 1 unit is 1 mm."""
    steps = list(steps)
    left, bottom, run, rise = 22.0, 150.0, 25.2, 19.5
    path = [f"M{left:g} {bottom:g}"]
    for number in range(len(steps)):
        path.append(f"h{run:g}" + (f"v{-rise:g}" if number < len(steps) - 1 else ""))
    parts = []
    for number, name in enumerate(steps):
        x, y = left + number * run, bottom - number * rise
        # Light guide lines under each step, as on squared paper.
        parts.append(f'<path d="M{x:g} {y:g}V170" stroke="#2b4a63" stroke-width=".3" stroke-dasharray=".8 1.6"/>')
        parts.append(
            f'<text x="{x + 2.2:g}" y="{y - 8.2:g}" font-size="8.5" font-weight="600" fill="#f2b04a">{number + 1}</text>'
        )
        for line, words in enumerate(_two_lines(name)):
            parts.append(
                f'<text x="{x + 2.2:g}" y="{y + 5 + 3.7 * line:g}" font-size="2.9" fill="#c9d6e2">{escape(words)}</text>'
            )
    end = (left + len(steps) * run, bottom - (len(steps) - 1) * rise)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 170" font-family="IBM Plex Sans">'
        + "".join(parts)
        + f'<path d="{" ".join(path)}" fill="none" stroke="#ffffff" stroke-width="1.7" stroke-linejoin="round"/>'
        + f'<circle cx="{left:g}" cy="{bottom:g}" r="2.1" fill="#f2b04a"/>'
        + f'<circle cx="{end[0]:g}" cy="{end[1]:g}" r="3" fill="#f2b04a"/></svg>'
    )


def _two_lines(words: str, most: int = 15) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def cover(edition: Edition, template: str) -> HtmlElement:
    drawing = svg_url(cover_drawing(STEPS.values()))
    return _fragment(_filled(template, edition, drawing=drawing))


def imprint(edition: Edition, template: str) -> HtmlElement:
    address = site_address(edition.book)
    where = (
        f'<p>Read it online, search it, or take it offline: <a href="{address}">{address}</a>.</p>' if address else ""
    )
    return _fragment(_filled(template, edition, address=where))


def colophon(edition: Edition, template: str) -> HtmlElement:
    """The last page. It refers to nothing: the engine doesn't correct page numbers on a document's last page."""
    return _fragment(_filled(template, edition))


def _filled(template: str, edition: Edition, **further: str) -> str:
    book = edition.book
    return Template(template).substitute(
        title=escape(book.title),
        description=escape(book.settings.site_description),
        author=escape(book.settings.site_author),
        commit=escape(edition.commit),
        date=edition_date(edition),
        year=time.gmtime(edition.epoch).tm_year,
        **further,
    )


def _line(anchor: str, label: str, title: str) -> str:
    """A line of a list with leaders: the style sheet writes the page's number."""
    return f'<span class="line-label">{escape(label)}</span><a class="line" href="#{anchor}">{escape(title)}</a>'


def contents(book: Book, sections: dict[str, list[tuple[str, str]]], ends: Sequence[tuple[str, str]]) -> HtmlElement:
    """The contents: the opening pages, parts, chapters with leaders, and under each its sections run on.

    `sections` are (anchor, title) by chapter id; `ends` (anchor, title) of what stands after the parts.
    """
    first = "".join(f"<li>{_line(chapter.id, '', chapter.title)}</li>" for chapter in printed_opening(book))
    blocks = [f'<ul class="contents-ends">{first}</ul>'] * bool(first)
    for number, (part, chapters) in enumerate(printed_parts(book), 1):
        lines = []
        for chapter in chapters:
            under = " ".join(f'<a href="#{anchor}">{escape(title)}</a>' for anchor, title in sections[chapter.id])
            under = f'<p class="contents-sections">{under}</p>' if under else ""
            lines.append(f"<li>{_line(chapter.id, chapter.label, chapter.title)}{under}</li>")
        head = f'<p class="contents-part">{_line(f"part-{number}", part_label(number, chapters), part)}</p>'
        blocks.append(f"{head}<ul>{''.join(lines)}</ul>")
    others = "".join(f"<li>{_line(anchor, '', title)}</li>" for anchor, title in ends)
    return _fragment(
        f'<section class="front contents" id="contents"><h1>Contents</h1>{"".join(blocks)}'
        f'<ul class="contents-ends">{others}</ul></section>'
    )


def list_of_diagrams(book: Book, figures: Sequence[tuple[Chapter, str, str, str]]) -> HtmlElement:
    """`figures` gives (chapter, anchor, number as "Figure 3.2", title) in the book's order."""
    blocks, last = [], None
    for chapter, anchor, number, title in figures:
        if chapter is not last:
            blocks.append(("</ul>" if last else "") + f"<h2>{escape(chapter.title)}</h2><ul>")
            last = chapter
        blocks.append(f"<li>{_line(anchor, number.partition(chr(160))[2] or number, title)}</li>")
    return _fragment(
        f'<section class="front diagrams" id="diagrams"><h1>Diagrams</h1>{"".join(blocks)}{"</ul>" if last else ""}'
        "</section>"
    )


def part_opener(number: int, part: str, chapters: Sequence[Chapter]) -> HtmlElement:
    lines = "".join(
        f'<li><span class="part-number">{c.label}</span><a href="#{c.id}">{escape(c.title)}</a>'
        f'<span class="part-text">{escape(c.front.description)}</span></li>'
        for c in chapters
    )
    label = part_label(number, chapters)
    name = "part part-long" if len(chapters) > _SHORT_PART else "part"
    return _fragment(
        f'<section class="{name}" id="part-{number}" data-head="{escape(part)}">'
        f'<p class="part-label">{label}</p><h1 data-mark="{escape(_outline_title(label, part))}">{escape(part)}</h1>'
        f"<ul>{lines}</ul></section>"
    )


def _outline_title(label: str, part: str) -> str:
    return f"{label}. {part}"


def chapter_head(chapter: Chapter, part: str) -> HtmlElement:
    """A chapter's opening: its label, title and what it is about. A page outside the parts has no label."""
    title = escape(chapter.title)
    label = f'<p class="opener-label">{chapter_label(chapter)}</p>' * bool(part)
    mark, head = (f"{chapter.label}. {title}", f"{chapter.label}&#8195;{title}") if part else (title, title)
    return _fragment(
        f'<header class="opener">{label}<h1 data-mark="{mark}" data-head="{head}" data-part="{escape(part)}">{title}</h1>'
        f'<p class="opener-text">{escape(chapter.front.description)}</p></header>'
    )


def index(entries: Sequence[Entry]) -> HtmlElement:
    blocks, letter = [], ""
    for entry in entries:
        initial = entry.name[0].upper() if entry.name[0].isascii() and entry.name[0].isalpha() else "0–9, symbols"
        if initial != letter:
            blocks.append(("</ul>" if letter else "") + f'<p class="index-letter">{initial}</p><ul>')
            letter = initial
        if entry.see:
            blocks.append(f"<li>{escape(entry.name)}, <em>see</em> {escape(entry.see)}</li>")
        else:
            places = ", ".join(
                f'<a class="{"index-main" if main else "index-use"}" href="#{anchor}"></a>'
                for anchor, main in entry.places
            )
            blocks.append(f"<li>{escape(entry.name)}, {places}</li>")
    return _fragment(
        '<section class="front index" id="index"><h1>Index of terms</h1>'
        '<p class="index-note">A bold number is the page that explains the term.</p>'
        f'<div class="index-columns">{"".join(blocks)}{"</ul>" if letter else ""}</div></section>'
    )
