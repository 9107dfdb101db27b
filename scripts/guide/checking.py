"""The checks of a book in a process of their own, while its pages are being served."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from guide.problems import BookError, Problem
from guide.project import Project

Done = Callable[[list[Problem]], None]


class Checking:
    """Looks for every mistake of a book as it stands on disk; `done` is called in a thread with what was found."""

    def __init__(self, project: Project, done: Done) -> None:
        self._project, self._done = project, done
        self._process: SpawnProcess | None = None

    def begin(self) -> None:
        """Begins anew; a run that isn't finished ends without a word."""
        self.end()
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_check, args=(self._project, sender))
        self._process.start()
        sender.close()
        threading.Thread(target=self._wait, args=(self._process, receiver), daemon=True).start()

    def end(self) -> None:
        """Ends what is running."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.join()

    def _wait(self, process: SpawnProcess, receiver: Connection) -> None:
        try:
            found = receiver.recv()
        except EOFError:
            process.join()
            found = [_unfinished(process.exitcode)]
        if process is self._process:
            self._done(found)


def _unfinished(exit_code: int | None) -> Problem:
    """What is said of checks that ended without a word."""
    message = "the process of the checks ended with an error, which stands in the terminal."
    mend = "run `guide check`, which shows it too, and mend what it is about."
    if exit_code is None or exit_code < 0:  # the number of the signal
        message = "the process of the checks was killed, most likely because the memory ran out."
        mend = "close other programs and save a file again, or run `guide check`."
    return Problem(".build", 0, "setup", message, mend)


def _check(project: Project, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the preview ends this process, too
    from guide.kept import Kept
    from guide.pages import make_pages
    from guide.workers import Here

    try:
        _, found = make_pages(project, Kept(project), Here(), strict=False)
    except BookError as error:
        found = error.problems
    sender.send(found)
