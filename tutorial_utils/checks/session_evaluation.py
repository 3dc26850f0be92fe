"""Judges of the lesson *Sessions: how to read and translate old answers*."""

import keras
import numpy as np
import tensorflow as tf

from ..tensors import describe
from .verdict import NotStarted, NotYet, choose, in_one_line, is_unfilled, run

v1 = tf.compat.v1


def _believed(made: object, expected: str):
    """For a choice: a maker of verdicts that differ in their diagnosis and advice alone."""

    def verdict(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected=expected,
            usually=usually,
            next=next,
        )

    return verdict


def feed_what_is_needed(made) -> str:
    believed = _believed(made, "the option that needs only what the fetch is made of")
    return choose(
        made,
        {
            "a": believed(
                "all-nodes-run",
                "a run is taken for a run of the whole graph; it computes what the fetch needs",
                "look at the line that builds `tenfold`: does `y` stand in it?",
            ),
            "b": believed(
                "remembered-feed",
                "a graph is taken for a memory; a feed lasts for one run",
                "ask yourself which `x` this run was given",
            ),
            "c": "10 times 5.0, and `y` is not asked for: `tenfold` does not need it",
            "d": believed(
                "still-a-plan",
                "fetching and evaluating are taken for two things; they are one",
                "think of the cell before: what did `session.run(total, ...)` print?",
            ),
        },
    )


def where_a_number_lives(made) -> str:
    believed = _believed(made, "the option that fits two sessions which know nothing of each other")
    return choose(
        made,
        {
            "a": believed(
                "one-number-for-all",
                "the variable of the graph is taken for the number; the graph holds the plan of it",
                "ask yourself which of the two sessions ran `add_one`",
            ),
            "b": "two sessions, two numbers: a graph has none of its own",
            "c": believed(
                "start-resets-all",
                "running `start` is taken to reach every session; it reaches the one that runs it",
                "ask yourself what `second` can know of `first`",
            ),
        },
    )


