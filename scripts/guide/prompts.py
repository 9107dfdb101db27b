"""The practice room's prompts with their numbers: what their texts quote is computed as in chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guide import estimates
from guide.estimates import EstimateError, Evaluation, Value
from guide.markdown.inline import QUOTE
from guide.model import Prompt
from guide.numbers import Numbers, quoted_name, quotes_in
from guide.typography import curled, unbroken

Place = tuple[str | int, ...]


def texts(prompt: Prompt) -> Iterator[tuple[Place, str]]:
    """Every text of a prompt that may quote a number, with its place in the prompt."""
    yield ("title",), prompt.title
    yield ("differs",), prompt.differs
    yield ("prompt",), prompt.prompt
    for level, text in prompt.levels.items():
        yield ("levels", level), text
    for number, kept in enumerate(prompt.kept):
        yield ("kept", number, "fact"), kept.fact
        yield ("kept", number, "latest"), kept.latest
    for number, probe in enumerate(prompt.probes):
        yield ("probes", number, "ask"), probe.ask
        yield ("probes", number, "listen"), probe.listen
    for field in ("say", "moves", "stays"):
        yield ("flip", field), getattr(prompt.flip, field)
    for step, points in prompt.points.items():
        for number, point in enumerate(points):
            yield ("points", step, number), point
    for signal, text in prompt.rubric.items():
        yield ("rubric", signal), text


@dataclass(frozen=True)
class Filled:
    """A prompt whose numbers are computed."""

    prompt: Prompt
    numbers: Numbers
    evaluation: Evaluation

    def quote(self, expression: str) -> str:
        """What `${expression}` reads as. Raises EstimateError or LookupError when it quotes nothing."""
        home = (quoted_name(expression) or "").rpartition(".")[0]
        return self.numbers.quote("", expression) if home else estimates.quote(self.evaluation, expression)

    def text(self, text: str) -> str:
        """A text of the prompt with its numbers, in the characters of set text; "?" for what can't be quoted."""

        def value(expression: str) -> str:
            try:
                return self.quote(expression)
            except (EstimateError, LookupError):
                return "?"

        return curled(unbroken(QUOTE.sub(lambda match: value(match["expression"].strip()), text)))


def filled(prompt: Prompt, numbers: Numbers) -> Filled:
    """Computes a prompt's numbers; their mistakes are `evaluation.errors`, with lines from 0 in its `numbers`."""
    block = estimates.parse(prompt.numbers)
    errors = tuple(error for error in block.errors if error.code != "block-title")
    quoted = frozenset(
        name for _, text in texts(prompt) for expression, _ in quotes_in(text) if (name := quoted_name(expression))
    )

    def other(chapter: str, name: str) -> Value:
        return numbers.value("", f"{chapter}.{name}")

    block = replace(block, title=prompt.title, errors=errors)
    return Filled(prompt, numbers, estimates.evaluate(prompt.id, [block], other, quoted))
