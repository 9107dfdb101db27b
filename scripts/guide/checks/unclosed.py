"""Whatever opens is closed: fences, captions, `<div>` and folds.

A fence ends with its own mark on a line of its own; a caption with `///`; `<div …>` with `</div>`. What isn't closed
swallows the text after it, up to the end of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Append, Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK, block
from guide.markdown.lines import line_of
from guide.problems import Problem

BAD = (
    bad("the last fence", Append(CLOCK, "\n```python\nhalf = 1 / 2\n"), line="```python"),
    bad("a caption", Replace(CLOCK, "already on the board.\n///\n", "already on the board.\n"), line='--8<-- "the-clock/minutes.mmd"'),
    bad("the frames", Replace(CASE, "</div>\n\n## Sources", "## Sources"), line='<div class="frames" markdown>'),
)
GOOD = (
    good("a fence inside a fence", block("````\n```\n````\n")),
    good("a heading in a box", block('<div class="frames" markdown>\n\n#### Inside\n\nWords.\n\n</div>\n')),
)
_HEADINGS = ("h2", "h3")


def find(subject: Subject) -> Iterator[Problem]:
    for chapter in subject.book.chapters:
        tree = subject.tree(chapter)
        lines = {use.anchor: use.line for use in chapter.parsed.figures} | {use.anchor: use.line for use in chapter.parsed.tables}
        opened = {}
        for heading in tree.iter(*_HEADINGS):
            outer = heading
            while outer.getparent() is not tree:
                outer = outer.getparent()
            if outer is not heading:
                opened.setdefault(outer, heading)
        for element, heading in opened.items():
            what, mend = ("caption", "write `///` on its own line after it") if element.tag == "figure" else (
                "element", f"write `</{element.tag}>` on its own line after it, with an empty line before")  # fmt: skip
            line = lines.get(element.get("id", "")) or line_of(element)
            message = f"the {what} opened here is never closed: the section {heading.text_content()!r} is inside it."
            yield subject.of(chapter, "unclosed")(line, message, f"{mend}.")
