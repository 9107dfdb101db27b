"""Built pages load nothing from another host.

Scripts, style sheets, images and fonts come from the site itself: it works without a network, and nobody else learns
who reads it. Bring the file from a package into overrides/assets/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Example, Replace, Site, bad, good
from guide.checks.core.site import external
from guide.problems import Problem


def _adding(what: str, before: str, added: str) -> Example:
    return bad(what, Replace("index.html", before, added + before), line=0, stage="site")


BAD = (
    bad("a script", Replace("index.html", 'src="a.js"', 'src="https://example.org/a.js"'), line=0, stage="site"),
    bad("an image", Replace("index.html", 'src="a.png"', 'src="//example.org/a.png"'), line=0, stage="site"),
    bad("a style sheet", Replace("index.html", 'href="style.css"', 'href="https://example.org/style.css"'), line=0, stage="site"),
    _adding("a style's import", "<script", '<style>@import "https://example.org/a.css";</style>'),
    _adding("a style's image", "<img", '<p style="background:url(https://example.org/a.png)"></p>'),
    _adding("a frame", "<img", '<iframe src="https://example.org/"></iframe>'),
    _adding("an image for sharp screens", "<img", '<img srcset="https://example.org/a.png 2x" alt="">'),
    _adding("a drawing's image", "<img", '<svg><image href="https://example.org/a.png"/></svg>'),
    bad("a style sheet's image", Replace("style.css", "url(a.png)", "url('https://example.org/a.png')"), line=0, stage="site"),
)
GOOD = (good("an image in the page", Replace("style.css", "url(a.png)", "url(data:image/png;base64,AA==)"), stage="site"),)
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


def find_in_site(site: Site) -> Iterator[Problem]:
    mend = "bring the file from a package into overrides/assets/, never from another host."
    for name, page in site.pages.items():
        texts = [*page.xpath("//style/text()"), *page.xpath("//@style")]
        for address in (*site.loads(name), *(address for text in texts for address in _CSS_URL.findall(text))):
            if external(address):
                yield Problem(f"site/{name}", 0, "request", f"the page loads {address}.", mend)
    for name, text in site.styles.items():
        for address in _CSS_URL.findall(text):
            if external(address):
                yield Problem(f"site/{name}", 0, "request", f"the style sheet loads {address}.", mend)
