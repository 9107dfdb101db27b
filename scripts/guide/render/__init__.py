"""A parsed chapter and what all chapters share become an Article, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree, html
from lxml.html import HtmlElement

from guide.article import Article, Figure, Section, Table
from guide.estimates import PRICES, points_errors
from guide.estimates.browser import page_model, page_model_json
from guide.framework import FIVE_MINUTES, LAYERS, LEVELS, ON_CARRY_OF_STEP, STEP_IN_FIVE_MINUTES
from guide.layers import in_layers
from guide.markdown.facts import words_in
from guide.markdown.lines import LINE
from guide.model import Chapter, Term
from guide.numbers import quoted_name, quotes_in
from guide.problems import Problem
from guide.render.blocks import BLOCKS, inner_html, listing_files, worksheets
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
    _add_spine(root, context)
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
    evaluation = context.numbers.evaluation(context.chapter.id)
    return [
        Problem(context.path, starts[e.block] + e.line, f"estimate-{e.code}", e.message, e.mend)
        for e in (*evaluation.errors, *points_errors(evaluation))
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


def _add_spine(root: HtmlElement, context: Context) -> None:
    """Ends the five minutes with the sentences that a reader should be able to retell, before the next heading.

    Of a design they are its story, of a step its rules.
    """
    front, inside = context.chapter.front, False
    if not front.spine:
        return
    for place, element in enumerate(root):
        if inside and element.tag in ("h2", "h3"):
            title = "Rules to retell" if front.kind == "step" else "To retell"
            root.insert(place, context.element("spine.html", title=title, sentences=front.spine))
            return
        inside = inside or element.tag == "h2" and element.get("id") in (FIVE_MINUTES, STEP_IN_FIVE_MINUTES)


def _add_paths(root: HtmlElement, context: Context) -> None:
    """Gives a chapter in layers the ways to read it, and each of its elements the layer that it belongs to."""
    chapter = context.chapter
    if not chapter.front.spine:
        return
    for element, layer in in_layers(root):
        element.set("data-on", layer)
    on_it = {"carry": ON_CARRY_OF_STEP} if chapter.front.kind == "step" else {}
    paths = [(layer, name, chapter.paths[layer], on_it.get(layer, what)) for layer, (name, what) in LAYERS.items()]
    card = root.find("dl[@class='facts']")
    place = 0 if card is None else root.index(card) + 1
    root.insert(place, context.element("paths.html", paths=paths))


def _model(context: Context) -> str:
    """What the page's script needs to recompute the chapter, as JSON; "" when it has no estimates."""
    chapter = context.chapter
    evaluation = context.numbers.evaluation(chapter.id)
    if not evaluation.values:
        return ""
    diagrams = (d.source for d in context.book.diagrams.values() if d.folder == chapter.id)
    quotes = [q.expression for q in chapter.parsed.quotes] + [e for source in diagrams for e, _ in quotes_in(source)]
    return page_model_json(page_model(evaluation, quotes))


