"""Blocks made of data: estimates, decisions, lists of sources, the glossary, the ledger, contents, drawings."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from guide.bibliography import Formatted
from guide.diagrams import DiagramError
from guide.diagrams.words import in_words
from guide.estimates import PRICES, READING_TIMES, EstimateError, Value
from guide.estimates.present import value_text
from guide.estimates.render import element_id, origin_words, range_text, render_block, strip_html, worksheet_html
from guide.framework import COLUMNS, DEFAULT, FLIP, SAY, STEPS
from guide.ledger import Row, rows
from guide.markdown.fences import Block
from guide.metrics import ExampleError, read_example
from guide.model import Book, Chapter, Decision
from guide.numbers import quotes_in
from guide.render.context import Context
from guide.render.fill import fill, unknown_value
from guide.render.metric import metric_table

DIGEST = {"choice": "Our choice", "because": "Because", "flips": "Flips at", "say": "Say"}
"""The lines of a decision's digest: key → its name on the page."""

Made = HtmlElement | None
"""A block's element; None leaves its place empty, after its mistake was reported."""


def estimate(block: Block, context: Context) -> Made:
    """The whole block, or the strip of what it shows."""
    evaluation = context.numbers.evaluation(context.chapter.id)
    number = [b.line for b in context.chapter.blocks("estimate")].index(block.line)
    parsed, made_with = evaluation.blocks[number], context.shared.templates
    if not parsed.show:
        return html.fragment_fromstring(render_block(parsed, evaluation, context.inline, _origin(context), made_with))
    label = worksheet_label(context.chapter, number)
    return html.fragment_fromstring(strip_html(parsed, evaluation, label, context.inline, _origin(context), made_with))


def worksheet_label(chapter: Chapter, number: int) -> str:
    """The name of a chapter's estimate block, numbered from 0: "W8.3"."""
    return f"W{chapter.label}.{number + 1}"


def worksheets(context: Context) -> tuple[str, ...]:
    """The blocks that the page shows as strips, in the compact form for print."""
    evaluation = context.numbers.evaluation(context.chapter.id)
    return tuple(
        worksheet_html(block, evaluation, worksheet_label(context.chapter, number), context.inline, _origin(context), context.shared.templates)
        for number, block in enumerate(evaluation.blocks)
        if block.show
    )


def _origin(context: Context) -> Callable[[Value], str]:
    def origin(value: Value) -> str:
        if value.chapter == PRICES:
            page = _page(context, "prices")
            return f'<a href="{context.link(f"{page}#price-{value.name}")}">the list of prices</a>' if page else origin_words(value)
        chapter = context.book.by_id[value.chapter]
        # A chapter's reading time stands in no block of it.
        place = "" if value.name in READING_TIMES else f"#{element_id(value.chapter, value.name)}"
        return f'<a href="{context.link(f"{chapter.page}{place}")}">{Markup.escape(chapter.title)}</a>'

    return origin


def prices(block: Block, context: Context) -> Made:
    """What things cost or can do, each with its date and source."""
    rows = []
    for price in context.book.prices:
        try:
            value = context.numbers.value(context.chapter.id, f"{PRICES}.{price.id}")
        except (EstimateError, LookupError):
            continue  # it has no value that can be read, which is named where it stands
        rows.append((price, value_text(value), range_text(value), cite([price.cited]) if price.cited else ""))
    return context.element("prices.html", rows=rows)


def digest(block: Block, context: Context) -> Made:
    """A decision in four lines with the case's own numbers; the matrix has the card."""
    lines = [(number, line.strip()) for number, line in enumerate(block.text.split("\n"), block.line) if line.strip()]
    name = lines[0][1] if lines else ""
    decision = context.book.decision_by_id.get(name)
    if decision is None:
        if context.book.project.decisions in context.book.unread:
            return None  # what it says isn't known, which is named
        mend = "start the block with the id of a decision of docs/decisions.yaml."
        context.report("unknown-decision", block.line, f"there is no decision {name!r}.", mend)
        return None
    found: dict[str, Markup] = {}
    for number, line in lines[1:]:
        key, _, text = line.partition(":")
        if key not in DIGEST or not text.strip() or key in found:
            mend = f"write each of {', '.join(f'`{k}: …`' for k in DIGEST)} once, on a line of its own."
            context.report("digest", number, f"{line!r} is no line of a digest.", mend)
            continue
        found[key] = context.inline(text.strip())
    for key in (key for key in DIGEST if key not in found):
        context.report("digest", block.line, f"the digest of {name!r} lacks `{key}:`.", f"add a line `{key}: …`.")
    rows = [(label, found[key]) for key, label in DIGEST.items() if key in found]
    return context.element("digest.html", decision=decision, rows=rows, matrix=_page(context, "matrix"))


