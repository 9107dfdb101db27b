"""Inline marks: citations `[@key]` and computed values `${name}`, as placeholders that rendering fills."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from guide.markdown.lines import MARK, sealed

CITATION = r"\[(@[^\[\]\s][^\[\]]*)\]"
QUOTE = re.compile(r"\$\{(?P<expression>[^{}\n]+)\}")
_WORK = r"@[\w:.-]*\w(?:,\s*[^;@\s][^;@]*)?"
_WORKS = re.compile(rf"{_WORK}(?:;\s*{_WORK})*")
CITED_WORK = re.compile(r"@(?P<key>[\w:.-]*\w)(?:,\s*(?P<locator>[^;]+))?")


class CitationPattern(InlineProcessor):
    """`[@key, §2; @other]` becomes `<cite>` with the works as JSON: `[["key", "§2"], ["other", ""]]`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(CITATION, md)

    def handleMatch(self, match: re.Match, data: str):
        written = MARK.sub("", match[1])
        if not _WORKS.fullmatch(written):
            return None, None, None  # what is left as text is named
        works = [[m["key"], (m["locator"] or "").strip()] for m in CITED_WORK.finditer(written)]
        return ET.Element("cite", {"class": "citation", "data-works": sealed(json.dumps(works))}), match.start(0), match.end(0)


class ValuePattern(InlineProcessor):
    """`${peak}` becomes `<data>` that knows the expression."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(QUOTE.pattern, md)

    def handleMatch(self, match: re.Match, data: str):
        expression = MARK.sub("", match["expression"]).strip()
        return ET.Element("data", {"class": "value", "data-value": sealed(expression)}), match.start(0), match.end(0)
