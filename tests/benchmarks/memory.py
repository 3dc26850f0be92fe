"""Peak memory of a forward pass, in a process of its own, where nothing else was allocated.

`python -m tests.benchmarks.memory plain|spread` prints megabytes above the built model: of its compiled
forward pass, or of the same with a reduced look at every layer.
"""

import resource
import sys
from pathlib import Path

import psutil

from tutorial_utils import quiet


def main(what):
    quiet.start()  # before anything imports TensorFlow
    from tests.benchmarks.models import compiled, mobile_net
    from tutorial_utils.tensors import ActivationExtractor, spread

    model, x = mobile_net()
    before = psutil.Process().memory_info().rss
    run = ActivationExtractor(model, reduce=spread) if what == "spread" else compiled(model)
    for _ in range(5):
        run(x)
    print((peak() - before) / 1e6)


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
