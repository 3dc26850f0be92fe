"""Judges of the lesson *Looking while training: callbacks*."""

import contextlib
import functools
import re
from collections.abc import Iterator

import keras
import numpy as np
import tensorflow as tf

from ..tensors import describe
from .verdict import NotStarted, NotYet, choose, in_one_line, is_unfilled, run

EPOCHS = 3


def loss_of_a_batch(made) -> str:
    def believed(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected="what Keras says at the end of each of the three batches",
            usually=usually,
            next=next,
        )

    return choose(
        made,
        {
            "a": believed(
                "own-loss-expected",
                "the name `on_train_batch_end` promises the loss of a batch, and gives something else",
                "think of the loss in the progress bar: it moves less and less during an epoch",
            ),
            "b": "after each batch, the mean of the losses so far: 1, then (1+3)/2, then (1+3+5)/3",
            "c": believed(
                "whole-epoch-expected",
                "after the first batch, nobody knows the losses of the other two",
                "ask yourself what can be known after the first batch",
            ),
            "d": believed(
                "sum-expected",
                "the losses are added up; Keras also divides by how many there were",
                "ask yourself whether an epoch with more batches should have a larger loss",
            ),
        },
    )


# A model to train, and what is to be seen while it trains ------------------------------------------


def _model(negative: bool = False) -> keras.Model:
    """Four numbers in, five, three in the layer "hidden", two out; the same weights for everyone.

    Where ``negative``, the hidden layer's largest number, by size, is a negative one, and
    training changes nothing: only a witness does, and its large numbers must not grow.
    """
    rng = np.random.default_rng(11)
    inputs = keras.Input((4,), name="judge_inputs")
    first = keras.layers.Dense(5, activation="sigmoid", name="judge_first")(inputs)
    hidden = keras.layers.Dense(3, None if negative else "tanh", name="hidden")(first)
    model = keras.Model(inputs, keras.layers.Dense(2, name="judge_scores")(hidden))
    model.set_weights([rng.normal(size=weight.shape) for weight in model.get_weights()])
    if negative:
        model.get_layer("hidden").kernel.assign(-np.abs(rng.normal(size=(5, 3))))
    rate = 0.0 if negative else 0.2
    model.compile(keras.optimizers.SGD(rate), "mse", run_eagerly=True)  # no trace: quicker
    return model


def _rows(many: int) -> np.ndarray:
    return np.random.default_rng(many).normal(size=(many, 4)).astype("float32")


def _hidden(model: keras.Model, data) -> np.ndarray:
    return np.asarray(model.get_layer("hidden")(model.get_layer("judge_first")(data)))


@contextlib.contextmanager
def _models_built(like: keras.Model) -> Iterator[list]:
    """Fills with one entry for each model of this kind that is built inside the block."""
    built, kind = [], type(like)
    original = kind.__init__

    @functools.wraps(original)
    def noted(self, *given, **how):
        built.append(kind.__name__)
        return original(self, *given, **how)

    kind.__init__ = noted
    try:
        yield built
    finally:
        kind.__init__ = original


class _Witness(keras.callbacks.Callback):
    """Keeps, after each epoch, what the layer really gave for the probe.

    Where ``biases`` are given, one of the layer's is set to the next of them after each epoch.
    """

    def __init__(self, probe, biases: tuple[float, ...] = ()):
        super().__init__()
        self.probe, self.biases = probe, biases
        self.seen: list[np.ndarray] = []
        self.outputs: list[np.ndarray] = []

    def on_epoch_end(self, epoch, logs=None):
        if self.biases:
            self.model.get_layer("hidden").bias.assign([0.5, self.biases[epoch], 0.5])
        self.seen.append(_hidden(self.model, self.probe))
        self.outputs.append(np.asarray(self.model.get_layer("judge_scores")(self.seen[-1])))


@functools.cache
def _batches(many: int) -> tf.data.Dataset:
    """Batches of four rows, made once: it is what takes longest when so little is trained."""
    rows, truth = _rows(many * 4).reshape(many, 4, 4), np.ones((many, 4, 2), "float32")
    return tf.data.Dataset.from_tensor_slices((rows, truth))


def _fit(model: keras.Model, *callbacks, batches: int = 2):
    return model.fit(
        _batches(batches), epochs=EPOCHS, shuffle=False, verbose=0, callbacks=list(callbacks)
    )


_PYTORCH = r"attribute '(detach|cpu|backward|forward|grad|abs|std|max|copy_|no_grad)'|name 'torch'"

