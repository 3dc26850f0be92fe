"""What a reader of a recorded run is asked before a call is shown; the answers are taken from the run."""

from collections import Counter
from typing import NamedTuple

from tutorial_utils.tensors.tracing.steps import PYTHON, Begins, Gave, Step

_MOST = 3
_CALLS = (Begins.FUNCTION, Begins.SESSION, Begins.LAYER)
_GIVEN = tuple(Gave)

_WORDS = {
    "printed": "Predict: what will line {line} print, and who prints it?",
    "traced": "Predict: will Python run the body of the function in the call of line {line}?",
    "given": "Predict: what does the call of line {line} give back?",
    "yes": "yes, while TensorFlow traces it",
    "no": "no, its graph runs alone",
    Gave.NUMBERS: "numbers",
    Gave.SYMBOLIC: "a symbolic tensor: a shape, and no numbers",
    Gave.NOTHING: "nothing",
}


class Question(NamedTuple):
    """One question.

    Attributes:
        at: The step at which it is asked, before the call.
        end: The step at which all of the call has been shown.
        ask: The question.
        choices: What may be chosen.
        right: Which of them is so.
    """

    at: int
    end: int
    ask: str
    choices: list[str]
    right: int

    def as_data(self) -> dict:
        return self._asdict()


def questions(steps: list[Step]) -> list[Question]:
    """What is asked of a run: before calls of a traced function, a session, a layer or a model, in their
    order, and no question twice that has the same answer where there are more than three."""
    found: list[Question] = []
    end = 0
    for at, step in enumerate(steps):
        if at > end and step.who == PYTHON and step.line and step.begins in _CALLS:
            end = _end(steps, at)
            found.append(_question(steps, at, end))
    return _some([question for question in found if question])


def _end(steps, at):
    """The last step of the line that a call is part of."""
    call = steps[at]
    later = range(at + 1, len(steps))
    back = [i for i in later if (steps[i].source, steps[i].call) == (call.source, call.call)]
    left = next((i for i in back if steps[i].line != call.line), len(steps))
    return max([i for i in back if i < left], default=at)


def _question(steps, at, end):
    call, span = steps[at], steps[at : end + 1]
    printed = Counter(by for s in span for by, text in s.printed for _ in text.splitlines())
    if printed:
        kind, (choices, right) = "printed", _of_prints(printed["print"], printed.total())
    elif call.begins == Begins.FUNCTION:
        traced = any(s.begins == Begins.TRACE for s in span)
        kind, choices, right = "traced", [_WORDS["yes"], _WORDS["no"]], int(not traced)
    elif call.gave:
        kind, choices = "given", [_WORDS[name] for name in _GIVEN]
        right = _GIVEN.index(call.gave)
    else:
        return None  # it raised
    return Question(at - 1, end, _WORDS[kind].format(line=call.line), choices, right)


def _of_prints(by_python, every):
    """Four ways in which lines may be printed, fewest first, and which of them is so."""
    by_graph = every - by_python
    more = max(by_python, by_graph)
    others = [(0, by_graph or more), (by_python or more, 0), (by_python or more, by_graph or more)]
    others += [(0, 0), (more + 1, more + 1)]
    some = [(by_python, by_graph)]
    some += [each for each in dict.fromkeys(others) if each not in some][:3]
    some.sort(key=lambda each: (sum(each), each))
    return [_prints(*each) for each in some], some.index((by_python, by_graph))


def _prints(by_python, by_graph):
    """
    >>> _prints(1, 2), _prints(0, 0)
    ('print: 1 line, tf.print: 2 lines', 'nothing')
    """
    told = [
        f"{name}: {many} line{'s' * (many > 1)}"
        for name, many in (("print", by_python), ("tf.print", by_graph))
        if many
    ]
    return ", ".join(told) or _WORDS[Gave.NOTHING]


def _some(found):
    if len(found) <= _MOST:
        return found
    by_answer = {(q.ask.partition("line")[0], q.choices[q.right]): q for q in reversed(found)}
    new = sorted(by_answer.values())
    return sorted([*new, *(q for q in found if q not in new)][:_MOST])
