"""Peak memory of a forward pass, in a process of its own, where nothing else was allocated.

`python -m tests.benchmarks.memory plain|spread` prints megabytes above the built model: of its compiled
forward pass, or of the same with a reduced look at every layer.
"""

import resource
import sys

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
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print((peak - before) / 1e6)


if __name__ == "__main__":
    main(sys.argv[1])
