"""What a check of built pages looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

LOADS = ("//script/@src", "//link[not(@rel='canonical' or @rel='prev' or @rel='next' or @rel='license')]/@href",
         "//img/@src", "//iframe/@src", "//source/@src", "//video/@src", "//video/@poster", "//audio/@src",
         "//object/@data", "//embed/@src", "//image/@href", "//*[local-name()='image']/@*[name()='xlink:href']")  # fmt: skip
"""Where a page names what a browser fetches for it."""


class Site:
    """A built site; its pages are parsed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def pages(self) -> dict[str, HtmlElement]:
        """Every page by its path."""
        parser = html.HTMLParser(encoding="utf-8")
        paths = sorted(self.folder.rglob("*.html"))
        return {p.relative_to(self.folder).as_posix(): html.parse(str(p), parser=parser).getroot() for p in paths}

    @cached_property
    def styles(self) -> dict[str, str]:
        """Every style sheet by its path."""
        paths = sorted(self.folder.rglob("*.css"))
        return {p.relative_to(self.folder).as_posix(): p.read_text(encoding="utf-8") for p in paths}

    def loads(self, page: str) -> Iterator[str]:
        """The addresses that a page loads."""
        root = self.pages[page]
        yield from (address for query in LOADS for address in root.xpath(query))
        yield from (part.split()[0] for value in root.xpath("//@srcset") for part in value.split(",") if part.strip())


def external(address: str) -> bool:
    """Whether an address leads to a host."""
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address))