# Words of an error -> diagnosis, what it usually means, what to do. The first that fits counts.
# A word in <> is a name that the learner's code uses without making it; a tuple asks for all.
_IN_THE_GRAPH = (
    (
        "<session>",
        "another-session",
        "`session` is the lesson's own, and runs another graph; yours is called `running`",
        "write `running.run(...)`",
    ),
    (
        "<layer>",
        "layer-made-outside",
        "`layer` is the lesson's own, made outside of this graph",
        "make a new one: make_layer(), called on `fed_rows`",
    ),
    (
        ("Could not find variable", "initialiser: too early"),
        "initialised-too-early",
        "the initialiser was made before the layer was called, so it knows nothing of the weights",
        "build, then initialise, then run",
    ),
    (
        ("Could not find variable", "initialiser: of no variable"),
        "local-initialiser",
        "weights are global variables; this initialiser serves the local ones",
        "v1.global_variables_initializer(), handed to running.run",
    ),
    (
        ("Could not find variable", "initialiser: made"),
        "initialiser-not-run",
        "the initialiser was made; making it builds a node, and this session did not run it",
        "hand it to the session: running.run(v1.global_variables_initializer())",
    ),
    (
        "Could not find variable",
        "not-initialised",
        "the layer's weights have no numbers in this session yet",
        "run the initialiser after the layer was built, and before you fetch",
    ),
    (
        "must feed a value for placeholder",
        "not-fed",
        "the run needs the placeholder, and nothing was fed to it",
        "add feed_dict={...} to the run",
    ),
    (
        "Cannot interpret feed_dict key as Tensor: Tensor",
        "another-graph",
        "the session runs another graph than the one that the placeholder was made in",
        "open the session inside of the same `with tf.Graph().as_default():`",
    ),
    (
        "Cannot interpret feed_dict key",
        "fed-under-another-key",
        "the key of a feed is the placeholder itself, not its name or another object",
        "write feed_dict={fed_rows: ...}",
    ),
    (
        "The value of a feed cannot be a tf.Tensor",
        "fed-a-tensor",
        "a session takes arrays as feeds, and no tensors",
        "feed `data` as it came",
    ),
    (
        "cannot be interpreted as a Tensor",
        "another-graph",
        "the session runs another graph than the one that the layer was built in",
        "open the session inside of the same `with tf.Graph().as_default():`",
    ),
    (
        "Session graph is empty",
        "another-graph",
        "the session runs another graph than the one that the layer was built in",
        "open the session inside of the same `with tf.Graph().as_default():`",
    ),
    (
        "closed Session",
        "after-the-session",
        "the run stands below the `with` block, where the session is closed",
        "run inside of the block",
    ),
    (
        "No default session",
        "after-the-session",
        "the tensor is evaluated below the `with` block of the session",
        "run inside of the block",
    ),
    (
        "BaseSession.run() got an unexpected keyword argument",
        "fed-by-keyword",
        "`run` takes its feeds as one dict, whose keys are placeholders",
        "write feed_dict={fed_rows: data}",
    ),
    (
        "positional argument",
        "layer-not-made",
        "`make_layer` was called on the placeholder; it takes nothing, and makes a layer",
        "two calls: make_layer() gives a layer, and the layer is called on the placeholder",
    ),
    (
        "<Watched",
        "layer-not-called",
        "the layer itself was fetched; it is no tensor",
        "call the layer on the placeholder, and fetch what comes out",
    ),
    (
        "make_layer>",
        "layer-not-made",
        "`make_layer` itself was fetched; it is a function that makes a layer",
        "two calls: make_layer() gives a layer, and the layer is called on the placeholder",
    ),
    (
        'invalid type "function"',
        "initialiser-not-made",
        "a function was fetched, and not the initialiser that it makes",
        "call it: v1.global_variables_initializer()",
    ),
    (
        "'SymbolicTensor' object has no attribute 'numpy'",
        "numpy-of-a-plan",
        "the tensor of an old graph is a plan; a session's run gives the numbers",
        "return what running.run(...) gives",
    ),
    (
        "object has no attribute 'numpy'",
        "already-an-array",
        "a session's run gives a NumPy array already, which has no `.numpy()`",
        "return what running.run(...) gives",
    ),
    (
        "Cannot convert a symbolic tf.Tensor",
        "numpy-of-a-plan",
        "NumPy was given the tensor of an old graph, which is a plan",
        "return what running.run(...) gives",
    ),
    (
        "name 'K' is not defined",
        "old-backend",
        "`K` was keras.backend; Keras 3 has no session of its own, so there is none to set",
        "run the initialiser in the session that stands there: running.run(...)",
    ),
    (
        "keras.backend' has no attribute",
        "old-backend",
        "Keras 3 has no session of its own, so there is none to set",
        "run the initialiser in the session that stands there: running.run(...)",
    ),
    (
        "has no attribute 'global_variables'",
        "old-name",
        "`tf.initializers` holds Keras' ways to fill new weights today",
        "the initialiser of all variables is v1.global_variables_initializer()",
    ),
    (
        "has no attribute 'initializer'",
        "no-initialiser-of-its-own",
        "variables have an initialiser each; a tensor or a layer has none",
        "one serves all variables: running.run(v1.global_variables_initializer())",
    ),
    (
        "name 'run' is not defined",
        "no-such-name",
        "`run` is a method of the session",
        "write `running.run(...)`",
    ),
    (
        "is not defined",
        "no-such-name",
        "a name is used that no line above it makes",
        "compare its spelling with `fed_rows`, `result`, `running`, `data`",
    ),
    (
        "module 'tensorflow' has no attribute",
        "old-name",
        "the name is one of TensorFlow 1, which lives under `v1` today",
        "write `v1.` in front of it",
    ),
    (
        "Attempting to capture an EagerTensor",
        "layer-made-outside",
        "the layer's weights were made outside of this graph, at once",
        "make the layer and call it inside of the `with tf.Graph().as_default():`",
    ),
    (
        "has never been called",
        "layer-not-called",
        "a new layer has no output yet; a call on the placeholder makes one",
        "result = the layer, called on `fed_rows`",
    ),
    (
        "Argument `fetch` = [",
        "fetched-the-data",
        "the data were fetched; data are fed, and a tensor is fetched",
        "running.run(result, feed_dict=...)",
    ),
    (
        "unhashable type",
        "fed-the-wrong-way-round",
        "the key and the value of the feed changed places",
        "write feed_dict={fed_rows: data}",
    ),
    (
        "truth value of an array",
        "fed-without-a-key",
        "the data was given to `run` as it is; a feed says which placeholder it is for",
        "write feed_dict={fed_rows: data}",
    ),
)


