from tutorial_utils.tensors.nonfinite.counting import Count
from tutorial_utils.tensors.nonfinite.report import Finding, NonfiniteReport

FOUND = NonfiniteReport(
    [
        Finding("output", "block/hidden#2", Count(3, 1, 8, (0, 3))),
        Finding("loss", "", Count(0, 1, 1, ())),
    ],
    {"output": 2, "loss": 1},
    ["gradients were not taken"],
)


def test_the_first_in_words():
    assert str(FOUND.first) == (
        "the output of 'block/hidden#2' has 3 NaN and 1 Inf in 8, the first at [0, 3]"
    )
    assert str(FOUND[1]) == "the loss has 1 Inf in 1"
    assert [finding.what for finding in FOUND] == ["output", "loss"]
    assert (bool(FOUND), len(FOUND)) == (True, 2)


def test_it_displays_as_a_table():
    assert repr(FOUND).splitlines() == [
        "first: the output of 'block/hidden#2' has 3 NaN and 1 Inf in 8, the first at [0, 3]",
        "what    path            NaN  Inf  of  first at",
        "output  block/hidden#2  3    1    8   [0, 3]",
        "loss                         1    1",
        "gradients were not taken",
    ]
    assert "<caption>first: the output of" in FOUND._repr_html_()


def test_all_is_finite():
    report = NonfiniteReport([], {"input": 1, "weight": 4})
    assert (bool(report), report.first) == (False, None)
    assert repr(report) == "all finite: 1 input, 4 weights"
    assert repr(NonfiniteReport([], {})) == "nothing was looked at"
