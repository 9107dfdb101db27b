"""What the printed book refers to by its page is in the printed book.

A reference to a figure, a section or a term gets its page number in print; a page that has `print: false` has none.
Link to a place that the book holds. Links that lead nowhere at all are found before.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
