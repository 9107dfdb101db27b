"""Where pages are: their addresses on a server, in a folder, and on the published site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from guide.model import HOME

Address = Callable[[str], str]
"""The address from the site's root of a file below `docs/`."""


def folder_address(file: str) -> str:
    """As a server has it: `cases/visual-search.md` → `cases/visual-search/`, the home page → ``."""
    if not file.endswith(".md"):
        return file
    if file == HOME or file.endswith(f"/{HOME}"):
        return file.removesuffix(HOME)
    return file.removesuffix(".md") + "/"


def file_address(file: str) -> str:
    """As a folder opened without a server has it: `cases/visual-search.md` → `cases/visual-search.html`."""
    return re.sub(r"\.md$", ".html", file)


def relative(target: str, here: str) -> str:
    """An address from the site's root as seen from another."""
    start = here if here.endswith("/") or not here else posixpath.dirname(here)
    path = posixpath.relpath(target or ".", start or ".")
    return path + "/" if target.endswith("/") or not target else path


def published_address(file: str, anchor: str, site_url: str) -> str:
    """The address on the published site of a file below `docs/`, or of a place in it; "" when the site has none of its own."""
    return f"{site_url.rstrip('/')}/{folder_address(file)}" + (f"#{anchor}" if anchor else "") if site_url else ""
