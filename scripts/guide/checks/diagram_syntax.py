"""Diagrams can be drawn at build time.

Mermaid's language in most of its kinds is drawn without a browser; the message names the line and the column where
reading stopped, which may be after the mistake. Parentheses or brackets in a label need quotes around it, `end` is
a reserved word, and a bracket that isn't closed shows on the line after.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import FRAME, SYSTEM

BAD = (
    bad("an arrow to nowhere", Replace(SYSTEM, "train -.->", "train ==>>"), line="train ==>>"),
    bad("a shape that isn't closed", Replace(FRAME, "comment(Comment)", "comment([Comment)"), line="comment([Comment"),
    bad("no kind of diagram", Replace(FRAME, "flowchart LR", "flowchat LR"), line=1),
)
GOOD = (good("parentheses in quotes", Replace(FRAME, "comment(Comment)", 'comment("Comment (text)")')),)
