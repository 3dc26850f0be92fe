"""Processes that outlive the one that started them: here they are adopted, and ended.

A learner's cell may start a program in a session of its own. It survives its kernel, but where the
system lets a process adopt its children's children (Linux), it cannot leave.
"""

import ctypes
import sys
from collections.abc import Collection

import psutil

_PR_SET_CHILD_SUBREAPER = 36
ROUNDS = 20  # one that forks as fast as it is killed is given up


def adopt() -> None:
    """From now on, what a child leaves behind becomes a child of this process."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> set[int]:
    """The ids of this process's own children."""
    return {child.pid for child in psutil.Process().children()}


def end_all(but: Collection[int] = ()) -> None:
    """End every child of this process and all that it started, but for some children."""
    for _ in range(ROUNDS):
        found = [child for child in psutil.Process().children() if child.pid not in but]
        if not found:
            return
        family = [p for child in found for p in (child, *_descendants(child))]
        for process in family:
            try:
                process.kill()
            except psutil.Error:  # it has ended by itself
                continue
        psutil.wait_procs(family, timeout=1)


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []
