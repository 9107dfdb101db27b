"""A parsed chapter and what all chapters share become an Article, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from lxml import etree, html
from lxml.html import HtmlElement

from guide.article import Article, Figure, Section, Table
from guide.estimates.browser import page_model, page_model_json
from guide.framework import LAYERS, LEVELS
from guide.layers import in_layers
from guide.markdown.lines import LINE
from guide.model import Chapter
from guide.numbers import own_quotes, quotes_in
from guide.problems import Problem
from guide.render.blocks import BLOCKS, WHOLE_BOOK, inner_html, worksheets
from guide.render.context import Context, Shared
from guide.render.fill import fill, label_of, number_captions
from guide.render.search import search_entries
from guide.render.steps import add_steps
from guide.render.terms import mark_terms

__all__ = ["Shared", "render"]


def render(chapter: Chapter, shared: Shared) -> Article:
    """The chapter's page. Never raises for a mistake of an author: it is among the article's problems."""
    context = Context(shared, chapter)
    for fault in chapter.parsed.faults:
        context.report(fault.code, fault.line, fault.message, fault.mend, fault.column)
    root = html.fragment_fromstring(chapter.parsed.html, create_parent="div")
    _put_blocks(root, context)
    for problem in _estimate_problems(context):
        context.problems.append(problem)
    fill(root, context)
    number_captions(root, context)
    _add_facts(root, context)
    add_steps(root, context)
    _add_paths(root, context)
    explained = mark_terms(root, context)
    sheets = tuple(map(_filled(context), worksheets(context)))
    for element in root.iter(etree.Element):
        element.attrib.pop(LINE, None)
    search = search_entries(root, chapter.title)
    figures = (f for f in chapter.parsed.figures if f.name in context.book.diagrams)
    return Article(
        page=chapter.page,
        id=chapter.id,
        title=chapter.title,
        html=str(inner_html(root)),
        sections=tuple(Section(int(h.tag[1]), h.get("id", ""), " ".join(h.text_content().split())) for h in root.iter("h2", "h3", "h4")),
        figures=tuple(
            Figure(f.anchor, label_of(chapter, f.anchor), context.book.diagrams[f.name].title, context.book.diagrams[f.name].key)
            for f in figures
        ),
        tables=tuple(Table(t.anchor, label_of(chapter, t.anchor)) for t in chapter.parsed.tables),
        anchors=frozenset(root.xpath("//@id")),
        drawings=context.drawings,
        search=search,
        explained=explained,
        worksheets=sheets,
        model=_model(context),
        text=" ".join(root.text_content().split()),
        minutes=chapter.minutes,
        problems=tuple(sorted(set(context.problems))),
    )


def _filled(context: Context) -> Callable[[str], str]:
    """Fills the placeholders of a piece of HTML that doesn't stand on the page itself."""

    def filled(piece: str) -> str:
        holder = html.fragment_fromstring(piece, create_parent="div")
        fill(holder, context)
        number_captions(holder, context)
        for element in holder.iter(etree.Element):
            element.attrib.pop(LINE, None)
        return str(inner_html(holder))

    return filled


def _put_blocks(root: HtmlElement, context: Context) -> None:
    for place in list(root.iterfind(".//div[@data-block]")):
        block = context.chapter.parsed.blocks[int(place.get("data-block"))]
        made = BLOCKS[block.language](block, context)
        parent, tail = place.getparent(), place.tail
        if made is None:
            place.drop_tree()
            continue
        made.tail = tail
        parent.replace(place, made)


def _estimate_problems(context: Context) -> list[Problem]:
    """Every mistake in the chapter's estimate blocks."""
    starts = [block.line for block in context.chapter.blocks("estimate")]
    return [
        Problem(context.path, starts[e.block] + e.line, f"estimate-{e.code}", e.message, e.mend)
        for e in context.numbers.evaluation(context.chapter.id).errors
    ]


def _add_facts(root: HtmlElement, context: Context) -> None:
    """For a chapter of a part, a card of facts from its front matter."""
    chapter, book, front = context.chapter, context.book, context.chapter.front
    if not chapter.part or front.kind == "reference":
        return
    facts = [("Prompt", f"“{front.prompt}”")] if front.prompt else []
    facts += [("Task", front.task)] if front.task else []
    facts += [("Levels", ", ".join(level.capitalize() for level in LEVELS if level in front.levels))] if front.levels else []
    facts += [("Reading time", f"{chapter.minutes} minute{'s' * (chapter.minutes > 1)}")]
    first = [(c.title, c.page) for c in (book.by_id.get(name) for name in front.prerequisites) if c]
    cases = [(c.title, f"{c.page}#{chapter.id}") for c in book.cases] if front.kind == "step" else []
    ways = [("Read first", first), ("In the cases", cases)]
    card = context.element("facts.html", facts=facts, ways=ways, reviewed=front.reviewed)
    card.tail, root.text = root.text, None
    root.insert(0, card)


