"""Judges of the lesson *Printing in a traced function*."""

import contextlib
import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from ..tensors import describe
from .printed import Printed, printed
from .verdict import NotStarted, NotYet, choose, execute, in_one_line, is_unfilled, run

_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?(?:[eE]([-+]?\d+))?")
_PLACEHOLDER = re.compile(r"\{[^{}\s]*\}|%[-+.\d]*[dfgs]\b")
_PLAN = re.compile(r"(?<!tf\.)Tensor\(|<tf\.Tensor '")  # an EagerTensor says tf.Tensor(5.0, ...)


def _shows(text: str, wanted: float) -> bool:
    """Whether one of the numbers in the text is the wanted one, rounded to any digit."""
    for number in _NUMBER.finditer(text):
        digits = len((number[1] or "").rstrip("0")) - int(number[2] or 0)
        if abs(float(number[0]) - wanted) < max(0.5 * 10**-digits, 5e-3) + 1e-3:
            return True
    return False


def _words(code) -> set[str]:
    """The names, and the names of arguments, that a function's code uses, inner functions too."""
    words = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, tuple):
            words.update(word for word in constant if isinstance(word, str))
        elif hasattr(constant, "co_consts"):
            words |= _words(constant)
    return words


def _words_of(traced) -> set[str]:
    code = getattr(getattr(traced, "python_function", None), "__code__", None)
    return _words(code) if code else set()


def _logs(words: set[str]) -> bool:
    return "output_stream" not in words and bool(
        words & {"logging", "get_logger", "getLogger", "logger"}
    )


def _in_short(lines: list[str]) -> str:
    """What was printed in one line; of a traceback the error alone."""
    said = " / ".join(lines)
    error = re.search(r"\w+Error: [^/\n]*", said) if "Traceback" in said else None
    return f"an error while logging: {error[0].strip()}" if error else said


@contextlib.contextmanager
def _no_retracing_warning() -> Iterator[None]:
    """Who checks often makes the judge trace often; that is no news about the answer."""
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def text_in_a_trace(made) -> str:
    def believed(diagnosis: str, usually: str, next: str) -> NotYet:
        return NotYet(
            diagnosis,
            ran="a look at your choice",
            got=f"{made!r}",
            expected="what Python has in hand when it makes the string",
            usually=usually,
            next=next,
        )

    return choose(
        made,
        {
            "a": believed(
                "numbers-expected",
                "tf.print is trusted to find the tensor in the string; but a string is only text",
                "ask yourself who replaces {t} by something: Python or the graph?",
            ),
            "b": believed(
                "first-number-kept",
                "the trace is taken for the first call; while tracing, t has no number at all",
                "ask yourself what t is while the function is traced",
            ),
            "c": "the string was made once, from a plan, and the graph prints it on every call",
            "d": believed(
                "printed-once",
                "right about the string; but it is tf.print that prints it, not print",
                "ask yourself how often the graph runs, and what is part of it",
            ),
        },
    )


def _tripled(batch):
    return 3 * batch


def _refused(traced, rows: int, got: str) -> tuple[str, str, str, str]:
    """Why a signature refuses a batch: diagnosis, what came, what it usually means, what to do."""
    spec, *_ = traced.input_signature or [None]
    if not isinstance(spec, tf.TensorSpec):
        return (
            "too-narrow",
            f"{rows} rows were refused: {got}",
            "the signature asks for something else than one tensor",
            "a list with one TensorSpec: [spec]",
        )
    said = f"{rows} rows were refused by TensorSpec({spec.shape}, {spec.dtype.name})"
    if spec.dtype != tf.float32:
        return "other-dtype", said, "the batches are float32, the spec is not", "say tf.float32"
    if spec.shape.rank != 2:
        return (
            "other-axes",
            said,
            "a batch has two axes, rows and columns; the spec has another number of them",
            "[rows, columns], and one of the two is left open",
        )
    if spec.shape[1] != 3:
        return (
            "other-columns",
            said,
            "the columns are the second size; the spec wants another number of them",
            "the rows come first and are open, then come 3 columns",
        )
    return (
        "too-narrow",
        said,
        "the spec says a number of rows",
        "which word stands for a size that the data will decide?",
    )