def listing(block: Block, context: Context) -> Made:
    """A file of code with what it prints, as a test has seen it."""
    name = block.text.strip()
    code, output = map(context.book.texts.get, listing_files(block))
    if code is None:
        mend = "create it, or correct the path; it is relative to docs/listings/."
        context.report("listing", block.line, f"there is no docs/listings/{name}.", mend)
        return None
    if output is None:
        mend = f"run it and keep what it prints: `python docs/listings/{name} > docs/listings/{name.removesuffix('.py')}.out`."
        context.report("listing", block.line, f"docs/listings/{name} has no output beside it.", mend)
        return None
    shown = highlight(code, PythonLexer(), HtmlFormatter(cssclass="highlight", wrapcode=True))
    return context.element("listing.html", code=Markup(shown), output=output, name=name)


def listing_files(block: Block) -> tuple[str, str]:
    """The files that a listing shows, from the project's root: the code, and what it prints."""
    path = f"docs/listings/{block.text.strip()}"
    return path, f"{path.removesuffix('.py')}.out"


def metric(block: Block, context: Context) -> Made:
    try:
        example = read_example(block.text)
    except ExampleError as error:
        context.report("metric", block.line + error.line, error.message, error.mend)
        return None
    taken = {**context.numbers.evaluation(context.chapter.id).values}
    for line, other in context.numbers.examples(context.chapter):
        if line < block.line:
            taken |= other.values
    if twice := next((name for name in example.values if name in taken), None):
        message = f"the name {twice!r} of this example or of one of its steps is taken in this chapter."
        context.report("metric", block.line, message, "give the example another name.")
    return metric_table(example, context)


def decisions(block: Block, context: Context) -> Made:
    """Cards: the options as columns, since a table of nine columns can't be read on a phone."""
    return context.element("decisions.html", cards=_named(block, context), columns=COLUMNS, default=DEFAULT,
                           matrix=_page(context, "matrix"), cite=cite)  # fmt: skip


def choices(block: Block, context: Context) -> Made:
    """A row a decision: what is asked, and what to start with. The matrix, a link away, has its card."""
    return context.element("choices.html", rows=_named(block, context), matrix=_page(context, "matrix"))


def _named(block: Block, context: Context) -> list[Decision]:
    """The decisions whose ids a block holds, one a line."""
    found = []
    for number, line in enumerate(block.text.split("\n"), block.line):
        name = line.strip()
        if name in context.book.decision_by_id:
            found.append(context.book.decision_by_id[name])
        elif name and context.book.project.decisions not in context.book.unread:
            context.report("unknown-decision", number, f"there is no decision {name!r}.",
                           "add it to docs/decisions.yaml or correct the id.")  # fmt: skip
    return found


def matrix(block: Block, context: Context) -> Made:
    """The trade-off matrix: every decision with its table, by the step in which it is made.

    A decision is a heading and a small table with an option a column: three columns of prose fit a phone, where nine
    would not, and neighbours are compared line by line. Filters, search and sorting are added by `matrix.js`; what it
    needs to know stands in `data-` attributes.
    """
    book = context.book
    shown_by = {chapter.id for users in book.users.values() for chapter in users}
    order = [chapter.id for chapter in book.chapters if chapter.id in shown_by]
    return context.element("matrix.html", groups=book.decisions_by_step, users=book.users, order=" ".join(order), columns=COLUMNS,
                           flip=FLIP, say=SAY, default=DEFAULT, steps=STEPS, cite=cite)  # fmt: skip


def cite(keys: Iterable[str]) -> Markup:
    """Works as a citation that is still to be filled."""
    element = html.Element("cite", {"class": "citation", "data-works": json.dumps([[key, ""] for key in keys])})
    return Markup(html.tostring(element, encoding="unicode"))


def _page(context: Context, language: str) -> str:
    """The page that holds a fence of a language; "" when none does."""
    chapter = context.shared.pages_with.get(language)
    return chapter.page if chapter else ""


def sources(block: Block, context: Context) -> Made:
    """The works that the chapter cites."""
    chapter, known = context.chapter, context.book.decision_by_id
    keys = {citation.key for citation in chapter.citations}
    keys |= {key for name, _ in chapter.decisions if name in known for key in known[name].sources}
    if chapter.blocks("prices"):
        keys |= {price.cited for price in context.book.prices if price.cited}
    notes = {key: context.inline(note) for key, note in chapter.source_notes.items()}
    entries = [(key, _markup(work), notes.get(key, ""), []) for key, work in context.shared.works.items() if key in keys]
    return context.element("sources.html", entries=entries)


def bibliography(block: Block, context: Context) -> Made:
    """Every work of the book, with the chapters that cite it."""
    book, page = context.book, _page(context, "matrix")
    entries = []
    for key, work in context.shared.works.items():
        used = [(c.page, c.title) for c in book.citing.get(key, [])]
        if not used:
            ids = [decision.id for decision in book.decisions if key in decision.sources]
            used = [(f"{page}#{name}", "the trade-off matrix") for name in ids[:1]]
        entries.append((key, _markup(work), "", used))
    return context.element("sources.html", entries=entries)


