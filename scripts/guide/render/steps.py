"""Ways along the framework's steps: from a case to the step's chapter and to the same step of other cases."""

from __future__ import annotations

from lxml.html import HtmlElement

from guide.framework import STEPS
from guide.render.context import Context


def add_steps(root: HtmlElement, context: Context) -> None:
    """Gives a case a line of its seven steps at its head, and each of these sections a line that leads elsewhere."""
    if context.chapter.front.kind != "case":
        return
    headings = [h for h in root if h.tag == "h2" and h.get("id") in STEPS]
    for heading in headings:
        step = heading.get("id")
        general = context.book.by_id.get(step)
        others = [(case.title, f"{case.page}#{step}") for case in context.book.cases if case is not context.chapter]
        heading.addnext(
            context.element("elsewhere.html", step=STEPS[step], number=_number(step), count=len(STEPS), others=others,
                            general=general.page if general else "")  # fmt: skip
        )
    card = root.find("dl[@class='facts']")
    if headings and card is not None:
        steps = [(_number(h.get("id")), h.get("id"), STEPS[h.get("id")]) for h in headings]
        card.addnext(context.element("steps.html", steps=steps))


def _number(step: str) -> int:
    return list(STEPS).index(step) + 1
