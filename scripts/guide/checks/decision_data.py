"""Decisions are complete, their default is one of their options, and a chapter shows each of them.

docs/decisions.yaml is the trade-off matrix; every field of every option is filled, and fields have no other names.
CONTRIBUTING.md, "Decisions", lists them.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.checks.core import Append, Replace, Subject, bad, good, near
from guide.checks.core.small_book import CASE, DECISIONS, without
from guide.problems import Problem

BAD = (
    bad("no cost in money", without(DECISIONS, "      money: inference only\n"), line="    - name: The model alone"),
    bad("no threshold", without(DECISIONS, "  flip_when: an error costs less than two reviews\n"), line="id: delete-or-ask"),
    bad("an empty field", Replace(DECISIONS, "avoid: labels are late", 'avoid: ""'), line='avoid: ""'),
    bad("an unknown field", Replace(DECISIONS, "  because: Then", "  becuase: Then"), line="becuase"),
    bad("an unknown step", Replace(DECISIONS, "step: deploy-and-serve", "step: deploy"), line="step: deploy"),
    bad("a default that is no option", Replace(DECISIONS, "default: Every night", "default: Every hour"), line="default: Every hour"),
    bad("two options of one name", Replace(DECISIONS, "- name: On drift", "- name: Every night"), line="- name: Every night\n      quality: lags"),
    bad("nobody shows it", Replace(CASE, "delete-or-ask\nretrain-when\n", "delete-or-ask\n"), file=DECISIONS, line="id: retrain-when"),
    bad("not YAML", Replace(DECISIONS, "flip_when: the gate refuses", 'flip_when: "the gate refuses'), line='flip_when: "the gate'),
    bad("not a mapping", Append(DECISIONS, "\n- just a text\n"), line="- just a text"),
)
GOOD = (good("no further reason", without(DECISIONS, "  because: Then the nights cost more than they teach.\n")),)


def find(subject: Subject) -> Iterator[Problem]:
    book, project = subject.book, subject.book.project
    path = project.relative(project.decisions)
    pages = (project.docs / page.page for page in book.settings.nav)
    # A decision may be shown under a wrong name, which is named where it stands.
    named = all(name in book.decision_by_id for chapter in book.chapters for name, _ in chapter.decisions)
    users_known = named and subject.known(project.config, *pages)
    for decision in book.decisions:
        if decision.stand_in:
            continue
        names = [option.name for option in decision.options]
        for number, name in enumerate(names):
            if name in names[:number]:
                message = f"{decision.id!r}: two options are called {name!r}."
                yield Problem(path, decision.line_of("options", number), "decision-data", message, "give each a name of its own.")
        if decision.default not in names and len(set(names)) == len(names):
            message = f"{decision.id!r}: the default {decision.default!r} is not one of its options."
            mend = near(decision.default, names, f"use one of {', '.join(names)}.")
            yield Problem(path, decision.line_of("default"), "decision-data", message, mend)
        if users_known and decision.id not in book.users:
            mend = "show it in a chapter's `decisions` fence, or delete it."
            yield Problem(path, decision.line, "decision-data", f"no chapter shows {decision.id!r}.", mend)