@_no_retracing_warning()
def one_trace(made) -> str:
    ran = "traced_once(a_function), then calls with 1, 2, 5 and 0 rows of 3 numbers"
    wanted = "one trace, and a refusal of 4 columns"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    try:
        traced = run(made, _tripled, ran=ran, expected=wanted)
    except NotYet as error:
        got = error.told["we got"]
        if "ellipsis" in got.lower():
            raise not_yet(
                "blank-left",
                got,
                "a `...` is still there; for an open size, write None",
                "fill in both blanks: the signature needs your spec",
            ) from None
        if "Dimension -" in got:
            raise not_yet(
                "minus-one",
                got,
                "-1 leaves a size open in a reshape; in a TensorSpec it is another word",
                "an open size is None",
            ) from None
        if "either a tuple or a list" in got and "TensorSpec'" in got:
            raise not_yet(
                "not-a-list",
                got,
                "the signature was given one spec; it is a list, with a spec for each argument",
                "put your spec into square brackets",
            ) from None
        if error.diagnosis == "raised":
            raise not_yet(
                "no-spec",
                got,
                "a signature is made of tf.TensorSpec(shape, dtype), and not of tensors or shapes",
                "write tf.TensorSpec(...) with a shape and tf.float32",
            ) from None
        raise
    if traced is None or isinstance(traced, tf.Tensor):
        raise not_yet(
            "no-function",
            describe(traced),
            "the function was called, or nothing is returned; the traced function itself is wanted",
            "keep `return tf.function(...)`",
        )
    if not hasattr(traced, "experimental_get_tracing_count"):
        raise not_yet(
            "not-traced",
            f"an object of the class {type(traced).__name__}",
            "`tf.function` was left out, or one of its graphs was given back and not itself",
            "return what tf.function gives for `python_function`",
        )
    rng = np.random.default_rng(3)
    for rows in (1, 2, 5, 0):
        batch = tf.constant(rng.normal(size=(rows, 3)).astype("float32"))
        try:
            result = run(traced, batch, ran=ran, expected=wanted)
        except NotYet as error:
            got = error.told["we got"]
            if "Ellipsis" in got or "ellipsis" in got:
                raise not_yet(
                    "blank-left", got, "a blank is still `...`", "the signature needs your spec"
                ) from None
            raise not_yet(*_refused(traced, rows, got)) from None
        if not tf.is_tensor(result) or not np.allclose(result, 3 * batch):
            raise not_yet(
                "other-function",
                describe(result),
                "something else than `python_function` is traced",
                "give `python_function` to tf.function as it is",
            )
    count = traced.experimental_get_tracing_count()
    if count != 1:
        raise not_yet(
            "traced-again",
            f"{count} traces",
            "without a signature, a new shape means a new trace; reduce_retracing needs a second one",
            "say the shape before the first call, with input_signature",
        )
    try:
        traced(tf.zeros((2, 4)))
    except (TypeError, ValueError):
        return "1 trace for batches of 1, 2, 5 and 0 rows, and 4 columns were refused"
    raise not_yet(
        "too-wide",
        "1 trace, but 4 columns were accepted too",
        "the spec leaves the columns open as well, or even the number of axes",
        "only the rows are open; the columns have a size",
    )


_TAKEN_OFF = "`@tf.function` was taken off, or moved to a helper; under `fit` you could do neither"


def _must_be_traced(made, ran: str, wanted: str, usually: str = _TAKEN_OFF) -> None:
    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    if tf.config.functions_run_eagerly():
        tf.config.run_functions_eagerly(False)  # the cell would spoil every later one
        raise not_yet(
            "switched-to-eager",
            "run_functions_eagerly(True): nothing is traced any more",
            "tracing was switched off for the whole program, which then runs slowly everywhere",
            "take that line out, and print in a way that works inside a graph",
        )
    if callable(made) and not hasattr(made, "get_concrete_function"):
        raise not_yet(
            "not-traced",
            "a plain Python function",
            usually,
            "make it a tf.function, and print in a way that works inside",
        )


