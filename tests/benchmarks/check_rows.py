"""How long a learner waits for a verdict: cold, and with the kernel that `tutorial watch` keeps."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tutorial_utils.course.content.compiled import compiled_lessons
from tutorial_utils.course.desk.delivery import deliver

from .interleaved import milliseconds, ratio
from .row import Row

TURNS = 5
LESSON = compiled_lessons()[0]


def checking():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deliver(folder)
        file = folder / f"{LESSON.slug}.ipynb"
        yield from _cold(file)
        yield from _waiting(file)


def _cold(file):
    """One lesson, in new processes, against the plainest program that runs its cells."""
    times = milliseconds(
        {
            "check": lambda: _run("tutorial_utils", "check", file),
            "nbclient": lambda: _run("tests.benchmarks.nbclient_row", file),
        },
        TURNS,
        warm=False,
    )
    took = " and ".join(f"{np.median(t) / 1e3:.1f} s" for t in times.values())
    what = f"check of lesson {LESSON.number}, cold / nbclient with the same cells, cold"
    yield Row(what, ratio(times["check"], times["nbclient"]), 1.3, note=took)


def _waiting(file):
    """From a save to its verdict, less what the cells take in a kernel that has TensorFlow."""
    own, taken, ready = [], [], []
    watch = subprocess.Popen(
        [sys.executable, "-m", "tutorial_utils", "watch", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        _verdict(watch)
        for _ in range(TURNS):
            own.append(float(_run("tests.benchmarks.nbclient_row", file).split()[-1]))
            taken.append(_saved(watch, file))
            ready.append(_saved(watch, file))  # at once, so it waits for the next kernel
            time.sleep(12)
    finally:
        watch.terminate()
        watch.wait()
    taken, ready, own = map(np.array, (taken, ready, own))
    note = f"{np.median(taken):.1f} s, of which the cells {np.median(own):.1f} s"
    what = f"watch, lesson {LESSON.number}"
    less = float(np.median(taken - own))
    yield Row(f"{what}: save to verdict, less the cells' own time", less, 1.5, "s", note)
    until = float(np.median(ready - taken))
    yield Row(f"{what}: from a verdict until the next kernel is ready", until, 10, "s")


def _saved(watch, file):
    start = time.perf_counter()
    beside = file.with_suffix(".tmp")
    beside.write_bytes(file.read_bytes())
    beside.replace(file)
    _verdict(watch)
    return time.perf_counter() - start


def _verdict(watch):
    for line in watch.stdout:
        if " passed." in line:
            return
    raise RuntimeError("`tutorial watch` ended")


def _run(module, *words):
    run = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)], capture_output=True, text=True
    )
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr)
    return run.stdout
