"""Nothing that looks like the guide's markup is left as text.

A value, a citation, a caption's mark, a box, a fence, a link or a table that isn't written quite right is printed as it
stands. The message says which it is; in code (between backticks) anything may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, bad, good
from guide.checks.core.small_book import CASE, CLOCK, DECISIONS, SYSTEM, TERMS, block, words
from guide.framework import COLUMNS
from guide.problems import Problem

BAD = (
    bad("a value that isn't closed", words("It takes ${work of the round."), line="${work of"),
    bad("a value without its braces", words("It takes $work."), line="$work"),
    bad("a citation that isn't closed", words("See [@dean2013tail and others."), line="[@dean2013tail and"),
    bad("a citation without its brackets", words("See @dean2013tail."), line="See @dean"),
    bad("a caption's mark with a wrong name", block("/// caption\nWords to see.\n///\n"), line="/// caption"),
    bad("a caption that nothing opens", Replace(CLOCK, "/// figure-caption\nThe middle", "The middle"), line="///\n\n| Mark"),
    bad("a reference to nowhere", words("See [this][gone]."), line="[this][gone]"),
    bad("a table without a line under its head", block("| A | B |\n| 1 | 2 |\n"), line="| A | B |"),
    bad("a list without an empty line before it", block("Two of them:\n- one\n- two\n"), line="- one"),
    bad("bold words that aren't closed", words("**Two words and more."), line="**Two"),
    bad("code by accident", block("    Indented too far.\n"), line="    Indented"),
    bad("a fold's mark", block('?? wrong "Why not? [evaluate, staff]"\n\n    No.\n'), line="?? wrong"),
    bad("a value in a decision", Replace(DECISIONS, "money: inference only", "money: ${daily} scores"), line="${daily} scores"),
    bad("bold words in a definition", Replace(TERMS, "The range of scores", "The **range** of scores"), line="**range**"),
    bad("a citation in front matter", Replace(CASE, "task: Binary classification", "task: Binary classification [@dean2013tail]"), line="task: Binary"),
    bad("a value in a drawing, not closed", Replace(SYSTEM, '"${peak}"', '"${peak"'), line='"${peak"'),
    bad("a line break of another language", Replace(SYSTEM, "Removals<br/>and", "Removals\\nand"), line="Removals\\nand"),
    bad("a closing tag", block("</div>\n"), line="</div>"),
)
GOOD = (
    good("the same in code", words("Write `${work` or `[@key`.")),
    good("signs that mean themselves", words("Recall@10, 2 * 3, a_b and C# are names.")),
    good("a list in its place", block("Two of them:\n\n- one\n- two\n")),
)
_IN_DATA = re.compile(r"\$\{|\[@|\*\*|__|`|\]\(|</?[a-z]|(?<!\w)_\w+_(?!\w)|&[a-z]+;")
_IN_DRAWING = re.compile(r"\$\{(?![^{}\n]+\})|\$(?=[a-z])|\\n|\[@|\*\*")


def find(subject: Subject) -> Iterator[Problem]:
    """Data and front matter are shown as they stand; drawings know values alone."""
    book, relative = subject.book, subject.book.project.relative
    decisions, glossary = relative(book.project.decisions), relative(book.project.glossary)
    texts: list[tuple[str, int, str]] = []
    for decision in book.decisions:
        fields = [(getattr(decision, name), decision.line_of(name)) for name in ("question", "short", "default", "flip_when", "flip", "because", "say")]
        fields += [(getattr(o, name), decision.line_of("options", n, name)) for n, o in enumerate(decision.options) for name in ("name", *COLUMNS)]
        texts += [(decisions, line, text) for text, line in fields if text and not decision.stand_in]
    for term in book.terms:
        texts += [(glossary, term.line_of(*place), text) for place, text in (
            (("term",), term.term), (("definition",), term.definition), *((("also", n), name) for n, name in enumerate(term.also))
        ) if not term.stand_in]  # fmt: skip
    for chapter in book.chapters:
        front = chapter.front
        texts += [(subject.path(chapter), front.line_of(name), getattr(front, name) or "") for name in ("title", "description", "prompt", "task") if not front.stand_in]
    for path, line, text in texts:
        if found := _IN_DATA.search(text):
            yield Problem(path, line, "markup", f"{found[0]!r} would be shown as it stands: {text[:60]!r}.", "write plain words: this field has no markup.")
    for diagram in book.diagrams.values():
        for number, line in enumerate(diagram.source.split("\n"), 1):
            if found := _IN_DRAWING.search(line):
                mend = "a line break is `<br/>`." if found[0] == "\\n" else "a value is `${name}`; nothing else is put into drawings."
                yield Problem(relative(diagram.path), number, "markup", f"{found[0]!r} would be drawn as it stands.", mend, found.start() + 1)
