"""A process that checks files: ``python -m tutorial_utils.course.grading.worker FOLDER SCRATCH [many]``.

It starts a kernel in FOLDER, loads what checking needs, and says so. Then it reads jobs from its
standard input, a line of JSON each, until that ends: each job has a kernel of its own, which, where
there are many, is a fork of one process that has imported TensorFlow. What it has to say goes to its standard output, a line of JSON each. It does not outlive whoever started it, and
nothing that a learner's cell started outlives the check. Temporary files, the kernels' among them, go
to SCRATCH, which is gone when it ends.
"""

import _thread
import contextlib
import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from queue import Empty, Queue

from ..exceptions import CourseError, EnvironmentFault
from ..kernels import orphans
from .job import broke_off
from .limits import Limits

# JupyterLab brings packages that jsonschema, and so nbformat, imports if it can, to check kinds of
# text that no notebook holds. The first compiles a grammar for more than a second.
_CHECKS_OF_FORMATS = ("rfc3987_syntax", "rfc3986_validator", "isoduration")


def main(folder: Path, scratch: Path, many: bool = False) -> None:
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    for name in _CHECKS_OF_FORMATS:
        sys.modules.setdefault(name, None)
    gc.set_threshold(100_000, 50, 100)  # of imports nothing is to be collected
    say = _private_output()
    jobs = _jobs()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as ends:
        ends.callback(shutil.rmtree, scratch, ignore_errors=True)
        orphans.adopt()
        ends.callback(orphans.end_all)
        try:
            from ..kernels import forked
            from ..kernels.kernel import Kernel

            server = forked.use() if many else None
            if server:
                ends.callback(server.end)
            kernel = Kernel(folder)
            ends.callback(lambda: kernel and kernel.end())
            from ..desk.files import read_learner_file
            from .grading import grade  # while the kernel loads TensorFlow

            kernel.wait()
            helpers = {server.pid} if server else ()
            say(ready=kernel.pid)
        except EnvironmentFault as error:
            say(error=str(error), code=error.exit_code)
            return
        while job := _next_job(jobs, kernel):
            try:
                file = read_learner_file(Path(job["path"]))
                kernel, waiting = None, kernel  # it is used up
                report = grade(
                    file,
                    job["only"],
                    limits=Limits(**job["limits"]),
                    step=lambda done, total: say(done=done, total=total),
                    kernel=waiting,
                )
                say(report=report.as_json())
            except CourseError as error:
                say(error=str(error), code=error.exit_code)
            except Exception as error:  # one file's failure
                traceback.print_exc()  # to the standard error, for whoever looks for the cause
                said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
                say(error=broke_off(job["path"], said), code=EnvironmentFault.exit_code)
            if kernel is None:
                orphans.end_all(but=helpers)
                _empty(scratch)


def _next_job(jobs: Queue, kernel) -> dict | None:
    """The next job; none where the kernel died while it waited: nobody should wait for another."""
    while kernel is None or kernel.is_alive():
        with contextlib.suppress(Empty):
            return jobs.get(timeout=1)
    return None


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


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
    main(Path(sys.argv[1]), Path(sys.argv[2]), "many" in sys.argv[3:])