# What a callback raises (a pattern) -> diagnosis, what it usually means, what to do.
_RAISED = (
    (
        "'KerasTensor' object has no attribute",
        "symbolic",
        "the plan was asked for its numbers: no data was sent along the route",
        "call your route on the probe batch, and ask what comes back",
    ),
    (
        "A KerasTensor",
        "symbolic",
        "NumPy or TensorFlow got a plan: no data was sent along the route",
        "call your route on the probe batch, and use what comes back",
    ),
    (
        r"int\(\) argument must be",
        "symbolic",
        "`predict` got a plan: no data was sent along the route",
        "call your route on the probe batch, and ask what comes back",
    ),
    (
        "module 'keras.backend' has no attribute",
        "old-backend",
        "`keras.backend` has lost these functions; nothing makes numbers out of a plan",
        "call your route on the probe batch, and ask what comes back",
    ),
    (
        "incompatible",
        "skipped-layers",
        "the layer was called on the probe itself; the layers before it were left out",
        "build the route from the model's input to the layer, and call that",
    ),
    (
        _PYTORCH,
        "pytorch",
        "this is a name of PyTorch; tensors of TensorFlow do not have it, and need no `detach`",
        "`.numpy()` makes an array, which has `.std()` and `.max()`; `np.abs` takes it, too",
    ),
    (
        "`outputs` must be|`outputs` values must be|utputs must be KerasTensors",
        "output-missing",
        "a route ends at a tensor, and the layer itself was given",
        "write `.output` behind the layer",
    ),
    (
        "must be KerasTensors",
        "probe-as-beginning",
        "the probe was made the beginning of the route; a route begins at the model's own input",
        "begin it at `self.model.inputs[0]`, and call it on the probe",
    ),
    (
        "symbolic",
        "symbolic",
        "a plan was asked for its numbers: no data was sent along the route",
        "call your route on the probe batch, and ask what comes back",
    ),
    (
        "'NoneType' object has no attribute|has no attribute '_model'",
        "no-model-yet",
        "`__init__` runs before `fit` has put the model into `self.model`",
        "build the route in `on_train_begin`",
    ),
    (
        "has no attribute 'input'",
        "input-of-a-model",
        "the beginning of a route is `self.model.inputs[0]`",
        "write `inputs[0]`",
    ),
    (
        "has no attribute 'validation_data'",
        "validation-data",
        "callbacks have had no `validation_data` since TensorFlow 2",
        "use the probe batch that the callback was given",
    ),
    (
        "unexpected keyword argument 'logs'",
        "method-arguments",
        "Keras hands over `logs` by its name",
        "keep the arguments as they are: (self, epoch, logs=None)",
    ),
    (
        "too many positional arguments",
        "input-layer",
        "a model's `layers` begin with the InputLayer, and that takes no data",
        "leave it out, or build a route and call that",
    ),
    (
        r"on_train_begin\(\)",
        "method-arguments",
        "Keras calls `on_train_begin` with logs",
        "keep its arguments: (self, logs=None)",
    ),
    (
        "name '.*' is not defined",
        "not-on-self",
        "a name that one method makes is unknown in the other methods",
        "keep the route on `self`, such as `self.route = ...`, and call `self.route(...)`",
    ),
    (
        "'model' of .* has no setter|can't set attribute 'model'",
        "model-taken",
        "`self.model` belongs to Keras: there, `fit` puts the model that it trains",
        "keep your route under another name, such as `self.route`",
    ),
    (
        "positional argument",
        "method-arguments",
        "Keras calls the method with an epoch and with logs, or makes it with the given arguments",
        "keep the arguments as they are in the task: (self, epoch, logs=None)",
    ),
    (
        "'Functional' object has no attribute 'numpy'",
        "not-called",
        "the route itself was asked for numbers; a route is like a function",
        "call your route on the probe batch",
    ),
)


def _explained(error: NotYet, not_yet, raised=_RAISED) -> NotYet:
    got = error.told["we got"]
    for pattern, diagnosis, usually, next in raised:
        if error.diagnosis == "raised" and re.search(pattern, got):
            return not_yet(diagnosis, got, usually, next)
    return error


# Order --------------------------------------------------------------------------------------------

_LINES = {
    "A": "        self.looks.append(self.route(self.model.inputs[0]).numpy())",
    "B": "    def on_epoch_end(self, epoch, logs=None):",
    "C": "        self.route = keras.Model(self.model.inputs[0], self.model.layers[2].output)",
    "D": "class Looker(keras.callbacks.Callback):",
    "E": "        self.looks.append(self.route(probe).numpy())",
    "F": "    def on_train_begin(self, logs=None):",
    "G": "        self.looks = []",
    "H": "    def __init__(self):",
}


