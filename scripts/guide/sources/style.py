"""The visual style of diagrams, typed."""

from __future__ import annotations

from typing import Any

from guide.diagrams.style import COLOURS, Role, Style
from guide.problems import BookError
from guide.project import Project
from guide.sources.shape import validated
from guide.sources.text import Reader
from guide.sources.yamlfile import YamlError, read_yaml

_CODE = "style"
_GREY = {"light": "#808080", "dark": "#808080"}
_ROLE = {"meaning": "unknown", "shape": "id[text]", "fill": _GREY, "stroke": _GREY, "width": 1}
_PRINT = {"text_px": 16, "natural_pt": 9, "smallest_pt": 0.01, "column_mm": 80, "width_mm": 150, "height_mm": 200}


def read_style(reader: Reader) -> Style:
    """The style, or a stand-in in greys with a problem noted, under which any diagram can be drawn."""
    path = reader.project.style
    value: Any = None
    if not reader.is_there(path):
        reader.note(path, 0, _CODE, "the file isn't there.", "restore it from the repository.")
    elif (text := reader.text(path)) is not None:
        try:
            where = read_yaml(text)
            if where is not None and isinstance(where.value, dict):
                style, faults = validated(Style, where.value, "the style", _stand_ins(where.value))
                for fault in faults:
                    reader.note(path, where.line_of(*fault.path), _CODE, fault.message, fault.mend)
                return style
            reader.note(path, 1, _CODE, "the style is no mapping.", "write `key: value` lines.")
        except YamlError as error:
            reader.note(path, error.line, _CODE, f"{error}.", error.mend, error.column)
    reader.unread.add(path)
    return Style.model_validate(_stand_ins(value))


def style_of(project: Project) -> Style:
    """The style alone. Raises BookError when anything in it is wrong."""
    reader = Reader(project)
    style = read_style(reader)
    if reader.problems:
        raise BookError(reader.problems)
    return style


def _stand_ins(value: Any) -> dict[str, Any]:
    """Values for every field. Roles that the author named are there, each with what is right in it: diagrams that use
    them aren't blamed."""
    roles = value.get("roles") if isinstance(value, dict) else None
    named = roles if isinstance(roles, dict) else {}
    return {
        "colours": dict.fromkeys(COLOURS, _GREY),
        "roles": {name: validated(Role, named.get(name), name, _ROLE)[0] for name in (*named, "risk")},
        "series": [_GREY],
        "print": _PRINT,
    }
