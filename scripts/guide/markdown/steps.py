"""Ways along the framework's steps: from a case to the step's chapter and to the same step of other cases, and back."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from guide.model import STEPS


class Steps(Treeprocessor):
    """Gives a case a line of its seven steps at its head, and each of these sections a line that leads elsewhere."""

    def run(self, root: ET.Element) -> None:
        context = self.md.guide
        chapter = context.chapter
        if chapter is None or chapter.front.kind != "case":
            return
        headings = [h for h in root if h.tag == "h2" and h.get("id") in STEPS]
        for heading in headings:
            root.insert(list(root).index(heading) + 1, _elsewhere(heading.get("id"), context))
        card = root.find("dl[@class='facts']")
        if headings and card is not None:
            root.insert(list(root).index(card) + 1, _overview([h.get("id") for h in headings]))


def _nav(name: str, label: str) -> ET.Element:
    return ET.Element("nav", {"class": name, "aria-label": label, "data-search-exclude": ""})


def _overview(steps: list[str]) -> ET.Element:
    nav = _nav("steps", "The steps of this case")
    items = ET.SubElement(nav, "ol")
    for step in steps:
        item = ET.SubElement(items, "li", {"value": str(_number(step))})
        ET.SubElement(item, "a", {"href": f"#{step}"}).text = STEPS[step]
    return nav


def _elsewhere(step: str, context: Any) -> ET.Element:
    nav = _nav("step-elsewhere", f"{STEPS[step]}, elsewhere")
    ET.SubElement(nav, "span").text = f"Step {_number(step)} of {len(STEPS)}"
    if general := context.book.by_id.get(step):
        ET.SubElement(nav, "a", {"href": context.link(general.page)}).text = "In general"
    for case in (c for c in context.book.cases if c is not context.chapter):
        ET.SubElement(nav, "a", {"href": context.link(f"{case.page}#{step}")}).text = case.title
    return nav


def _number(step: str) -> int:
    return list(STEPS).index(step) + 1
