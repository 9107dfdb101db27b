"""Tables for narrow pages: what is too wide is read row by row there, each cell after the name of its column.

The style sheet makes the rows blocks, and a table again where the page is wide enough; readers without it have an
ordinary table whose cells name their columns.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from guide.publish.paper import all_of_class

STACKED, FLOWING = "stacked", "flowing"
"""Classes of tables: read row by row on a narrow page; rows of figures without heads, which wrap there."""

LABEL = "cell-label"
"""The class of a column's name in a cell."""

_NARROW_WORDS = 30
"""Characters that the longest words of all columns may have together for a table to fit a phone."""

_NARROW_ROW = 80
"""Characters of text that a row of such a table may have and be read with ease."""

_NOTHING = ("", "–")
"""What a cell says that has nothing to say."""

_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def fit_tables(root: HtmlElement) -> None:
    """Marks the tables that are too wide for a phone, and names the columns in their cells."""
    for table in root.iter("table"):
        rows = [[_text(cell) for cell in row] for row in table.iter("tr")]
        columns = max((len(row) for row in rows), default=0)
        if columns < 2 or not _wide(rows, columns):
            continue
        if table.find("thead") is None:
            _mark(table, FLOWING)
        else:
            _stack(table)


def _wide(rows: list[list[str]], columns: int) -> bool:
    whole = [row for row in rows if len(row) == columns]
    # A number stays with its unit: what is joined by a fixed space is one word.
    words = sum(max(len(word) for row in whole for word in row[place].split(" ")) for place in range(columns))
    return words > _NARROW_WORDS or (columns > 2 and max(sum(map(len, row)) for row in whole) > _NARROW_ROW)


def _stack(table: HtmlElement) -> None:
    _mark(table, STACKED)
    names = [name for cell in table.findall("thead/tr")[-1] for name in [_name(cell)] * int(cell.get("colspan", 1))]
    for row in table.iterfind("tbody/tr"):
        place = 0
        for cell in row:
            wide = int(cell.get("colspan", 1))
            if cell.tag == "td" and _text(cell) in _NOTHING:
                _mark(cell, "empty")
            elif place and wide == 1 and names[place]:
                label = html.Element("span", {"class": LABEL})
                label.text, label.tail, cell.text = names[place], cell.text, None
                cell.insert(0, label)
                label.tail = f" {label.tail or ''}"
            elif not place:
                _mark(cell, "row-head")
            place += wide
    # Blocks are no table to a screen reader unless they say so.
    for element in (table, *table.iterdescendants("thead", "tbody", "tr", "td", "th")):
        kind = "columnheader" if next(element.iterancestors("thead"), None) is not None else "rowheader"
        element.set("role", _ROLES.get(element.tag, kind))


def _name(cell: HtmlElement) -> str:
    """A column's name; what a tag says of it stands in brackets."""
    text = _text(cell)
    for tag in all_of_class(cell, "tag"):
        text = text.replace(_text(tag), f"({_text(tag)})")
    return text


def _text(cell: HtmlElement) -> str:
    return re.sub(r"[ \t\n]+", " ", cell.text_content()).strip()


def _mark(element: HtmlElement, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())
