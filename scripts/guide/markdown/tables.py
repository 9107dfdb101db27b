"""Tables whose rows must have as many cells as their head: the converter would drop what is too many, and fill up."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions.tables import TableProcessor

from guide.markdown.fences import Fault, Source
from guide.markdown.lines import MARK, number_of


class CountedTable(TableProcessor):
    """Names the rows of wrong length among the faults of a page's source."""

    def __init__(self, md: Markdown, source: Source) -> None:
        super().__init__(md.parser, {"use_align_attribute": False})
        self._source, self._line = source, source.offset

    def _build_row(self, row: str, parent: ET.Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)
        found = MARK.search(row)
        # A row without a word has no mark: it follows the one before, which below a head is two lines up.
        self._line = number_of(found) if found else self._line + 1 + (parent.tag == "tbody" and len(parent) == 1)
        cells, head = len(self._split_row(row)), len(align)
        if cells != head:
            mend = "write a cell for each column, empty where it says nothing; a bar within a cell is `\\|`."
            message = f"the row has {cells} cell{'s' * (cells != 1)}, and the table's head {head}."
            self._source.faults.append(Fault("table-row", self._line, message, mend))
