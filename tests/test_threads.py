"""Threads: results in order, errors at once, Ctrl-C within a moment."""

import os
import signal
import subprocess
import sys
import threading
import time
from threading import Event, Timer, current_thread, main_thread

import pytest

import textmine as tm
from textmine._threads import available_threads, check_stopped, gather, interruptible


@pytest.mark.parametrize("n_threads", [1, 3])
def test_results_come_in_the_order_of_the_tasks(n_threads):
    assert gather([lambda i=i: time.sleep(0.01 * (3 - i)) or i for i in range(4)], n_threads) == [0, 1, 2, 3]
    assert gather([], n_threads) == []


def test_all_processors_are_none_and_minus_one():
    assert available_threads(None) == available_threads(-1) >= 1 and available_threads(7) == 7
    for value in (0, -2, 1.5, True, "2"):
        with pytest.raises(ValueError, match="n_jobs must be a whole number of at least 1, or None or -1 for all"):
            available_threads(value)


def test_models_take_minus_one_as_all_processors(table):
    one, every = (tm.LDA(2, max_iter=10, n_init=2, n_jobs=n_jobs).fit(table) for n_jobs in (1, -1))
    assert (one.components_ == every.components_).all()
    assert tm.topic_stability(one, table, n_resamples=2, n_seeds=1, n_shuffles=0, n_sweeps=3, n_jobs=-1).shape[0] == 2


def test_an_error_stops_tasks_inside_of_others():
    stopped = threading.Event()

    def long():
        for _ in range(1000):
            time.sleep(0.01)
            try:
                check_stopped()
            except InterruptedError:
                stopped.set()
                raise

    def wrong():
        time.sleep(0.05)
        raise KeyError("first")

    with pytest.raises(KeyError, match="first"):
        gather([wrong, lambda: gather([long, long], 2)], 2)
    assert stopped.is_set()
    check_stopped()


SELECTION = """
import sys, time
import textmine as tm
table = tm.read_corpus("seeds", language="en").segment()
table = tm.tokenize(table).count()
print("ready", flush=True)
try:
    tm.select_n_components(table, range(10, 30), n_jobs=2)
except KeyboardInterrupt:
    sys.exit(77)
"""


PERMUTATION = SELECTION.replace(
    "tm.select_n_components(table, range(10, 30), n_jobs=2)",
    'tm.keyness(table, "article", measure="permutation", options={"n_permutations": 999_999, "max_t": True})')


@pytest.mark.parametrize("script, seconds", [(SELECTION, 2), (PERMUTATION, 5)], ids=["selection", "permutation"])
def test_ctrl_c_ends_long_work_soon(script, seconds):
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=os.environ,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    begin = time.perf_counter()
    assert process.wait(30) == 77
    assert time.perf_counter() - begin < seconds


def test_ctrl_c_ends_the_wait_for_a_task_at_once(request):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))

    def task():
        while not Event().wait(0.05):
            check_stopped()

    Timer(0.3, signal.pthread_kill, (main_thread().ident, signal.SIGINT)).start()
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        interruptible(task)
    assert time.perf_counter() - start < 2


def test_what_a_task_raises_is_raised_and_what_it_returns_returned():
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 / 0)
    assert interruptible(lambda: interruptible(lambda: current_thread() is not main_thread()))