def order_of_a_probe(made) -> str:
    if is_unfilled(made):
        raise NotStarted
    told = "".join(map(str, made)) if isinstance(made, (str, list, tuple)) else ""
    letters = "".join(told.replace(",", " ").split()).upper()
    if not letters or set(letters) - _LINES.keys():
        raise NotYet(
            "no-lines",
            ran="a look at your choice",
            got=repr(made) if isinstance(made, str) else describe(made),
            expected='letters from A to H in one string, such as "HGFEDC"',
            usually="the lines themselves, or their numbers, were written",
            next="write the letters in the order of the lines",
        )
    code = "\n".join(_LINES[letter] for letter in letters) + "\n"
    model, probe = _model(), _rows(5)
    scope: dict = {"keras": keras, "probe": probe}
    wanted = "three arrays in `looks`, one after each epoch, and one route"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        ran = "your lines, and three epochs with a `Looker()`:\n" + code.rstrip()
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    witness = _Witness(probe)
    try:
        exec(compile(code, "<your lines>", "exec"), scope)
        looker = scope["Looker"]()
        with _models_built(model) as built:
            _fit(model, witness, looker)
    except SyntaxError as error:
        raise not_yet(
            "does-not-run",
            f"{type(error).__name__}: {error.msg}",
            "a `class` or `def` line is not followed by the lines that belong into it",
            "start with the class; below each `def`, put what it has to do",
        ) from None
    except Exception as error:
        got = in_one_line(error)
        if "A" in letters:
            raise not_yet(
                "symbolic",
                got,
                "the route was called on the model's own input, which is a plan",
                "take the line that sends the probe along the route",
            ) from None
        if "H" in letters:
            raise not_yet(
                "no-model-yet",
                got,
                "`__init__` runs before `fit` has put the model into `self.model`",
                "take the method that runs when training begins",
            ) from None
        if "looks" in got:
            raise not_yet(
                "no-list",
                got,
                "nothing has made the list before the first look is put into it",
                "make the list when training begins",
            ) from None
        raise not_yet(
            "does-not-run",
            got,
            "a line uses what no line above it has made",
            "the class, what is done once, what is done each time",
        ) from None
    looks = getattr(looker, "looks", None)
    if not looks:
        raise not_yet(
            "no-looks",
            f"`looks` is {looks!r}",
            "no line sends the probe along the route after an epoch",
            "put that line below `def on_epoch_end`",
        )
    if len(built) > 1:
        raise not_yet(
            "rebuilt",
            f"{len(built)} routes were built in three epochs",
            "the route is built below `on_epoch_end`, so again after each epoch",
            "build it below `on_train_begin`",
        )
    if len(looks) != EPOCHS and "G" in letters[letters.find("B") :]:
        raise not_yet(
            "started-over",
            f"{len(looks)} look is left",
            "the list is made anew after each epoch, and forgets the looks before",
            "make the list once, when training begins",
        )
    right = len(looks) == EPOCHS and all(map(np.allclose, looks, witness.seen))
    if not right:
        raise not_yet(
            "other-looks",
            f"{len(looks)} looks",
            "the probe is sent along at another moment than the end of each epoch",
            "once: the route and the list; after each epoch: the look",
        )
    return "three epochs, three looks at five rows, and one route for all of them"


# Repair -------------------------------------------------------------------------------------------

_OTHER_SPREADS = (
    (
        lambda values: values.std(ddof=1),
        "one-less",
        "the sum was divided by one less than the number of values, as PyTorch does",
        "NumPy's `.std()` without `ddof`",
    ),
    (
        lambda values: values.std(axis=0).mean(),
        "mean-of-columns",
        "this is the mean of the columns' standard deviations, without what lies between columns",
        "`.std()` of the whole array, without `axis`",
    ),
)


def probe_not_plan(made) -> str:
    ran = "three epochs with HiddenSpread(a_probe_of_5_rows)"
    probe, model = _rows(5), _model()
    witness = _Witness(probe)
    wanted = "three numbers in `spreads`, and a route that is built once"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    def three_epochs():
        watcher = made(probe)
        with _models_built(model) as built:
            _fit(model, witness, watcher)
        return watcher, len(built)

    try:
        if not isinstance(made, type):
            run(made, ran=ran, expected=wanted)
        watcher, built = run(three_epochs, ran=ran, expected=wanted)
    except NotYet as error:
        raise _explained(error, not_yet) from None
    spreads = getattr(watcher, "spreads", None)
    if np.isscalar(spreads):
        raise not_yet(
            "overwritten",
            f"`spreads` is {np.round(spreads, 4)}",
            "each epoch's number takes the place of the list",
            "add the number to the list: `self.spreads.append(...)`",
        )
    if not isinstance(spreads, (list, tuple, np.ndarray)) or len(spreads) == 0:
        raise not_yet(
            "no-spreads",
            f"`spreads` is {spreads!r}",
            "nothing was added to `self.spreads`",
            "keep the name, and add a number to it after each epoch",
        )
    if any(isinstance(one, keras.KerasTensor) for one in spreads):
        raise not_yet(
            "symbolic",
            spreads[0],
            "no data was sent along the route, so a plan came out",
            "call your route on the probe batch",
        )
    if any(tf.is_tensor(one) for one in spreads):
        raise not_yet(
            "still-a-tensor",
            spreads[0],
            "the numbers are there, inside tensors, and keep their memory",
            "make each a number: `.numpy()` first, or `float(...)`",
        )
    if any(np.ndim(one) for one in spreads):
        raise not_yet(
            "not-reduced",
            spreads[0],
            "a whole output was kept, or one number for each column",
            "keep one number for each epoch: `.std()` of the whole array",
        )
    expected = [float(seen.std()) for seen in witness.seen]
    found = [float(one) for one in spreads]
    told = f"{len(found)} numbers: {np.round(found, 4).tolist()}"
    if len(found) != EPOCHS or np.allclose(found[1:], expected[:-1], rtol=1e-4):
        raise not_yet(
            "other-moment",
            told,
            "the callback looks at another moment than the end of each epoch",
            "look in `on_epoch_end`, and add one number there",
        )
    if np.allclose(found, found[0]) and not np.allclose(found, expected):
        raise not_yet(
            "one-look-only",
            told,
            "the probe was sent along once, or to a copy of the model, which is not trained",
            "build the route once, of the model itself; call it after each epoch",
        )
    if np.allclose(found, [float(seen.std()) for seen in witness.outputs]):
        raise not_yet(
            "whole-model",
            told,
            "these belong to the output of the whole model",
            'end the route at the layer "hidden"',
        )
    for measure, diagnosis, usually, next in _OTHER_SPREADS:
        if np.allclose(found, [measure(seen) for seen in witness.seen], rtol=1e-5):
            raise not_yet(diagnosis, told, usually, next)
    if not np.allclose(found, expected, rtol=1e-3):
        raise not_yet(
            "other-numbers",
            told,
            "another number than the standard deviation, or other data than the probe",
            "send `self.probe_batch` along the route, and take `.std()`",
        )
    if built > 1:
        raise not_yet(
            "rebuilt",
            f"the right numbers, and {built} sub-models",
            "the first fault is repaired; the route is still built after each epoch",
            "build it in `on_train_begin`, and keep it as `self.route`, say",
        )
    return "three epochs, three numbers that follow the model, and no sub-model was built twice"


