"""Formulas drawn once, for whoever asks whether they can be drawn and for paper: most outlive many builds."""

from __future__ import annotations

from dataclasses import dataclass, field

from guide.kept import Kept
from guide.maths import INK, Formula, draw_formula


@dataclass
class Formulas:
    """Draws formulas in the colour of text, or takes those that are kept."""

    kept: Kept
    _drawn: dict[tuple[str, bool], Formula] = field(default_factory=dict)

    def __call__(self, tex: str, display: bool) -> Formula:
        """The drawing of TeX, in display or in text style. Raises ValueError for what can't be drawn."""
        if (tex, display) not in self._drawn:
            key = self.kept.key("formula", tex, str(display), INK)
            formula = self.kept.get(key)
            if formula is None:
                self.kept.put(key, formula := draw_formula(tex, display, INK))
            self._drawn[tex, display] = formula
        return self._drawn[tex, display]