def layer_in_an_old_graph(made) -> str:
    rng = np.random.default_rng(11)
    kernel = rng.normal(size=(3, 2)).astype("float32")
    called_on, too_early = [], []

    class Watched(keras.layers.Dense):
        def call(self, inputs, training=None):
            called_on.append(inputs)
            too_early.extend(_initialisers(inputs))
            return super().call(inputs)

    def make_layer():
        return Watched(
            2,
            kernel_initializer=lambda shape, dtype: tf.constant(kernel, dtype),
            bias_initializer="ones",
            name="judge_layer",
        )

    ran = "run_a_layer(make_layer, a_batch_of_4_rows)"
    wanted = "a NumPy array with the shape (4, 2): what the layer gives for these rows"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    for data in (rng.normal(size=(n, 3)).astype("float32") for n in (4, 2)):
        called_on.clear()
        too_early.clear()
        at_first = len(v1.get_default_graph().get_operations())
        try:
            result = run(made, make_layer, data, ran=ran, expected=wanted)
        except NotYet as error:
            how = _initialised(called_on, too_early)
            raise _by_words(error, _IN_THE_GRAPH, made, how) from None
        finally:
            _leave_as_it_was(not_yet, made)
        if isinstance(result, (list, tuple)) and len(result) == 1:
            raise not_yet(
                "list-of-one",
                f"a {type(result).__name__} with one array",
                "a list was fetched, so a list came back",
                "fetch the tensor without brackets",
            )
        if tf.is_symbolic_tensor(result):
            raise not_yet(
                "symbolic",
                result,
                "the tensor was given back, and not what the run gave",
                "return what running.run(...) gives",
            )
        if isinstance(result, Watched):
            raise not_yet(
                "layer-not-called",
                result,
                "the layer was given back; it has not been called",
                "call it on the placeholder, and fetch what comes out",
            )
        if result is None:
            raise not_yet(
                "nothing-returned",
                "None",
                "an initialiser gives nothing back, and a function without `return` neither",
                "return what the run of `result` gives",
            )
        if called_on and not any(tf.is_symbolic_tensor(seen) for seen in called_on):
            raise not_yet(
                "ran-at-once",
                "a layer that was called on an " + describe(called_on[0]),
                "the layer was called on numbers, outside of the graph; no session was needed",
                "call the layer on `fed_rows`, inside of the graph",
            )
        if called_on and all(seen.op.type == "Const" for seen in called_on):
            raise not_yet(
                "data-built-in",
                "a layer that was called on a constant of the graph",
                "the data became a part of the graph, so each batch needs a graph of its own",
                "call the layer on `fed_rows`, and feed the data",
            )
        expected = data @ kernel + 1.0
        if np.shape(result) == data.shape and np.allclose(result, data):
            raise not_yet(
                "fetched-the-input",
                result,
                "the placeholder was fetched: these are the data, as they were fed",
                "fetch `result`, the tensor that the layer gives",
            )
        if not isinstance(result, np.ndarray):
            raise not_yet(
                "not-an-array",
                result,
                "something else than the run's result is given back",
                "return what running.run(...) gives",
            )
        if not called_on:
            raise not_yet(
                "another-layer",
                result,
                "these numbers come from another layer than make_layer() makes",
                "make the layer with make_layer(), and call it on `fed_rows`",
            )
        if result.shape != expected.shape or not np.allclose(result, expected, atol=1e-4):
            raise not_yet(
                "other-numbers",
                result,
                "another tensor was fetched, or other data was fed",
                "fetch `result`, feed `data`",
            )
        if len(v1.get_default_graph().get_operations()) > at_first:
            raise not_yet(
                "one-graph-for-all",
                "the right numbers, from the one graph of the whole program",
                "a session without a tf.Graph of its own builds there, and each call adds to it",
                "keep `with tf.Graph().as_default():` around the three steps",
            )
    return "two graphs, two sessions, and the numbers of 4 and of 2 rows are the layer's"


def _initialisers(tensor: object) -> list[tf.Operation]:
    """What `global_variables_initializer` and its like have built so far in a tensor's graph."""
    graph = tensor.graph if tf.is_symbolic_tensor(tensor) else tf.Graph()
    return [op for op in graph.get_operations() if op.type == "NoOp" and op.name.startswith("init")]


def _initialised(called_on: list, too_early: list) -> str:
    """In words for a table: what became of the initialiser in the graph of the layer."""
    found = [op for seen in called_on[:1] for op in _initialisers(seen)]
    if any(op.control_inputs for op in found):
        return "initialiser: made"
    if too_early:
        return "initialiser: too early"
    return "initialiser: of no variable" if found else ""


def _by_words(verdict: NotYet, table: tuple, made: object, more: str = "") -> NotYet:
    """The verdict on what was raised, with the diagnosis that its words ask for."""
    code = getattr(_function(made), "__code__", None)
    said = " ".join([verdict.told["we got"], more, *(f"<{name}>" for name in _names_in(code))])
    for words, diagnosis, usually, next in table:
        if all(word in said for word in ((words,) if isinstance(words, str) else words)):
            verdict.diagnosis = diagnosis
            verdict.told.update({"usually": usually, "next": next})
            break
    return verdict


def _function(made: object) -> object:
    """The Python function in what `tf.function` made; anything else as it is."""
    return getattr(made, "python_function", made)


def _names_in(code: object) -> set[str]:
    """Names that code uses and does not make: globals and attributes, in functions in it, too."""
    inner = (part for part in getattr(code, "co_consts", ()) if hasattr(part, "co_names"))
    return set(getattr(code, "co_names", ())).union(*map(_names_in, inner))


_OLD_NAMES = ("Session", "placeholder", "global_variables_initializer", "get_variable", "Print")