# Words of an error in a traced function -> diagnosis, what it usually means, what to do.
_TRACE_ERRORS = (
    (
        r"SymbolicTensor'? object has no attribute '(numpy|item|tolist|__)|only available when eager"
        r"|Cannot convert a symbolic",
        "numpy-inside",
        "a tensor is asked for its numbers while the function is traced, when there are none",
        "leave `.numpy()` and NumPy out: tf.print takes tensors as they are",
    ),
    (
        r"has no attribute 'astype'|keyword argument 'decimals'|expected string or bytes-like",
        "rounded",
        "round() is Python's, and tf.round knows whole numbers only",
        "for three digits: tf.strings.as_string(t, precision=3)",
    ),
    (
        r"Tensor'? object has no attribute",
        "no-method",
        "PyTorch and NumPy have such methods; a tensor of TensorFlow has few, and no .mean()",
        "functions take it: tf.reduce_mean(t) is its mean, tf.print(t) prints it",
    ),
    (
        r"unsupported format string|must be real number, not|__format__",
        "formatted-while-tracing",
        "Python was to format the number while tracing, when there is none",
        "give tf.print the tensor as an argument of its own, without a format",
    ),
    (
        r"The template expects",
        "placeholder",
        "the template of tf.strings.format knows {} only, without a format in it",
        'tf.print("name:", tensor) needs no template',
    ),
    (
        r"only length-1 arrays|__float__|float\(\) argument|only 0-dimensional|item\(\)",
        "numpy-inside",
        "a tensor is turned into a Python number while the function is traced",
        "leave that out: tf.print takes tensors as they are",
    ),
    (
        r"must return zero or more Tensors",
        "returns-no-tensor",
        "something that is no tensor is given back, such as what tf.print returns",
        "put tf.print on a line of its own, and return the tensor",
    ),
    (
        r"Unsupported output stream",
        "no-file-prefix",
        "tf.print knows a file by the words file:// in front of its path, and no open files",
        'output_stream="file://" and then the path',
    ),
    (
        r"No such file or directory",
        "path-changed",
        "the path is whole already; a slash of file:// is missing, or something was added",
        'output_stream="file://" + path, and nothing else',
    ),
    (
        r"has no attribute '(Print|eval|get_session)'|No default session",
        "gone",
        "a name of older versions: tf.Print, keras.backend.eval, t.eval",
        "in TensorFlow 2, tf.print does it",
    ),
    (
        r"module '[\w.]+' has no attribute",
        "no-such-name",
        "the module has no such name: it is misspelt, or another library's",
        "the mean of a tensor is tf.reduce_mean(t) or keras.ops.mean(t)",
    ),
    (
        r"^(NameError|UnboundLocalError)",
        "unknown-name",
        "a name is misspelt, or was made elsewhere: in another cell or another function",
        "use the names of your function's own arguments",
    ),
    (
        r"but got \w.* of type 'str'",
        "added-to-text",
        "text and tensor are added with +; the tensor has no text while tracing",
        "separate them by a comma: tf.print takes any number of arguments",
    ),
    (
        r"unsupported operations when trying to compile",
        "under-xla",
        "XLA (jit_compile=True) cannot print",
        "leave jit_compile=True out",
    ),
    (
        r"'str' object has no attribute 'write'",
        "pythons-print",
        "this is Python's print: it needs an open file, and would run while tracing",
        "tf.print(..., output_stream=...)",
    ),
    (
        r"Unrecognized keyword arguments for tf.print|invalid keyword argument for print",
        "other-keyword",
        "print and tf.print name the place to write to differently",
        "tf.print takes output_stream=, Python's print takes file=",
    ),
    (
        r"singleton tf.Variables|tried to create variables",
        "variable-inside",
        "a variable is made inside the function, at every trace",
        "make no variable inside",
    ),
    (
        r"Iterating over a symbolic",
        "iterated",
        "Python's sum() or max(), or an argument of tf.py_function that is not in a list",
        "tf.reduce_mean(t) takes the whole tensor at once; tf.py_function takes [t]",
    ),
    (
        r"pyfunc_\d+ returns|IndexError: list index",
        "py-function-returns",
        "your Python function gives something back, and the last argument [] promises nothing",
        "let it print, and return nothing",
    ),
    (
        r"argument: 'Tout'|`inp` argument",
        "py-function-form",
        "tf.py_function takes a function, a list of its arguments, and a list of result dtypes",
        "give it the function without calling it, then [tensor], then []",
    ),
)

