"""The one boundary for input: every source file is read here, and becomes part of a `Book` of typed objects.

Nothing but `BookError` is ever raised. Every mistake is a `Problem` with its file and line, in its author's words; one
mistake is one problem: what failed has a stand-in in the book, so that whatever refers to it isn't blamed.
"""

from guide.sources.book import read_book
from guide.sources.data import aged, amount
from guide.sources.settings import engine_settings
from guide.sources.shelf import Shelf
from guide.sources.style import style_of

__all__ = ["CODES", "Shelf", "aged", "amount", "engine_settings", "read_book", "style_of"]

CODES = {
    "source": "source files are plain files of UTF-8 text, without control characters or marks of a merge conflict",
    "settings": "mkdocs.yml is valid YAML and names the book",
    "style": "diagrams/style.yaml has every colour, role and size, and no others",
    "nav": "every Markdown file is in the navigation once, and every file of the navigation is there",
    "front-matter": "every chapter has complete and valid front matter",
    "decision-data": "decisions are complete and shown by a chapter; their default is one of the options; their sources are known",
    "glossary-data": "terms are complete and point to sections that exist and use them",
    "price-data": "prices are complete, dated, and numbers with units that estimates know",
    "bibliography": "entries of the bibliography are complete and unique",
}
"""Code of a problem that reading finds → what holds in a good book. Checks find more under some of them."""
