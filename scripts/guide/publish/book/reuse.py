"""Blocks laid out once: what was measured on one endless page is moved to the page that it falls on.

Text is as wide on every paper, so that a block which isn't broken looks the same on all of them. The layout engine has
no way to say so. Here its function for a block's layout is replaced while a piece is measured and set: it remembers
each numbered block of the measurement, and on a page answers with a copy wherever the block fits and nothing around it
could change it. A page is the same, with or without (`tests/unit/test_book_reuse.py`), in a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as engine
from weasyprint.layout.absolute import AbsolutePlaceholder

from guide.publish.book.layout import BLOCK

_SLACK_PX = 48.0
"""So far above the page's foot a block must end to be taken for one that no rule of breaking touches."""

_NARROW_PX = 0.01
_WHOLE = ("avoid", "avoid-page")


@dataclass(frozen=True)
class _Measured:
    """A block as it was laid out, how far right and down of the place that it was given, and what of its surroundings
    that depended on."""

    text: str
    right: float
    down: float
    width: float
    margins: tuple[float, ...]
    margin_top: float
    box: boxes.BlockBox
    page: str | None
    following: tuple[float, ...]
    through: bool


@dataclass
class Reuse:
    """The blocks of one piece. Lives as long as the piece is being set."""

    _blocks: dict[str, _Measured] = field(default_factory=dict)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Remembers the blocks that are laid out meanwhile."""
        with _replaced(self._remember):
            yield

    @contextmanager
    def setting(self) -> Iterator[None]:
        """Takes remembered blocks where they fit."""
        with _replaced(self._take):
            yield

    def _remember(self, lay_out: Any, call: dict[str, Any]) -> tuple:
        context, box, shapes = call["context"], call["box"], list(call["context"].excluded_shapes)
        name = _name(box)
        if not name:
            return lay_out(**call)
        before = (box.position_x, box.position_y, tuple(call["adjoining_margins"]), box.margin_top)
        absolute = len(call["absolute_boxes"]), len(call["fixed_boxes"])
        result = lay_out(**call)
        made, resume_at, following_page, following, through, _ = result
        alone = absolute == (len(call["absolute_boxes"]), len(call["fixed_boxes"])) and all(
            _bottom(shape) <= _bottom(made) for shape in context.excluded_shapes if shape not in shapes
        )
        if made is not None and resume_at is None and alone and not _breaks_out(made):
            x, y, margins, margin_top = before
            width = call["containing_block"].width
            right, down = made.position_x - x, made.position_y - y
            page = following_page["page"]
            self._blocks[name] = _Measured(
                _text(box), right, down, width, margins, margin_top, made, page, tuple(following), through
            )
        return result

    def _take(self, lay_out: Any, call: dict[str, Any]) -> tuple:
        context, box = call["context"], call["box"]
        known = self._blocks.get(_name(box))
        if known is None or call["skip_stack"] is not None or call["max_lines"] is not None or not _alike(known, call):
            return lay_out(**call)
        right = box.position_x + known.right - known.box.position_x
        down = box.position_y + known.down - known.box.position_y
        foot = context.page_bottom - call["bottom_space"]
        bottom = _bottom(known.box) + down
        if any(_bottom(shape) > box.position_y for shape in context.excluded_shapes):
            return lay_out(**call)
        if bottom > foot + _SLACK_PX and not call["page_is_empty"] and box.style["break_inside"] in _WHOLE:
            return None, None, {"break": "any", "page": None}, [], False, None
        if bottom > foot - known.box.margin_bottom - _SLACK_PX:
            return lay_out(**call)
        made = known.box.deepcopy()
        made.translate(right, down)
        return made, None, {"break": "any", "page": known.page}, list(known.following), known.through, None


def _alike(known: _Measured, call: dict[str, Any]) -> bool:
    """Whether a block is the one that was measured, between the same margins."""
    box = call["box"]
    return (
        known.margins == tuple(call["adjoining_margins"])
        and known.margin_top == box.margin_top
        and abs(known.width - call["containing_block"].width) < _NARROW_PX
        and "broken" not in (box.element.get("class") or "").split()
        and known.text == _text(box)
    )


def _name(box: boxes.Box) -> str:
    """A numbered block's number; "" for what is none. Rows of tables are numbered too, with a point."""
    if box.element is None or box.element_tag != box.element.tag:
        return ""
    number = box.element.get(BLOCK) or ""
    return "" if "." in number else number


def _text(box: boxes.Box) -> str:
    return "".join(box.element.itertext())


def _bottom(box: boxes.Box) -> float:
    return box.border_box_y() + box.border_height()


def _breaks_out(box: boxes.Box) -> bool:
    """Whether a block holds what isn't laid out within it: a footnote, or what is placed against the page."""
    stack = [box]
    while stack:
        one = stack.pop()
        if isinstance(one, AbsolutePlaceholder) or getattr(one, "footnote", None) is not None:
            return True
        stack += one.children if isinstance(one, boxes.ParentBox) else ()
    return False


@contextmanager
def _replaced(layout: Any) -> Iterator[None]:
    """Puts a function in the place of the engine's for the time being; it gets the engine's own, and the call's
    arguments by name."""
    own = engine.block_box_layout
    names = own.__code__.co_varnames[: own.__code__.co_argcount]

    def replacement(*values: Any, **named: Any) -> tuple:
        return layout(own, dict(zip(names, values, strict=False)) | named)

    engine.block_box_layout = replacement
    try:
        yield
    finally:
        engine.block_box_layout = own
