"""What Markdown's inline patterns would do too often or too blindly to text."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString


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


class LastQuote(Treeprocessor):
    """Closes a quotation that ends with a value, or with what is emphasised, at the end of its paragraph or cell.

    The extension for quotation marks reads each text between two elements for itself. A mark that is all that follows
    an element has no neighbour to tell it what it is, and would open a quotation.
    """

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            if len(element) and element[-1].tail == '"':
                element[-1].tail = "”"
