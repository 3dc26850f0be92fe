"""Peak memory of what looks at tensors, in a process of its own, where nothing else was allocated.

`python -m tests.benchmarks.memory plain|spread|show` prints megabytes above what was there before: of
a built model's compiled forward pass, or of the same with a reduced look at every layer; of the line of
1 GB that a graph prints.
"""

import resource
import sys
from pathlib import Path

import psutil

from tutorial_utils import quiet


def main(what):
    quiet.start()  # before anything imports TensorFlow
    run = _of_a_tensor() if what == "show" else _of_a_model(what)
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        run()
    print((peak() - before) / 1e6)


def _of_a_model(what):
    from tests.benchmarks.models import compiled, mobile_net
    from tutorial_utils.tensors import ActivationExtractor, spread

    model, x = mobile_net()
    run = ActivationExtractor(model, reduce=spread) if what == "spread" else compiled(model)
    return lambda: run(x)


def _of_a_tensor():
    import tensorflow as tf

    from tests.benchmarks.look_rows import ONE_GIGABYTE, shown

    shown(tf.zeros(3))  # what is loaded once is no memory of the look
    x = tf.fill((ONE_GIGABYTE,), 1.5)
    return lambda: shown(x)


def peak() -> int:
    """The most memory, in bytes, that this process ever held.

    On Linux, ``ru_maxrss`` starts at what the parent held when it forked; ``VmHWM`` does not.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (li for li in status.read_text().splitlines() if li.startswith("VmHWM:"))
        return 1024 * int(line.split()[1])
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1])
