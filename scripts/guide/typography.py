"""Characters that typewritten data lacks and set text needs."""

from __future__ import annotations

import re

_TIED = re.compile(
    r"(?<=\d) (?=%|[KMGT]i?B\b|ms\b|s\b|dollars?\b|points?\b)"  # a number and its unit
    r"|(?<=\b\w) (?=[=≈≤≥<>])"  # a variable and the sign after it
    r"|(?<=[=≈≤≥<>×±]) (?=\d|\w\b)"  # a sign and the value after it
)


def unbroken(text: str) -> str:
    """Ties numbers to their units and the sides of short equations, so that no line ends between them."""
    return _TIED.sub("\u00a0", text)


def curled(text: str) -> str:
    """Straight quotation marks and apostrophes as the curved ones of printed text."""
    text = re.sub(r'(?<![\w.,;:!?)\]’”])"', "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,;:!?)\]”])'", "‘", text).replace("'", "’")
