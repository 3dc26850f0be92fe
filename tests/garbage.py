"""Garbage is collected less often: what collecting the tests leaves behind stays until the end.

TensorFlow, Keras and nine thousand tests are a million objects that nothing frees. Without this, the
collector looks at them again and again, which takes a fifth of the time of a test that traces.
"""

import gc

import pytest

# Ours are objects of graphs, which come by the thousand (Python's own: 700, 10, 10).
OFTEN = (100_000, 50, 100)


def pytest_configure():
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
    gc.enable()
