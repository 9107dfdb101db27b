"""Fenced blocks of the guide's own: each language has a function that returns HTML.

superfences turns an exception into an ordinary code block without a word, so a mistake is shown where it stands;
`guide check` names it with its line before anything is built.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from guide import numbers
from guide.diagrams import DiagramError, draw, live_diagrams, mermaid_source
from guide.markdown import blocks
from guide.markdown.metric import metric

DATA_MARK = "<!--guide-data-->"
"""Starts a block that joins the document's tree, so that its links and inline marks are processed."""


def _mistake(message: str) -> str:
    return f'<p class="mistake">{escape(message)}</p>'


def _mermaid(source: str, context: Any) -> str:
    diagram = context.book.diagram_of(source)
    if diagram is None:
        return _mistake("This diagram is not a file under diagrams/.")

    def quote(expression: str) -> str:
        return numbers.quote_or_mark(context.book, context.book.by_id.get(diagram.folder), expression)

    if live_diagrams():
        return _live(context, diagram, quote)
    try:
        drawn = draw(context.book, diagram, quote)
    except DiagramError:
        # The page falls back to official Mermaid; only this page then loads it.
        return _live(context, diagram, quote)
    width = f"{drawn.drawing.width:.0f}"
    key = f"{diagram.folder}/{diagram.name}"
    return f'<div class="diagram" data-diagram="{key}" style="--diagram-width:{width}px">{drawn.site_svg}</div>'


def _live(context: Any, diagram: Any, quote: Callable[[str], str]) -> str:
    key = f"{diagram.folder}/{diagram.name}"
    text = escape(mermaid_source(context.book, diagram, quote))
    return f'<div class="diagram" data-diagram="{key}"><div class="mermaid">{text}</div></div>'


def _data(render: Callable[[str, Any], str]) -> Callable[[str, Any], str]:
    return lambda source, context: DATA_MARK + render(source, context)


_LANGUAGES: dict[str, Callable[[str, Any], str]] = {
    "mermaid": _mermaid,
    "estimate": _data(blocks.estimate),
    "metric": _data(metric),
    "decisions": _data(blocks.decisions),
    "sources": _data(blocks.sources),
    "bibliography": _data(blocks.bibliography),
    "matrix": _data(blocks.matrix),
    "glossary": _data(blocks.glossary),
    "contents": _data(blocks.contents),
    "ledger": _data(blocks.ledger),
}


def _formatter(render: Callable[[str, Any], str]) -> Callable[..., str]:
    def format_fence(source: str, language: str, css_class: str, options: dict, md: Any, **kwargs: Any) -> str:
        try:
            return render(source, md.guide)
        except Exception as error:
            return _mistake(f"{type(error).__name__}: {error}")

    return format_fence


def fence_definitions() -> list[dict[str, Any]]:
    """The custom fences for pymdownx.superfences."""
    return [{"name": name, "class": name, "format": _formatter(render)} for name, render in _LANGUAGES.items()]