def dependencies(chapter: Chapter, shared: Shared) -> str:
    """A hash of everything that the chapter's page is made of, besides the toolchain.

    It depends on its own file, on the values, prices, works, decisions, terms, listings and drawings that it uses, and on
    the names of the pages that it refers to. A page that lists something of the whole book depends on all of that.
    """
    book, parsed = shared.book, chapter.parsed
    listed = repr([_LISTED[name](shared) for name in sorted({block.language for block in parsed.blocks} & _LISTED.keys())])
    decisions = [book.decision_by_id.get(name) for name, _ in chapter.decisions]
    keys = {c.key for c in parsed.citations} | {key for d in decisions if d for key in d.sources}
    targets = " ".join(link.target for link in parsed.links)
    spine = words_in(repr(chapter.front.spine))
    drawings = [(d.key, d.source) for f in parsed.figures if (d := book.diagrams.get(f.name))]
    lenders, prices = _borrowed(chapter, shared)
    estimates = [(c.id, c.paths, [b.text for b in c.blocks("estimate", "metric")]) for c in lenders]
    shown = repr((decisions, estimates, drawings))
    listings = [book.texts.get(name) for b in chapter.blocks("listing") for name in listing_files(b)]
    used = [
        (chapter.page, chapter.part, chapter.number, chapter.front, chapter.offset, chapter.body),
        [(c.id, c.title, c.page, c.label, c.front.kind) for c in book.chapters],
        [(c.page, _named(c, targets)) for c in book.chapters if c.path.name in targets],
        sorted(shared.numbers.used(chapter)), shown, listings,
        [price for price in book.prices if price.id in prices],
        [(key, shared.works.get(key)) for key in sorted(keys)],
        _terms(shared, parsed.vocabulary | spine | words_in(shown) | shared.words(listed)),
        sorted((k, c.page) for k, c in shared.pages_with.items()), book.style, listed,
        sorted(map(str, book.unread)),  # what they would have said isn't missed
    ]  # fmt: skip
    return hashlib.sha256(repr(used).encode()).hexdigest()


_LISTED: dict[str, Callable[[Shared], object]] = {
    "bibliography": lambda shared: (
        shared.works, shared.book.decisions, [(k, [(c.page, c.title) for c in v]) for k, v in shared.book.citing.items()],
    ),
    "contents": lambda shared: [(c.page, c.part, c.title, c.front.description, c.minutes) for c in shared.book.chapters],
    "glossary": lambda shared: (
        shared.book.terms, [(c.page, [(h.anchor, h.text) for h in c.headings]) for c in shared.book.chapters],
        [(d.id, d.question) for d in shared.book.decisions],
    ),
    "ledger": lambda shared: (
        [
            (c.page, c.title, c.minutes, c.paths, [b.text for b in c.blocks("estimate", "metric")],
             [(n.text, n.sentence, n.citations) for n in c.parsed.numbers], c.parsed.inline)
            for c in shared.book.chapters
        ],
        shared.book.prices, shared.works,
    ),
    "matrix": lambda shared: (
        shared.book.decisions, [(k, [(c.id, c.page, c.title) for c in v]) for k, v in shared.book.users.items()], shared.works,
    ),
    "prices": lambda shared: (shared.book.prices, shared.works),
}  # fmt: skip
"""What a page lists of the whole book, by the language of the fence that lists it."""


def _named(chapter: Chapter, targets: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What links call places of a chapter by: the anchors of its figures and tables in order, which make their numbers,
    and the text of the headings that are among the targets."""
    numbered = [place.anchor for place in (*chapter.parsed.figures, *chapter.parsed.tables)]
    return numbered, [(heading.anchor, heading.text) for heading in chapter.headings if f"#{heading.anchor}" in targets]


def _borrowed(chapter: Chapter, shared: Shared) -> tuple[list[Chapter], set[str]]:
    """The chapters whose values a chapter uses, directly or through others, and the names of the prices among them."""
    book = shared.book
    found: dict[str, Chapter] = {chapter.id: chapter}
    prices: set[str] = set()
    drawn = (book.diagrams[f.name].source for f in chapter.parsed.figures if f.name in book.diagrams)
    quotes = [q.expression for q in chapter.parsed.quotes] + [e for source in drawn for e, _ in quotes_in(source)]
    names = {name for quote in quotes if (name := quoted_name(quote))} | chapter.parsed.borrowed
    while names:
        home, _, own = names.pop().rpartition(".")
        if home == PRICES:
            prices.add(own)
        elif home not in found and (lender := book.by_id.get(home)):
            found[home] = lender
            names |= lender.parsed.borrowed
    return [found[name] for name in sorted(found)], prices


def _terms(shared: Shared, words: frozenset[str]) -> list[Term]:
    """The terms that may stand in a text of these words: those of which it has the first word of a name, be it in the
    plural."""
    return [term for term, beginnings in shared.beginnings if not beginnings.isdisjoint(words)]
