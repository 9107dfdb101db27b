"""What the EPUB's chapters refer to is in the EPUB.

It has no controls, and a strip's tables stand at the chapter's end: a place inside what was left out is nowhere. Link
to a place of the text. Links that lead nowhere at all are found before.
"""

from __future__ import annotations

BAD = ()
GOOD = ()
