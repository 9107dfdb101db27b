"""mkdocs.yml is valid YAML and names the book.

The toolchain takes the book's name, its address and the navigation from it; the site engine reads the rest.
"""

from __future__ import annotations

from guide.checks.core import Append, Replace, bad, good
from guide.checks.core.small_book import CONFIG

BAD = (bad("no name", Replace(CONFIG, "site_name: A Small Guide to ML System Design", "site_name:"), line="site_name:\n"),)
GOOD = (good("an option of the engine", Append(CONFIG, "\nremote_branch: pages\n")),)
