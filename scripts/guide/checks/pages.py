"""Built pages: where links lead, and whom pages ask."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from guide.problems import Problem

_LOADS = ("//script/@src", "//link[not(@rel='canonical' or @rel='prev' or @rel='next' or @rel='license')]/@href",
          "//img/@src", "//iframe/@src", "//source/@src", "//video/@src", "//video/@poster", "//audio/@src",
          "//object/@data", "//embed/@src", "//image/@href", "//*[local-name()='image']/@*[name()='xlink:href']")  # fmt: skip
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


@lru_cache(maxsize=512)
def _page(path: Path, stamp: int) -> html.HtmlElement:
    return html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()


def _pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), _page(path, path.stat().st_mtime_ns)


def _external(address: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address)) and not address.startswith("data:")


def check_page_links(site: Path) -> Iterator[Problem]:
    """Every link within the site leads to a file, and to an element with that id."""
    ids = {name: set(page.xpath("//@id")) | set(page.xpath("//a/@name")) for name, page in _pages(site)}
    for name, page in _pages(site):
        # The not-found page is shown at any address; its links are absolute paths of the published site.
        loaded = [address for query in _LOADS for address in page.xpath(query)]
        for address in () if name == "404.html" else page.xpath("//a/@href") + loaded:
            if _external(address) or re.match(r"(?:mailto|data|javascript):", address):
                continue
            parts = urlsplit(address)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            if parts.path.endswith("/") or (site / target).is_dir():
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            mend = "correct the link in the chapter or template that makes this page."
            if not (site / target).is_file():
                yield Problem(f"site/{name}", 0, "page-link", f"{address!r} leads to no page.", mend)
            elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                yield Problem(f"site/{name}", 0, "page-link", f"{address!r} leads to no place of {target}.", mend)


def check_requests(site: Path) -> Iterator[Problem]:
    """Scripts, style sheets, images and fonts come from the site itself."""
    mend = "bring the file from a package into overrides/assets/, never from another host."
    for name, page in _pages(site):
        sets = [part.split()[0] for value in page.xpath("//@srcset") for part in value.split(",") if part.strip()]
        for address in sets + [a for query in _LOADS for a in page.xpath(query)]:
            if _external(address):
                yield Problem(f"site/{name}", 0, "request", f"the page loads {address}.", mend)
        for style in page.xpath("//style/text()") + page.xpath("//@style"):
            for address in _CSS_URL.findall(style):
                if _external(address):
                    yield Problem(f"site/{name}", 0, "request", f"the page loads {address}.", mend)
    for path in sorted(site.rglob("*.css")):
        for address in _CSS_URL.findall(path.read_text(encoding="utf-8")):
            if _external(address):
                name = path.relative_to(site).as_posix()
                yield Problem(f"site/{name}", 0, "request", f"the style sheet loads {address}.", mend)
