"""The page as a tree: facts are read off it, and what depends on nothing else is finished here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape

from lxml import etree, html
from lxml.html import HtmlElement

from guide import estimates
from guide.framework import LEVELS, STEPS
from guide.layers import in_layers
from guide.markdown import facts
from guide.markdown.fences import NOTE, Source
from guide.markdown.lines import LINE, line_of, take_lines, take_seals
from guide.markdown.passages import strip_words
from guide.markdown.pieces import pieces_of
from guide.markdown.prose import is_comment, plain_reason, prose_numbers
from guide.markdown.structure import Fault
from guide.maths import Formula, mathml

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KEEP_LINE = ("a", "cite", "data", "div", "img", *_HEADINGS)
"""Elements whose line is asked for when the page is rendered."""

_NO_TEXT = frozenset(("script", "style", "math", "annotation"))
_CODE = frozenset(("code", "pre", "kbd"))
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_INCLUDE = re.compile(r'\s*--8<--\s+"([^"]+)"\s*')
_ACTIVE = frozenset(("script", "iframe", "object", "embed", "style", "link", "form"))

_VALUE = "write `${name}` on one line; a plain dollar sign is `\\$`, and braces stand in backticks."
_CITED = "write `[@key]`, `[@key, §2]` or `[@key; @other]` on one line, with brackets around and no words inside."
_LIST = "leave an empty line before the list, and a space after its marks."
_TEXT = "close it; a sign that is meant as itself stands in backticks, or has a backslash before it."

_LEFT_OVER = (
    (re.compile(r"\$\s*\{|\$[\[(]?[a-z]|[#%]\{|\{\{?\$?[a-z_]\w*(?:\s*\}|$)"), "a value's mark", _VALUE),
    (re.compile(r"\[\s*-?@|(?<![\w@.])@\[?\w|\[(?=[a-z]+\d{4}\w*\])"), "a citation's mark", _CITED),
    (re.compile(r"^\s*///"), "the mark `///`", "a caption is `/// figure-caption` or `/// table-caption | #tab-name`, its text, and `///`, each on its own line."),
    (re.compile(r"^\s*(?:!!!|\?\?\?)"), "the mark of a box or fold", 'write `!!! kind "Title"` or `??? kind "Title"`, and indent what follows by four spaces.'),
    (re.compile(r"--8<--"), "an include", 'it stands in a fence of its own: "```mermaid", the line, "```".'),
    (re.compile(r"```|~~~"), "a fence's mark", "a fence begins on a line of its own and ends with the same mark."),
    (re.compile(r"\]\s*\(|\]\s?\[|\)\[#|\]\(|\(#[\w-]+\)|\([\w./-]+\.md\b"), "a link's brackets", "write `[text](address)`, with nothing between the brackets; a space within the address breaks it."),
    (re.compile(r"https?://|\bwww\.\w"), "an address", "write `[text](https://…)`."),
    (re.compile(r"^\s*\|.*\|\s*$", re.M), "a table's bars", "leave an empty line before the table, and put `|---|` under its head."),
    (re.compile(r"^[ \t]*(?:[-*+•][ \t]+\S|[•–][ \t]*\S|[-*](?=[a-z]+\n)|\d{1,2}[.)][ \t]+\S)", re.M), "a list's mark", _LIST),
    (re.compile(r"^\[[ xX]\]\s"), "a task's box", "the guide has no task lists; write a plain list."),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+\S", re.M), "a heading's mark", "write `## Heading` at the beginning of a line, with a text."),
    (re.compile(r"^[ \t]*:::|\+\+\+|\[\[|\[TOC\]|\{[:#.]", re.M), "a mark of another dialect", "delete it; CONTRIBUTING.md, \"Text\", has the guide's own marks."),
    (re.compile(r"\[\^"), "a footnote's mark", "say it in the text, or add a line `[^name]: …` that says it."),
    (re.compile(r"\*\*|__|(?<![\w*])\*\w|(?<!\w)_\w|~~|==\w|\^\^|(?<!\w):[a-z_]+:(?!\w)"), "the mark of an emphasis", _TEXT),
    (re.compile(r"`"), "a backtick", _TEXT),
    (re.compile(r"\$\$"), "a formula's mark", _TEXT),
    (re.compile(r"&[A-Za-z]\w*;"), "the name of a character", "write the character itself."),
)  # fmt: skip
"""What looks like the guide's markup but was left as text: pattern, what it is, how to mend it."""


