"""Processes that share the work of a build."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from guide.problems import BookError, Problem

MOST = 4


class Here(Executor):
    """Does all work at once and in the caller's own process, where a few pages take less time than starting another."""

    def submit(self, function: Callable, /, *arguments: object, **named: object) -> Future:
        done: Future = Future()
        try:
            done.set_result(function(*arguments, **named))
        except BaseException as error:  # the caller gets whatever was raised, as from any executor
            done.set_exception(error)
        return done


@contextmanager
def workers(count: int | None = None) -> Iterator[Executor]:
    """A pool with a process a core, at most `MOST`. They are new ones: the libraries below don't like to be forked.

    Raises BookError when one of them was killed, which is how a system without memory helps itself.
    """
    size, context = count or min(MOST, os.cpu_count() or 1), multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(size, context, initializer=_end_with_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            message = "a process that shares the work was killed, most likely because the memory ran out."
            mend = "close other programs and try again, or give the machine more memory."
            raise BookError([Problem(".build", 0, "setup", message, mend)]) from error
        except BaseException:
            # Nobody waits for what was asked for after a mistake.
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's collector of cycles stays off: where nearly all that is made is kept, looking through it for garbage takes
    a sixth of the time, and a third of it where a page of a PDF is laid out."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _end_with_parent() -> None:
    """In a worker: ends it when the build is killed, as nobody is left to tell it to."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