def _leave_as_it_was(not_yet, made) -> None:
    """If the learner's code changed what other cells need, change it back, and say so."""
    scope = getattr(_function(made), "__globals__", {})
    put_into_tf = [name for name in _OLD_NAMES if hasattr(tf, name)]
    for name in put_into_tf:
        delattr(tf, name)
    is_replaced = scope.get("tf", tf) is not tf
    if is_replaced:
        scope["tf"] = tf
    if not tf.executing_eagerly():
        v1.reset_default_graph()  # else the next line is refused: "at program startup"
        v1.enable_v2_behavior()  # and not eager execution alone: there are two switches
        raise not_yet(
            "switched-off-eager",
            "disable_eager_execution(): every line of the notebook would be a plan",
            "the switch makes old names work, and breaks predict, fit and weights for all of the program",
            "take that line out (we switched back), and let the function do without",
        )
    if put_into_tf or is_replaced:
        raise not_yet(
            "changed-tf",
            f"tf.{put_into_tf[0]}, which was not there before"
            if put_into_tf
            else "another module under the name `tf`",
            "you changed `tf` for every cell of the notebook, and they count on it",
            "take that line out (we changed it back); write `v1.` where an old name stands",
        )


_LINES = {
    "A": "    session.run(v1.global_variables_initializer())",
    "B": "    result = session.run(count + step)",
    "C": "with tf.Graph().as_default(), v1.Session() as session:",
    "D": '    count = tf.Variable(5.0, name="count")',
    "E": '    result = session.run(count + step, feed_dict={"step": 2.0})',
    "F": "    result = session.run(count + step, feed_dict={step: 2.0})",
    "G": '    step = v1.placeholder(tf.float32, (), name="step")',
}


def order_of_a_session(made) -> str:
    if is_unfilled(made):
        raise NotStarted
    told = "".join(map(str, made)) if isinstance(made, (str, list, tuple)) else ""
    letters = "".join(told.replace(",", " ").split()).upper()
    if not letters or set(letters) - _LINES.keys():
        raise NotYet(
            "no-lines",
            ran="a look at your choice",
            got=repr(made) if isinstance(made, str) else describe(made),
            expected='letters from A to G in one string, such as "GFEDC"',
            usually="the lines themselves, or their numbers, were written",
            next="write the letters in the order of the lines",
        )
    if len(set(letters)) < len(letters):
        raise NotYet(
            "a-line-twice",
            ran="a look at your choice",
            got=repr(letters),
            expected="five letters, each once",
            usually="a letter stands there twice",
            next="build, initialise, run: each line does its part once",
        )
    if len(letters) > 5:
        raise NotYet(
            "too-many-lines",
            ran="a look at your choice",
            got=f"{len(letters)} lines",
            expected="five lines of the seven",
            usually="three lines say how the sum is run, and one of them is right",
            next="choose one of B, E and F",
        )
    code = "\n".join(_LINES[letter] for letter in letters) + "\n"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        ran = "your lines:\n" + code.rstrip()
        return NotYet(
            diagnosis, ran=ran, got=got, expected="7.0 in `result`", usually=usually, next=next
        )

    scope: dict = {"tf": tf, "v1": v1}
    try:
        exec(compile(code, "<your lines>", "exec"), scope)
    except SyntaxError as error:
        raise not_yet(
            "does-not-run",
            f"{type(error).__name__}: {error.msg}",
            "the indented lines belong under one `with` line, which comes first",
            "begin with the `with` line",
        ) from None
    except Exception as error:
        got = in_one_line(error)
        said = str(error)
        if isinstance(error, NameError):
            raise not_yet(
                "does-not-run",
                got,
                "a name is used above the line that makes it",
                "build first: the variable and the placeholder",
            ) from None
        if "must feed" in said:
            raise not_yet(
                "not-fed",
                got,
                "the sum needs `step`, and this line feeds nothing",
                "take the line with feed_dict",
            ) from None
        if "Cannot interpret feed_dict key" in said:
            raise not_yet(
                "fed-by-name",
                got,
                "a name in quotes was fed; the key of a feed is the placeholder itself",
                "take the line whose feed has no quotes",
            ) from None
        if "Could not find variable" in said and letters.endswith("A"):
            raise not_yet(
                "initialised-too-late",
                got,
                "the variable has no number yet when its line is run",
                "build, then initialise, then run",
            ) from None
        if "Could not find variable" in said and "A" in letters:
            raise not_yet(
                "initialised-too-early",
                got,
                "the initialiser was made before the variable was built, so it knows nothing of it",
                "build, then initialise, then run",
            ) from None
        if "Could not find variable" in said:
            raise not_yet(
                "not-initialised",
                got,
                "the variable has no number in this session",
                "one of the lines initialises: it stands after what is built, before what is run",
            ) from None
        raise not_yet(
            "does-not-run",
            got,
            "a line stands where it has not got what it needs",
            "build, then initialise, then run",
        ) from None
    if "result" not in scope:
        raise not_yet(
            "nothing-fetched",
            "no `result`",
            "all is built, and nobody asks for the sum",
            "add the line that fetches it and feeds `step`",
        )
    if not np.isclose(scope["result"], 7.0):
        raise not_yet(
            "other-number",
            describe(scope["result"]),
            "another sum was fetched",
            "build, then initialise, then run",
        )
    return "your lines ran: built, initialised, fed, and result = 7.0"


_OF_OLD = (
    (
        ("module 'tensorflow' has no attribute", "<Graph>"),
        "old-name",
        "inside of a tf.Graph the old names still work, and they live under `v1`",
        "write `v1.` in front of this one, too",
    ),
    (
        ("Session graph is empty", "<Graph>"),
        "another-graph",
        "the session was opened outside of the graph's block, so it runs another graph",
        "indent it into the `with tf.Graph().as_default():`, or write v1.Session(graph=...)",
    ),
    (
        ("'SymbolicTensor' object has no attribute 'numpy'", "<Graph>"),
        "numpy-in-a-graph",
        "inside of tf.Graph these lines are a plan, without numbers",
        "take the `with tf.Graph()` away, or let a session run `result`",
    ),
    (
        "name 'K' is not defined",
        "old-backend",
        "`K` was keras.backend, whose `eval` is gone",
        "give back `result.numpy()`",
    ),
    (
        "has no attribute 'placeholder'",
        "placeholder-left",
        "a placeholder is made, which nobody fills today",
        "the argument of the function takes its place",
    ),
    (
        "has no attribute 'Session'",
        "session-left",
        "the lines above ran at once, so there is nothing left for a session to run",
        "give back the numbers of `result`",
    ),
    (
        "module 'tensorflow' has no attribute",
        "old-name",
        "a name of TensorFlow 1 is left",
        "look it up in the table of the lesson",
    ),
    (
        "tf.placeholder() is not compatible",
        "prefix-alone",
        "the prefix brings the old names, and builds no graph to use them in",
        "translate: `table` is there already. Or build inside of tf.Graph().as_default()",
    ),
    (
        "Session graph is empty",
        "nothing-to-run",
        "the lines ran at once and made a value; the session's graph is empty",
        "delete the session, and give back the numbers of `result`",
    ),
    (
        "eval is not supported when eager",
        "eval-of-a-value",
        "`eval` asks a session; the tensor has its numbers already",
        "write `.numpy()` in place of `.eval()`",
    ),
    (
        "keras.backend' has no attribute",
        "old-backend",
        "Keras 3 has no session and no `eval` of its own",
        "give back `.numpy()` of the result",
    ),
    (
        "KerasTensor",
        "keras-input",
        "`keras.Input` is the start of a model's plan; there is no model here",
        "the argument `table` takes the place of the placeholder",
    ),
    (
        "object has no attribute 'numpy'",
        "numpy-inside",
        "`.numpy()` was asked of a graph tensor, or of an array",
        "a traced function returns the tensor; ask for `.numpy()` outside of it",
    ),
    (
        "Cannot convert a symbolic tf.Tensor",
        "numpy-inside",
        "NumPy was given a graph tensor, which has no numbers yet",
        "use TensorFlow's functions inside, and NumPy on what comes back",
    ),
    (
        "No default session",
        "eval-without-session",
        "`eval` stands outside of the session's block",
        "run inside of the block, or do without a session",
    ),
    (
        "must feed a value",
        "not-fed",
        "the run needs the placeholder, and nothing was fed to it",
        "keep feed_dict, or make the placeholder the argument",
    ),
    (
        "cannot be interpreted as a Tensor",
        "another-graph",
        "the session runs another graph than the one that the lines built",
        "indent it into the `with tf.Graph().as_default():`, or write v1.Session(graph=...)",
    ),
    (
        "Cannot interpret feed_dict key",
        "another-graph",
        "the session runs another graph than the one that the lines built",
        "indent it into the `with tf.Graph().as_default():`, or write v1.Session(graph=...)",
    ),
    (
        "has no attribute 'eval'",
        "eval-of-a-value",
        "`eval` belongs to the tensors of old graphs",
        "a tensor has `.numpy()`, an array needs nothing",
    ),
    (
        "Tensor.graph is undefined when eager",
        "nothing-to-run",
        "the session was given a value, and no tensor of its graph",
        "delete the session, and give back the numbers of `result`",
    ),
    (
        "unhashable type",
        "fed-to-an-array",
        "an array was made the key of a feed; only tensors of a graph can be fed",
        "delete feed and session: the lines have run, and `result` has its numbers",
    ),
    (
        "Missing required positional argument",
        "axes-gone",
        "the axes to go along were left out",
        "keep axes=[0]",
    ),
    (
        "object is not callable",
        "called-a-value",
        "`result` is a value with its numbers inside, and no function",
        "write `.numpy()` in place of the call",
    ),
    (
        "has no attribute 'item'",
        "no-such-method",
        "`item` is a method of NumPy arrays",
        "write `.numpy()`",
    ),
    (
        "is not defined",
        "name-gone",
        "the line that made this name was deleted, and another line still uses it",
        "put the argument in its place, everywhere",
    ),
    (
        "closed Session",
        "after-the-session",
        "the run stands below the `with` block, where the session is closed",
        "run inside of the block, or do without a session",
    ),
    (
        "invalid type",
        "nothing-to-run",
        "the session was given a value, and no tensor of its graph",
        "delete the session, and give back the numbers of `result`",
    ),
)


