"""`guide-offline.zip`: the whole site, to be opened from a folder without a server or a network.

Its PDFs are those on A4: the book on two papers, and its chapters once more, would be most of the copy. The site offers
the others.
"""

from __future__ import annotations

from pathlib import Path

from guide.publish import Publication
from guide.publish.archive import write_zip

_FOLDER = "ml-system-design-guide"
# Of use to a server only: the page for addresses that were not found, and what search engines ask for.
_SERVED = {"404.html", "search/search_index.json"}
_OTHER_PAPER = "-letter.pdf"


def publish(publication: Publication, pages: Path, target: Path) -> None:
    """Packs `pages`, built to be opened from a folder, with everything published so far, which their downloads lead to."""
    files = {path.relative_to(pages).as_posix(): path for path in pages.rglob("*") if path.is_file()}
    files = {name: path for name, path in files.items() if name not in _SERVED}
    brought = [path for path in target.iterdir() if path.is_file() and not path.name.endswith(_OTHER_PAPER)]
    files |= {f"downloads/{path.name}": path for path in brought}
    named = {f"{_FOLDER}/{name}": path for name, path in files.items()}
    write_zip(target / "guide-offline.zip", named, publication.edition.epoch)