# Gradients ----------------------------------------------------------------------------------------

_GRADIENTS_RAISED = (
    (
        "non-persistent",
        "asked-again",
        "a tape answers once, and was asked again for each weight",
        "ask once, with the whole list: tape.gradient(of_what, for_which_weights)",
    ),
    (
        "argument 2 is longer",
        "all-weights",
        "`any_model.weights` also holds weights that are not trained, which get no gradient",
        "ask for the gradients of the list `weights`, as it was given",
    ),
    (
        "'KerasTensor'",
        "symbolic",
        "`output` of a model is a plan; the loss needs numbers",
        "call the model on the batch",
    ),
    (
        "A KerasTensor",
        "symbolic",
        "`output` of a model is a plan; the loss needs numbers",
        "call the model on the batch",
    ),
    (
        _PYTORCH,
        "pytorch",
        "this is a name of PyTorch; here, a model is called, and a tape gives the gradients",
        "any_model(...) for the outputs; tape.gradient(of_what, for_which_weights)",
    ),
    (
        "get_gradients",
        "old-optimizer",
        "optimizers have no `get_gradients` any more",
        "ask the tape: tape.gradient(of_what, for_which_weights)",
    ),
    (
        "eager execution",
        "old-gradients",
        "`tf.gradients` belongs to graphs of TensorFlow 1",
        "ask the tape: tape.gradient(of_what, for_which_weights)",
    ),
    (
        "has no attribute '_id'",
        "no-tensors",
        "the tape got what is neither tensor nor variable: an array, a model, a layer",
        "ask for the gradient of `loss`, with respect to `weights`",
    ),
    (
        "missing 1 required positional argument",
        "half-a-question",
        "the tape needs to know two things: of what, and with respect to what",
        "tape.gradient(of_what, for_which_weights)",
    ),
    (
        "has no attribute 'gradients'",
        "old-gradients",
        "`keras.backend` has lost this function",
        "ask the tape: tape.gradient(of_what, for_which_weights)",
    ),
    (
        "has no attribute 'compute_gradients'",
        "old-optimizer",
        "optimizers compute no gradients any more",
        "ask the tape: tape.gradient(of_what, for_which_weights)",
    ),
    (
        r"value \(<Functional",
        "not-called",
        "the model itself was given, and not what it gives for the batch",
        "call the model on `some_images`",
    ),
    (
        "Incompatible shapes",
        "wrong-data",
        "the loss got something else than what the model gives for the images",
        "call the model on `some_images`",
    ),
    (
        r"zip\(\)",
        "another-number",
        "there is not one gradient for each weight",
        "ask the tape for the gradients with respect to `weights`",
    ),
    (
        "'NoneType' object is not iterable",
        "turned-round",
        "the tape was asked the other way round, and knows no way from the loss to the weights",
        "first of what (`loss`), then with respect to what (`weights`)",
    ),
    (
        "not iterable",
        "another-number",
        "there is not one gradient for each weight",
        "ask the tape for the gradients with respect to `weights`",
    ),
    (
        "None values not supported",
        "not-recorded",
        "the tape has seen no way from the weights to the loss: `predict` and NumPy leave it, and "
        "what runs outside of the `with` block is not recorded",
        "call the model itself on the batch, and ask for the gradient of `loss`, in this order",
    ),
    (
        "NoneType",
        "not-recorded",
        "the tape has seen no way from the weights to the loss: `predict` and NumPy leave it, and "
        "what runs outside of the `with` block is not recorded",
        "call the model itself on the batch, and ask for the gradient of `loss`, in this order",
    ),
    (
        "incompatible|Invalid input shape",
        "wrong-data",
        "model and data do not fit: the lesson's `model` was called, say, or other data given",
        "use what the function is given: `any_model`, and `some_images`",
    ),
    (
        "unsupported value",
        "not-recorded",
        "the tape has seen no way from the weights to the loss: `predict` and NumPy leave it",
        "call the model itself on the batch, and ask for the gradient of `loss`",
    ),
)