def columns_of_old(made) -> str:
    rng = np.random.default_rng(12)
    ran = "standardise(an array with 5 rows and 3 columns)"
    wanted = "a NumPy array with the shape (5, 3), each column with mean 0 and standard deviation 1"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    for shape in ((5, 3), (4, 2)):
        table = (rng.normal(size=shape) * (2.0, 5.0, 9.0)[: shape[1]] + 3.0).astype("float32")
        at_first = len(v1.get_default_graph().get_operations())
        try:
            _leave_as_it_was(not_yet, made)  # the cell may have changed it above the function
            result = run(made, table.copy(), ran=ran, expected=wanted)
        except NotYet as error:
            if error.diagnosis == "raised":
                raise _by_words(error, _OF_OLD, made) from None
            raise
        finally:
            _leave_as_it_was(not_yet, made)
        if isinstance(result, (list, tuple)) and len(result) == 1:
            raise not_yet(
                "list-of-one",
                f"a {type(result).__name__} with one array",
                "a list was fetched, so a list came back",
                "fetch the tensor without brackets",
            )
        if tf.is_symbolic_tensor(result):
            raise not_yet(
                "symbolic",
                result,
                "the plan was given back, and not what a run gives",
                "run it, or let the lines run at once",
            )
        if tf.is_tensor(result):
            raise not_yet(
                "still-a-tensor",
                result,
                "the numbers are there, inside an EagerTensor; an array was asked for",
                "give back its `.numpy()`, asked for outside of any traced function",
            )
        if result is None:
            raise not_yet(
                "nothing-returned",
                "None",
                "the result is printed, or the `return` went away with the session",
                "return the numbers",
            )
        if not isinstance(result, np.ndarray):
            raise not_yet(
                "not-an-array",
                result,
                "something else than the result is given back",
                "return the numbers of `result`",
            )
        _right_columns(not_yet, table.astype("float64"), result)
    grows = len(v1.get_default_graph().get_operations()) > at_first
    return "arrays of 5 and of 4 rows: mean 0 and standard deviation 1 in each column, " + (
        "in the one graph of the whole program, which grew with each call"
        if grows
        else "and still eager around it"
    )


def _right_columns(not_yet, table: np.ndarray, result: np.ndarray) -> None:
    centred = table - table.mean(axis=0)
    along_rows = (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)
    near_misses = (
        (
            centred / table.var(axis=0),
            "divided-by-variance",
            "it was divided by the variance; the spread is its square root",
            "keep `tf.sqrt`",
        ),
        (
            centred,
            "not-divided",
            "the mean is 0, and the spread is what it was",
            "divide by the square root of the variance",
        ),
        (
            table,
            "unchanged",
            "the table came back as it went in",
            "give back what the lines compute from it",
        ),
        (
            (table - table.mean()) / table.std(),
            "one-mean-for-all",
            "one mean and one spread were made of all numbers together",
            "keep axes=[0]",
        ),
        (
            along_rows,
            "rows-not-columns",
            "each row was treated, and not each column",
            "keep axes=[0]: it runs down the columns",
        ),
    )
    if result.shape == table.shape and np.allclose(result, centred / table.std(axis=0), atol=1e-3):
        return
    for near, diagnosis, usually, next in near_misses:
        if result.shape == near.shape and np.allclose(result, near, atol=1e-3):
            raise not_yet(diagnosis, result, usually, next)
    raise not_yet(
        "other-numbers",
        result,
        "a line between the feed and the fetch was changed",
        "keep the lines that compute; change what feeds and what fetches",
    )