def _markup(work: Formatted) -> Markup:
    return Markup(re.sub(r"(?<=\w)(?:'|&#x27;)(?=\w)", "’", work.entry))


def glossary(block: Block, context: Context) -> Made:
    terms = sorted((t for t in context.book.terms if t.term), key=lambda term: term.term.casefold())
    letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: term.term[0].upper())]
    titles = {term.see: _title_of(term.see, context.book) for term in terms if term.see}
    return context.element("glossary.html", letters=letters, titles=titles)


def _title_of(target: str, book: Book) -> str:
    page, _, anchor = target.partition("#")
    chapter = book.by_page.get(page)
    if chapter is None:
        return target
    heading = next((h.text for h in chapter.headings if h.anchor == anchor), None)
    if heading is None and anchor in book.decision_by_id:
        heading = book.decision_by_id[anchor].question
    return f"{chapter.title}: {heading}" if heading else chapter.title


def ledger(block: Block, context: Context) -> Made:
    """Every number of every chapter, with what kind it is and where it comes from."""
    sections = []
    for chapter in context.book.chapters:
        found = rows(chapter, context.numbers)
        if found:
            counts = Counter(row.kind for row in found)
            summary = ", ".join(f"{counts[k]} {k}" for k in ("computed", "published", "assumed", "chosen") if counts[k])
            sections.append((chapter, summary, [(row, _ledger_note(row, chapter, context)) for row in found]))
    return context.element("ledger.html", sections=sections, element_id=element_id)


def _ledger_note(row: Row, chapter: Chapter, context: Context) -> Markup | str:
    """What vouches for a number; a note quotes its own chapter's values."""
    if not row.markdown and not row.works:
        return row.note
    note = context.inline(row.note, chapter) if row.markdown else Markup.escape(row.note) + " " + cite(row.works)
    holder = html.fragment_fromstring(f"<div>{note}</div>")
    fill(holder, Context(context.shared, chapter, []), at=context)
    return inner_html(holder)


def inner_html(element: HtmlElement) -> Markup:
    """The HTML inside an element."""
    text = str(Markup.escape(element.text or ""))
    return Markup(text + "".join(html.tostring(child, encoding="unicode") for child in element))


def contents(block: Block, context: Context) -> Made:
    """Every chapter by part, with its description and reading time; a line of the fence selects one part."""
    wanted = {line.strip() for line in block.text.split("\n") if line.strip()}
    parts = [(part, chapters) for part, chapters in context.book.parts if not wanted or part in wanted]
    return context.element("contents.html", parts=parts)


def mermaid(block: Block, context: Context) -> Made:
    """The drawing's place; the drawing itself belongs to the article."""
    figure = next(f for f in context.chapter.parsed.figures if f.line == block.line)
    if not figure.name:
        mend = 'move the source to diagrams/<chapter>/<name>.mmd and include it with `--8<-- "…"`.'
        context.report("diagram-include", block.line, "the diagram is not a file of its own.", mend)
        return None
    diagram = context.book.diagrams.get(figure.name)
    if diagram is None:
        mend = f"create diagrams/{figure.name} or correct the name."
        context.report("diagram-include", block.line, f"there is no diagrams/{figure.name}.", mend)
        return None
    if diagram.path in context.book.unread:
        return None
    path = context.book.project.relative(diagram.path)

    def quote(expression: str) -> str:
        try:
            return context.numbers.quote(context.chapter.id, expression)
        except (EstimateError, LookupError) as error:
            line = next((n for e, n in quotes_in(diagram.source) if e == expression), 1)
            if context.asks_first(expression, error):
                context.report("unknown-value", line, *unknown_value(expression, error), path=path)
            return "?"

    try:
        drawn = context.shared.drawer.draw(diagram, quote)
    except DiagramError as error:
        said = in_words(diagram.source, error.message, error.line, error.column)
        context.report("diagram-syntax", said.line, said.message, said.mend, said.column, path)
        return None
    context.drawings[diagram.key] = drawn
    return html.Element("div", {"class": "diagram", "data-diagram": diagram.key})


BLOCKS: dict[str, Callable[[Block, Context], Made]] = {
    "mermaid": mermaid,
    "estimate": estimate,
    "metric": metric,
    "decisions": decisions,
    "choices": choices,
    "sources": sources,
    "bibliography": bibliography,
    "matrix": matrix,
    "glossary": glossary,
    "contents": contents,
    "ledger": ledger,
    "prices": prices,
    "digest": digest,
    "listing": listing,
}
"""The guide's fences: each language with what makes its element."""
