"""What a step says, by what happened. Every word of it comes from the run."""

from collections.abc import Callable

SENTENCES = {
    # a line of Python
    "line": "Python runs {lines}.",
    "line while tracing": "Python runs {lines} while tracing. {written}",
    "line while building": "Python runs {lines} and builds a graph. {written}",
    "in the body of a loop": "Python runs {lines} while tracing the body of a loop of the graph. {written}",
    "in the test of a loop": "Python runs {lines} while tracing the condition of a loop of the graph. {written}",
    "in a branch": "Python runs {lines} while tracing a branch of the graph. {written}",
    "in a trial": "Python runs {lines} while AutoGraph tries the body of a loop, to see what its names will hold. The graph of this trial is not used.",
    "nothing written": "The graph gets nothing from {it}.",
    "written": "The graph gets {operations}.",
    # a loop or a test
    "is true": "The test is true.",
    "is false": "The test is false, so {lines} {are} skipped.",
    "ends": "The loop ends.",
    "loop of the graph": "The loop depends on a graph tensor, so TensorFlow traces its body, and the graph repeats it.",
    "branch of the graph": "The test is a graph tensor, so TensorFlow traces each branch, and the graph chooses.",
    # a function of Python
    "defines": "Python defines {function}.",
    "defines a tf.function": "Python defines {tf_function}.",
    "defines a class": "Python defines the class `{name}`.",
    "not run": "The body does not run now.",
    "call": "Python calls {function}.",
    "call to trace": "TensorFlow traces {function}: Python runs its body{given}. It is trace {number} of {function}.",
    "call while tracing": "Python calls {function} while tracing.",
    "resumed": "Python goes on in the generator {function}.",
    "returned": "{function} returns {value}.",
    "yielded": "The generator {function} yields {value}.",
    "raised": "This line raises {error}",
    # a tf.function
    "traced": "Python calls {tf_function}{of}: {why}, so TensorFlow traces it{times}.",
    "not traced": "Python calls {tf_function}{of}: it has a trace that fits, so TensorFlow does not trace it again.",
    "eager": "Python calls {tf_function}{of}: tracing is switched off, so it runs as Python.",
    "nested": "While tracing, Python calls {tf_function}{of}: the graph gets a call of its graph.",
    "nested and traced": "While tracing, Python calls {tf_function}{of}: {why}, so TensorFlow traces it{times}, and the graph gets a call of its graph.",
    "ended early": "Python calls {tf_function}{of}.",
    "came back": "{function} returns {value}.",
    # a graph
    "graph": "The graph of {function}",
    "gradient": "The graph of the gradient of {function}",
    "runs": "{graph} runs.",
    "runs from": "{graph} runs. It has operations from {lines}.",
    "run failed": "{graph} was to run: an error has ended that.",
    "unneeded": "What {lines} wrote does not run: nothing needs it.",
    "without Python": "Python runs none of it.",
    "prints": "The graph prints.",
    "prints here": "The graph prints: the `tf.print` of this line.",
    "Python prints": "Python prints.",
    "prints elsewhere": "Python prints, in another thread.",
    "calls Python": "The graph calls Python, which runs this line.",
    # a session of TensorFlow 1
    "session": "Python has a session run its graph. {fetched} {fed}",
    "fetched": "The fetch is {tensors}.",
    "fetches nothing": "Nothing is fetched.",
    "fed": "The feed is {tensors}.",
    "fed nothing": "Nothing is fed.",
    "needed": "What the fetch needs of the graph",
    "session gave": "The session returns {tensors}.",
    # a layer
    "layer": "Keras calls the {what} `{layer}` ({kind}) with {value}.",
    "layer while tracing": "While tracing, Keras calls the {what} `{layer}` ({kind}) with {value}.",
    "without numbers": "That is symbolic, so the result has a shape and no numbers.",
    "layer gave": "The {what} `{layer}` returns {value}.",
}

_NAMES = {"keras": "Keras", "tensorflow": "TensorFlow"}
LAMBDA = "a lambda"
_MOST_KINDS = 6
# What an operation is to a reader who has not met its name.
_OPERATIONS = {
    "PrintV2": "the operation of `tf.print` (PrintV2), which prints when the graph runs it and not now",
    "While": "a loop (While)",
    "StatelessWhile": "a loop (While)",
    "If": "a branch (If)",
    "StatelessIf": "a branch (If)",
    "Case": "a branch (Case)",
    "StatelessCase": "a branch (Case)",
}


def say(key: str, **facts: object) -> str:
    """A sentence with the facts of the run filled in.

    >>> say("call", function="double")
    'Python calls `double`.'
    >>> say("ended early", function="a lambda", of=""), say("came back", function="a lambda", value=None)
    ('Python calls the tf.function of a lambda.', 'The lambda returns None.')
    >>> say("came back", function="f", value="dict of 9 …")
    '`f` returns dict of 9 …'
    """
    if name := facts.get("function"):
        unnamed = name == LAMBDA
        facts["function"] = "the lambda" if unnamed else f"`{name}`"
        facts["tf_function"] = f"the tf.function {'of a lambda' if unnamed else f'`{name}`'}"
    said = SENTENCES[key].format(**{"lines": "this line", "it": "it", **facts}).strip()
    said = said.replace("….", "…")  # a value that is cut ends in points of its own
    return said[:1].upper() + said[1:]


def operations_in_words(kinds: list[str]) -> str:
    """What a graph has got, for a reader who knows no names of operations.

    >>> operations_in_words(["Mul"]), operations_in_words(["Greater", "Max", "If"])
    ('the operation `Mul`', 'the operations `Greater` and `Max`, and a branch (If)')
    """
    plain = [kind for kind in kinds if kind not in _OPERATIONS]
    known = list(dict.fromkeys(_OPERATIONS[kind] for kind in kinds if kind in _OPERATIONS))
    known.sort(key=lambda words: "," in words)
    if not plain:
        return _joined(known)
    more = len(plain) - _MOST_KINDS
    some = [f"`{kind}`" for kind in plain[:_MOST_KINDS]] + [f"{more} more kinds"] * (more > 0)
    first = f"the operation{'s' * (len(plain) > 1)} {_joined(some)}"
    return f"{first}{',' * (len(plain) > 1)} and {_joined(known)}" if known else first


def of_whom(function: Callable) -> str:
    """Whose a function of a library is, as a sentence goes on behind its name.

    >>> import json
    >>> of_whom(json.dumps)
    ' of json'
    """
    package = (getattr(function, "__module__", None) or "").partition(".")[0]
    return f" of {_NAMES.get(package, package)}" if package else ""


def times_in_words(times: int) -> str:
    """
    >>> times_in_words(1), times_in_words(2)
    ('', ', 2 times')
    """
    return f", {times} times" if times > 1 else ""


def lines_in_words(lines: list[int]) -> str:
    """
    >>> lines_in_words([3]), lines_in_words([5, 3, 8]), lines_in_words([2, 3, 4, 5])
    ('line 3', 'lines 3, 5 and 8', 'lines 2 to 5')
    """
    some = sorted(set(lines))
    if not some:
        return ""
    if len(some) > 2 and some == list(range(some[0], some[-1] + 1)):
        return f"lines {some[0]} to {some[-1]}"
    return f"line{'s' * (len(some) > 1)} {_joined(list(map(str, some)))}"


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
