import numpy as np

from tutorial_utils.tensors.comparison.comparison import Comparison


def pairs(**tensors):
    return [((path, a), (path, b)) for path, (a, b) in tensors.items()]


TABLE = """\
3 tensors compared, the first that differs: off
path   shape   dtypes            largest  relative  cosine  differs
same   (2,)    float32, float16  0.0      0.0       1.0
off    (1,)                      1.0      0.5       1.0     yes
other  (2, 3)                                               yes
other: shapes (2, 3) and (2, 4)
only in the first: a, b, c and 1 more
loop: skipped, it runs in a loop"""


def test_it_displays_as_a_table():
    found = Comparison(
        pairs(
            same=(np.ones(2, "float32"), np.ones(2, "float16")),
            off=(np.array([2.0]), np.array([1.0])),
            other=(np.ones((2, 3)), np.ones((2, 4))),
        ),
        1e-4,
        (["a", "b", "c", "d"], []),
        {"loop": "runs in a loop"},
    )
    assert repr(found) == TABLE
    assert (
        "<caption>3 tensors compared, the first that differs: off</caption>" in found._repr_html_()
    )


def test_none_differs():
    found = Comparison(pairs(same=(np.ones(2), np.ones(2))), 1e-4)
    assert repr(found).splitlines()[0] == (
        "1 tensor compared, none differs by more than 1e-04 of its largest value"
    )


def test_the_first_is_named_where_it_is_not_shown():
    many = {f"l{at}": (np.ones(1), np.full(1, 1.0 + (at == 25))) for at in range(50)}
    found = Comparison(pairs(**many), 1e-4)
    assert found.first.path == "l25"
    assert "the first that differs: l25" in repr(found)
    assert "… 30 more" in repr(found)