# The same for a function that makes the traced function, and for calls of what it made.
_MAKER_ERRORS = (
    (
        r"logged_mean\(\) (missing|takes)",
        "takes-only-path",
        "logged_mean gets the path alone; the batch comes later, to the function that it makes",
        "def logged_mean(path): and inside it a function with the argument batch",
    ),
    (
        r"name 'batch' is not defined|Binding inputs|required positional|DataType string",
        "called-inside",
        "the inner function is called where it should be given back; there is no batch yet",
        "`return` the inner function by its name, without brackets",
    ),
    *_TRACE_ERRORS,
)
_MADE_ERRORS = (
    (
        r"Binding inputs|positional argument",
        "inner-arguments",
        "the inner function takes something else than one batch",
        "one argument, the batch; the path is known from around it",
    ),
    *_TRACE_ERRORS,
)


def _explained(error: NotYet, ran: str, wanted: str, table=_TRACE_ERRORS) -> NotYet:
    got = error.told["we got"]
    for words, diagnosis, usually, next in table:
        if error.diagnosis == "raised" and re.search(words, got):
            return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)
    return error


@_no_retracing_warning()
def training_line(made) -> str:
    ran = "descend(weight, x, y), three times"
    wanted = "three lines, each with the loss of its call, and the loss as the result"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    _must_be_traced(made, ran, wanted)
    rng = np.random.default_rng(11)
    x = tf.constant(rng.uniform(0.5, 1.5, 6).astype("float32"))
    y, weight, mine = 3 * x, tf.Variable(0.5), 0.5
    losses, results = [], []
    with printed() as seen:
        for _ in range(3):
            losses.append(float(np.mean((mine * x - y) ** 2)))
            mine -= 0.1 * float(np.mean(2 * (mine * x - y) * x))
            try:
                results.append(run(made, weight, x, y, ran=ran, expected=wanted))
            except NotYet as error:
                raise _explained(error, ran, wanted) from None
    said = _in_short(seen.lines) or "nothing was printed"
    if not np.isclose(weight.numpy(), mine, atol=1e-3):
        raise not_yet(
            "no-step",
            f"the weight is {weight.numpy():.3f} after three steps, and not {mine:.3f}",
            "`assign_sub` was lost or changed; `weight = ...` makes a new name and no step",
            "keep the lines above the printing as they were given",
        )
    _each_call_printed(seen, losses, said, _words_of(made), not_yet)
    for loss, result in zip(losses, results, strict=True):
        if not tf.is_tensor(result) or not np.allclose(result, loss, atol=1e-3):
            raise not_yet(
                "loss-not-returned",
                describe(result),
                "the `return` line was taken out, or gives back something else",
                "keep `return loss`",
            )
    return (
        "traced, three calls, three losses printed and returned, and the weight went down the slope"
    )


def _each_call_printed(
    seen: Printed, losses: list[float], said: str, words: set[str], not_yet
) -> None:
    """That each call printed its own loss, in whatever format."""
    failed = "Traceback" in seen.text  # its line numbers are no losses
    there = [not failed and any(_shows(line, x) for line in seen.lines) for x in losses]
    if _PLAN.search(seen.text) and all(there):
        raise not_yet(
            "printed-twice",
            said,
            "the right lines are there; Python prints too, once, while tracing",
            "take the old line out",
        )
    if _logs(words) and not all(there):
        raise not_yet(
            "logged",
            said,
            "`logging` is Python too: it runs once for each trace, and gets a plan",
            "print in the graph, with tf.print",
        )
    if _PLAN.search(seen.text) and len(seen.lines) > 1:
        raise not_yet(
            "text-made-while-tracing",
            said,
            "a string with the tensor in it is made by Python, once, while tracing",
            'give tf.print the tensor itself: tf.print("loss:", ...)',
        )
    if _PLAN.search(seen.text):
        raise not_yet(
            "printed-while-tracing",
            said,
            "Python's `print` ran once, while the function was traced, and saw a plan",
            "TensorFlow has a print of its own, for graphs",
        )
    if _PLACEHOLDER.search(seen.text):
        raise not_yet(
            "placeholder",
            said,
            "tf.print fills no placeholders: braces and % are text like any other",
            'tf.print("loss:", tensor), or tf.strings.as_string for fewer digits',
        )
    if not seen.lines and "output_stream" in words:
        raise not_yet(
            "elsewhere",
            said,
            "the lines were written, but not where you look: output_stream sent them elsewhere",
            "leave output_stream out",
        )
    if not seen.lines:
        raise not_yet(
            "prints-nothing",
            said,
            "the line that prints was taken out, or stands below `return`",
            "print the loss with TensorFlow's own print, above `return`",
        )
    if all(there):
        return
    if len(seen.lines) < len(losses):
        raise not_yet(
            "not-every-call",
            f"{len(seen.lines)} of {len(losses)} lines: {said}",
            "Python's `print` runs once for each trace, and not on each call",
            "print in the graph, with tf.print",
        )
    said = f"{said}; the losses were " + ", ".join(f"{x:.3f}" for x in losses)
    if all(there[1:]):
        raise not_yet(
            "after-the-step",
            said,
            "the loss is computed again after the step, so it belongs to the new weight",
            "print the `loss` of the tape",
        )
    raise not_yet(
        "other-number",
        said,
        "something other than the loss of that call is printed, such as the weight",
        "print `loss`",
    )


