"""A process that has imported TensorFlow and becomes a fresh kernel, one after the other.

``python fork_server.py DESCRIPTOR``: over that socket a line of JSON and
three streams ask for a kernel; its process id and, at its end, its exit code come back. A class has
many files, and to import TensorFlow takes longer than to judge one.
"""

import ctypes
import os
import signal
import socket
import sys

from tutorial_utils.course.kernels import orphans
from tutorial_utils.course.kernels.preloaded import Preloaded, receive

_PR_SET_PDEATHSIG = 1


def main(control: socket.socket) -> None:
    """Serve until the other end is closed, or killed."""
    _end_with_parent()
    orphans.adopt()
    preloaded = Preloaded()
    control.sendall(b"ready\n")
    while received := receive(control):
        asked, fds = received
        pid = os.fork()
        if pid == 0:
            control.close()
            preloaded.become_kernel(asked, fds, first=_end_with_parent)
        for number in fds:
            os.close(number)
        control.sendall(b"%d\n" % pid)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        orphans.end_all()
        control.sendall(b"%d\n" % code)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file
    main(socket.socket(fileno=int(sys.argv[1])))
