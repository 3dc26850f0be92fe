import random

import numpy as np

from tutorial_utils.tensors.state.random_numbers import random_numbers_put_back


def test_random_numbers():
    random.seed(1), np.random.seed(1)
    expected = random.random(), np.random.normal()
    random.seed(1), np.random.seed(1)
    with random_numbers_put_back():
        random.random(), np.random.normal()
    assert (random.random(), np.random.normal()) == expected
