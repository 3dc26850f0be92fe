"""Judges of the lesson *Sub-models: any layer's output*."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from ..tensors import describe
from .verdict import NotStarted, NotYet, choose, in_one_line, is_unfilled, run

# What a failed route said -> diagnosis, what it usually means, what to do.
_ROUTE_ERRORS = (
    (
        "has never been called and thus has no defined",
        "began-at-input",
        "the route begins at `.input` of a Sequential model; calling or building does not cure it",
        "begin where the model's own graph begins: at the first of its `inputs`",
    ),
    (
        "is not connected to `inputs`",
        "other-graph",
        "the route's ends belong to different models, such as a new `keras.Input` or a global name",
        "take both from the model that was given, and begin at the first of its `inputs`",
    ),
    (
        "has already been configured to use input shape",
        "built-already",
        "the model is built already; building does not cure a route that begins at `.input`",
        "begin where the model's own graph begins: at the first of its `inputs`",
    ),
    (
        "`inputs` argument cannot be empty",
        "began-at-input-layer",
        "layer 0 of a Functional model is its input layer, and that has no `.input`",
        "begin where the model's own graph begins: at the first of its `inputs`",
    ),
    (
        "You must call `compile()`",
        "trained",
        "`fit` and `evaluate` are for training, and give no outputs",
        "call the route on the data, or use its `predict`",
    ),
    (
        "in the `loss` argument",
        "trained",
        "`fit` and `evaluate` are for training, and give no outputs",
        "call the route on the data, or use its `predict`",
    ),
    (
        "has no attribute 'function'",
        "k-function",
        "`K.function` is of an older Keras; today a route is a model of its own",
        "`keras.Model(beginning, end)` takes its place, without lists around one plan",
    ),
    (
        "All `inputs` values must be KerasTensors",
        "layers-for-plans",
        "a layer was given as the beginning of the route; a plan belongs there",
        "begin where the model's own graph begins: at the first of its `inputs`",
    ),
    (
        "values must be KerasTensors",
        "layers-for-plans",
        "layers were given where plans belong; a layer is no end of a route",
        "use the plan that the layer keeps: its `.output`",
    ),
    (
        "'KerasTensor' object has no attribute",
        "asked-the-plan",
        "numbers were asked of a plan: of `layer.output`, or of a route called on a plan",
        "build a route to it, and send the data, not a plan, along the route",
    ),
    (
        "A KerasTensor",
        "asked-the-plan",
        "numbers were wanted from a plan; `layer.output` never has any",
        "build a route to it, and send the data along the route",
    ),
    (
        "NoneType",
        "asked-the-plan",
        "a plan was used as if it had a size and numbers; `layer.output` never has any",
        "build a route to it, and send the data along the route",
    ),
    (
        "of layer 'functional",  # a route itself
        "other-data",
        "the route was sent something else than the data that the function was given",
        "send the function's own argument along the route",
    ),
    (
        "incompatible",
        "skipped-layers",
        "a layer was called on the data itself; the layers before it were left out",
        "let a route take the data through all layers on the way",
    ),
    (
        "too many positional arguments",
        "layer-by-layer",
        "layers were called one by one; an InputLayer cannot be called, and a chain has no branches",
        "let a route take the data through all layers on the way",
    ),
    (
        "should be called on a list",
        "layer-by-layer",
        "layers were called one by one; such a chain has no branches, and this layer joins two",
        "let a route take the data through all layers on the way",
    ),
    (
        "EagerTensor' object has no attribute",
        "still-a-tensor",
        "the numbers are there, inside an EagerTensor, which has few methods of its own",
        "make an array of it first: `.numpy()`",
    ),
    (
        "object has no attribute 'numpy'",
        "no-numpy-here",
        "`.numpy()` was asked of something that is no tensor: a dict, a list, or the route itself",
        "call the route on the data, and ask each tensor that comes back",
    ),
)


_EVERY_LAYER_ERRORS = (
    (
        "KeyError: <",
        "layer-as-key",
        "a layer was used as the key; the keys of this dict are names",
        "take the layer's name: `values[layer.name]`",
    ),
    (
        "are valid indices, got '",
        "one-end",
        "the route has one end only, so it gives one tensor and no dict",
        "give `keras.Model` the dict `ends` as its second argument",
    ),
    (
        "list indices must be integers",
        "list-by-name",
        "a route with a list of ends gives back a list, which knows no names",
        "give it the dict `ends`, or `zip` the list with the layers",
    ),
)

_BEGAN_MIDWAY = (
    "began-midway",
    "the route begins at the wanted layer itself; the layers before it were left out",
    "begin where the whole model begins: at the first of its `inputs`",
)

_COPIED_ERRORS = (("of layer 'functional", *_BEGAN_MIDWAY),)

_SILENT_ERRORS = (
    ("in Functional.call(): Input 0", *_BEGAN_MIDWAY),
    (
        "'str' object has no attribute",
        "name-for-layer",
        "`layer_name` is a text, and no layer",
        "ask the model for the layer: `any_model.get_layer(layer_name)`",
    ),
    (
        "truth value of an array",
        "many-places-one-if",
        "`if` wants one yes or no, and so does Python's `all` from each row; `== 0` gives many",
        "join them with the array's own `.all()`: `if (one_channel == 0).all():`",
    ),
    (
        "'bool' object has no attribute",
        "asked-the-plan",
        "a thing without numbers was compared with 0, such as `layer.output`: that is one `False`",
        "send `pictures` along a route, and compare the array that comes back",
    ),
    (
        "out of bounds for axis 3",
        "more-channels-than-there-are",
        "the loop counts further than this layer has channels",
        "sizes come from the array: `range(values.shape[-1])`",
    ),
    (
        "out of bounds",
        "channels-are-last",
        "the channel's number was used on another axis; the channels are the last one",
        "use `values[..., c]`, with `c` from `range(values.shape[-1])`",
    ),
    (
        "nonzero on 0d arrays",
        "one-answer-for-all",
        "`all` without an axis gives one answer for everything",
        "leave only the last axis: axis=(0, 1, 2)",
    ),
)

_LEARNED = (
    "learned",
    "the model's weights are others now than before",
    "`training=True`, or a `fit`, lets the model learn from the data that you look at",
    "leave `training` alone: looking must not change the model",
)


class _Counted(layers.Dense):
    """A layer that counts its calls, so that a judge sees how often the model ran."""

    runs: tf.Variable  # counts in a graph too; made anew by each judge

    def call(self, x):
        _Counted.runs.assign_add(1)
        return super().call(x)


def _filled(model: keras.Model, rng: np.random.Generator) -> keras.Model:
    for layer in model.layers:
        values = [rng.normal(size=w.shape) for w in layer.get_weights()]
        is_norm = isinstance(layer, layers.BatchNormalization)  # a variance is never negative
        layer.set_weights([np.abs(v) + 0.5 for v in values] if is_norm else values)
    return model


def _differ(weights: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return not all(map(np.array_equal, weights, others))


def _told(got: object) -> str:
    return got if isinstance(got, str) else describe(got)


def _run_route(
    made: Callable, *given: object, ran: str, expected: str, errors: tuple = ()
) -> object:
    """Run what was made; an error of a route that failed says what it usually means."""
    try:
        return run(made, *given, ran=ran, expected=expected)
    except NotYet as verdict:
        if verdict.diagnosis == "raised":
            for words, diagnosis, usually, next in (*errors, *_ROUTE_ERRORS):
                if words in verdict.told["we got"]:
                    verdict.diagnosis = diagnosis
                    verdict.told.update(usually=usually, next=next)
                    break
        raise


# One route to every layer ---------------------------------------------------------------------


def every_layer(made) -> str:
    rng = np.random.default_rng(11)
    _Counted.runs = tf.Variable(0)
    start = keras.Input((3,), name="judge_start")
    one = _Counted(4, activation="tanh", name="judge_one")(start)
    two = _Counted(2, name="judge_two")(one)
    both = layers.Concatenate(name="judge_both")([one, two])
    branched = keras.Model(start, _Counted(1, name="judge_end")(both), name="judge_branched")
    parts = [_Counted(5 - i, activation="tanh", name=f"judge_part_{i}") for i in range(4)]
    parts.insert(1, layers.BatchNormalization(name="judge_norm"))
    chain = keras.Sequential([keras.Input((3,), name="judge_row"), *parts], name="judge_chain")
    for model, what in ((branched, "a model with branches"), (chain, "a Sequential model")):
        _judge_every_layer(made, _filled(model, rng), what, rng.normal(size=(6, 3)))
    return (
        "a model with branches and a Sequential one: every layer's array, and each model ran once"
    )


def _judge_every_layer(made, model: keras.Model, what: str, data: np.ndarray) -> None:
    data = data.astype("float32")
    plans = {layer.name: layer.output for layer in model.layers}
    right = {k: v.numpy() for k, v in keras.Model(model.inputs[0], plans)(data).items()}
    inputs = {layer.name for layer in model.layers if isinstance(layer, layers.InputLayer)}
    counted = sum(isinstance(layer, _Counted) for layer in model.layers)
    ran = f"all_outputs(model, batch), with {what} and 6 rows"
    wanted = f"a dict of arrays, for {', '.join(name for name in right if name not in inputs)}"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis, ran=ran, got=_told(got), expected=wanted, usually=usually, next=next
        )

    _Counted.runs.assign(0)
    before = model.get_weights()
    found = _run_route(made, model, data, ran=ran, expected=wanted, errors=_EVERY_LAYER_ERRORS)
    runs = int(_Counted.runs)
    if not hasattr(found, "items"):
        raise not_yet(
            "not-a-dict",
            found,
            "the arrays came back without their names, or not at all",
            "return a dict: layer name -> array",
        )
    found = dict(found.items())
    for name in right:
        if name not in found and name not in inputs:
            raise not_yet(
                "names-missing",
                f"a dict with {', '.join(map(str, found)) or 'nothing in it'}",
                "the keys are not the layers' names, or some layers were left out",
                "take every layer of `any_model.layers`, and `layer.name` as its key",
            )
    if _differ(before, model.get_weights()):
        raise not_yet(*_LEARNED)
    kept = [value for value in found.values() if isinstance(value, np.ndarray)]
    if len(kept) == len(found) and all(np.array_equal(kept[0], value) for value in kept):
        raise not_yet(
            "same-for-all",
            f"under each name: {describe(kept[0])}",
            "the same array stands under each name, mostly that of the last layer",
            "give the route all the ends, and take under each name what belongs to it",
        )
    for name, array in right.items():
        value = found.get(name, array)
        if isinstance(value, dict):
            raise not_yet(
                "dict-in-dict",
                f"for {name}: a dict again",
                "the whole result stands under each name",
                "take the one value that belongs to the name",
            )
        if isinstance(value, keras.KerasTensor):
            raise not_yet(
                "symbolic",
                value,
                "the plans were given back; no data was sent along them",
                "build the route, and call it on `data`",
            )
        if (isinstance(value, list) and not value) or _is_weights(value, model, name):
            raise not_yet(
                "weights",
                f"for {name}: the layer's weights",
                "`get_weights()` gives what the layer has learned; its output needs data too",
                "build a route to `layer.output`, and call it on `data`",
            )
        if tf.is_tensor(value):
            raise not_yet(
                "still-a-tensor",
                f"for {name}: {describe(value)}",
                "the numbers are there, inside tensors; arrays were asked for",
                "ask each tensor for `.numpy()`",
            )
        if not isinstance(value, np.ndarray):
            raise not_yet(
                "not-an-array",
                f"for {name}: {describe(value)}",
                "something other than the layer's output stands under its name",
                "build the route, call it on `data`, and ask each tensor for `.numpy()`",
            )
        if value.shape[1:] == array.shape[1:] and len(value) != len(array):
            raise not_yet(
                "other-rows",
                f"for {name}: rows back: {len(value)}, rows sent: {len(array)}",
                "a part of the data, or other data, went along the route",
                "send all of `data`",
            )
        if value.shape != array.shape or not np.allclose(value, array, atol=1e-5):
            raise not_yet(
                "other-numbers",
                f"for {name}: {describe(value)}",
                "the numbers come from another layer, or the data did not go through the ones before",
                "end one route at the `.output` of all layers, and call it on `data`",
            )
    if runs > counted:
        times = {
            2 * counted: "ran-twice",
            len(model.layers) * counted: "called-for-each",
            len(data) * counted: "row-by-row",
        }
        diagnosis = times.get(runs, "one-route-each")
        told = f"{runs} layer calls in a model of {counted} such layers"
        raise not_yet(diagnosis, told, *_TOO_OFTEN[diagnosis])


_TOO_OFTEN = {
    "ran-twice": (
        "the model ran twice: two calls on the data, of the model itself or of a route",
        "one call of one route is enough; a model needs no call before you build it",
    ),
    "called-for-each": (
        "there is one route, as it should be, and it is called once for each layer",
        "call it once, above the dict, and keep what comes back",
    ),
    "row-by-row": (
        "there is one route, as it should be, and each row went along it alone",
        "send all rows at once: the route takes the whole batch",
    ),
    "one-route-each": (
        "each layer got a route of its own, and each route starts at the input again",
        "give one `keras.Model` all the ends, and call it once",
    ),
}


def _is_weights(value: object, model: keras.Model, name: str) -> bool:
    weights = model.get_layer(name).get_weights()
    first = value[0] if isinstance(value, list) else value
    return bool(weights) and np.array_equal(first, weights[0])


# What cures "has never been called" ---------------------------------------------------------


def never_called_cure(made) -> str:
    def believed(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected="the one option that gives a route to the layer",
            usually=usually,
            next=next,
        )

    return choose(
        made,
        {
            "a": believed(
                "data-call-expected",
                "`called` is taken to mean that data went through; `fit` has done that already",
                "ask yourself what `fit` did to the model, batch after batch",
            ),
            "b": believed(
                "build-expected",
                "the model is taken for unbuilt; with `keras.Input` as its first entry it is built",
                "ask yourself where a model's own graph begins, built as it is",
            ),
            "c": believed(
                "symbolic-call-expected",
                "the error goes, so the cure seems found; but the layers belong to an older plan",
                "ask yourself to which input the layers' `.output` was connected first",
            ),
            "d": "`inputs[0]` is where the model's own graph begins; it needs no call at all",
        },
    )


# The copied function ---------------------------------------------------------------------------


def copied_features(made) -> str:
    rng = np.random.default_rng(12)
    cases = (("with keras.Input", True, 2, 4), ("that met data first", False, 0, 5))
    for what, with_input, position, rows in cases:
        parts = [layers.Dense(u, activation="tanh", name=f"judge_{u}") for u in (5, 4, 2)]
        parts.insert(1, layers.BatchNormalization(name="judge_norm"))
        first = [keras.Input((3,), name="judge_in")] if with_input else []
        model = keras.Sequential([*first, *parts], name="judge_sequential")
        model(rng.normal(size=(2, 3)).astype("float32"))
        data = rng.normal(size=(rows, 3)).astype("float32")
        _judge_features(made, _filled(model, rng), what, position, data)
    return "a Sequential model with an Input layer and one without: the right layer's array"


def _judge_features(made, model, what: str, position: int, data: np.ndarray) -> None:
    outputs, value = [], data
    for layer in model.layers:
        value = layer(value)
        outputs.append(value.numpy())
    right = outputs[position]
    ran = f"features_at(model, {position}, batch), with a Sequential model {what}"
    wanted = f"a NumPy array with the shape {right.shape}"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis, ran=ran, got=_told(got), expected=wanted, usually=usually, next=next
        )

    before, weights = len(model.layers), model.get_weights()
    found = _run_route(made, model, position, data, ran=ran, expected=wanted, errors=_COPIED_ERRORS)
    if len(model.layers) != before:
        raise not_yet(
            "model-changed",
            f"the model has {len(model.layers)} layers now, and had {before}",
            "`pop` takes layers off the model itself, for everybody who uses it",
            "leave the model whole, and build a route that ends earlier",
        )
    if _differ(weights, model.get_weights()):
        raise not_yet(*_LEARNED)
    if isinstance(found, keras.KerasTensor):
        raise not_yet(
            "symbolic",
            found,
            "the plan was given back; no data was sent along it",
            "build the route, and send `batch` along it",
        )
    if isinstance(found, (keras.Model, keras.Layer)):
        raise not_yet(
            "not-called",
            found,
            "the route was given back, and not what comes out of it",
            "send `batch` along the route",
        )
    if tf.is_tensor(found):
        raise not_yet(
            "still-a-tensor",
            found,
            "the numbers are there, inside an EagerTensor; an array was asked for",
            "add `.numpy()`, or use `predict_on_batch`",
        )
    if not isinstance(found, np.ndarray):
        raise not_yet(
            "not-an-array",
            found,
            "the function has no `return`, or gives back something else",
            "return the array that comes out of your route",
        )
    if any(np.array_equal(found, w) for w in model.layers[position].get_weights()):
        raise not_yet(
            "weights",
            found,
            "these are the layer's weights: what it has learned, not what it gives for a batch",
            "build a route to the layer's `.output`, and send `batch` along it",
        )
    for at, output in enumerate(outputs):
        if at != position and found.shape == output.shape and np.allclose(found, output, atol=1e-5):
            whole = at == len(outputs) - 1
            raise not_yet(
                "whole-model" if whole else "another-layer",
                found,
                f"these are the numbers of {'the whole model' if whole else f'layer {at}'}",
                "positions count from 0: end the route at `layers[position].output`",
            )
    if found.shape[1:] == right.shape[1:] and len(found) != len(right):
        raise not_yet(
            "other-rows",
            f"rows back: {len(found)}, rows sent: {len(right)}",
            "a part of the batch, or another batch, went along the route",
            "send all of `batch`",
        )
    if found.shape == right.shape and not np.allclose(found, right, atol=1e-5):
        raise not_yet(
            "other-weights",
            found,
            "the shape is right and the numbers are not: new or copied layers with new weights",
            "use the model's own layers; a route needs no copy",
        )
    if found.shape != right.shape:
        raise not_yet(
            "other-numbers",
            found,
            "the numbers come from another layer, from a copy of the model, or from other data",
            "end the route at `layers[position].output`, and send `batch` along it",
        )


# A layer that is called twice -------------------------------------------------------------------


def called_twice(made) -> str:
    def believed(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected="what today's Keras keeps in `.output`",
            usually=usually,
            next=next,
        )

    return choose(
        made,
        {
            "a": "`.output` is the plan of the first call, and no warning tells you so",
            "b": believed(
                "last-expected",
                "`.output` is taken for a variable that each call writes anew",
                "think of a record that gets its first entry and is read from the top",
            ),
            "c": believed(
                "both-expected",
                "`.output` is singular: it is one plan, however often the layer was called",
                "run the cell below, and compare the number with each row's sum",
            ),
            "d": believed(
                "error-expected",
                "Keras 2 did stop with an error here, and much advice is from then",
                "run the cell below: today's Keras makes a choice",
            ),
        },
    )


# Into a block -----------------------------------------------------------------------------------

_LINES = {
    "A": 'plan = inside(outer.get_layer("before").output)',
    "B": 'inside = keras.Model(block.inputs[0], block.get_layer("deep").output)',
    "C": "deep = keras.Model(outer.inputs[0], plan)(batch)",
    "D": 'plan = outer.get_layer("block").output',
    "E": 'block = outer.get_layer("block")',
    "F": 'inside = keras.Model(outer.inputs[0], block.get_layer("deep").output)',
}


def inside_a_block(made) -> str:
    wanted = 'the numbers of the layer "deep" in `deep`, shape (4, 2)'
    if is_unfilled(made):
        raise NotStarted
    told = "".join(map(str, made)) if isinstance(made, (str, list, tuple)) else ""
    letters = "".join(told.replace(",", " ").split()).upper()
    if not letters or set(letters) - _LINES.keys():
        raise NotYet(
            "no-lines",
            ran="a look at your choice",
            got=repr(made) if isinstance(made, str) else describe(made),
            expected='letters from A to F in one string, such as "FEDC"',
            usually="the lines themselves, or their numbers, were written",
            next="write the letters in the order of the lines",
        )
    rng = np.random.default_rng(13)
    enter = keras.Input((2,), name="judge_enter")
    deep = layers.Dense(2, name="deep")
    block = keras.Model(enter, layers.Dense(1, name="last")(deep(enter)), name="block")
    start = keras.Input((5,), name="judge_begin")
    before = layers.Dense(2, name="before")(start)
    outer = keras.Model(start, layers.Dense(1, name="head")(block(before)), name="judge_outer")
    batch = rng.normal(size=(4, 5)).astype("float32")
    right = deep(outer.get_layer("before")(batch)).numpy()
    code = "\n".join(_LINES[letter] for letter in letters)
    scope: dict = {"keras": keras, "outer": outer, "batch": batch}

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        ran = "your lines:\n" + code
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    try:
        exec(code, scope)
    except NameError as error:
        raise not_yet(
            "does-not-run",
            in_one_line(error),
            "a name is used above the line that makes it, or that line is missing",
            "look for the line that begins with this name, and put it first",
        ) from None
    except ValueError as error:
        if "F" in letters:
            raise not_yet(
                "two-graphs",
                in_one_line(error),
                'the route begins in the graph of `outer` and ends in that of the block: "deep" '
                "knows only its own",
                "make the inner route begin where the block's own graph begins",
            ) from None
        raise not_yet(
            "blocks-own-output",
            in_one_line(error),
            "`.output` of the block is the end of its own graph, and not a step of `outer`",
            "call the inner route on the plan that enters the block in `outer`",
        ) from None
    except TypeError as error:
        raise not_yet(
            "does-not-run", in_one_line(error), "the lines do not fit together", "read them aloud"
        ) from None
    found = scope.get("deep")
    if found is None:
        raise not_yet(
            "no-data",
            "no `deep`",
            "plans were made, and no data was sent along them",
            "one of the lines calls a model on `batch`",
        )
    if found.shape != right.shape or not np.allclose(found, right, atol=1e-5):
        raise not_yet(
            "other-numbers", describe(found), "the route ends elsewhere", 'end it at "deep"'
        )
    if len(letters) > 4:
        raise not_yet(
            "one-too-many",
            f'{len(letters)} lines; they give the numbers of "deep"',
            "a line was kept whose result no other line uses",
            "four lines do it: leave out the one that changes nothing",
        )
    return 'your lines ran: four rows in, the numbers of the layer "deep" out'


# Channels that never fire ----------------------------------------------------------------------


def silent_channels(made) -> str:
    rng = np.random.default_rng(14)
    for linear in (False, True):
        _judge_silent(made, linear, rng)
    return "two models, two layers: the channels that are 0 everywhere, and no other"


def _judge_silent(made, linear: bool, rng: np.random.Generator) -> None:
    # weight and bias of each channel; shuffled, so that no list fits twice
    kinds = [
        (0.0, 0.0),  # silent
        (1.0, 0.0),  # left of the place: without the batch axis there is no left
        (1.0, 0.0),  # its sum is 0
        (1.0, -9.0),  # always below 0: silent after a ReLU
        (1.0, -3.0),  # its largest number is 0: silent after a ReLU
        (0.0, 0.5),  # the same everywhere
        (3e-5, 0.0),  # small, and not 0
        (1.0, -2.0),  # above 0 in the last picture only
        (1.0, -0.75),  # not above 0 in the middle picture
    ]
    if linear:
        kinds = kinds[:7]  # another number of channels
    order = rng.permutation(len(kinds))
    if not linear:
        order = np.append(order[order > 0], 0)  # silent to the last: a loop must get there
    weight, bias = np.array(kinds)[order].T
    kernel = np.zeros((3, 3, 2, len(kinds)))
    kernel[1, np.where(order == 1, 0, 1), 0, range(len(kinds))] = weight
    name = f"judge_{rng.integers(100)}"
    activation = None if linear else "relu"
    steps = [
        layers.Conv2D(2, 1, name="judge_before"),
        layers.BatchNormalization(epsilon=0.0, name="judge_norm"),
        layers.Conv2D(len(kinds), 3, padding="same", activation=activation, name=name),
        layers.Conv2D(2, 1, name="judge_scores"),
    ]
    image = keras.Input((3, 3, 1), name="judge_image")
    if linear:
        model = keras.Sequential([image, *steps], name="judge_sequential")
    else:
        value = image
        for step in steps:
            value = step(value)
        model = keras.Model(image, value, name="judge_functional")
    steps[0].set_weights([np.array([1.0, 2.0]).reshape(1, 1, 1, 2), np.zeros(2)])
    steps[2].set_weights([kernel, bias])
    steps[3].set_weights([np.ones((1, 1, len(kinds), 2)), np.ones(2)])
    pictures = np.zeros((3, 3, 3, 1), "float32")
    pictures[:, 0, 0], pictures[:, 0, 1] = 1.0, -1.0  # with the two below, the sum is 0
    pictures[2, 2, 2], pictures[2, 2, 1] = 3.0, -3.0
    pictures[1] /= 2
    route = keras.Model(model.inputs[0], model.get_layer(name).output)
    values = np.asarray(route(pictures))
    rows_as_pictures = np.concatenate([route(picture) for picture in pictures])
    zero = values == 0
    right = _numbers(zero.all(axis=(0, 1, 2)))
    kind = "Sequential" if linear else "Functional"
    ran = f'silent_channels(model, "{name}", pictures), with a {kind} model and 3 pictures'
    wanted = f"{right}"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis, ran=ran, got=_told(got), expected=wanted, usually=usually, next=next
        )

    before = model.get_weights()
    found = _run_route(made, model, name, pictures, ran=ran, expected=wanted, errors=_SILENT_ERRORS)
    if _differ(before, model.get_weights()):
        raise not_yet(*_LEARNED)
    if found is None:
        raise not_yet(
            "nothing-returned",
            "nothing (None)",
            "the list is printed, or the `return` is missing",
            "return the list",
        )
    if isinstance(found, keras.KerasTensor):
        raise not_yet(
            "symbolic",
            found,
            "a plan was asked which of its numbers are 0; it has none",
            "send `pictures` along a route first",
        )
    if tf.is_tensor(found):
        raise not_yet(
            "still-a-tensor",
            found,
            "the answer is inside a tensor; a list was asked for",
            "make a list of it, with `.numpy().tolist()`",
        )
    if isinstance(found, tuple) and len(found) == 1 and isinstance(found[0], np.ndarray):
        raise not_yet(
            "tuple-of-arrays",
            repr(found),
            "`np.where` and `np.nonzero` give a tuple, with one array for each axis",
            "take its first entry: [0]",
        )
    if isinstance(found, (int, np.integer)) and not isinstance(found, bool):
        raise not_yet(
            "a-count",
            repr(found),
            "how many there are was asked of nobody; which ones they are was",
            "give back their numbers, as a list",
        )
    if isinstance(found, (str, dict)):
        raise not_yet(
            "not-a-list",
            found,
            "the numbers stand inside something else",
            "give back one flat list of channel numbers",
        )
    try:
        array = np.asarray(list(found) if isinstance(found, (set, range)) else found)
    except ValueError:  # entries of several shapes
        array = np.array(["entries of several shapes"])
    if array.dtype == bool:
        if array.shape == weight.shape:
            raise not_yet(
                "a-mask",
                f"{array.tolist()}",
                "this says yes or no for each channel; the numbers of the channels were asked for",
                "turn it into numbers: np.flatnonzero(...)",
            )
        raise not_yet(
            "other-axis",
            f"yes or no, shape {array.shape}",
            f"`all` left other axes than that of the {len(kinds)} channels",
            "let it run over pictures, rows and columns: axis=(0, 1, 2)",
        )
    if array.ndim != 1:
        raise not_yet(
            "extra-axis",
            describe(array),
            "the numbers stand in rows of their own, or places were given in place of channels",
            "give back one flat list of channel numbers",
        )
    if array.size and array.dtype.kind not in "iuf":
        raise not_yet(
            "no-numbers",
            f"{array.tolist()}",
            "the list holds something other than channel numbers",
            "channels count from 0, along the last axis",
        )
    numbers = sorted(array.tolist())
    if numbers == right:
        return
    told = f"{numbers}" if len(numbers) < 30 else describe(array)
    if len(set(numbers)) < len(numbers):
        raise not_yet(
            "counted-again",
            told,
            "channels were collected picture by picture, or place by place, or pictures counted",
            "a channel counts once, if it is 0 in the whole batch: ask over axis=(0, 1, 2)",
        )
    slips = (
        (
            _numbers(~zero.all(axis=(0, 1, 2))),
            "those-that-fire",
            "these are the channels that do give something",
            "turn the question round",
        ),
        (
            _numbers(zero[0].all(axis=(0, 1))),
            "first-picture-only",
            "a channel may be silent in the first picture, and fire in another",
            "look at the whole batch: axis 0 counts the pictures",
        ),
        (
            [number + 1 for number in right],
            "counts-from-one",
            "the channels were counted from 1",
            "Python counts from 0",
        ),
        (
            _numbers(values.max(axis=(0, 1, 2)) == 0),
            "largest-is-zero",
            "the largest number is 0 here, and the others are below it; this layer has no ReLU",
            "ask whether all of them are 0, or take the absolute value first",
        ),
        (
            _numbers((values <= 0).all(axis=(0, 1, 2))),
            "negative-is-not-zero",
            "negative numbers were counted as silent too; this layer has no ReLU",
            "ask for exactly 0, as in `== 0`, or take the absolute value first",
        ),
        (
            _numbers(np.isclose(values.sum(axis=(0, 1, 2)), 0)),
            "zero-on-average",
            "positive and negative numbers cancel out in a sum or a mean",
            "ask whether all of them are 0",
        ),
        (
            _numbers((rows_as_pictures == 0).all(axis=(0, 1, 2))),
            "no-batch-axis",
            "a picture was sent without its batch axis, so its rows were taken for pictures",
            "keep the axis: `picture[None]`, or send the whole batch",
        ),
        (
            _numbers((np.abs(values) < 1e-3).all(axis=(0, 1, 2))),
            "nearly-zero",
            "a channel with small numbers was taken for silent; it does give something",
            "ask for exactly 0, as in `== 0`",
        ),
        (
            _numbers(values.std(axis=(0, 1, 2)) == 0),
            "constant-is-not-zero",
            "a spread of 0 says that all numbers are the same, and not that they are 0",
            "ask whether all of them are 0",
        ),
        (
            _numbers(weight == 0),
            "from-weights",
            "the weights were asked; a bias can make a channel fire, or keep it silent",
            "look at what the layer gives for the pictures",
        ),
        (
            _numbers(zero.any(axis=(0, 1, 2))),
            "zero-somewhere",
            "one 0 at one place is enough for this; silent means 0 at every place",
            "ask whether all of them are 0: `(one_channel == 0).all()`",
        ),
        (
            _numbers(zero.all(axis=(1, 2)).any(axis=0)),
            "any-picture",
            "one picture in which the channel is silent is enough for this",
            "it must be silent in all of them",
        ),
    )
    if numbers == [] and not linear:
        raise not_yet(
            "none-found",
            told,
            "other axes were left (the channels are the last), nothing was put into the list, or "
            "the layer is another",
            "end at the layer `layer_name`; ask over pictures, rows and columns: axis=(0, 1, 2)",
        )
    for slip, diagnosis, usually, next in slips:
        if numbers == slip:
            raise not_yet(diagnosis, told, usually, next)
    if numbers and numbers == right[: len(numbers)]:
        raise not_yet(
            "not-all-channels",
            told,
            "the loop ended before the last channel",
            "sizes come from the array: `range(values.shape[-1])`",
        )
    if any(number >= len(kinds) or number < 0 or number != int(number) for number in numbers):
        raise not_yet(
            "other-axis",
            told,
            "other axes are left too, so places or pictures were counted; or these are values",
            "leave only the last axis: axis=(0, 1, 2)",
        )
    raise not_yet(
        "other-channels",
        told,
        "the numbers come from another layer, or another question was asked of them",
        "print the layer's output for one channel, and look where it is 0",
    )


def _numbers(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()
