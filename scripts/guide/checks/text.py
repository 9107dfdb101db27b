"""Text: citations, numbers without a source, formulas, and characters that the fonts can't draw."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from guide.estimates.ledger import plain_without_reason, untagged_numbers
from guide.fonts import FACES, coverage
from guide.maths import draw_formula, mathml
from guide.model import Book
from guide.problems import Problem
from guide.scan import FORMULA, QUOTE, line_at


def check_citations(book: Book) -> Iterator[Problem]:
    if book.project.bibliography in book.unread:
        return
    for chapter in book.chapters:
        path = book.project.relative(chapter.path)
        for citation in chapter.citations:
            if citation.key not in book.works:
                near = difflib.get_close_matches(citation.key, book.works, 1)
                mend = f"did you mean {near[0]!r}?" if near else "add the entry to docs/bibliography.json."
                yield Problem(path, citation.line, "citation", f"{citation.key!r} is not in the bibliography.", mend)


def check_numbers(book: Book) -> Iterator[Problem]:
    """A number with a unit is computed, published with its citation in the sentence, or marked with a reason."""
    for chapter in book.chapters:
        path, text = book.project.relative(chapter.path), chapter.path.read_text(encoding="utf-8")
        for line, column, number in untagged_numbers(text):
            mend = "quote it from an estimate block as `${name}`, cite it, or end the paragraph with `<!-- plain: reason -->`."
            yield Problem(path, line, "untagged-number", f"{number!r} is neither computed nor cited.", mend, column)
        for line, column, _ in plain_without_reason(text):
            mend = "say why the number stands by itself: `<!-- plain: the round's own length -->`."
            yield Problem(path, line, "untagged-number", "the mark `<!-- plain -->` gives no reason.", mend, column)


def check_formulas(book: Book) -> Iterator[Problem]:
    """Formulas are LaTeX that both the pages' and the printed book's converter understand."""
    for chapter in book.chapters:
        text = QUOTE.sub(lambda match: " " * len(match[0]), chapter.prose)
        for match in FORMULA.finditer(text):
            tex, display = (match["block"] or match["inline"]).strip(), bool(match["block"])
            try:
                mathml(tex, display)
                draw_formula(tex, display, "#000000")
            except ValueError as error:
                line = line_at(text, match.start(), chapter.offset)
                mend = "correct the LaTeX; a plain dollar sign is written `\\$`."
                yield Problem(book.project.relative(chapter.path), line, "formula", f"${tex}$: {error}.", mend)


def check_glyphs(book: Book) -> Iterator[Problem]:
    """Characters outside the fonts would print as empty boxes. Formulas are drawn with a font of their own."""
    packages = book.project.packages.resolve()
    drawn = coverage(packages / face.file for face in FACES if face.family != "IBM Plex Mono")
    data = (book.project.decisions, book.project.glossary, book.project.bibliography)
    files = [c.path for c in book.chapters] + [d.path for d in book.diagrams.values()] + [f for f in data if f.is_file()]
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            for column, char in enumerate(line, 1):
                if char not in drawn and not char.isspace():
                    message = f"the book's fonts can't draw {char!r} (U+{ord(char):04X})."
                    mend = "use another character, or write it as a formula."
                    yield Problem(book.project.relative(path), number, "glyph", message, mend, column)