def gradients_of_a_probe(made) -> str:
    model, data, truth = _model(), _rows(3), np.ones((3, 2), "float32")
    model.get_layer("judge_scores").trainable = False  # so not all weights are to be trained
    ran = "gradient_norms(a_model_with_four_weights_to_train, a_batch_of_3_rows, its_labels)"
    wanted = "a dict: four paths, and one number for each"
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(data) - truth) ** 2)
    gradients = tape.gradient(loss, [weight.value for weight in weights])
    expected = {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    before = [weight.numpy() for weight in weights]
    try:
        found = run(made, model, data, truth, ran=ran, expected=wanted)
    except NotYet as error:
        raise _explained(error, not_yet, _GRADIENTS_RAISED) from None
    if not isinstance(found, dict) or set(found) != set(expected):
        raise not_yet(
            "other-result",
            found,
            "the last line was changed, or the weights are others",
            "leave the `return` line as it was given",
        )
    if not all(map(np.array_equal, before, [weight.numpy() for weight in weights])):
        raise not_yet(
            "trained",
            "the weights are others than before",
            "the gradients were applied, or the model was trained: looking changes nothing",
            "ask for the gradients, and leave the optimizer out",
        )
    numbers = [float(found[path]) for path in expected]
    told = f"a dict: four paths, and the numbers {np.round(numbers, 4).tolist()}"
    if np.allclose(numbers, [float(np.linalg.norm(w)) for w in before]):
        raise not_yet(
            "weights-not-gradients",
            told,
            "these are the lengths of the weights themselves",
            "ask the tape for the gradients of the loss",
        )
    if not np.allclose(numbers, list(expected.values()), rtol=1e-3):
        with tf.GradientTape() as tape:
            outputs = model(data)
        of_outputs = tape.gradient(outputs, [weight.value for weight in weights])
        if np.allclose(numbers, [float(tf.norm(g)) for g in of_outputs], rtol=1e-3):
            raise not_yet(
                "gradient-of-outputs",
                told,
                "these are gradients of the model's outputs, added up, and not of the loss",
                "ask for the gradient of `loss`",
            )
        raise not_yet(
            "other-numbers",
            told,
            "the gradients belong to another loss, to another batch, or to changed outputs",
            "the model's numbers for `some_images` as they are, then the gradient of `loss`",
        )
    return "four weights, and the length of each one's gradient for three rows"


# The real batch -----------------------------------------------------------------------------------

_BATCH_RAISED = (
    (
        "'SymbolicTensor' object has no attribute 'numpy'",
        "numpy-inside",
        "the step is traced: while Python runs, there are no numbers",
        "give the tensor itself to the variable's `assign`",
    ),
    (
        "Cannot convert a symbolic",
        "numpy-inside",
        "the step is traced: NumPy gets a plan there",
        "give the tensor itself to the variable's `assign`",
    ),
    (
        "No gradients provided",
        "other-loss",
        "`compute_loss` returned something that does not depend on the weights",
        "keep the `return` line as it was given",
    ),
    (
        "module '",
        "no-such-function",
        "there is no such function: a variable is changed by a method of its own",
        "write `self.last_scores.assign(...)`",
    ),
    (
        _PYTORCH,
        "no-such-method",
        "this is a name of PyTorch; a variable takes a tensor as it is, by `assign`",
        "write `self.last_scores.assign(...)`",
    ),
    (
        "item assignment",
        "no-such-method",
        "a variable is no array: `[...] =` cannot change it",
        "a variable takes new numbers by `assign`",
    ),
    (
        "Cannot update variable with shape",
        "added-up",
        "`assign_add` adds to what is there; a new batch takes the place of the old one",
        "use `assign`",
    ),
    (
        "Variable' object has no attribute",
        "no-such-method",
        "variables have no such method",
        "a variable takes new numbers by `assign`",
    ),
    (
        "A KerasTensor",
        "symbolic",
        "a plan was assigned, such as `self.outputs`; it is not about this batch",
        "assign `y_pred`, which `compute_loss` is given",
    ),
    (
        r"int\(\) argument must be",
        "predict-inside",
        "`predict` was called while the step is traced, when there are no numbers",
        "assign `y_pred`, which `compute_loss` is given",
    ),
    (
        "singleton tf.Variables",
        "variable-in-the-step",
        "a new variable was made in the step; a step may only change one that is there",
        "keep the variable that `__init__` makes, and `assign` to it",
    ),
    (
        "ArgMax",
        "other-numbers",
        "the best class was assigned, and not the scores",
        "assign `y_pred` as it is",
    ),
    (
        r"\(None, 4\)",
        "inputs-not-scores",
        "`x` holds what went into the model; what it gave is `y_pred`",
        "assign `y_pred`",
    ),
    (
        "dtype int64",
        "labels-not-scores",
        "`y` holds the labels; what the model gave is `y_pred`",
        "assign `y_pred`",
    ),
    (
        "hape",
        "fixed-rows",
        "the variable's shape has no place for such a batch: fixed rows, or other columns",
        "`None` stands for any number of rows, 10 for the columns",
    ),
    (
        "Graph execution error",
        "fixed-rows",
        "the variable's shape has no place for such a batch: fixed rows, or other columns",
        "`None` stands for any number of rows, 10 for the columns",
    ),
    (
        "has no attribute 'assign'",
        "not-a-variable",
        "`last_scores` was replaced by a tensor, which cannot be assigned to",
        "keep the variable that `__init__` makes",
    ),
    (
        "initial value",
        "fixed-rows",
        "the shape does not fit the first value",
        "`None` stands for any number of rows, 10 for the columns",
    ),
    (
        "out of scope",
        "replaced",
        "`last_scores` is no variable any more: `=` put a graph tensor there",
        "use the variable's own method: `assign`",
    ),
    (
        "NoneType",
        "no-loss",
        "`compute_loss` returned nothing, and Keras needs the loss",
        "keep the `return` line as it was given",
    ),
    (
        "None values not supported",
        "no-loss",
        "`compute_loss` returned nothing, and Keras needs the loss",
        "keep the `return` line as it was given",
    ),
)


class _Counting(keras.layers.Layer):
    """Counts how often data comes through, and changes nothing."""

    def __init__(self):
        super().__init__(name="judge_counting")
        self.runs = self.add_weight(shape=(), dtype="int32", initializer="zeros", trainable=False)

    def call(self, values):
        self.runs.assign_add(1)
        return values


class _Batches(keras.callbacks.Callback):
    """Before each batch, what the model will give for it; after it, what was kept."""

    def __init__(self, data, size: int):
        super().__init__()
        self.data, self.size = data, size
        self.expected: list[np.ndarray] = []
        self.kept: list = []

    def on_train_batch_begin(self, batch, logs=None):
        rows = self.data[batch * self.size : (batch + 1) * self.size]
        self.expected.append(np.asarray(self.model.judged(rows)))

    def on_train_batch_end(self, batch, logs=None):
        kept = getattr(self.model, "last_scores", None)
        if isinstance(kept, (tf.Variable, keras.Variable)):
            kept = kept.numpy()
        if kept is not None:
            self.kept.append(kept)


def batch_in_a_variable(made) -> str:
    rng = np.random.default_rng(5)
    data, truth = rng.normal(size=(10, 4)).astype("float32"), np.arange(10) % 10
    ran = "an epoch of batches of 4, 4 and 2 rows"
    wanted = "after each batch, its scores in `last_scores`: shapes (4, 10), (4, 10), (2, 10)"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    batches, counting = _Batches(data, 4), _Counting()
    inputs = keras.Input((4,), name="judge_inputs")
    outputs = keras.layers.Dense(10, name="judge_scores")(counting(inputs))

    def one_epoch():
        model = made(inputs, outputs)
        plain = keras.Model(inputs, outputs)
        vars(model)["judged"] = plain  # past Keras, which would track it
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(0.5), loss)
        history = model.fit(
            data, truth, batch_size=4, shuffle=False, verbose=0, callbacks=[batches]
        )
        return history.history["loss"][-1]

    try:
        if not isinstance(made, type):
            run(made, ran=ran, expected=wanted)
        told = run(one_epoch, ran=ran, expected=wanted)
    except NotYet as error:
        raise _explained(error, not_yet, _BATCH_RAISED) from None
    if any(tf.is_symbolic_tensor(one) for one in batches.kept):
        raise not_yet(
            "replaced",
            batches.kept[0],
            "`=` put a graph tensor where the variable was; it never gets numbers",
            "use the variable's own method: `assign`",
        )
    if not batches.kept:
        raise not_yet(
            "no-variable",
            "no `last_scores`",
            "the variable was taken out or renamed",
            "keep `self.last_scores` as it was given",
        )
    kept = batches.kept
    if not all(isinstance(one, np.ndarray) for one in kept):
        raise not_yet(
            "in-a-list",
            kept[0],
            "a Python list collects graph tensors, once, while the step is traced",
            "keep the variable that `__init__` makes, and `assign` to it",
        )
    shapes = ", ".join(str(one.shape) for one in kept)
    if all(one.shape == (1, 10) and not one.any() for one in kept):
        raise not_yet(
            "never-assigned",
            f"shapes {shapes}",
            "the variable still has its first value: nothing assigns to it in the step",
            "assign the scores in `compute_loss`, above its `return`",
        )
    if all(one.ndim == 1 for one in kept):
        raise not_yet(
            "labels-not-scores",
            f"shapes {shapes}",
            "`y` holds the labels; what the model gave is `y_pred`",
            "assign `y_pred`",
        )
    if len(kept[-1]) > len(data) - 1:
        raise not_yet(
            "rows-pile-up",
            f"shapes {shapes}",
            "the rows of all batches were kept, one below the other",
            "keep this batch only: assign `y_pred` as it is",
        )
    right = [a.shape == b.shape and np.allclose(a, b, atol=1e-4)
             for a, b in zip(kept, batches.expected, strict=True)]  # fmt: skip
    if not all(right):
        number, other = kept[0].flat[0], batches.expected[0].flat[0]
        first = f"; the first score is {number:.4f}, and should be {other:.4f}"
        raise not_yet(
            "other-numbers",
            f"shapes {shapes}" + (first if len(kept[0]) == 4 else ""),
            "what was kept is not what the model gave for this batch before the update",
            "assign `y_pred` as it is",
        )
    if int(counting.runs) > 2 * len(kept):  # once to train on a batch, once for `expected`
        raise not_yet(
            "second-pass",
            "the right numbers, and a second run of the model for each batch",
            "the model was called again; with Dropout, say, that gives other scores",
            "assign `y_pred`: what the model gave is there already",
        )
    of_rows = keras.losses.sparse_categorical_crossentropy(
        truth, np.concatenate(batches.expected), from_logits=True
    )
    if not np.isclose(told, np.mean(of_rows), rtol=1e-3):
        raise not_yet(
            "other-loss",
            f"the scores, and a loss of {told:.4f}, which should be {np.mean(of_rows):.4f}",
            "`compute_loss` returns something else than the loss",
            "keep the `return` line as it was given",
        )
    return "batches of 4, 4 and 2 rows, and after each its own scores; the loss is as before"


