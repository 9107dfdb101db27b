"""The folders of the sources hold nothing but sources.

A draft, a backup of an editor or a picture below docs/ or diagrams/ is read by nobody, and it is soon taken for
a part of the book. Hidden files are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Subject, Write, bad, good
from guide.problems import Problem

BAD = (
    bad("a draft of a word processor", Write("docs/cases/draft.docx", b"PK"), line=0),
    bad("an editor's backup", Write("docs/index.md~", "---\n"), line=0),
    bad("a drawing's picture", Write("diagrams/the-clock/minutes.svg", "<svg/>"), line=0),
)
GOOD = (good("a hidden file", Write("docs/.editorconfig", "")),)


def find(subject: Subject) -> Iterator[Problem]:
    project = subject.book.project
    data = {project.bibliography, project.decisions, project.glossary, project.prices, project.style}
    for folder, ending in ((project.docs, ".md"), (project.diagrams, ".mmd")):
        for path in sorted(folder.rglob("*")):
            listing = path.suffix in (".py", ".out") and path.is_relative_to(project.docs / "listings")
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if hidden or listing or path.suffix == ending or path in data or path.is_dir():
                continue
            mend = "move it out of the sources, or delete it."
            yield Problem(project.relative(path), 0, "stray-file", f"nothing reads this file in {folder.name}/.", mend)
