"""Work on several threads: how many there are, how it is shown, how it is stopped.

Results come in the order of the tasks.  On an error, or Ctrl-C, long tasks that ask
`check_stopped` now and then end at once, also where they run inside of others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from numbers import Integral
from threading import Event, Thread, current_thread, main_thread
from typing import Any

from tqdm import tqdm

WAIT = 2
"""Seconds before a progress bar is shown, in a terminal only."""

_STOPS: ContextVar[tuple[Event, ...]] = ContextVar("stops", default=())
"""What tells this thread to stop: its own gathering, and those around it."""


def available_threads(n_jobs: Any, argument: str = "n_jobs") -> int:
    """Return how many threads to use: as asked for; for None or -1 one for each processor that this process may use.

    >>> available_threads(3)
    3
    >>> available_threads(0)
    Traceback (most recent call last):
    ...
    ValueError: n_jobs must be a whole number of at least 1, or None or -1 for all processors, got 0
    """
    whole = isinstance(n_jobs, Integral) and not isinstance(n_jobs, bool)
    if n_jobs is None or (whole and n_jobs == -1):
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not whole or n_jobs < 1:
        raise ValueError(f"{argument} must be a whole number of at least 1, or None or -1 for all processors, got "
                         f"{n_jobs!r}")
    return int(n_jobs)


def progress(total: int, what: str, unit: str) -> tqdm:
    """Return a progress bar that is shown in a terminal only, and only if the work takes a while."""
    return tqdm(total=total, desc=what, unit=f" {unit}", delay=WAIT, disable=None, leave=False)


def gather(tasks: Sequence[Callable[[], Any]], n_threads: int) -> list[Any]:
    """Return the results of all tasks in their order.

    Raises
    ------
    BaseException
        What a task raised, or Ctrl-C; tasks that run are told to stop.

    Examples
    --------
    >>> gather([lambda: 1, lambda: 2], 2)
    [1, 2]
    """
    if n_threads == 1 or len(tasks) == 1:
        return [task() for task in tasks]
    stop = Event()
    stops = (*_STOPS.get(), stop)

    def run(task: Callable[[], Any]) -> Any:
        _STOPS.set(stops)
        check_stopped()
        return task()

    with ThreadPoolExecutor(min(n_threads, max(1, len(tasks)))) as pool:
        try:
            return list(pool.map(run, tasks))
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def interruptible(task: Callable[[], Any]) -> Any:
    """Return the result of a task that works on a thread of its own, so that Ctrl-C ends the wait for it at once.

    Signals reach the main thread alone.  In compiled code they can do harm, and long loops hold them back.  A task that
    was given up ends when it asks `check_stopped`, or with the process.

    Examples
    --------
    >>> interruptible(lambda: 1 + 1)
    2
    """
    if current_thread() is not main_thread():
        return task()
    stop, finished = Event(), Event()
    outcome: list[tuple[Any, BaseException | None]] = []
    stops = (*_STOPS.get(), stop)

    def run() -> None:
        _STOPS.set(stops)
        try:
            outcome.append((task(), None))
        except BaseException as error:
            outcome.append((None, error))
        finally:
            finished.set()

    Thread(target=copy_context().run, args=(run,), daemon=True).start()
    try:
        while not finished.wait(WAIT):
            pass
    except BaseException:
        stop.set()
        raise
    result, error = outcome[0]
    if error is not None:
        raise error
    return result


def check_stopped() -> None:
    """Raise InterruptedError where the work that this is part of was stopped."""
    if any(stop.is_set() for stop in _STOPS.get()):
        raise InterruptedError("the work was stopped")
