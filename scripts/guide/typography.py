"""Characters that typewritten data lacks and set text needs."""

from __future__ import annotations

import re

_TIED = re.compile(r"(?<=\d) (?=%|[KMGT]i?B\b|ms\b|s\b|dollars?\b|points?\b)|(?<=[≈≤≥<>×]) (?=[\d.]+)")


def unbroken(text: str) -> str:
    """Ties a number to its unit and to the sign before it, so that no line ends between them."""
    return _TIED.sub("\u00a0", text)


def curled(text: str) -> str:
    """Straight quotation marks and apostrophes as the curved ones of printed text."""
    text = re.sub(r'(?<![\w.,;:!?)\]’”])"', "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,;:!?)\]”])'", "‘", text).replace("'", "’")
