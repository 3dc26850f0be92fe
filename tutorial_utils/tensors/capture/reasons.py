"""Why an output, a model or a whole block could not be captured, and what to do."""

import inspect
import re

import keras
import tensorflow as tf

from ..description import describe

TRACED = (
    "ran only while a graph was traced (in predict, in fit or in a tf.function), without numbers;"
    " next: call the model itself, open the block inside that function, or"
    " capture_activations(..., run_eagerly=True)"
)
SYMBOLIC = (
    "was called on a KerasTensor, which holds no numbers: it became a step in a model's plan;"
    " next: call it on data"
)
INNER_GRAPH = (
    "runs in a loop, branch or function inside the graph, from which no value can be taken out;"
    " next: get_activations, called eagerly"
)
ONE_ROW = (
    "runs in tf.vectorized_map, which traces one row and makes all rows of that, so there is no tensor to"
    " keep; next: tf.map_fn in its place, and get_activations"
)
NO_TENSOR = "returned no tensor"
UNREADABLE = "returned what can't be taken apart: {}: {}"
BY_ANOTHER_THREAD = (
    "was called by another thread, and a block hears its own; next: start the thread with"
    " contextvars.copy_context().run"
)
IN_A_GRAPH = (
    "was not seen to be called, and the layer that holds it runs a tf.function that can call it: in a graph"
    " that was traced earlier, Python takes no part; next: {}"
)


def why_in_a_graph(function) -> str:
    """Why a layer was not heard that a `tf.function`, or one trace of it, can call."""
    is_a_trace = isinstance(function, tf.types.experimental.ConcreteFunction)
    instead = "call the tf.function in the place of its trace, in " if is_a_trace else ""
    return IN_A_GRAPH.format(f"{instead}capture_activations(model, run_eagerly=True)")


def why_not(value, graph) -> str | None:
    """Why an output can't be kept, or None: its tensors must exist where the values are wanted.

    Args:
        value: What a layer returned.
        graph: The graph whose tensors may be kept, or None to keep eager tensors.
    """
    if isinstance(value, tf.Tensor):
        return _why_not_tensor(value, graph)
    leaves = tf.nest.flatten(value, expand_composites=True)
    tensors = [leaf for leaf in leaves if isinstance(leaf, (tf.Tensor, keras.KerasTensor))]
    if not tensors:
        return NO_TENSOR
    return next(filter(None, (_why_not_tensor(leaf, graph) for leaf in tensors)), None)


def _why_not_tensor(tensor, graph):
    if isinstance(tensor, keras.KerasTensor):
        return SYMBOLIC
    if not tf.is_symbolic_tensor(tensor):
        return None
    if _is_in_pfor(tensor):
        return ONE_ROW
    if graph is None:
        return TRACED
    return None if tensor.graph is graph else INNER_GRAPH


def _is_in_pfor(tensor):
    """Whether it is of the one row that `tf.vectorized_map` traces before it makes all rows of it.

    That is in the graph like any other tensor. TensorFlow's control_flow_ops.pfor traces it in a scope
    "loop_body", with a placeholder for the row's number.
    """
    scopes = tensor.op.name.split("/")
    return any(
        re.fullmatch(r"loop_body(_\d+)?", scope)
        and _has(tensor.graph, "/".join([*scopes[: number + 1], "PlaceholderWithDefault"]))
        for number, scope in enumerate(scopes)
    )


def _has(graph, name):
    try:
        return graph.get_operation_by_name(name).type == "PlaceholderWithDefault"
    except KeyError:
        return False


def require_model(model) -> None:
    """Raise TypeError for what is neither a Keras 3 model or layer nor a `keras.Function`."""
    if not isinstance(model, (keras.Layer, keras.Function)):
        raise TypeError(f"a Keras 3 model or layer is needed, and this is {_what_it_is(model)}")


def _what_it_is(thing):
    kind = type(thing).__name__
    if any(base.__module__.partition(".")[0] == "tf_keras" for base in type(thing).__mro__):
        return (
            f"the {kind} of tf_keras, which is Keras 2 and has layers of its own;"
            " next: build it with keras, and give that one its weights"
        )
    if inspect.isclass(thing):
        return f"the class {thing.__name__}; next: make one of it, {thing.__name__}(...)"
    if hasattr(thing, "signatures") and hasattr(thing, "tensorflow_version"):
        return (
            "a SavedModel as tf.saved_model.load gives it, in which there are no layers any more;"
            " next: keras.models.load_model of a .keras file"
        )
    if isinstance(thing, keras.KerasTensor):
        return "a KerasTensor; next: keras.Model(inputs, it), which is a model"
    return f"{describe(thing).partition('  (')[0]}; next: pass the model itself"


UNSEEN = (
    "no call of it was seen: predict, fit and tf.function run a graph that was traced"
    " earlier, in which Python no longer takes part; next: call model(x), open the block"
    " inside that function, or capture_activations(..., run_eagerly=True)"
)
UNSEEN_IN_STEP = (
    "its training step calls neither it nor a layer that `model.layers` lists; next: give the logger"
    " a batch of its own, ActivationLogger(x)"
)


def call_is_a_graph(model) -> bool:
    """Whether the `call` of a model is a `tf.function`, in which Python runs for the trace alone."""
    return hasattr(getattr(model, "call", None), "get_concrete_function")


def nothing_captured(model, recorder, unseen=UNSEEN) -> str:
    """Why a recorder of ``model`` holds nothing, and what to do.

    Args:
        unseen: The reason where not one call was seen.
    """
    heard = [path for path in recorder.known if path not in recorder.unheard]
    of_a_graph = recorder.root_calls and call_is_a_graph(model)
    if recorder.skipped and not (of_a_graph and not heard):
        path, why = next(iter(recorder.skipped.items()))
        who = "its layers were called but could not be kept; the first," if heard else "its layer"
        reason = f"{who} {path!r}, {why}"
    elif heard:
        reason = f"`layers` chose none of its {len(heard)} layer calls"
    elif recorder.symbolic_calls and recorder.symbolic_calls == recorder.root_calls:
        reason = f"it {SYMBOLIC}"
    elif of_a_graph:
        reason = (
            "its `call` is a tf.function, so a graph ran, in which Python takes no part;"
            " next: capture_activations(model, run_eagerly=True), and call it in the block"
        )
    elif recorder.root_calls:
        reason = (
            "it was called, but it calls no layers; next: what the call returned is all there is"
        )
    elif recorder.calls_elsewhere:
        reason = (
            "it was called by another thread, and a block hears its own;"
            " next: open the block there, or start the thread with"
            " contextvars.copy_context().run"
        )
    else:
        reason = unseen
    return f"nothing was captured from {model.name!r}: {reason}"