@_no_retracing_warning()
def log_file(made) -> str:
    ran = "f = logged_mean(path), then f on three batches of different sizes, the last one twice"
    wanted = "four lines in the file, such as `mean: 2.5`, and each batch given back"

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    batches = [tf.constant(b) for b in ([1.0, 4.0], [[2.0, 3.0], [5.0, 6.5]], [7.0, 8.5])]
    batches.append(batches[-1])
    means = [float(tf.reduce_mean(b)) for b in batches]
    if hasattr(made, "get_concrete_function"):
        raise not_yet(
            "outer-traced",
            "logged_mean itself is a tf.function",
            "a traced function gives back tensors and no functions",
            "put @tf.function above the inner function, and above that one only",
        )
    table = _MAKER_ERRORS
    with tempfile.TemporaryDirectory() as folder, printed() as seen:
        path = Path(folder) / "judge.txt"
        try:
            function = run(made, str(path), ran=ran, expected=wanted)
            if function is None or tf.is_tensor(function) or not callable(function):
                raise not_yet(
                    "no-function",
                    describe(function),
                    "the inner function is missing, was called, or is not returned",
                    "define a function inside, and `return` it without calling it",
                )
            _must_be_traced(function, ran, wanted, "the inner function has no `@tf.function`")
            table = _MADE_ERRORS
            results = [run(function, b, ran=ran, expected=wanted) for b in batches]
        except NotYet as error:
            raise _explained(error, ran, wanted, table) from None
        text = path.read_text(errors="replace") if path.is_file() else ""
    lines = [line for line in text.splitlines() if line.strip()]
    in_file = " / ".join(lines) or "the file has no lines"
    if _logs(_words_of(function)) and (not lines or _PLAN.search(text)):
        raise not_yet(
            "logged",
            in_file,
            "`logging` is Python too: it runs once for each trace, and gets a plan",
            "let tf.print write: it takes output_stream=...",
        )
    if not lines and seen.lines:
        raise not_yet(
            "on-the-screen",
            "printed, and not written: " + " / ".join(seen.lines),
            "tf.print was not told where to write",
            "tf.print takes output_stream=...",
        )
    if not lines:
        raise not_yet(
            "nothing-written",
            in_file,
            "nothing is written, or into a file of another name",
            'put the value of `path` behind file://, as in "file://" + path',
        )
    if _PLAN.search(text):
        raise not_yet(
            "written-while-tracing",
            in_file,
            "Python wrote, or made the string, while the function was traced, and saw a plan",
            "let tf.print write, and give it the tensor as an argument of its own",
        )
    if "tf.Tensor" in text:
        raise not_yet(
            "described",
            in_file,
            "Python writes an EagerTensor with its shape and dtype",
            "inside tf.py_function, write what `.numpy()` gives",
        )
    if _PLACEHOLDER.search(text):
        raise not_yet(
            "placeholder",
            in_file,
            "tf.print fills no placeholders: braces and % are text like any other",
            'tf.print("mean:", tensor, output_stream=...)',
        )
    if len(lines) == 1 and lines[0].count("mean") > 1:
        raise not_yet(
            "no-line-ends",
            in_file,
            "every call wrote, but none ended its line",
            "leave end= out; with Python's write, end the text with \\n",
        )
    numbers = [[float(n[0]) for n in _NUMBER.finditer(line)] for line in lines]
    if len(lines) == 1 and numbers[0] and np.isclose(numbers[0][-1], means[-1], atol=1e-3):
        raise not_yet(
            "overwritten",
            in_file,
            "each call makes the file anew",
            "add to the end: tf.print does so by itself, Python's open needs mode 'a'",
        )
    by_axis = [list(np.mean(batches[1], axis)) for axis in (0, 1)]
    if len(lines) == len(batches) and numbers[1] in by_axis:
        raise not_yet(
            "one-per-column",
            in_file,
            "with an axis there is one mean for each column or row",
            "leave the axis out: tf.reduce_mean(batch)",
        )
    if any(len(found) > 1 for found in numbers) or len(lines) > len(batches):
        raise not_yet(
            "more-than-the-mean",
            in_file,
            "the whole batch is written, or more than one line a call",
            "write one number: the mean of all of the batch",
        )
    if len(lines) < len(batches):
        raise not_yet(
            "not-every-call",
            f"{len(lines)} lines for {len(batches)} calls: {in_file}",
            "Python writes while tracing, so calls that need no trace write nothing",
            "let tf.print write, or tf.py_function",
        )
    if not all(_shows(line, mean) for line, mean in zip(lines, means, strict=True)):
        raise not_yet(
            "other-number",
            in_file,
            "what is written is not the mean of the batch of that call",
            "tf.reduce_mean without an axis is the mean of everything",
        )
    if not all(line.strip().strip('"').startswith("mean:") for line in lines):
        raise not_yet(
            "other-label",
            in_file,
            "the numbers are right; each line should begin with `mean:`",
            'tf.print("mean:", ...)',
        )
    for batch, result in zip(batches, results, strict=True):
        if (
            not tf.is_tensor(result)
            or result.shape != batch.shape
            or not np.allclose(result, batch)
        ):
            raise not_yet(
                "batch-not-returned",
                describe(result),
                "the traced function returns nothing, the mean, or more than the batch",
                "let it return the batch that it was given, and that alone",
            )
    return "four calls, three traces, four lines in the file, and every batch came back"


