"""Estimates: numbers that are computed, published or assumed, and never typed twice.

`parse` reads a block, `evaluate` computes a chapter's blocks, `quote` writes a value for prose. Tables, strips and
worksheets are made by `render`, the browser's data by `browser`, sentences on what moves a result by `sensitivity`.
`points_errors` finds shares and points that are mixed up.
"""

from .errors import EstimateError, Untold
from .evaluate import PRICES, Evaluation, Value, evaluate, foreign_names, untold
from .functions import FUNCTIONS, Function
from .language import Block, parse
from .points import points_errors
from .present import READING_TIMES, parse_quote, quote
from .units import parse_unit

__all__ = [
    "FUNCTIONS",
    "PRICES",
    "READING_TIMES",
    "Block",
    "EstimateError",
    "Evaluation",
    "Function",
    "Untold",
    "Value",
    "evaluate",
    "foreign_names",
    "parse",
    "parse_quote",
    "parse_unit",
    "points_errors",
    "quote",
    "untold",
]