_OF_K_FUNCTION = (
    (
        "keras.backend' has no attribute 'eval'",
        "asked-for-eval",
        "`K.eval` is gone; what a route gives for data has its numbers already",
        "write `.numpy()`",
    ),
    (
        "keras.backend' has no attribute 'set_learning_phase'",
        "phase-for-all",
        "the phase was a switch for the whole program; today each call is told its own",
        "route(data, training=training)",
    ),
    (
        "keras.backend' has no attribute",
        "old-backend",
        "`K.function` and `K.learning_phase` are gone",
        "a route is a model: keras.Model(start, ends)",
    ),
    (
        ("name 'K' is not defined", "<set_learning_phase>"),
        "phase-for-all",
        "the phase was a switch for the whole program; today each call is told its own",
        "route(data, training=training)",
    ),
    (
        ("name 'K' is not defined", "<Model>"),
        "asked-for-eval",
        "`K` was keras.backend, and is gone; what a route gives for data has its numbers already",
        "write `.numpy()`",
    ),
    (
        "name 'K' is not defined",
        "old-backend",
        "`K` was keras.backend, whose `function` and `learning_phase` are gone",
        "a route is a model: keras.Model(start, ends)",
    ),
    (
        "has never been called",
        "sequential-input",
        "a Sequential has no `.input` before it was called on a plan",
        "begin the route at model.inputs[0], which every such model has",
    ),
    (
        "unexpected keyword argument 'training'",
        "predict-has-no-training",
        "`predict` is always testing and takes no `training`, and keras.Function knows of none",
        "call a keras.Model: route(data, training=training)",
    ),
    (
        "multiple values for argument 'training'",
        "training-by-place",
        "the second place of a call belongs to another argument than `training`",
        "hand it over by its name: route(data, training=training)",
    ),
    (
        "too many positional arguments",
        "layer-by-layer",
        "a loop over model.layers meets the InputLayer, too, and fits chains only",
        "do without the loop: one route with all ends",
    ),
    (
        "merge layer should be called on a list",
        "layer-by-layer",
        "a loop over model.layers fits chains only; here one layer adds two others",
        "do without the loop: one route with all ends",
    ),
    (
        "`inputs` argument cannot be empty",
        "began-at-a-layer",
        "the first layer of a functional model is its InputLayer, whose own input is empty",
        "begin the route at model.inputs[0], which every such model has",
    ),
    (
        "All `inputs` values must be KerasTensors",
        "phase-as-an-input",
        "a route starts at plans alone; the learning phase is no input today",
        "keras.Model(model.inputs[0], ends), and route(data, training=training)",
    ),
    (
        "Inputs to a layer should be tensors",
        "phase-as-an-input",
        "the learning phase was sent in with the data; today it is no input",
        "route(data, training=training)",
    ),
    (
        "incompatible",
        "skipped-layers",
        "a layer was called on the data itself; the layers before it were left out",
        "let one route take the data through all layers on the way",
    ),
    (
        "Model.__init__() missing",
        "no-ends",
        "a route needs a start and its ends",
        "keras.Model(model.inputs[0], ends)",
    ),
    (
        "values must be KerasTensors",
        "ends-are-no-plans",
        "a route ends at plans of outputs; names or layers were given",
        "model.get_layer(name).output is the plan of one layer",
    ),
    (
        "input tensors",
        "phase-as-an-input",
        "the learning phase was sent in with the data; today it is no input",
        "route(data, training=training)",
    ),
    (
        "feed_dict key",
        "session-for-keras",
        "a session runs old graphs; a Keras 3 model has none",
        "build keras.Model(start, ends), and call it on `data`",
    ),
    (
        "Session graph is empty",
        "session-for-keras",
        "a session runs old graphs; a Keras 3 model has none",
        "build keras.Model(start, ends), and call it on `data`",
    ),
    (
        "Argument `fetch`",
        "session-for-keras",
        "a session runs old graphs; a Keras 3 model has none",
        "build keras.Model(start, ends), and call it on `data`",
    ),
    (
        "KerasTensor",
        "asked-the-plan",
        "the plan of a layer was asked for numbers; it never has any",
        "build the route to all of them, and send `data` along it",
    ),
    (
        "eval is not supported when eager",
        "asked-for-eval",
        "`eval` belongs to the tensors of old graphs",
        "write `.numpy()`",
    ),
    (
        "object has no attribute 'numpy'",
        "numpy-of-a-container",
        "a dict, a list or a model was asked for `.numpy()`; only tensors have it",
        "ask each tensor: {name: t.numpy() for name, t in ...items()}",
    ),
    (
        "is not defined",
        "no-such-name",
        "a name is used that no line above it makes",
        "compare its spelling with the line that should make it",
    ),
)


def translate_k_function(made) -> str:
    rng = np.random.default_rng(13)
    data = rng.normal(size=(16, 3)).astype("float32")
    names = ["last", "drop", "first"]
    for model in (_judged_model(rng, functional=False), _judged_model(rng, functional=True)):
        kind = type(model).__name__
        for training in (False, True):
            ran = f"look_at(a_{kind}, {names}, 16 rows, {training})"
            _right_look(made, model, names, data, training, ran)
    _right_look(
        made, model, ["first"], data[:2], False, 'look_at(a_Functional, ["first"], 2 rows, False)'
    )
    return "two kinds of model, training on and off, one pass each, and each array is the layer's"


def _judged_model(rng, *, functional: bool) -> keras.Model:
    inputs = keras.Input((3,), name="judge_input")
    layers = [
        keras.layers.Dense(4, activation="tanh", name="first"),
        keras.layers.Dropout(0.5, seed=5, name="drop"),
        keras.layers.Dense(2, name="last"),
    ]
    if functional:
        first = layers[0](inputs)
        both = keras.layers.Add(name="both")([layers[1](first), first])  # so it is no chain
        outputs = layers[2](both)
        model = keras.Model(inputs, outputs, name="judge_functional")
    else:
        model = keras.Sequential([inputs, *layers], name="judge_sequential")
    model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
    return model