_LINES = {
    "A": "def watch(t):",
    "B": "    largest = tf.reduce_max(t)",
    "C": "watch(tf.constant([1.0, 5.0])), watch(tf.constant([2.0, 7.0, 3.0]))",
    "D": "largest = tf.Variable(0.0)",
    "E": "found = largest.numpy()",
    "F": "    largest.assign(tf.reduce_max(t))",
    "G": "@tf.function",
    "H": "    largest.append(tf.reduce_max(t))",
}


@_no_retracing_warning()
def out_of_a_trace(made) -> str:
    wanted = "a traced function, and 7.0 in `found`"
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
            usually="the lines themselves, or their numbers, were written"
            if made
            else "nothing was written yet",
            next="write the letters in the order of the lines",
        )
    code = "\n".join(_LINES[letter] for letter in letters) + "\n"
    scope: dict = {"tf": tf}

    def not_yet(diagnosis: str, got: str, usually: str, next: str) -> NotYet:
        ran = "your lines:\n" + code.rstrip()
        return NotYet(diagnosis, ran=ran, got=got, expected=wanted, usually=usually, next=next)

    try:
        execute(code, scope)
    except SyntaxError as error:
        if len(letters) > 6:
            raise not_yet(
                "too-many-lines",
                f"{len(letters)} lines",
                "two of the eight belong to another way, and fit nowhere here",
                "leave two out: how does a number leave a trace?",
            ) from None
        raise not_yet(
            "does-not-run",
            f"SyntaxError: {error.msg}",
            "a decorator or a `def` line is not followed by what it needs",
            "put the decorator right above `def`, and an indented line right below it",
        ) from None
    except Exception as error:
        got = in_one_line(error)
        if "H" in letters:
            raise not_yet(
                "appended",
                got,
                "append belongs to Python's lists; in a list, the trace would leave a plan",
                "a variable is given its number with another method",
            ) from None
        if "B" in letters:
            raise not_yet(
                "local-name",
                got,
                "`largest = ...` inside makes a new name there, which hides the variable outside",
                "change the variable itself, with its method, and leave the new name out",
            ) from None
        if "D" not in letters:
            raise not_yet(
                "no-variable",
                got,
                "nothing outside of the function can take the number",
                "one of the lines makes a variable",
            ) from None
        raise not_yet(
            "does-not-run",
            got,
            "a name is used above the line that makes it",
            "variable and function first, then the calls, then the look",
        ) from None
    if not hasattr(scope.get("watch"), "get_concrete_function"):
        raise not_yet(
            "not-traced",
            "no traced function",
            "without the decorator nothing is traced",
            "one of the lines turns the function into a traced one",
        )
    if "found" not in scope:
        raise not_yet(
            "not-read",
            "no `found`",
            "the number is in the variable, and nobody looks",
            "add the line that reads it",
        )
    if scope["found"] != 7.0:
        if "B" in letters:
            raise not_yet(
                "local-name",
                describe(scope["found"]),
                "`largest = ...` inside makes a new name there; the variable outside stays as it was",
                "change the variable itself, with its method",
            )
        raise not_yet(
            "read-too-early",
            describe(scope["found"]),
            "the variable is read before the calls, or there are none",
            "first the calls, then the look",
        )
    return "two calls of a traced function, and found = 7.0"


