"""The small book of the examples: its files, and places in it where something can be put."""

from __future__ import annotations

from guide.checks.core.example import Edit, Example, Replace, bad, good

CLOCK = "docs/interview/the-clock.md"
STEP = "docs/framework/clarify-the-requirements.md"
CASE = "docs/cases/comment-spam.md"
HOME = "docs/index.md"
CONFIG = "mkdocs.yml"
STYLE = "diagrams/style.yaml"
DECISIONS, TERMS, WORKS, PRICES = "docs/decisions.yaml", "docs/glossary.yaml", "docs/bibliography.json", "docs/prices.yaml"
PROMPTS, OF_CASES = "docs/prompts/comment-spam.yaml", "docs/prompts/of-cases.yaml"
ROOM, SCORING = "docs/practise.md", "docs/interview/scoring.md"
SYSTEM, SERVING, FRAME, BARS = (
    "diagrams/comment-spam/system.mmd", "diagrams/comment-spam/serving.mmd", "diagrams/comment-spam/frame.mmd",
    "diagrams/the-clock/minutes.mmd",
)  # fmt: skip

SPINE = tuple(f"The sentence of number {n} is what a reader retells." for n in range(1, 9))

PAGE = """---
id: {id}
title: Another page
kind: guide
description: A page that a careless contributor has added to the book.
reviewed: 2026-11-21
---

Words.
"""
FIGURE = '```mermaid\n--8<-- "{}"\n```\n/// figure-caption\nHere it is shown again.\n///\n'
METRIC = """
```metric
hit = recall
title: Four cases
labels = 1 0 1 0
predictions = 1 0 0 0
```

"""


def words(text: str) -> Edit:
    """Words in a paragraph of the clock."""
    return Replace(CLOCK, "Cut breadth before", f"{text} Cut breadth before")


def block(text: str) -> Edit:
    """Something on lines of its own, before a heading of the clock."""
    return Replace(CLOCK, "## What to cut\n", f"{text}\n## What to cut\n")


def in_layers(*sentences: str) -> tuple[Edit, ...]:
    """The clock as a chapter in layers: with a spine, and without the result that it quotes before its block."""
    spine = "".join(f"  - {sentence}\n" for sentence in sentences or SPINE)
    early = Replace(CLOCK, "leaves ${work} for", "leaves the rest for")
    return Replace(CLOCK, "reviewed: 2026-11-21\n", f"reviewed: 2026-11-21\nspine:\n{spine}"), early


def step_in_layers(*edits: Edit) -> tuple[Edit, ...]:
    """The step as a chapter in layers, with its sections; then `edits`."""
    spine = "".join(f"  - {sentence}\n" for sentence in SPINE)
    return (
        Replace(STEP, "reviewed: 2026-11-21\n", f"reviewed: 2026-11-21\nspine:\n{spine}"),
        Replace(STEP, "## What the step is for", "## The step in five minutes"),
        Replace(STEP, "a metric and two costs.", "a metric and two costs. [](#fig-flow), [](#fig-lost) and [](#fig-flags) draw it."),
        Replace(STEP, "## The minutes it gets", "### The minutes it gets"),
        Replace(STEP, "## Worked examples", "## The running example"),
        *edits,
    )


def without(file: str, text: str) -> Edit:
    return Replace(file, text, "")


def estimate(*lines: str, at: str = "", what: str = "") -> Example:
    """Lines added to the clock's estimate; the last is the mistake unless `at` names it."""
    last = "close = 3 min   # assumed: your questions"
    edit = Replace(CLOCK, f"{last}\n", "\n".join((last, *lines, "")))
    return bad(what or "added to an estimate", edit, line=at or lines[-1])


def fine_estimate(*lines: str) -> Example:
    last = "close = 3 min   # assumed: your questions"
    return good("added to an estimate", Replace(CLOCK, f"{last}\n", "\n".join((last, *lines, ""))))
