"""Chapters show decisions that exist.

A `decisions` or a `choices` fence holds ids of docs/decisions.yaml, one a line; a `digest` begins with one.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good
from guide.checks.core.small_book import CASE

BAD = (
    bad("a wrong id", Replace(CASE, "\nretrain-when\n", "\nretrain-how\n"), line="retrain-how"),
    bad("a wrong id in a list", Replace(CASE, "\nretrain-when\n```\n", "\nretrain-when\n```\n\n```choices\nretrain-how\n```\n"), line="retrain-how"),
)
GOOD = (good("an empty line between two", Replace(CASE, "\nretrain-when\n", "\n\nretrain-when\n")),)
