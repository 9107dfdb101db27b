"""Blocks made of data, as well-formed HTML: decision cards, lists of sources, the glossary, contents."""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import Any

from guide import numbers
from guide.bibliography import Formatted, entry_html, list_html
from guide.estimates.render import element_id
from guide.markdown.matrix import COLUMNS, DEFAULT, matrix_html
from guide.model import Decision


def estimate(source: str, context: Any) -> str:
    return numbers.block_html(context.book, context.chapter, source)


def decisions(source: str, context: Any) -> str:
    known = context.book.decision_by_id
    ids = [line.strip() for line in source.split("\n") if line.strip()]
    cards = [_card(known[name], context) if name in known else _unknown(name) for name in ids]
    return f'<div class="decisions">{"".join(cards)}</div>'


def _unknown(name: str) -> str:
    return f'<p class="mistake">{escape(name)} is not in docs/decisions.yaml.</p>'


def _card(decision: Decision, context: Any) -> str:
    heads = "".join(
        f'<th scope="col">{escape(o.name)}'
        + (f' <span class="tag tag-default">{DEFAULT}</span>' if o.name == decision.default else "")
        + "</th>"
        for o in decision.options
    )
    rows = "".join(
        f'<tr><th scope="row">{label}</th>'
        + "".join(f"<td>{escape(getattr(option, name))}</td>" for option in decision.options)
        + "</tr>"
        for name, (label, _) in COLUMNS.items()
    )
    page = context.link(f"reference/trade-off-matrix.md#{decision.id}")
    because = f"<dt>Why there</dt><dd>{escape(decision.because)}</dd>" if decision.because else ""
    cited = f"<dt>Sources</dt><dd>[{'; '.join('@' + key for key in decision.sources)}]</dd>" if decision.sources else ""
    return (
        f'<section class="decision" aria-labelledby="decision-{decision.id}">'
        f'<p class="decision-question" id="decision-{decision.id}">'
        f'<a href="{page}">{escape(decision.question)}</a></p>'
        f'<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f"<dl><dt>Flip when</dt><dd>{escape(decision.flip_when)}</dd>{because}"
        f"<dt>Say</dt><dd>“{escape(decision.say)}”</dd>{cited}</dl></section>"
    )


def _wellformed(entry: Formatted) -> Formatted:
    """citeproc writes HTML entities; the tree is XML, which knows five of them."""
    text = re.sub(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+);", lambda m: unescape(m[0]), entry.entry)
    return Formatted(entry.short, f'<span class="csl">{text}</span>')


def _entries(keys: Any, context: Any, notes: dict[str, str], with_chapters: bool) -> str:
    works = context.works
    items = []
    for key in (k for k in works if k in keys):
        used = [(context.link(c.page), c.title) for c in context.book.citing(key)] if with_chapters else []
        if with_chapters and not used:
            ids = [d.id for d in context.book.decisions if key in d.sources]
            used = [(context.link(f"reference/trade-off-matrix.md#{i}"), "the trade-off matrix") for i in ids[:1]]
        items.append(entry_html(key, _wellformed(works[key]), escape(notes.get(key, "")), used, "source-"))
    return list_html(items)


def sources(source: str, context: Any) -> str:
    """The works that the chapter cites."""
    chapter = context.chapter
    if chapter is None:
        return list_html([])
    keys = {citation.key for citation in chapter.citations}
    keys |= {k for name, _ in chapter.decisions if name in context.book.decision_by_id
             for k in context.book.decision_by_id[name].sources}  # fmt: skip
    return _entries(keys, context, chapter.source_notes, with_chapters=False)


def bibliography(source: str, context: Any) -> str:
    """Every work of the book, with the chapters that cite it."""
    return _entries(context.works.keys(), context, {}, with_chapters=True)


def matrix(source: str, context: Any) -> str:
    return matrix_html(context.book, context.link)


def glossary(source: str, context: Any) -> str:
    terms = sorted(context.book.terms, key=lambda term: term.term.casefold())
    parts = []
    letter = ""
    for term in terms:
        if term.term[0].upper() != letter:
            letter = term.term[0].upper()
            parts.append(("</dl>" if parts else "") + f'<h2 id="letter-{letter.lower()}">{letter}</h2><dl class="glossary">')
        also = f' <span class="also">({escape(", ".join(term.also))})</span>' if term.also else ""
        see = ""
        if term.see:
            title = _title_of(term.see, context)
            see = f' <a class="see" href="{context.link(term.see)}">{escape(title)}</a>'
        parts.append(
            f'<dt id="{term.anchor}">{escape(term.term)}{also}</dt><dd>{escape(term.definition)}{see}</dd>'
        )
    return "<div>" + "".join(parts) + ("</dl>" if parts else "") + "</div>"


def ledger(source: str, context: Any) -> str:
    """Every number of every chapter, with what kind it is and where it comes from."""
    sections = []
    for chapter in context.book.chapters:
        rows = numbers.ledger(context.book, chapter)
        if not rows:
            continue
        counts = Counter(row.kind for row in rows)
        summary = ", ".join(f"{counts[kind]} {kind}" for kind in ("computed", "published", "assumed", "chosen") if counts[kind])
        body = "".join(
            f"<tr><td>{_ledger_name(row, chapter, context)}</td><td>{escape(row.value)}</td>"
            f'<td><span class="estimate-kind estimate-{row.kind}">{row.kind}</span></td><td>{escape(note)}</td></tr>'
            for row in rows
            for note in [numbers.put_in(context.book, chapter, row.note)]
        )
        sections.append(
            f'<h2 id="ledger-{chapter.id}">{escape(chapter.title)}</h2><p>{summary}.</p>'
            "<table><thead><tr><th>Number</th><th>Value</th><th>Kind</th><th>Where it comes from</th></tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )
    return f'<div class="ledger" data-search-exclude="">{"".join(sections)}</div>'


def _ledger_name(row: Any, chapter: Any, context: Any) -> str:
    if not row.name:
        return "in the text"
    return f'<a href="{context.link(chapter.page)}#{element_id(chapter.id, row.name)}">{escape(row.label)}</a>'


def _title_of(target: str, context: Any) -> str:
    page, _, anchor = target.partition("#")
    chapter = next((c for c in context.book.chapters if c.page == page), None)
    if chapter is None:
        return target
    heading = next((h.text for h in chapter.headings if h.anchor == anchor), None)
    if heading is None and anchor in context.book.decision_by_id:
        heading = context.book.decision_by_id[anchor].question
    return f"{chapter.title}: {heading}" if heading else chapter.title


def contents(source: str, context: Any) -> str:
    """Every chapter by part, with its description and reading time; a line of the fence selects one part."""
    wanted = {line.strip() for line in source.split("\n") if line.strip()}
    sections = []
    for part, chapters in context.book.parts:
        if wanted and part not in wanted:
            continue
        items = "".join(
            f'<li><a href="{context.link(c.page)}">{escape(c.title)}</a>'
            f"{_minutes(c)}<span class=\"contents-text\">{escape(c.front.description)}</span></li>"
            for c in chapters
        )
        sections.append(f'<div><p class="contents-part">{escape(part)}</p><ul>{items}</ul></div>')
    return f'<div class="contents">{"".join(sections)}</div>'


def _minutes(chapter: Any) -> str:
    if chapter.front.kind == "reference":
        return ""
    return f' <span class="contents-minutes">{chapter.minutes} min</span>'


