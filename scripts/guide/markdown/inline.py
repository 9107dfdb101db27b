"""Inline marks: citations `[@key]` and computed values `${name}`."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import InlineProcessor

from guide import numbers, scan


class CitationPattern(InlineProcessor):
    """`[@key, §2; @other]` becomes links to the page's list of sources, as "(Jing et al. 2015, §2; Meta 2020)"."""

    def __init__(self, md) -> None:
        super().__init__(scan.CITATION.pattern, md)

    def handleMatch(self, match: re.Match, data: str):
        context = self.md.guide
        cite = ET.Element("cite", {"class": "citation"})
        cite.text = "("
        for number, work in enumerate(scan.CITED_WORK.finditer(match[1])):
            if number:
                cite[-1].tail = (cite[-1].tail or "") + "; "
            entry = context.works.get(work["key"])
            target = f"#source-{work['key']}"
            if context.chapter is None or not any(f.language == "sources" for f in context.chapter.fences):
                target = context.link(f"reference/sources.md{target}")
            link = ET.SubElement(cite, "a", {"href": target})
            link.text = entry.short if entry else work["key"]
            if work["locator"]:
                link.tail = f", {work['locator'].strip()}"
        if not len(cite):
            return None, None, None
        cite[-1].tail = (cite[-1].tail or "") + ")"
        return cite, match.start(0), match.end(0)


class ValuePattern(InlineProcessor):
    """`${peak}` becomes the computed value, still knowing its name so that the page can recompute it."""

    def __init__(self, md) -> None:
        super().__init__(scan.QUOTE.pattern, md)

    def handleMatch(self, match: re.Match, data: str):
        context = self.md.guide
        expression = match["expression"].strip()
        base = numbers.base_value(context.book, context.chapter, expression)
        data_element = ET.Element("data", {"class": "value", "data-value": expression, "value": f"{base!r}"})
        data_element.text = numbers.quote_or_mark(context.book, context.chapter, expression)
        return data_element, match.start(0), match.end(0)
