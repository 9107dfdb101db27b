"""The site engine wraps the pages in its theme without a warning.

Pages are made before it runs, so what it says concerns the theme, overrides/ or mkdocs.yml.
"""

from __future__ import annotations

from guide.checks.core import Replace, bad, good

BAD = (
    bad("a template that isn't Jinja", Replace("overrides/404.html", "{% block content %}", "{% block content %}{% nonsense %}"),
        file="mkdocs.yml", line=0, stage="build"),
)  # fmt: skip
GOOD = (good("a remark in a template", Replace("overrides/404.html", "{% block content %}", "{% block content %}{# here #}"), stage="build"),)