def gate_in_a_layer(made) -> str:
    rng = np.random.default_rng(5)
    noise = rng.uniform(-1.0, 1.0, (4, 3)).astype("float32")
    noise -= noise.mean()
    batches = {
        "with a positive mean": (noise + 0.25, True),
        "with a negative mean": (noise - 0.25, False),
        "with the mean 0": (np.array([[1.0, -1.0, 0.0]], "float32"), False),
    }
    ran = "Gate()(batch) in a cell"

    def not_yet(diagnosis: str, got: object, usually: str, next: str, wanted: str = "") -> NotYet:
        return NotYet(
            diagnosis,
            ran=ran,
            got=got if isinstance(got, str) else describe(got),
            expected=wanted or "the batch where its mean is positive, else zeros",
            usually=usually,
            next=next,
        )

    if not (isinstance(made, type) and issubclass(made, keras.layers.Layer)):
        raise not_yet(
            "no-layer",
            made,
            "the class is gone, or there is an object of it instead",
            "keep the class line as it was, and fill in `call`",
        )
    layer = run(made, name="judge_gate", ran="Gate()", expected="a layer")
    for what, (batch, is_open) in batches.items():
        wanted = describe(batch if is_open else 0 * batch)
        try:
            result = run(layer, batch, ran=ran, expected=wanted)
        except NotYet as error:
            raise _gate_error(error, ran) from None
        _gate_result(result, batch, is_open, what, wanted, not_yet)
    ran = "a Functional model with Gate, and predict"
    try:
        inputs = keras.Input((3,), name="judge_inputs")
        output = run(layer, inputs, ran=ran, expected="a model")
        model = keras.Model(inputs, output)
        model.compile(jit_compile=False)
        for what, (batch, is_open) in batches.items():
            result = run(model.predict, batch, ran=ran, expected="numbers", verbose=0)
            wanted = describe(batch if is_open else 0 * batch)
            _gate_result(result, batch, is_open, what, wanted, not_yet)
    except NotYet as error:
        raise _gate_error(error, ran) from None
    return "batches with positive, negative and zero mean, in a cell and in a model"


# Words of an error in `call` -> diagnosis, what it usually means, what to do.
_GATE_ERRORS = (
    (
        r"OperatorNotAllowed|Python `bool`",
        "python-if",
        "`if`, `and`, `not` or bool() asked a graph tensor; Keras does not rewrite `call`",
        "choose with keras.ops.where(condition, a, b)",
    ),
    (
        r"llipsis",
        "blank-left",
        "one of the two blanks is still `...`",
        "fill in both blanks of `call`",
    ),
    (
        r"must be callable",
        "cond-without-functions",
        "`cond` takes two functions and calls one of them; it was given tensors",
        "use keras.ops.where for tensors, or write lambda: before each side",
    ),
    (
        r"both should have non-None|and `y`",
        "one-side-only",
        "`where` was told what to give where it is open, and not what else",
        "give it three arguments: the condition, the batch, and zeros",
    ),
    (
        r"partially known|'NoneType' object cannot be interpreted|convert a value \(None\)",
        "open-shape",
        "the number of rows is None while a model is built, so zeros of that shape cannot be made",
        "take the shape from the batch itself: keras.ops.zeros_like(batch)",
    ),
    (
        r"(float|int)\(\) argument",
        "python-number",
        "float() and int() want a number at once, and a model is built without numbers",
        "keras.ops.cast(is_open, batch.dtype), or choose with keras.ops.where",
    ),
    (
        r"condition \[|Incompatible shapes|must be broadcastable",
        "each-row",
        "`axis` makes one mean for each row or column, and so more than one answer",
        "leave `axis` out: one mean for the whole batch",
    ),
    (
        r"mask cannot be scalar",
        "indexed",
        "[...] picks rows by a mask; one True or False is no mask",
        "choose between two tensors with keras.ops.where",
    ),
    (
        r"module '[\w.]+' has no attribute",
        "no-such-name",
        "the module has no such name: it is misspelt, or another library's",
        "tf.reduce_mean; or keras.ops.mean, keras.ops.where, keras.ops.zeros_like",
    ),
    (
        r"^NameError",
        "unknown-name",
        "a name is misspelt, or was made elsewhere: in another cell or another function",
        "use the names of `call`'s own arguments",
    ),
    (
        r"has no attribute '(?!numpy|item|tolist|__)",
        "no-method",
        "PyTorch and NumPy have such methods; a tensor of TensorFlow has no .mean() or .float()",
        "functions take it: keras.ops.mean(batch), keras.ops.cast(is_open, batch.dtype)",
    ),
    (
        r"has no attribute|NotImplementedError|symbolic",
        "numpy-inside",
        "the tensor is asked for its numbers; in a model the layer is run symbolically first",
        "keep to keras.ops or tf inside `call`",
    ),
)