def _right_look(made, model, names, data, training, ran) -> None:
    wanted = "a dict of NumPy arrays: " + ", ".join(f'"{name}"' for name in names)

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    try:
        seen = run(made, model, list(names), data, training, ran=ran, expected=wanted)
    except NotYet as error:
        if error.diagnosis == "raised":
            raise _by_words(error, _OF_K_FUNCTION, made) from None
        raise
    finally:
        _leave_as_it_was(not_yet, made)
    if seen is None:
        raise not_yet(
            "nothing-returned",
            "None",
            "the arrays are printed, or there is no `return`",
            "return the dict",
        )
    if isinstance(seen, (keras.Model, keras.Layer)):
        raise not_yet(
            "not-called",
            seen,
            "the route was given back, and not what comes out of it",
            "call it: route(data, training=training)",
        )
    if isinstance(seen, (list, tuple)):
        raise not_yet(
            "list-not-dict",
            f"a {type(seen).__name__} with {len(seen)} items",
            "the old answer gave a list; here each array stands under its layer's name",
            "give keras.Model a dict of ends, and a dict comes out",
        )
    if not hasattr(seen, "keys"):
        raise not_yet(
            "one-thing", seen, "one array or tensor is given back", "return a dict, name by name"
        )
    if set(seen) != set(names):
        raise not_yet(
            "other-names",
            "a dict with " + ", ".join(map(repr, seen)),
            "the dict has other keys than the names that were asked for",
            "make one entry for each of `names`",
        )
    for name in names:
        _has_numbers(not_yet, name, seen[name])
    _is_one_pass(not_yet, model, data, training, seen)


def _has_numbers(not_yet, name: str, thing: object) -> None:
    got = f'"{name}": {describe(thing)}'
    if isinstance(thing, keras.KerasTensor):
        raise not_yet(
            "symbolic",
            got,
            "these are the ends of the route; no data was sent along it",
            "build keras.Model(start, ends), and call it on `data`",
        )
    if tf.is_tensor(thing):
        raise not_yet(
            "still-tensors",
            got,
            "the numbers are there, inside tensors; arrays were asked for",
            "`.numpy()` of each",
        )
    if not isinstance(thing, np.ndarray) or thing.dtype == object:
        raise not_yet(
            "not-arrays",
            got,
            "something else than an array stands under the name",
            "`.numpy()` of what the route gives",
        )


def _is_one_pass(not_yet, model, data, training: bool, seen: dict) -> None:
    first = np.tanh(_dense(model.get_layer("first"), data))
    drop, is_training = seen.get("drop", first), False
    if drop.shape == first.shape and "last" in seen:
        kept = np.isclose(drop, 2 * first, atol=1e-5)
        is_training = bool(np.all(kept | (drop == 0)) and not np.all(kept) and np.any(drop))
        if training and np.allclose(drop, first, atol=1e-5):
            raise not_yet(
                "training-ignored",
                '"drop": the same numbers as "first": nothing was dropped',
                "a call without `training=` is testing, and so is `predict`",
                "hand it on: route(data, training=training)",
            )
        if not training and is_training:
            raise not_yet(
                "always-training",
                '"drop": some numbers are 0, the others doubled',
                "the route was called as in training, though `training` was False",
                "hand it on: route(data, training=training)",
            )
        last = _last(model, first, drop)
        if (
            training
            and is_training
            and seen["last"].shape == last.shape
            and not np.allclose(seen["last"], last, atol=1e-4)
        ):
            raise not_yet(
                "several-passes",
                '"last" was not computed from the numbers in "drop"',
                "each array comes from a pass of its own, and each pass drops others",
                "one route with all ends, called once",
            )
    expected = {"first": first, "drop": drop if is_training else first}
    if "last" in seen:
        expected["last"] = _last(model, first, expected["drop"])
    for name in seen:
        if seen[name].shape == expected[name].shape[1:]:
            raise not_yet(
                "one-end-unpacked",
                f'"{name}": {describe(seen[name])}',
                "of a list with one end, Keras gives back the tensor itself, so a loop runs over rows",
                "give keras.Model a dict of ends: a dict comes out, whatever its size",
            )
        if seen[name].shape != expected[name].shape or not np.allclose(
            seen[name], expected[name], atol=1e-4
        ):
            raise not_yet(
                "other-numbers",
                f'"{name}": {describe(seen[name])}',
                "under this name stands what another layer gives, or what other data gave",
                "end the route at model.get_layer(name).output, name by name",
            )


def _last(model: keras.Model, first: np.ndarray, drop: np.ndarray) -> np.ndarray:
    adds = any(layer.name == "both" for layer in model.layers)
    return _dense(model.get_layer("last"), drop + first if adds else drop)


def _dense(layer: keras.layers.Dense, data: np.ndarray) -> np.ndarray:
    kernel, bias = layer.get_weights()
    return data @ kernel + bias
