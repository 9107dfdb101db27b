"""Processes that share the work of a build."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor

MOST = 4


def workers(count: int | None = None) -> ProcessPoolExecutor:
    """A pool with a process a core, at most `MOST`. They are new ones: the libraries below don't like to be forked."""
    size = count or min(MOST, os.cpu_count() or 1)
    return ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """In a worker: ends it when the build is killed, as nobody is left to tell it to."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
