"""Links of the built pages lead to pages and places of the site.

Links that authors write are checked in the sources; this finds those that a template or the theme makes. Correct it in
overrides/ or in the template that makes the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from guide.checks.core import Replace, Site, bad, good
from guide.checks.core.site import external
from guide.problems import Problem

BAD = (
    bad("to no page", Replace("index.html", 'href="sub/#here"', 'href="gone/"'), line=0, stage="site"),
    bad("to no place", Replace("index.html", 'href="sub/#here"', 'href="sub/#gone"'), line=0, stage="site"),
    bad("to no place of its own", Replace("sub/index.html", 'href="#here"', 'href="#gone"'), line=0, stage="site"),
    bad("out of the site", Replace("sub/index.html", 'href=".."', 'href="../../"'), line=0, stage="site"),
    bad("an image", Replace("index.html", 'src="a.png"', 'src="gone.png"'), line=0, stage="site"),
    bad("a script", Replace("index.html", 'src="a.js"', 'src="gone.js"'), line=0, stage="site"),
)
GOOD = (good("another site", Replace("index.html", 'href="sub/#here"', 'href="https://example.org/#gone"'), stage="site"),)


def find_in_site(site: Site) -> Iterator[Problem]:
    ids = {name: set(page.xpath("//@id")) | set(page.xpath("//a/@name")) for name, page in site.pages.items()}
    for name, page in site.pages.items():
        # The not-found page is shown at any address; its links are absolute paths of the published site.
        for address in () if name == "404.html" else [*page.xpath("//a/@href"), *site.loads(name)]:
            if external(address) or re.match(r"(?:mailto|data|javascript):", address):
                continue
            parts = urlsplit(address)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            if parts.path.endswith("/") or (site.folder / target).is_dir():
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            mend = "correct the link in the template that makes this page."
            if not (site.folder / target).is_file():
                yield Problem(f"site/{name}", 0, "page-link", f"{address!r} leads to no page.", mend)
            elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                yield Problem(f"site/{name}", 0, "page-link", f"{address!r} leads to no place of {target}.", mend)
