"""A sheet of one page: the largest size of its drawings, or of its type, at which the page holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree, html

from guide.kept import Kept
from guide.publish.paper import all_of_class, set_frames
from guide.publish.printing import Engine, listening, unhindered

_STEPS = 7
"""Halvings of the range in which the largest size that fits is looked for."""


@dataclass(frozen=True)
class Sheet:
    """One page: the id of its chapter, its HTML, and the range of the size that is fitted to the page: the scale of
    the drawings, or the size of the type, in pt, of what has the class `lines`."""

    chapter: str
    html: str
    fitted: Literal["drawings", "type"]
    least: float
    most: float

    def sized(self, size: float) -> str:
        """The HTML at a size."""
        root = html.fragment_fromstring(self.html, create_parent="div")
        if self.fitted == "drawings":
            set_frames([image for image in root.iter("img") if image.get("data-size")], size)
        else:
            all_of_class(root, "lines")[0].set("style", f"font-size:{size:.2f}pt")
        return "".join(etree.tostring(e, encoding="unicode", method="html", with_tail=False) for e in root)


def largest(sheet: Sheet, styles: Sequence[str], kept: Kept) -> float | None:
    """The largest size at which a sheet fills one page and no more; None when it never does."""
    key = kept.key("sheet", sheet.html, f"{sheet.least} {sheet.most}", *styles)
    if (found := kept.get(key)) is None:
        kept.put(key, found := (_largest(sheet, styles),))
    return found[0]


def _largest(sheet: Sheet, styles: Sequence[str]) -> float | None:
    engine, low, high = Engine(), sheet.least, sheet.most
    if low > high or not _fits(sheet, low, engine, styles):
        return None
    for _ in range(_STEPS - 1):
        size = (low + high) / 2
        low, high = (size, high) if _fits(sheet, size, engine, styles) else (low, size)
    return low


def _fits(sheet: Sheet, size: float, engine: Engine, styles: Sequence[str]) -> bool:
    with listening(), unhindered():
        return len(engine.lay_out(f"<body><section>{sheet.sized(size)}</section></body>", styles).pages) == 1
