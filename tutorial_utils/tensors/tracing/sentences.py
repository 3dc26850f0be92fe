"""What a step says, by what happened. Every word of it comes from the run."""

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
    "traced": "Python calls the tf.function `{function}`: {why}, so TensorFlow traces it.",
    "traced twice": "Python calls the tf.function `{function}`: {why}, so TensorFlow traces it, {times} times.",
    "not traced": "Python calls the tf.function `{function}`: it has a trace that fits, so TensorFlow does not trace it again.",
    "eager": "Python calls the tf.function `{function}`: tracing is switched off, so it runs as Python.",
    "nested": "While tracing, Python calls the tf.function `{function}`: {traced}the graph gets a call of its graph.",
    "ended early": "Python calls the tf.function `{function}`.",
    "came back": "`{function}` returns {value}.",
    # a graph
    "runs": "The graph of {function} runs.",
    "runs from": "The graph of {function} runs: the operations that {lines} made.",
    "without Python": " Python runs none of it.",
    "prints": "The graph prints.",
    "prints here": "The graph prints: the `tf.print` of this line.",
    "Python prints": "Python prints.",
    "prints elsewhere": "Python prints, in another thread.",
    "calls Python": "The graph calls Python, which runs this line.",
    # a layer
    "layer": "Keras calls the layer `{layer}` ({kind}) with {value}.",
    "layer while tracing": "While tracing, Keras calls the layer `{layer}` ({kind}) with {value}.",
}


def say(key: str, **facts: object) -> str:
    """A sentence with the facts of the run filled in.

    >>> say("call", function="double")
    'Python calls `double`.'
    """
    return SENTENCES[key].format(**facts)


def lines_in_words(lines: list[int]) -> str:
    """
    >>> lines_in_words([3]), lines_in_words([5, 3, 8])
    ('line 3', 'lines 3, 5 and 8')
    """
    if not lines:
        return ""
    *some, last = map(str, sorted(set(lines)))
    return f"lines {', '.join(some)} and {last}" if some else f"line {last}"