# Write --------------------------------------------------------------------------------------------


_FINITE = (-3.0, -1e9, -2.0)  # what breaks nothing, a very large one, too

# How it fails where the layer breaks -> what it usually means, what to do.
_BROKEN = {
    "shared-list": (
        "the list belongs to the class, so all its objects add to the same one",
        "make it in `__init__`: `self.largest = []`",
    ),
    "stops-itself": (
        "`stop_training` was set on the callback or on its route; `fit` asks the model",
        "set it on `self.model`",
    ),
    "broken-not-kept": (
        "training ended before the last number was added",
        "add the number first, then decide",
    ),
    "nan-lost": (
        "this maximum loses NaN: `np.nanmax` leaves it out, and Python's `max` may, too",
        "`np.abs(values).max()` is NaN where one value is",
    ),
    "nan-not-seen": (
        "NaN makes `>` and `==` False, and it is not infinite",
        "ask `np.isfinite(...)`, which is False for NaN and for infinity",
    ),
    "inf-not-seen": (
        "infinity is not NaN, so `isnan` is False",
        "ask `np.isfinite(...)`, which is False for NaN and for infinity",
    ),
    "nothing-ends": (
        "nothing sets `self.model.stop_training`, or the question is another one: this epoch's "
        "loss is still finite, and so are most of the layer's values",
        "set it where `np.isfinite` of the number that you added is False",
    ),
}


