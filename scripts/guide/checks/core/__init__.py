"""What checks share: the subject that they look at, and the examples that each of them gives."""

from guide.checks.core.example import Append, Delete, Example, Move, Replace, Write, bad, good
from guide.checks.core.site import Site
from guide.checks.core.subject import Part, Subject, near

__all__ = [
    "Append", "Delete", "Example", "Move", "Part", "Replace", "Site", "Subject", "Write", "bad", "good", "near",
]  # fmt: skip