def _gate_error(error: NotYet, ran: str) -> NotYet:
    wanted = "the batch or zeros, also where the layer is traced"
    return _explained(error, ran, wanted, _GATE_ERRORS)


def _gate_result(result, batch, is_open: bool, what: str, wanted: str, not_yet) -> None:
    if is_unfilled(result) or result is None:
        raise (
            NotStarted
            if result is ...
            else not_yet(
                "nothing-returned",
                result,
                "`call` has no `return`",
                "return the chosen tensor",
                wanted,
            )
        )
    if isinstance(result, (list, tuple)):
        raise not_yet(
            "a-list",
            result,
            "a loop over the rows made a list; in a model, not even the loop would run",
            "choose once, for the batch as a whole",
            wanted,
        )
    found = np.asarray(result)
    expected = batch if is_open else 0 * batch
    if found.dtype == bool and found.shape == batch.shape:
        raise not_yet(
            "times-condition",
            result,
            "batch * condition is a tensor of True and False in Keras, without an error",
            "cast first, keras.ops.cast(is_open, batch.dtype), or choose with keras.ops.where",
            wanted,
        )
    if found.dtype == bool:
        raise not_yet(
            "condition-returned",
            result,
            "the answer to the question is given back, and not the batch or zeros",
            "use the condition to choose between two tensors",
            wanted,
        )
    if found.shape != expected.shape:
        raise not_yet(
            "other-shape",
            result,
            "a single number was given back where a whole batch is wanted",
            "zeros of the same shape: keras.ops.zeros_like(batch)",
            wanted,
        )
    if np.allclose(found, expected):
        return
    said = f"for a batch {what}: {describe(found)}"
    rows = batch * (batch.mean(axis=1, keepdims=True) > 0)
    columns = batch * (batch.mean(axis=0, keepdims=True) > 0)
    if np.allclose(found, np.maximum(batch, 0)):
        diagnosis, usually, next = (
            "each-element",
            "every number was asked by itself whether it is positive",
            "ask once: compare the mean of the whole batch",
        )
    elif np.allclose(found, rows) or np.allclose(found, columns):
        diagnosis, usually, next = (
            "each-row",
            "`axis` makes one mean for each row or column, so each was chosen by itself",
            "leave `axis` out: one mean for the whole batch",
        )
    elif what == "with the mean 0":
        diagnosis, usually, next = (
            "zero-counted",
            "0 is not positive",
            "compare with > and not with >=",
        )
    elif np.allclose(found, 0 * batch if is_open else batch):
        diagnosis, usually, next = (
            "swapped",
            "the sides are the wrong way round, or the question is not whether the mean is positive",
            "where(condition, a, b) gives a where the condition is true; compare the mean with 0",
        )
    else:
        diagnosis, usually, next = (
            "other-numbers",
            "the layer changes the numbers, or chooses by something other than the mean",
            "give back the batch itself, or zeros",
        )
    raise not_yet(diagnosis, said, usually, next, wanted)