def read_tree(page: str, source: Source, draw: Callable[[str, bool], Formula]) -> facts.Parsed:
    """Facts and finished HTML of a converted page. `source` knows its blocks; `draw` raises ValueError for a formula
    that can't be drawn."""
    root = html.fragment_fromstring(page, create_parent="div")
    refused = take_seals(root)
    comments = take_lines(root, source.offset + 1)
    faults = [*source.faults, *(_refused(element, f"the attribute {name!r}") for element, name in refused)]
    inline = _take_notes(root, source)
    for table in root.iter("table"):
        _name_rows(table)
    trees = (root, *inline.values())
    formulas = [formula for tree in trees for formula in _set_formulas(tree, faults, draw)]
    figures = list(_figures(root, source))
    points = list(_talking_points(root))
    cited = list(_citations(trees, source))
    for tree in trees:
        _find_left_over(tree, faults)
    read = tuple(estimates.parse(block.text) for block in source.blocks if block.language == "estimate")
    made = facts.Parsed(
        blocks=tuple(source.blocks),
        estimates=read,
        headings=tuple(_headings(root)),
        links=tuple(link for tree in trees for link in _links(tree)),
        citations=tuple(cited),
        quotes=tuple(_quotes(trees)),
        figures=tuple(figures),
        tables=tuple(facts.TableUse(f.get("id"), line_of(f)) for f in root.iter("figure") if f.get("id", "").startswith("tab-")),
        formulas=tuple(formulas),
        talking_points=tuple(points),
        numbers=tuple(prose_numbers(root)),
        plain_marks=tuple((reason, line) for c, line in comments.items() if (reason := plain_reason(c)) is not None),
        anchors=tuple(root.xpath("//@id")),
        classes=tuple(sorted({name for names in root.xpath("//@class") for name in names.split()})),
        passages=_passages(root),
        pieces=tuple(pieces_of(root)),
        words=_words(root, source),
        borrowed=estimates.foreign_names(read),
        faults=tuple(faults),
    )
    # Written last: that takes the marks from the tree of which the rest is read.
    strings, page = {text: _written(element).strip() for text, element in inline.items()}, _written(root)
    return replace(made, inline=strings, html=page, vocabulary=facts.words_in(f"{page} {strings}"))


def _name_rows(table: HtmlElement) -> None:
    """The empty corner of a table heads nothing, so it is an ordinary cell; what stands below it says what a row is about."""
    empty = [cell for cell in table.iter("th") if not len(cell) and not (cell.text or "").strip()]
    corner = bool(empty) and empty[0].getprevious() is None
    for cell in empty:
        cell.tag = "td"
    for row in table.iterfind("tbody/tr") if corner else ():
        if len(row) and row[0].text_content().strip():
            row[0].tag = "th"
            row[0].set("scope", "row")


def _written(root: HtmlElement) -> str:
    for element in root.iter():
        if is_comment(element):
            continue
        if element.tag not in _KEEP_LINE:
            element.attrib.pop(LINE, None)
    for comment in list(root.iter(etree.Comment)):
        comment.drop_tree()
    root.attrib.pop(LINE, None)
    return _inner(root)


def _inner(element: HtmlElement) -> str:
    """The HTML inside an element."""
    return escape(element.text or "", quote=False) + "".join(html.tostring(child, encoding="unicode") for child in element)


