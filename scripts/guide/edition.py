"""The edition: its one name and its one moment, found once and passed on."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from guide.problems import BookError, Problem
from guide.project import Project

WORKING_COPY = "working copy"
"""The name of an edition of which nothing else is known."""

_SOURCES = ("docs/", "diagrams/", "overrides/", "scripts/")
_END = datetime.datetime(2108, 1, 1, tzinfo=datetime.UTC)
"""Where the calendar of zip archives ends, in which the offline copy, the EPUB and the cards are dated."""

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Edition:
    """`name` is what every output calls the edition; `epoch` is what they are dated to, in seconds since 1970.

    `last_day` is the last day that anything in the sources may be dated to.
    """

    name: str
    epoch: int
    last_day: datetime.date

    @property
    def moment(self) -> datetime.datetime:
        """The same moment in UTC."""
        return datetime.datetime.fromtimestamp(self.epoch, datetime.UTC)


def edition_of(project: Project, environment: Mapping[str, str], now: float) -> Edition:
    """The edition of the sources as they stand. `now` is in seconds since 1970.

    The name is GUIDE_EDITION, else the commit (with "+changes" when the sources differ from it), else "working copy".
    The moment is SOURCE_DATE_EPOCH, else the commit's, so that two builds of it are the same bytes, else `now`. An
    empty variable is one that isn't set. Raises BookError when SOURCE_DATE_EPOCH is no moment.
    """
    commit, committed, changed = _commit(project, environment)
    epoch = _epoch(environment.get("SOURCE_DATE_EPOCH", "").strip())
    name = " ".join(environment.get("GUIDE_EDITION", "").split())
    known = epoch if epoch is not None else committed
    # A day of grace: the author's calendar may be ahead of UTC. What isn't committed is dated by today's.
    day = datetime.datetime.fromtimestamp(now if changed or known is None else known, datetime.UTC).date()
    return Edition(
        name=name or (f"{commit}+changes" if commit and changed else commit) or WORKING_COPY,
        epoch=int(now) if known is None else known,
        last_day=day + _DAY,
    )


def _epoch(given: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 20 and int(given) < _END.timestamp()):
        message = f"the variable is {given!r}, which is no number of seconds since 1970, up to the end of {_END.year - 1}."
        mend = "unset it, or give a whole number, as `git log -1 --format=%ct` prints."
        raise BookError([Problem("SOURCE_DATE_EPOCH", 0, "edition", message, mend)])
    return int(given)


def _commit(project: Project, environment: Mapping[str, str]) -> tuple[str, int | None, bool]:
    """(short name of the commit, its date, whether the sources differ from it); ("", None, True) without one.

    Without git, and for sources unpacked inside another project's repository, there is none.
    """
    # Git sets these for the hooks that it runs; they would answer for another folder than the project's.
    clean = {name: value for name, value in environment.items() if not name.startswith("GIT_")}

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(project.root), *arguments]
        try:
            run = subprocess.run(command, env=clean, capture_output=True, text=True, errors="replace", check=False)
        except OSError:
            return ""
        return run.stdout if run.returncode == 0 else ""

    top = git("rev-parse", "--show-toplevel").rstrip("\n")
    if not top or not os.path.exists(top) or not os.path.samefile(top, project.root):
        return "", None, True
    name, _, date = git("log", "-1", "--abbrev=10", "--format=%h %ct").strip().partition(" ")
    if not name:
        return "", None, True
    changes = git("status", "--porcelain", "-z", "--no-renames").split("\0")
    # A file that git doesn't know counts where it could be a source.
    changed = any(entry and (not entry.startswith("??") or entry[3:].startswith(_SOURCES)) for entry in changes)
    return name, int(date), changed
