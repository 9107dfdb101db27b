"""The folders of the sources hold nothing but sources.

A draft, a backup of an editor or a picture below docs/, diagrams/ or overrides/ is read by nobody, and it is soon taken
for a part of the book; below overrides/ it would be published. A listing that no page shows, and a folder that leads
elsewhere, are strays too. Hidden files are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.problems import Problem

BAD = (
    bad("a draft of a word processor", Write("docs/cases/draft.docx", b"PK"), line=0),
    bad("an editor's backup", Write("docs/index.md~", "---\n"), line=0),
    bad("a draft among the theme's assets", Write("overrides/assets/draft.docx", b"PK"), line=0),
    bad("a listing that no page shows", Write("docs/listings/the-clock/half.py", "print(0.5)\n"), line=0),
    bad("an output without its listing", Write("docs/listings/the-clock/half.out", "0.5\n"), line=0),
    bad("a drawing's picture", Write("diagrams/the-clock/minutes.svg", "<svg/>"), line=0),
)
GOOD = (good("a hidden file", Write("docs/.editorconfig", "")),)


_OF_THEME = frozenset((".html", ".css", ".js", ".svg", ".txt", ".json", ".png", ".ico", ".xhtml", ".xml", ".opf"))


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    known = {project.bibliography, project.decisions, project.glossary, project.prices, project.style}
    pages = (project.docs / page.page for page in book.settings.nav)
    shown = {project.listings / line.strip() for c in book.chapters for b in c.blocks("listing") for line in b.text.split("\n") if line.strip()}
    all_known = subject.known(project.config, *pages)
    for folder, endings in ((project.docs, {".md"}), (project.diagrams, {".mmd"}), (project.overrides, _OF_THEME)):
        for path in sorted(folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if hidden or path in known or path.is_relative_to(project.built_assets):
                continue
            if path.is_dir():
                if path.is_symlink():
                    message = f"this folder is a link to {path.readlink()}."
                    yield Problem(project.relative(path), 0, "stray-file", message, "put the files themselves here, or delete it.")
                continue
            if path.suffix == ".yaml" and path.parent == project.prompts:
                continue  # read, whatever its name: the family is checked elsewhere
            listing = path.suffix in (".py", ".out") and path.is_relative_to(project.listings)
            if listing and all_known and path.with_suffix(".py") not in shown:
                mend = "show it in a `listing` fence, or delete it."
                yield Problem(project.relative(path), 0, "stray-file", "no page shows this listing.", mend)
            elif not listing and path.suffix not in endings:
                mend = "move it out of the sources, or delete it."
                yield Problem(project.relative(path), 0, "stray-file", f"nothing reads this file in {folder.name}/.", mend)