def _take_notes(root: HtmlElement, source: Source) -> dict[str, HtmlElement]:
    """The strings inside blocks, taken out of the page: by their source."""
    notes = {}
    for number in list(root.iter("i")):
        if number.get(NOTE) is None:
            continue
        paragraph = number.getparent()
        number.drop_tree()
        notes[source.texts[int(number.get(NOTE))]] = paragraph
        paragraph.getparent().remove(paragraph)
    return notes


def _set_formulas(
    root: HtmlElement, faults: list[Fault], draw: Callable[[str, bool], Formula]
) -> Iterator[facts.Formula]:
    """Formulas become MathML, readable without scripts; the TeX stays beside it for the printed book."""
    for element in root.xpath(".//*[contains(concat(' ', @class, ' '), ' arithmatex ')]"):
        text = "".join(element.itertext()).strip()
        display, tex, line = text.startswith(r"\["), text[2:-2].strip(), line_of(element)
        for child in list(element):
            element.remove(child)
        element.text = None
        element.set("class", "maths maths-block" if display else "maths")
        element.set("data-tex", tex)
        if display:
            # A long formula scrolls by itself on a narrow screen; what scrolls must take the focus.
            for name, value in (("tabindex", "0"), ("role", "group"), ("aria-label", "Formula")):
                element.set(name, value)
        try:
            element.append(etree.fromstring(mathml(tex, display)))
            draw(tex, display)
        except ValueError as error:
            element.text = "?"
            mend = "correct the LaTeX; a plain dollar sign is written `\\$`."
            faults.append(Fault("formula", line, f"${tex}$: {error}.", mend))
        yield facts.Formula(tex, display, line)


def _figures(root: HtmlElement, source: Source) -> Iterator[facts.FigureUse]:
    for figure in root.iter("figure"):
        figure.set("class", "table")
    for place in root.xpath(".//div[@data-block]"):
        block = source.blocks[int(place.get("data-block"))]
        if block.language != "mermaid":
            continue
        found = _INCLUDE.fullmatch(block.text)
        parent = place.getparent()
        use = facts.FigureUse(found[1] if found else "", block.line, parent.tag == "figure" and parent.find("figcaption") is not None)
        if parent.tag == "figure":
            parent.set("class", "figure")
            if use.name:
                parent.set("id", use.anchor)
        yield use


def _talking_points(root: HtmlElement) -> Iterator[facts.TalkingPoint]:
    """The folds; the words in brackets at a title's end become tags of step and level."""
    for summary in root.iter("summary"):
        kind = (summary.getparent().get("class") or "").split()
        title = summary.text_content()
        last = summary[-1].tail if len(summary) else summary.text
        found = re.search(r"\s*\[([^\]]*)\]\s*$", last or "")
        tags = tuple(part.strip() for part in found[1].split(",")) if found else ()
        yield facts.TalkingPoint(kind[0] if kind else "", title, tags, line_of(summary))
        if not found:
            continue
        if len(summary):
            summary[-1].tail = last[: found.start()]
        else:
            summary.text = last[: found.start()]
        for name in tags:
            tag = etree.SubElement(summary, "span", {"class": "tag tag-level" if name in LEVELS else "tag tag-step"})
            tag.text = STEPS.get(name, name.capitalize())
            tag.tail = " "


def _headings(root: HtmlElement) -> Iterator[facts.Heading]:
    for element in root.iter(*_HEADINGS):
        yield facts.Heading(int(element.tag[1]), " ".join(element.text_content().split()), element.get("id", ""), line_of(element))


def _links(root: HtmlElement) -> Iterator[facts.Link]:
    for element in root.iter("a", "img"):
        target = element.get("href", element.get("src"))
        if target is not None and "footnote" not in (element.get("class") or ""):
            yield facts.Link(target, line_of(element))


def _citations(trees: Iterable[HtmlElement], source: Source) -> Iterator[facts.Citation]:
    for tree in trees:
        for cite in tree.iter("cite"):
            works = json.loads(cite.get("data-works", "[]"))
            cite.set("data-keys", " ".join(key for key, _ in works))
            yield from (facts.Citation(key, locator, line_of(cite)) for key, locator in works)
    for block in source.blocks:
        if block.language == "sources":
            for number, line in enumerate(block.text.split("\n"), block.line):
                if line.strip():
                    yield facts.Citation(line.partition(":")[0].strip(), "", number)


