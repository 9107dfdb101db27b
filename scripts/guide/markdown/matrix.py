"""The trade-off matrix as a page: every decision with its table, by the step in which it is made.

A decision is a heading and a small table with an option a column: three columns of prose fit a phone, where nine would
not, and neighbours are compared line by line. Filters, search and sorting are added by `matrix.js`; what it needs to
know stands in `data-` attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from guide.model import STEPS, Book, Chapter, Decision, Option
from guide.typography import unbroken

COLUMNS = {
    "quality": ("Quality", "how good the answers are"),
    "latency": ("Latency", "what a request waits for"),
    "money": ("Money", "what it costs to build and run"),
    "freshness": ("Freshness", "how soon a change counts"),
    "complexity": ("Complexity", "what must be built and kept in step"),
    "risk": ("Risk", "how it fails"),
    "choose": ("Choose when", "the condition that favours it"),
    "avoid": ("Avoid when", "the condition that rules it out"),
}
"""What is said of every option: field of the model → its name, and what it means."""

FLIP = ("Flip when", "the threshold at which to leave the default")
SAY = ("Say", "the answer aloud, with its number")
DEFAULT = "our default"


def by_step(book: Book) -> list[tuple[str, list[Decision]]]:
    """The decisions of every step that has some, in the framework's order."""
    made = {step: [decision for decision in book.decisions if decision.step == step] for step in STEPS}
    return [(step, decisions) for step, decisions in made.items() if decisions]


def matrix_html(book: Book, link: Callable[[str], str]) -> str:
    """The page's matrix. `link` makes an address of `folder/page.md#anchor`."""
    steps = "".join(
        f'<section class="matrix-group"><h2 id="step-{step}">{STEPS[step]}</h2>'
        f"{''.join(_decision(decision, book.users_of(decision.id), link) for decision in decisions)}</section>"
        for step, decisions in by_step(book)
    )
    used = {user.id for decision in book.decisions for user in book.users_of(decision.id)}
    order = " ".join(chapter.id for chapter in book.chapters if chapter.id in used)
    return f'<div class="matrix" data-chapters="{order}">{_legend()}{steps}</div>'


def _literal(text: str) -> str:
    """Data as HTML that Markdown's inline patterns, which run over the text afterwards, leave as it is."""
    # A backslash doesn't stop citations, which are found before escapes are: a character without width does.
    apart = unbroken(text).replace("[@", "[\u2060@")
    return escape(re.sub(r"[\\`*_\[\]{}$+>]", r"\\\g<0>", apart), quote=False)


def _legend() -> str:
    rows = "".join(f"<div><dt>{name}</dt><dd>{meaning}</dd></div>" for name, meaning in [*COLUMNS.values(), FLIP, SAY])
    return f'<details class="matrix-legend"><summary>What the rows mean</summary><dl>{rows}</dl></details>'


def _decision(decision: Decision, users: list[Chapter], link: Callable[[str], str]) -> str:
    chapters = " ".join(chapter.id for chapter in users)
    return (
        f'<section class="matrix-decision" data-step="{decision.step}" data-area="{decision.area}"'
        f' data-chapters="{chapters}"><h3 id="{decision.id}">{_literal(decision.question)}</h3>'
        f'<p class="matrix-answer"><span class="matrix-mark">{DEFAULT.capitalize()}:</span> '
        f'<strong>{_literal(decision.default)}</strong> <span class="tag">{decision.area.capitalize()}</span></p>'
        f"{_table(decision)}{_notes(decision, users, link)}</section>"
    )


def _table(decision: Decision) -> str:
    """The options side by side, in a box that scrolls where it is too narrow for them and so takes the focus.

    The roles say what the elements are: on a phone the style sheet makes grids of the rows, which hides the table from
    some browsers' accessibility trees.
    """
    heads = rows = ""
    for option in decision.options:
        mark = f' <span class="tag tag-default">{DEFAULT}</span>' if option.name == decision.default else ""
        heads += f'<th role="columnheader" scope="col"{_class(decision, option)}>{_literal(option.name)}{mark}</th>'
    for field, (name, _) in COLUMNS.items():
        cells = "".join(
            f'<td role="cell"{_class(decision, option)}>{_literal(getattr(option, field))}</td>'
            for option in decision.options
        )
        rows += f'<tr role="row"><th role="rowheader" scope="row">{name}</th>{cells}</tr>'
    # The costs stay out of the site's search: the question, the options and the threshold find a decision.
    return (
        f'<div class="matrix-scroll" role="group" tabindex="0" aria-label="{escape(f"Options: {decision.question}")}">'
        f'<table class="matrix-table" role="table" data-options="{len(decision.options)}"><thead role="rowgroup">'
        f'<tr role="row"><td role="cell" class="matrix-corner"></td>{heads}</tr></thead>'
        f'<tbody role="rowgroup" data-search-exclude="">{rows}</tbody></table></div>'
    )


def _class(decision: Decision, option: Option) -> str:
    return ' class="matrix-default"' if option.name == decision.default else ""


def _notes(decision: Decision, users: list[Chapter], link: Callable[[str], str]) -> str:
    """What follows from the table: the threshold, its reason, the sentence, and where all this comes from."""
    notes = [(FLIP[0], _literal(decision.flip_when))]
    if decision.because:
        notes.append(("Why there", _literal(decision.because)))
    notes.append((SAY[0], f"“{_literal(decision.say)}”"))
    if users:
        links = [
            f'<a href="{link(f"{c.page}#decision-{decision.id}")}" data-chapter="{c.id}">{_literal(c.title)}</a>'
            for c in users
        ]
        notes.append(("Used in", ", ".join(links)))
    if decision.sources:
        notes.append(("Sources", f"[{'; '.join('@' + key for key in decision.sources)}]"))
    return '<dl class="matrix-notes">' + "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in notes) + "</dl>"
