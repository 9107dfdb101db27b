"""Prompts of the practice room are complete: a family, all levels and steps, probes in order, a flip apart from them.

docs/prompts/<case>.yaml holds the prompts of the family that the case stands for. Each keeps four to six facts back,
has five to seven probes in the minutes of the short round, one flip in its middle third, two to four points a step and
a hint for each signal of the rubric but the conversation. No two prompts or chapters share an id: a finished round
names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Append, Move, Replace, Subject, bad, good, near
from guide.checks.core.small_book import PROMPTS, without
from guide.framework import LEVELS, SIGNALS, STEPS
from guide.model import Prompt
from guide.problems import Problem

KEPT, PROBES, POINTS = (4, 6), (5, 7), (2, 4)
LAST_MINUTE = 41
"""Of the short round: after it a candidate's own questions come."""
FLIP_FROM, FLIP_TO, APART = 20, 34, 2

BAD = (
    bad("no rubric", without(PROMPTS, "    system: A queue for people, and a way back.\n"), line="  rubric:"),
    bad("an unknown twist", Replace(PROMPTS, "twist: product", "twist: other"), line="twist: other"),
    bad("a family that is no case", Move(PROMPTS, "docs/prompts/comments.yaml"), file="docs/prompts/comments.yaml", line="- id: spam-in-reviews"),
    bad("probes out of order", Replace(PROMPTS, "{minute: 11,", "{minute: 3,"), line="{minute: 3,"),
    bad("a flip on a probe", Replace(PROMPTS, "minute: 28", "minute: 25"), line="  flip:"),
    bad("a flip at the end", Replace(PROMPTS, "minute: 28", "minute: 36"), line="  flip:"),
    bad("an id that a chapter has", Replace(PROMPTS, "id: spam-in-reviews", "id: comment-spam"), line="id: comment-spam"),
    bad("a step without points", without(PROMPTS, "    evaluate:\n      - Precision at the price.\n      - Reviews lost, by shop.\n"), line="  points:"),
    bad("not a mapping", Append(PROMPTS, "\n- just a text\n"), line="- just a text"),
)
GOOD = (good("a further point", Replace(PROMPTS, "      - Precision at the price.\n", "      - Precision at the price.\n      - And its spread.\n")),)


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    seen: dict[str, str] = {chapter.id: subject.path(chapter) for chapter in book.chapters}
    cases = [case.id for case in book.cases]
    for prompt in book.prompts:
        path = project.relative(project.prompts / f"{prompt.family}.yaml")

        def at(*place: str | int, message: str, mend: str, prompt: Prompt = prompt, path: str = path) -> Problem:
            return Problem(path, prompt.line_of(*place), "prompt-data", f"{prompt.id!r}: {message}.", mend)

        if prompt.id in seen:
            yield at("id", message=f"the id stands in {seen[prompt.id]} already", mend="give each prompt an id of its own.")
        seen.setdefault(prompt.id, path)
        if prompt.family not in cases and not subject.hidden(prompt.family):
            mend = near(prompt.family, cases, f"name the file after a case: {', '.join(cases)}.", "docs/prompts/{}.yaml")
            yield at("id", message=f"its file's name, {prompt.family!r}, is no case's id", mend=mend)
        if not prompt.stand_in:
            yield from (at(*place, message=message, mend=mend) for place, message, mend in faults(prompt))


def faults(prompt: Prompt) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """(place in the prompt, what is wrong, how to mend it)."""
    for field, wanted in (("levels", LEVELS), ("points", tuple(STEPS)), ("rubric", tuple(SIGNALS)[:-1])):
        if missing := [name for name in wanted if name not in getattr(prompt, field)]:
            yield (field,), f"{field!r} lacks {', '.join(missing)}", f"write {'it' if len(missing) == 1 else 'them'}."
    for field, (least, most) in (("kept", KEPT), ("probes", PROBES)):
        if not least <= (count := len(getattr(prompt, field))) <= most:
            yield (field,), f"{field!r} has {count} entries", f"write {least} to {most}."
    least, most = POINTS
    for step, points in prompt.points.items():
        if not least <= len(points) <= most:
            yield ("points", step), f"{step!r} has {len(points)} points", f"write {least} to {most}."
    minutes = [probe.minute for probe in prompt.probes]
    for number, minute in enumerate(minutes):
        if number and minute <= minutes[number - 1]:
            yield ("probes", number), f"a probe at minute {minute} follows one at {minutes[number - 1]}", "put them in the order of their minutes."
        if minute > LAST_MINUTE:
            yield ("probes", number), f"a probe comes at minute {minute}", f"end at minute {LAST_MINUTE}: the candidate's questions follow."
    flip = prompt.flip.minute
    if not FLIP_FROM <= flip <= FLIP_TO:
        yield ("flip",), f"the flip comes at minute {flip}", f"let it come between {FLIP_FROM} and {FLIP_TO}: there is a design, and time to change it."
    elif any(abs(flip - minute) < APART for minute in minutes):
        yield ("flip",), f"the flip at minute {flip} is on a probe's heels", f"keep {APART} minutes between them."