def stop_when_broken(made) -> str:
    probe = np.abs(_rows(5))
    wanted = "`largest` grows by one number after each epoch, and a fit that breaks ends at once"

    def not_yet(diagnosis: str, got: object, usually: str, next: str) -> NotYet:
        text = got if isinstance(got, str) else describe(got)
        return NotYet(diagnosis, ran=ran, got=text, expected=wanted, usually=usually, next=next)

    if not isinstance(made, type):
        raise NotYet(
            "not-a-class",
            ran="a look at what you made",
            got=describe(made),
            expected="a class: a callback of Keras",
            usually="an object was made from the class, or the name was used again",
            next="keep the `class` line as it was given",
        )

    def fit(*biases, batches=1):
        model = _model(negative=True)
        witness = _Witness(probe, biases)
        watcher = made("hidden", probe)
        try:
            with _models_built(model) as built:
                epochs = len(_fit(model, witness, watcher, batches=batches).epoch)
        except SystemExit:
            raise RuntimeError("the whole program was ended") from None
        return watcher, witness, epochs, len(built)

    ran = 'three epochs with StopWhenBroken("hidden", a_probe_of_5_rows)'
    try:
        watcher, witness, epochs, built = run(fit, *_FINITE, batches=2, ran=ran, expected=wanted)
    except NotYet as error:
        raise _explained(error, not_yet) from None
    largest = getattr(watcher, "largest", None)
    if not isinstance(largest, (list, tuple, np.ndarray)) or len(largest) == 0:
        raise not_yet(
            "no-list",
            f"`largest` is {largest!r}",
            "`self.largest` is no list, or nothing was added to it",
            "make the list in `__init__`, and add a number after each epoch",
        )
    if any(np.ndim(one) for one in largest) or not all(_is_number(one) for one in largest):
        raise not_yet(
            "not-a-number",
            largest[0],
            "a whole output or a tensor was kept",
            "reduce it to one number: `float(np.abs(values).max())`",
        )
    found = [float(one) for one in largest]
    told = f"{epochs} epochs, `largest` is {np.round(found, 4).tolist()}"
    if epochs < EPOCHS:
        raise not_yet(
            "stopped-too-early",
            told,
            "training was ended although all numbers were finite, a very large one, too",
            "set `stop_training` only where the number is NaN or infinite",
        )
    if len(found) != EPOCHS:
        raise not_yet(
            "other-moment",
            told,
            "there are more or fewer numbers than epochs",
            "look in `on_epoch_end`, and add one number there, whatever it is",
        )
    expected = [float(np.abs(seen).max()) for seen in witness.seen]
    if not np.allclose(found, expected, rtol=1e-3):
        raise _other_largest(found, told, witness, not_yet)
    if built > 1:
        raise not_yet(
            "rebuilt",
            f"the right numbers, and {built} sub-models",
            "the route is built after each epoch",
            "build it in `on_train_begin`, and keep it",
        )
    ended = {}
    for what, value in (("infinite", np.inf), ("NaN", np.nan)):
        ran = f"three epochs; after the second, the layer gives {what} numbers"
        try:
            watcher, _, epochs, _ = run(fit, 0.5, value, value, ran=ran, expected=wanted)
        except NotYet as error:
            raise not_yet(
                "stopped-by-error",
                error.told["we got"],
                "an error was raised; then `fit` returns no history, and the program ends",
                "set `self.model.stop_training = True`",
            ) from None
        ended[what] = epochs < EPOCHS
        many, second = len(watcher.largest), watcher.largest[1:2]
        kept = len(second) == 1 and not np.isfinite(float(second[0]))
        told = f"{epochs} epochs ran, `largest` is {[round(float(n), 4) for n in watcher.largest]}"
        others = [one for name, one in vars(watcher).items() if name != "_model"]
        if many > epochs:
            fault = "shared-list"
        elif not ended[what] and any(getattr(o, "stop_training", 0) for o in [watcher, *others]):
            fault = "stops-itself"
        elif ended[what] and not (kept and many == epochs):
            fault = "broken-not-kept"
        elif not ended[what] and what == "NaN" and not kept:
            fault = "nan-lost"
        else:
            continue
        raise not_yet(fault, told, *_BROKEN[fault])
    if not all(ended.values()):
        fault = {(True, False): "nan-not-seen", (False, True): "inf-not-seen"}.get(
            tuple(ended.values()), "nothing-ends"
        )
        ran = "three epochs, twice; after the second, the layer gives infinite or NaN numbers"
        told = ", ".join(f"{what}: {'ended' if end else 'went on'}" for what, end in ended.items())
        raise not_yet(fault, told, *_BROKEN[fault])
    return "three good epochs ran to the end; NaN and infinity ended training after the epoch"


