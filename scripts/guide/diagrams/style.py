"""The visual grammar of `diagrams/style.yaml`: one set of colours and roles for every diagram and output."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from guide.model import Text, wrong

Scheme = Literal["light", "dark"]

COLOURS = ("background", "text", "muted", "line", "surface", "surface-alt", "border", "accent")
"""The colours that every drawing uses, apart from those of roles and series."""


def _literal(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise wrong(f"is {value!r}, no colour", 'write six hexadecimal digits, small letters, in quotes: "#1f5f8b".')
    return value


Hex = Annotated[str, AfterValidator(_literal)]


class Colour(BaseModel):
    """One colour in the site's two palettes, as #rrggbb."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    light: Hex
    dark: Hex


def _complete(colours: Mapping[str, Colour]) -> Mapping[str, Colour]:
    if lacking := [name for name in COLOURS if name not in colours]:
        raise wrong(f"lack {', '.join(lacking)}", "add what every drawing uses.")
    return colours


def _with_risk(roles: Mapping[str, Role]) -> Mapping[str, Role]:
    if "risk" not in roles:
        raise wrong("lack 'risk'", "add the role: errors in drawings take its colour.")
    return roles


class Role(BaseModel):
    """How a node of one role looks. `dash` as in SVG, `width` of the border in px."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    meaning: Text
    shape: Text
    fill: Colour
    stroke: Colour
    dash: str | None = None
    width: float = Field(gt=0, allow_inf_nan=False)


_Size = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Print(BaseModel):
    """Sizes of drawings on paper: type in px of the drawing and in points printed, the type area in mm."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text_px: _Size
    natural_pt: _Size
    smallest_pt: _Size
    column_mm: _Size
    width_mm: _Size
    height_mm: _Size


STAGES = ("earlier", "later")
"""Classes of nodes in a drawing that is built up frame by frame: drawn before (grey), or not yet (it keeps its place)."""


class Style(BaseModel):
    """The whole of `diagrams/style.yaml`; `guide.sources` reads it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    colours: Annotated[dict[str, Colour], AfterValidator(_complete)]
    roles: Annotated[dict[str, Role], AfterValidator(_with_risk)]
    series: tuple[Colour, ...] = Field(min_length=1)
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
        muted, paper = self.colours["muted"].light, self.colours["background"].light
        lines.append(f"classDef earlier fill:{paper},stroke:{muted},color:{muted}")
        lines.append("classDef later fill:none,stroke:none,color:transparent")
        return "\n".join(lines)