def _add_paths(root: HtmlElement, context: Context) -> None:
    """Gives a chapter in layers the ways to read it, and each of its elements the layer that it belongs to."""
    chapter = context.chapter
    if not chapter.front.spine:
        return
    for element, layer in in_layers(root):
        element.set("data-on", layer)
    paths = [(layer, name, chapter.paths[layer], what) for layer, (name, what) in LAYERS.items()]
    root.find("dl[@class='facts']").addnext(context.element("paths.html", paths=paths))


def _model(context: Context) -> str:
    """What the page's script needs to recompute the chapter, as JSON; "" when it has no estimates."""
    chapter = context.chapter
    evaluation = context.numbers.evaluation(chapter.id)
    if not evaluation.values:
        return ""
    diagrams = (d.source for d in context.book.diagrams.values() if d.folder == chapter.id)
    quotes = [q.expression for q in chapter.parsed.quotes] + [e for source in diagrams for e, _ in quotes_in(source)]
    return page_model_json(page_model(evaluation, own_quotes(evaluation, quotes)))


def dependencies(chapter: Chapter, shared: Shared) -> str:
    """A hash of everything that the chapter's page is made of, besides the toolchain.

    A page that lists the whole book depends on all of it; any other on its own file, on the values, works, decisions
    and drawings that it uses, on the pages that it refers to, and on the glossary.
    """
    book, parsed = shared.book, chapter.parsed
    languages = {block.language for block in parsed.blocks}
    decisions = [book.decision_by_id.get(name) for name, _ in chapter.decisions]
    keys = {c.key for c in parsed.citations} | {key for d in decisions if d for key in d.sources}
    drawings = [(name, d.source) for name, d in sorted(book.diagrams.items()) if d.folder == chapter.id]
    lenders = _lenders(chapter, shared)
    used = [
        (chapter.page, chapter.part, chapter.number, chapter.front, chapter.offset, chapter.body),
        [(c.id, c.title, c.page, c.label, c.front.kind) for c in book.chapters],
        [(c.page, c.parsed.figures, c.parsed.tables) for c in book.chapters if any(c.path.name in k.target for k in parsed.links)],
        [(c.id, c.minutes, [b.text for b in c.blocks("estimate", "metric")]) for c in lenders],
        [quotes for c in book.chapters if (quotes := _quotes_of(chapter.id, c))] if parsed.blocks else [],
        book.prices if "prices" in "".join(b.text for b in chapter.blocks("estimate")) else (),
        [(name, book.texts[name]) for name in sorted(book.texts) if name.startswith(f"docs/listings/{chapter.id}/")],
        decisions, drawings, [(key, shared.works.get(key)) for key in sorted(keys)],
        book.terms, sorted((k, c.page) for k, c in shared.pages_with.items()), book.style,
    ]  # fmt: skip
    if languages & WHOLE_BOOK:
        used += [[(c.page, c.front, c.body) for c in book.chapters], book.decisions, book.works]
    return hashlib.sha256(repr(used).encode()).hexdigest()


def _quotes_of(home: str, chapter: Chapter) -> list[str]:
    """The values of one chapter that another quotes: an input that nobody uses is a mistake."""
    return sorted({q.expression for q in chapter.parsed.quotes if q.expression.startswith(f"{home}.")})


def _lenders(chapter: Chapter, shared: Shared) -> list[Chapter]:
    """The chapters whose values a chapter uses, directly or through others."""
    found: dict[str, Chapter] = {}
    waiting = [chapter]
    while waiting:
        current = waiting.pop()
        names = {q.expression for q in current.parsed.quotes} | shared.numbers.borrowed(current)
        for home in sorted({name.rpartition(".")[0] for name in names if "." in name}):
            lender = shared.book.by_id.get(re.split(r"[\s:]", home)[0])
            if lender is not None and lender.id not in found:
                found[lender.id] = lender
                waiting.append(lender)
    return [found[name] for name in sorted(found)]
