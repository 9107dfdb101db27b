"""The visual grammar of `diagrams/style.yaml`: one set of colours and roles for every diagram and output."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

Scheme = Literal["light", "dark"]
_HEX = r"^#[0-9a-f]{6}$"


class Colour(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    light: str = Field(pattern=_HEX)
    dark: str = Field(pattern=_HEX)


class Role(BaseModel):
    """How a node of one role looks. `dash` as in SVG, `width` of the border in px."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    meaning: str
    shape: str
    fill: Colour
    stroke: Colour
    dash: str | None = None
    width: float


class Print(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    text_px: float
    largest_pt: float
    smallest_pt: float
    width_mm: float
    height_mm: float


class Style(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    colours: dict[str, Colour]
    roles: dict[str, Role]
    series: tuple[Colour, ...]
    print: Print

    def palette(self, scheme: Scheme) -> dict[str, str]:
        """Every colour by the name that drawings use, as literals of one scheme."""
        named = dict(self.colours)
        named |= {f"{name}-fill": role.fill for name, role in self.roles.items()}
        named |= {f"{name}-stroke": role.stroke for name, role in self.roles.items()}
        named |= {f"series-{number}": colour for number, colour in enumerate(self.series, 1)}
        return {name: getattr(colour, scheme) for name, colour in named.items()}

    def variables(self) -> dict[str, str]:
        """The same names as references to the site's CSS variables."""
        return {name: f"var(--d-{name})" for name in self.palette("light")}

    def css(self) -> str:
        """The variables' values for both of the site's palettes; what is printed from a browser is light."""

        def block(selector: str, scheme: Scheme) -> str:
            rules = "".join(f"--d-{name}:{value};" for name, value in self.palette(scheme).items())
            return f"{selector}{{{rules}}}\n"

        dark = block('[data-md-color-scheme="slate"]', "dark")
        return block(":root", "light") + f"@media screen{{{dark}}}\n"

    def class_definitions(self) -> str:
        """The roles in Mermaid's own words, for drawings made by official Mermaid (light colours)."""
        lines = []
        for name, role in self.roles.items():
            parts = [f"fill:{role.fill.light}", f"stroke:{role.stroke.light}", f"stroke-width:{role.width}px"]
            if role.dash:
                parts.append(f"stroke-dasharray:{role.dash}")
            lines.append(f"classDef {name} {','.join(parts)},color:{self.colours['text'].light}")
        return "\n".join(lines)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Style:
    return Style(**yaml.safe_load(path.read_text(encoding="utf-8")))


def read_style(path: Path) -> Style:
    """The style sheet at `path`. Raises pydantic's ValidationError when a field is wrong."""
    return _read(path, path.stat().st_mtime_ns)
