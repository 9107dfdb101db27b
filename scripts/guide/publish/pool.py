"""Processes for the printed outputs: as many as the machine has cores, up to four."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

_MOST = 4


def _end_with_parent() -> None:
    """In a worker: ends it when the build is killed, as nobody is left to tell it to."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def workers() -> Iterator[Executor]:
    """A pool of new processes: the layout engine's libraries don't like to be forked."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(_MOST, os.cpu_count() or 1), context, initializer=_end_with_parent) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
