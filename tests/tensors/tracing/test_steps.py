"""A recording is plain data: it goes through JSON and comes back the same."""

import json

from tutorial_utils.tensors.tracing.steps import GRAPH, Source, Step, Steps

STEPS = Steps(
    [Source(4, ("def f():", "    return 1"))],
    [
        Step("Python", "It runs.", 0, 5, [], "f", "a/b", {"x": "1"}, [("print", "hello\n")]),
        Step(GRAPH, "It runs.", 0, None, [4, 5]),
    ],
    more=3,
)


def test_through_json_and_back():
    data = STEPS.as_data()
    assert json.loads(json.dumps(data)) == data
    assert Steps.from_data(json.loads(json.dumps(data))) == STEPS