def _is_number(one: object) -> bool:
    return isinstance(one, (int, float, np.floating, np.ndarray)) and not tf.is_tensor(one)


def _other_largest(found, told, witness, not_yet) -> NotYet:
    largest = [float(np.abs(seen).max()) for seen in witness.seen]
    if np.allclose(found, np.maximum.accumulate(largest), rtol=1e-5):
        return not_yet(
            "running-largest",
            told,
            "the largest of all epochs so far was added, and not that of this epoch",
            "look at this epoch's values only",
        )
    signed = [float(seen.max()) for seen in witness.seen]
    if np.allclose(np.abs(found), np.abs(signed), rtol=1e-3):
        return not_yet(
            "sign-lost",
            told,
            "a large negative number was overlooked: the largest *absolute* value is wanted",
            "take `np.abs` first, then the largest",
        )
    if np.allclose(found, [float(np.abs(out).max()) for out in witness.outputs], rtol=1e-3):
        return not_yet(
            "whole-model",
            told,
            "these belong to the output of the whole model",
            "end the route at the layer with the given name",
        )
    if np.allclose(found, found[0]):
        return not_yet(
            "one-look-only",
            told,
            "the probe was sent along once, so later changes of the model are not seen",
            "build the route once; call it after each epoch",
        )
    return not_yet(
        "other-numbers",
        told,
        "another number than the largest absolute value of the layer, or other data",
        "send the probe along the route to the layer, then `np.abs(values).max()`",
    )
