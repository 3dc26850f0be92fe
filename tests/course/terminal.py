"""Run the real program at a terminal: what it asks is answered by keys."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

from .program import COMMAND, environment


def at_a_terminal(
    *words: object,
    typed: str = "",
    after: str = "",
    cwd: Path,
    columns: int = 60,
    seconds: float = 60,
) -> tuple[int, str]:
    """The exit code and all that stood on the screen.

    Args:
        words: The command.
        typed: What is typed once the screen shows ``after``.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    quiet = environment() | {"NO_COLOR": "1", "TERM": "dumb"}
    quiet.pop("COLUMNS", None)
    process = subprocess.Popen(
        [*COMMAND, *map(str, words)],
        cwd=cwd,
        env=quiet,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C is a signal
    )
    os.close(theirs)
    screen = b""
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                # it waits for an answer now: before, a Ctrl-C may meet what swallows it
                if typed and after in screen.decode():
                    os.write(ours, typed.encode())
                    typed = ""
                continue
            try:
                if not (piece := os.read(ours, 65536)):
                    break
            except OSError:  # the program has closed its end
                break
            screen += piece
        return process.wait(5), screen.decode().replace("\r\n", "\n")
    finally:
        process.kill()
        process.wait()
        os.close(ours)
