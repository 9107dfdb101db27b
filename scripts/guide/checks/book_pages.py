"""The book's page numbers come to rest.

A page number takes room, so it may move what it counts. Where a paragraph jumps back and forth between two pages with
every count, change its text or the style a little.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
