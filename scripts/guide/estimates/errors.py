"""The one exception an author's mistake in an estimate block becomes."""

from __future__ import annotations


class EstimateError(ValueError):
    """A mistake in an estimate block.

    Attributes:
        code: stable short name of the kind of mistake, such as ``unknown-name``.
        message: what is wrong, one sentence.
        mend: how to put it right, one sentence.
        line: 0-based line inside the block's text (the fence line not counted).
        block: 0-based number of the block inside its chapter.
    """

    def __init__(self, code: str, message: str, mend: str, line: int = 0, block: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mend = mend
        self.line = line
        self.block = block

    def __reduce__(self) -> tuple[type[EstimateError], tuple[object, ...]]:
        # An exception is pickled by its arguments, of which this one has more than its message.
        return type(self), (self.code, self.message, self.mend, self.line, self.block)

    def at(self, line: int | None = None, block: int | None = None) -> EstimateError:
        """The same mistake at another place."""
        return EstimateError(
            self.code,
            self.message,
            self.mend,
            self.line if line is None else line,
            self.block if block is None else block,
        )


class Untold(EstimateError):
    """A value that isn't known because of a mistake that is named elsewhere: whoever asks for it isn't to blame."""
