"""Work on the page's tree: data blocks, numbers of figures and tables, formulas, talking points, the chapter's head."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from guide import numbers
from guide.markdown.fences import DATA_MARK
from guide.maths import mathml
from guide.model import LEVELS, STEPS

_CAPTION_REFERENCE = re.compile(r"(?P<page>[^#]*)#(?P<anchor>(?:fig|tab)-[\w-]+)")


def _stashed(md, element: ET.Element) -> str | None:
    """The stashed HTML that an element stands for, if it stands for one."""
    match = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip()) if not len(element) else None
    if not match:
        return None
    html = md.htmlStash.rawHtmlBlocks[int(match[1])]
    return html if isinstance(html, str) else None


class DataBlocks(Treeprocessor):
    """Puts blocks made of data into the tree, so that what follows treats them as if they had been written."""

    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                html = _stashed(self.md, child)
                if html and html.startswith(DATA_MARK):
                    block = ET.fromstring(html.removeprefix(DATA_MARK))
                    _finish(block)
                    block.tail = child.tail
                    parent[place] = block


def _finish(block: ET.Element) -> None:
    """Computed text holds no marks: `$2 ÷ ($3` is two amounts, not a formula."""
    for element in block.iter():
        if element.tag == "data" or element.get("class") in ("estimate-formula", "estimate-numbers"):
            for part in element.iter():
                part.text = part.text and AtomicString(part.text)
                part.tail = part.tail and AtomicString(part.tail)


class PlainText(Treeprocessor):
    """Marks text without any inline mark as finished.

    The inline processor tries some forty patterns on every text of the tree, and most cells of tables hold none of
    their characters; this one search takes their place.
    """

    _MARK = re.compile(r"""[\\`*_\[\]!<>&$"'{}+\n]|\.\.\.""")

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            if element.text and not self._MARK.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not self._MARK.search(element.tail):
                element.tail = AtomicString(element.tail)


class EmptyHeads(Treeprocessor):
    """The empty corner of a table heads nothing: it is an ordinary cell."""

    def run(self, root: ET.Element) -> None:
        for cell in root.iter("th"):
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"


class Figures(Treeprocessor):
    """Gives figures and tables their ids and numbers, and puts the numbers into references that have no text."""

    def run(self, root: ET.Element) -> None:
        chapter = self.md.guide.chapter
        for figure in root.iter("figure"):
            caption = figure.find("figcaption")
            if caption is None:
                continue
            name = next(
                (
                    m[1]
                    for child in figure
                    if (html := _stashed(self.md, child)) and (m := re.search(r'data-diagram="([^"]+)"', html))
                ),
                None,
            )  # fmt: skip
            if name:
                figure.set("id", "fig-" + name.rpartition("/")[2])
            figure.set("class", "figure" if name else "table")
            label = chapter and _number(chapter, figure.get("id", ""))
            if label:
                first = caption.find("p")
                first = caption if first is None else first
                prefix = ET.Element("span", {"class": "caption-label"})
                prefix.text = f"{label}."
                prefix.tail = " " + (first.text or "")
                first.text = None
                first.insert(0, prefix)
        for link in root.iter("a"):
            match = _CAPTION_REFERENCE.fullmatch(link.get("href", ""))
            if match and not len(link) and not (link.text or "").strip():
                target = self._chapter_at(match["page"])
                link.text = (target and _number(target, match["anchor"])) or "?"

    def _chapter_at(self, page: str):
        context = self.md.guide
        if not page:
            return context.chapter
        name = page.rpartition("/")[2]
        return next((c for c in context.book.chapters if c.page.rpartition("/")[2] == name), None)


def _number(chapter, anchor: str) -> str:
    """ "Figure 3.2" for an anchor of the chapter; "" when the chapter has no such figure or table."""
    figures = [f"fig-{name.rpartition('/')[2].removesuffix('.mmd')}" for name, _ in chapter.diagrams]
    if anchor in figures:
        return f"Figure\u00a0{chapter.label}.{figures.index(anchor) + 1}"
    tables = [anchor for anchor, _ in chapter.tables]
    return f"Table\u00a0{chapter.label}.{tables.index(anchor) + 1}" if anchor in tables else ""


class Maths(Treeprocessor):
    """Formulas as MathML: readable without scripts. The TeX stays beside it for the printed book."""

    def run(self, root: ET.Element) -> None:
        for element in list(root.iter()):
            if "arithmatex" not in element.get("class", "").split():
                continue
            text = "".join(element.itertext()).strip()
            display = text.startswith(r"\[")
            tex = unescape(text[2:-2]).strip()
            for child in list(element):
                element.remove(child)
            element.text = None
            element.set("class", "maths maths-block" if display else "maths")
            element.set("data-tex", tex)
            if display:
                # A long formula scrolls by itself on a narrow screen; what scrolls must take the focus.
                element.set("tabindex", "0")
                element.set("role", "group")
                element.set("aria-label", "Formula")
            try:
                element.append(ET.fromstring(mathml(tex, display)))
            except ValueError:
                element.text = AtomicString(tex)  # `guide check` names it


class TalkingPoints(Treeprocessor):
    """`??? question "Why …? [evaluate, staff]"`: the bracket becomes tags of step and level."""

    def run(self, root: ET.Element) -> None:
        for summary in root.iter("summary"):
            match = re.search(r"\s*\[([a-z-]+(?:,\s*[a-z-]+)*)\]\s*$", summary.text or "")
            if not match or len(summary):
                continue
            summary.text = summary.text[: match.start()]
            for name in (part.strip() for part in match[1].split(",")):
                tag = ET.SubElement(summary, "span", {"class": "tag tag-level" if name in LEVELS else "tag tag-step"})
                tag.text = STEPS.get(name, name.capitalize())
                tag.tail = " "


class Frontispiece(Treeprocessor):
    """The chapter's title and, for cases and steps, a card of facts from its front matter."""

    def run(self, root: ET.Element) -> None:
        chapter = self.md.guide.chapter
        if chapter is None:
            return
        front = chapter.front
        head = [ET.Element("h1")]
        head[0].text = chapter.title
        if chapter.part and front.kind != "reference":
            facts = [("Prompt", f"“{front.prompt}”")] if front.prompt else []
            facts += [("Task", front.task)] if front.task else []
            facts += [("Levels", ", ".join(level.capitalize() for level in front.levels))] if front.levels else []
            facts += [("Reading time", f"{chapter.minutes} minute{'s' * (chapter.minutes > 1)}")]
            card = ET.Element("dl", {"class": "facts"})
            for name, value in facts:
                group = ET.SubElement(card, "div")
                ET.SubElement(group, "dt").text = name
                ET.SubElement(group, "dd").text = value
            book, link = self.md.guide.book, self.md.guide.link
            first = [(c.title, link(c.page)) for c in (book.by_id.get(i) for i in front.prerequisites) if c]
            cases = [(c.title, link(f"{c.page}#{chapter.id}")) for c in book.cases] if front.kind == "step" else []
            for name, links in (("Read first", first), ("In the cases", cases)):
                if links:
                    group = ET.SubElement(card, "div")
                    ET.SubElement(group, "dt").text = name
                    _links(ET.SubElement(group, "dd"), links)
            group = ET.SubElement(card, "div")
            ET.SubElement(group, "dt").text = "Reviewed"
            reviewed = ET.SubElement(ET.SubElement(group, "dd"), "time", {"datetime": front.reviewed.isoformat()})
            reviewed.text = f"{front.reviewed.day} {front.reviewed:%B %Y}"
            head.append(card)
        for place, element in enumerate(head):
            root.insert(place, element)


def _links(parent: ET.Element, links: list[tuple[str, str]]) -> None:
    """Links with their (text, address), separated by commas."""
    for number, (text, address) in enumerate(links, 1):
        link = ET.SubElement(parent, "a", {"href": address})
        link.text = text
        link.tail = ", " if number < len(links) else None


class EstimateModel(Treeprocessor):
    """At the page's end, what its script needs to recompute the estimates when a reader changes an input."""

    def run(self, root: ET.Element) -> None:
        context = self.md.guide
        model = context.chapter and numbers.page_model(context.book, context.chapter)
        if model:
            script = ET.SubElement(root, "script", {"type": "application/json", "class": "estimate-model"})
            script.text = AtomicString(model)
