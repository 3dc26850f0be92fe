"""A process that checks one file: ``python -m tutorial_utils.course.grading.worker FOLDER SCRATCH``.

It starts a kernel in FOLDER, loads what checking needs, and says so. Then it reads jobs from its
standard input, a line of JSON each, until one of them could be run: a kernel serves one check. What
it has to say goes to its standard output, a line of JSON each. It ends when its input does, so it
does not outlive whoever started it. Temporary files, the kernel's among them, go to SCRATCH, which
is gone when it ends.
"""

import _thread
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from queue import Empty, Queue

from ..exceptions import CourseError, EnvironmentFault


def main(folder: Path, scratch: Path) -> None:
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    # JupyterLab brings a package that jsonschema, and so nbformat, imports if it can: to check a kind
    # of address that no notebook holds, it compiles a grammar for more than a second.
    sys.modules.setdefault("rfc3987_syntax", None)
    say = _private_output()
    jobs = _jobs()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as ends:
        ends.callback(shutil.rmtree, scratch, ignore_errors=True)
        try:
            from .kernel import Kernel

            kernel = Kernel(folder)
            ends.callback(kernel.end)
            from ..desk.files import preload, read_learner_file
            from .grading import grade  # while the kernel loads TensorFlow

            preload(folder)
            kernel.wait()
            say(ready=kernel.pid)
        except EnvironmentFault as error:
            say(error=str(error), code=error.exit_code)
            return
        while job := _next_job(jobs, kernel):
            try:
                file = read_learner_file(Path(job["path"]))
            except CourseError as error:
                say(error=str(error), code=error.exit_code)
                continue  # the kernel is as it was
            try:
                report = grade(
                    file,
                    job["only"],
                    seconds=job["seconds"],
                    step=lambda done, total: say(done=done, total=total),
                    kernel=kernel,
                )
                say(report=report.as_json())
            except EnvironmentFault as error:
                say(error=str(error), code=error.exit_code)
            return


def _next_job(jobs: Queue, kernel) -> dict | None:
    """The next job; none where the kernel died while it waited: nobody should wait for another."""
    while kernel.is_alive():
        with contextlib.suppress(Empty):
            return jobs.get(timeout=1)
    return None


def _private_output():
    """A function that writes messages where nothing else can write.

    What any library prints goes to the standard error from now on.
    """
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(**message) -> None:
        try:
            out.write(json.dumps(message) + "\n")
            out.flush()
        except OSError:  # nobody listens any more
            raise KeyboardInterrupt from None

    return say


def _jobs() -> Queue:
    """The jobs that come in. When the input ends, the main thread is told to stop."""
    jobs: Queue[dict | None] = Queue()
    main_thread = threading.get_ident()

    def read() -> None:
        for line in sys.stdin:
            jobs.put(json.loads(line))
        jobs.put(None)
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(main_thread, signal.SIGTERM)
        else:
            _thread.interrupt_main()

    threading.Thread(target=read, daemon=True).start()
    return jobs


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
