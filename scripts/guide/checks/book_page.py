"""Every chapter of the printed book has its page.

Build the site again; the page was deleted, or another program changed it, while the book was made.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
