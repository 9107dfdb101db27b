"""Estimates: numbers that are computed, published or assumed, and never typed twice."""

from .errors import EstimateError
from .evaluate import Evaluation, Value, evaluate
from .functions import FUNCTIONS, Function
from .language import Block, parse
from .present import parse_quote, quote, quotes_in

__all__ = [
    "FUNCTIONS", "Block", "EstimateError", "Evaluation", "Function", "Value", "evaluate", "parse", "parse_quote", "quote",
    "quotes_in",
]
