"""A number with a unit in a diagram is quoted, as `${name}`, never typed.

A typed number stays when the estimate changes, and the drawing then contradicts the text. Labels
quote values as prose does. Numbers without a unit (top 10, step 2) are names, and an axis says its own positions.
`accTitle` and `accDescr` are read aloud: in them a number with a unit, with a decimal point or from 13 on is quoted
or put into words; only the description of a chart says the numbers that the chart plots, rounded, and that of a gantt
or timeline its times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.checks.core import Replace, Subject, Write, bad, good
from guide.checks.core.flowchart import labels, spoken
from guide.checks.core.small_book import BARS, SERVING, SYSTEM
from guide.markdown.prose import quantities
from guide.problems import Problem

_CHART = (
    "xychart-beta\n  accTitle: The minutes of a round\n  accDescr: Two bars over the length of a round, 18.5 minutes and {}.\n"
    '  x-axis "round" ["short", "long"]\n  bar [18.52, 27]\n'
)
BAD = (
    bad("a rate on an edge", Replace(SYSTEM, '-->|"${peak}"|', '-->|"5 requests/s"|'), line="5 requests/s"),
    bad("a time in a message", Replace(SERVING, "text, at most ${scan}", "text, at most 40 ms"), line="40 ms"),
    bad("in a label", Replace(SYSTEM, "Removals<br/>and appeals", "Removals<br/>2 TB a day"), line="2 TB"),
    bad("a time in a description", Replace(SERVING, "within its budget", "within 40 milliseconds"), line="40 milliseconds"),
    bad("a share in a description", Replace(SYSTEM, "a comment is scored", "9 per cent of comments are scored"), line="9 per cent"),
    bad("a large count in a description", Replace(SYSTEM, "train the classifier", "train 13 classifiers"), line="13 classifiers"),
    bad("a decimal in a title", Replace(SERVING, "A comment is scored", "A comment is scored 1.8 times"), line="1.8 times"),
    bad(
        "in a description of several lines",
        Replace(SYSTEM, "accDescr: Offline", "accDescr {\n    Each of 400 signs counts. Offline"),
        Replace(SYSTEM, "Only the weights cross.", "Only the weights cross.\n  }"),
        line="400 signs",
    ),
    bad("what a chart doesn't plot", Write(BARS, _CHART.format("28")), line="28"),
)
GOOD = (
    good("a number that is a name", Replace(SYSTEM, "Removals<br/>and appeals", "Removals<br/>top 10")),
    good("a quote with a unit", Replace(SYSTEM, '-->|"${peak}"|', '-->|"${peak -> item/min}"|')),
    good("a quote in a description", Replace(SERVING, "within its budget", "within ${scan}")),
    good("a count of what is drawn", Replace(SYSTEM, "Offline, removals", "In frame 4, 2 groups. Offline, removals")),
    good("a name with digits", Replace(SYSTEM, "the classifier every", "the ViT-L/16 on H100 cards in 16-bit numbers every")),
    good("what a chart plots", Write(BARS, _CHART.format("27"))),
)
_TIMED = ("gantt", "timeline")
"""Kinds of diagrams whose source says times to the layout."""
_SMALLEST = 13
"""A spoken number below it, without a unit, counts what is drawn or says which."""
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w.,:/@#^–−-]){_DIGITS}(?![\w:]|-\w|[.,]\d)")
_PLOTTED = re.compile(r"^\s*(?:bar|line|[xy]-axis)\b.*", re.M)


def find(subject: Subject) -> Iterator[Problem]:
    for diagram in subject.drawn():
        if diagram.source.lstrip().startswith(_TIMED):
            continue
        path = subject.book.project.relative(diagram.path)
        for text, line in labels(diagram.source):
            for number in quantities(text.replace("<br/>", " · ")):
                mend = "quote it from an estimate block as `${name}`."
                column = subject.column(path, line, number)
                yield Problem(path, line, "diagram-number", f"{number!r} is typed into the drawing.", mend, column)
        plotted = _plotted(diagram.source)
        for text, line in spoken(diagram.source):
            for number in _typed(text, plotted):
                mend = "quote it from an estimate block as `${name}`, or say it without the number."
                column = subject.column(path, line, number)
                yield Problem(path, line, "diagram-number", f"{number!r} is typed into what is read aloud.", mend, column)


def _plotted(source: str) -> list[float]:
    """The numbers on a chart's axes and in its bars and lines; none for other kinds."""
    if not source.lstrip().startswith("xychart"):
        return []
    return [_value(number) for line in _PLOTTED.findall(source) for number in re.findall(_DIGITS, line)]


def _typed(text: str, plotted: list[float]) -> Iterator[str]:
    """The spoken numbers that should be quoted, with their units."""
    for phrase in quantities(text):
        text = text.replace(phrase, " ", 1)
        if not all(_is_drawn(number, plotted) for number in re.findall(_DIGITS, phrase)):
            yield phrase
    for number in _NUMBER.findall(text):
        if ("." in number or _value(number) >= _SMALLEST) and not _is_drawn(number, plotted):
            yield number


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _is_drawn(number: str, plotted: list[float]) -> bool:
    """Whether a chart plots a number that is this one when rounded to as many decimals."""
    half = 0.5 * 10.0 ** -len(number.partition(".")[2])
    return any(abs(_value(number) - value) <= half + 1e-9 for value in plotted)
