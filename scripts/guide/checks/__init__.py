"""Checks of the sources and of the built pages. Every code is listed here with what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from guide.bibliography import check_works
from guide.checks.data import check_decisions, check_glossary
from guide.checks.figures import check_diagram_files, check_diagram_uses
from guide.checks.links import check_links
from guide.checks.metrics import check_metrics
from guide.checks.pages import check_page_links, check_requests
from guide.checks.structure import check_ids, check_nav, check_sections, check_sheets, check_talking_points
from guide.checks.text import check_citations, check_formulas, check_glyphs, check_numbers
from guide.model import Book
from guide.numbers import check_estimates
from guide.problems import Problem

CODES = {
    "nav": "every Markdown file is in the navigation, and every file of the navigation is there",
    "front-matter": "every chapter has complete and valid front matter",
    "duplicate-id": "ids of chapters, decisions and terms, and anchors within a chapter, are unique",
    "prerequisite": "prerequisites are ids of chapters",
    "sections": "a case or a step has its headings, complete and in order",
    "sheet": "a case has a card and frames; its whiteboard sheet, and the one-liners, fit one page",
    "talking-points": "the tags of a talking point are steps and levels",
    "link": "links between chapters lead to files of the book",
    "anchor": "links to sections, figures and tables lead to anchors that exist",
    "diagram-include": "a diagram is one file under diagrams/, included once, with a caption",
    "diagram-syntax": "diagrams can be drawn by the build-time renderer",
    "diagram-size": "the smallest label of a diagram is readable in print",
    "diagram-alt": "diagrams have accTitle and accDescr",
    "diagram-class": "diagrams use the roles of diagrams/style.yaml and no styling of their own",
    "bibliography": "entries of the bibliography are complete and unique",
    "citation": "citations name entries of the bibliography",
    "uncited": "every entry of the bibliography is cited",
    "decision-data": "decisions are complete and shown by a chapter; their default is one of the options; their sources are known",
    "unknown-decision": "chapters show decisions that exist",
    "glossary-data": "terms are complete and point to sections that exist and use them",
    "unknown-value": "quoted values exist in an estimate block",
    "estimate": "estimate blocks are well formed, their units fit and their assertions hold (codes estimate-…)",
    "metric": "metric fences name a metric, give it what it takes, and have names of their own",
    "untagged-number": "a number with a unit in prose is computed, cited, or marked plain with a reason",
    "glyph": "the book's fonts can draw every character",
    "formula": "formulas are LaTeX that pages and the printed book can show",
    "engine": "the site engine builds the pages without a warning",
    "page-link": "links and anchors of the built pages lead somewhere",
    "book-log": "WeasyPrint lays the book out without a warning",
    "book-page": "every built page of the book has its article",
    "matrix-log": "WeasyPrint lays the matrix out without a warning",
    "request": "built pages load nothing from another host",
}
"""Code → what holds in a good book."""

SOURCE_CHECKS: tuple[Callable[[Book], Iterable[Problem]], ...] = (
    check_nav, check_ids, check_sections, check_sheets, check_talking_points, check_links, check_diagram_files, check_diagram_uses,
    check_works, check_citations, check_decisions, check_glossary, check_estimates, check_metrics, check_numbers, check_formulas, check_glyphs,
)  # fmt: skip
PAGE_CHECKS: tuple[Callable[[Path], Iterable[Problem]], ...] = (check_page_links, check_requests)


def check_book(book: Book) -> list[Problem]:
    """Every problem of the sources, in the order of their places."""
    return sorted({*book.problems, *(problem for check in SOURCE_CHECKS for problem in check(book))})


def check_site(site: Path) -> list[Problem]:
    """Every problem of built pages."""
    return sorted({problem for check in PAGE_CHECKS for problem in check(site)})
