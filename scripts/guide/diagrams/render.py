"""Mermaid source to SVG without a browser: Pele (npm) runs inside QuickJS (PyPI)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import quickjs

from guide.diagrams.values import INVISIBLE, SPACE
from guide.fonts import DIAGRAM_FAMILY, FACES, advances

_MEMORY_LIMIT = 512 * 1024 * 1024

# Text is measured with the advance widths of the very font that the page and the book use, so labels fit their boxes.
# Pele passes the style as two bits: 1 bold, 2 italic. `now: 0` keeps a gantt chart from drawing today's date.
_BRIDGE = r"""
const measurer = {width(text, size, style) {
  const table = TABLES[style & 3];
  let width = 0;
  for (const char of text) {
    if (INVISIBLE.includes(char)) continue;
    width += table[char] ?? (/\p{Mark}/u.test(char) ? 0 : char.codePointAt(0) >= 0x2e80 ? 1 : 0.6);
  }
  return width * size;
}};
const FIXED = {measurer, responsive: false, autoDirection: false, images: false, links: false, now: 0};
function renderDiagram(source, options) {
  try {
    const {svg, width, height, type} = pele.render(source, Object.assign({}, FIXED, options));
    return JSON.stringify({svg, width, height, type});
  } catch (error) {
    return JSON.stringify({error: {message: String(error.message), line: error.line || 0, column: error.column || 0}});
  }
}
"""


class DiagramError(ValueError):
    """A diagram that can't be drawn; `line` and `column` start at 1, 0 when unknown."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True)
class Drawing:
    """A rendered diagram: raw SVG as Pele gives it, its kind, and its size in px at 16 px text."""

    svg: str
    kind: str
    width: float
    height: float


class Renderer:
    """A QuickJS context with Pele loaded. Making one costs about 0.1 s; drawing a diagram a few ms."""

    def __init__(self, packages: Path, text_px: float) -> None:
        def face(bold: bool, italic: bool) -> Path:
            weight = 600 if bold else 400
            wanted = (f for f in FACES if f.family == DIAGRAM_FAMILY and f.weight == weight and f.italic == italic)
            return packages / next(wanted).file

        tables = [advances(face(bold, italic)) for italic in (False, True) for bold in (False, True)]
        tables = [{**table, SPACE: table[" "]} for table in tables]
        self._context = quickjs.Context()
        self._context.set_memory_limit(_MEMORY_LIMIT)
        self._context.eval((packages / "pele" / "dist" / "pele.global.js").read_text(encoding="utf-8"))
        self._context.eval(f"const TABLES = {json.dumps(tables)}, INVISIBLE = {json.dumps(''.join(INVISIBLE))};")
        self._context.eval(_BRIDGE)
        self._text_px = text_px

    def render(self, source: str, prefix: str) -> Drawing:
        """Draws `source`; every id in the drawing starts with `prefix`. Raises DiagramError."""
        options = {"idPrefix": f"{prefix}-", "fontFamily": DIAGRAM_FAMILY, "fontSize": self._text_px}
        call = f"renderDiagram({json.dumps(source)}, {json.dumps(options)})"
        answer = json.loads(self._context.eval(call))
        if "error" in answer:
            error = answer["error"]
            raise DiagramError(_one_line(error["message"]), error["line"], error["column"])
        return Drawing(answer["svg"], answer["type"], answer["width"], answer["height"])


def _one_line(message: str) -> str:
    """Mermaid's messages draw an arrow under the place; the place is said apart, so only the words are kept."""
    lines = [line.strip() for line in message.splitlines() if line.strip() and set(line.strip()) - set("-^")]
    words = [line for line in lines if line.startswith(("Expecting", "Lexical", "Unrecognized"))]
    return (" ".join(words) or " ".join(lines)).rstrip(".")
