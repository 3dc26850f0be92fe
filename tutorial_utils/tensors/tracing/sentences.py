"""What a step says, by what happened. Every word of it comes from the run."""

from collections.abc import Callable

SENTENCES = {
    # a line of Python
    "line": "Python runs this line.",
    "line while tracing": "Python runs this line while tracing. {written}",
    "line while building": "Python runs this line and builds a graph. {written}",
    "in the body of a loop": "Python runs this line while tracing the body of a loop of the graph. {written}",
    "in the test of a loop": "Python runs this line while tracing the condition of a loop of the graph. {written}",
    "in a branch": "Python runs this line while tracing a branch of the graph. {written}",
    "nothing written": "The graph gets nothing from it.",
    "written": "The graph gets: {operations}.",
    # a function of Python
    "call": "Python calls `{function}`.",
    "call to trace": "TensorFlow traces `{function}`: Python runs it, with graph tensors in place of numbers.",
    "call while tracing": "Python calls `{function}` while tracing.",
    "resumed": "Python goes on in the generator `{function}`.",
    "returned": "`{function}` returns {value}.",
    "yielded": "The generator `{function}` yields {value}.",
    "raised": "This line raises {error}",
    # a tf.function
    "traced": "Python calls the tf.function `{function}`{of}: {why}, so TensorFlow traces it{times}.",
    "not traced": "Python calls the tf.function `{function}`{of}: it has a trace that fits, so TensorFlow does not trace it again.",
    "eager": "Python calls the tf.function `{function}`{of}: tracing is switched off, so it runs as Python.",
    "nested": "While tracing, Python calls the tf.function `{function}`{of}: the graph gets a call of its graph.",
    "nested and traced": "While tracing, Python calls the tf.function `{function}`{of}: {why}, so TensorFlow traces it{times}, and the graph gets a call of its graph.",
    "ended early": "Python calls the tf.function `{function}`{of}.",
    "came back": "`{function}` returns {value}.",
    # a graph
    "graph": "The graph of {function}",
    "runs": "{graph} runs.",
    "runs from": "{graph} runs: the operations that {lines} made.",
    "run failed": "{graph} was to run: an error has ended that.",
    "without Python": " Python runs none of it.",
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
    "layer": "Keras calls the layer `{layer}` ({kind}) with {value}.",
    "layer while tracing": "While tracing, Keras calls the layer `{layer}` ({kind}) with {value}.",
}

_NAMES = {"keras": "Keras", "tensorflow": "TensorFlow"}


def say(key: str, **facts: object) -> str:
    """A sentence with the facts of the run filled in.

    >>> say("call", function="double")
    'Python calls `double`.'
    """
    return SENTENCES[key].format(**facts)


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
    >>> lines_in_words([3]), lines_in_words([5, 3, 8])
    ('line 3', 'lines 3, 5 and 8')
    """
    if not lines:
        return ""
    *some, last = map(str, sorted(set(lines)))
    return f"lines {', '.join(some)} and {last}" if some else f"line {last}"
