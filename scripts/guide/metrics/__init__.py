"""The metrics of the reference page, computed: pure functions on plain lists, and the `metric` fences that call them."""

from .example import Example, ExampleError, read_example
from .registry import METRICS, Metric
from .worked import Worked

__all__ = ["METRICS", "Example", "ExampleError", "Metric", "Worked", "read_example"]