def _quotes(trees: Iterable[HtmlElement]) -> Iterator[facts.Quote]:
    for tree in trees:
        for value in tree.iter("data"):
            if expression := value.get("data-value"):
                yield facts.Quote(expression, line_of(value))


def _walk_texts(root: HtmlElement, silent: frozenset[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Every text below `root` with the element that begins or precedes it, in order; none inside `silent` elements."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            depth += element.tag in silent
            if element.text and not depth:
                yield element, element.text
        else:
            depth -= event == "end" and element.tag in silent
            if element.tail and element is not root and not depth:
                yield element, element.tail


def _texts(root: HtmlElement) -> Iterator[str]:
    return (text for _, text in _walk_texts(root, _NO_TEXT | _CODE | {"data"}))


def _words(root: HtmlElement, source: Source) -> dict[str, int]:
    """Words that a reader reads, by layer. A computed value is one, and so is each of a strip's results."""
    counted = {"carry": 0, "study": 0, "work": 0}
    for element, layer in in_layers(root):
        counted[layer] += sum(len(_WORD.findall(text)) for text in _texts(element)) + sum(1 for _ in element.iter("data"))
        for place in element.xpath("descendant-or-self::div[@data-block]"):
            block = source.blocks[int(place.get("data-block"))]
            if block.language == "digest":
                counted[layer] += len(_WORD.findall(block.text))
            elif block.language == "estimate":
                shown, rest = strip_words(block)
                counted["study"] += shown
                counted["work"] += rest
    return counted


def _passages(root: HtmlElement) -> dict[str, str]:
    parts: dict[str, list[str]] = {"": []}
    opened: list[tuple[int, str]] = []
    headings = {element: (int(element.tag[1]), element.get("id", "")) for element in root.iter(*_HEADINGS)}
    for element, text in _walk_texts(root, _NO_TEXT | _CODE):
        heading = next((e for e in (element, *element.iterancestors()) if e in headings), None) if headings else None
        if heading is not None and headings[heading] not in opened:
            level, anchor = headings[heading]
            opened = [*((n, a) for n, a in opened if n < level), (level, anchor)]
            parts.setdefault(anchor, [])
        for anchor in {a for _, a in opened} | {""}:
            parts[anchor].append(text)
    return {anchor: "".join(texts) for anchor, texts in parts.items()}


def _refused(element: HtmlElement, what: str) -> Fault:
    mend = "delete it: scripts, styles and frames belong to the theme, in overrides/."
    return Fault("raw-html", line_of(element), f"a page may not hold {what}.", mend)


def _find_left_over(root: HtmlElement, faults: list[Fault]) -> None:
    """Names what looks like markup and ended up as text, and elements that a page may not hold."""
    for element in root.iter():
        if is_comment(element):
            continue
        if element.tag == "pre" and "highlight" not in (element.getparent().get("class") or "") and (line := line_of(element)):
            mend = "indent by fewer than four spaces; code stands in a fence."
            faults.append(Fault("markup", line, "the text is indented by four spaces or more, which makes it code.", mend))
        handlers = [name for name in element.attrib if name.startswith("on") or name == "style" and element.tag not in ("td", "th")]
        if element.tag in _ACTIVE or handlers:
            what = f"<{element.tag}>" if element.tag in _ACTIVE else f"the attribute {handlers[0]!r}"
            faults.append(_refused(element, what))
    last = ("", 0)
    for element, text in _walk_texts(root, _NO_TEXT | _CODE):
        for pattern, what, mend in _LEFT_OVER:
            if found := pattern.search(text):
                line = line_of(element) + text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip()))
                if what != last[0] or line > last[1] + 2:
                    faults.append(Fault("markup", line, f"{what} was left as text.", mend))
                last = (what, line)  # the next of its kind close by may come from it
                break  # and so may what else stands there


