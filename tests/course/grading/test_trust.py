"""What a learner's cells do to their kernel, by habit or on purpose, decides no verdict.

One notebook, one kernel: for each way its cell, a wrong answer, a right one, and a cell that takes the
way back. The course is made for it: exercises whose judges lean on what that way changes.
"""

import json
import subprocess
from dataclasses import dataclass

import pytest

from tutorial_utils.course.content.location import COMPILED, STAGED

from ..learner_files import code
from ..program import COMMAND, environment, first_on_path

WRONG = "def {name}(a, b):\n    return a - b"
RIGHT = "def {name}(a, b):\n    return a + b"


@dataclass(frozen=True)
class Way:
    """A cell, and what the two answers after it must come to."""

    cell: str
    undo: str = ""
    judge: str = "plain"
    wrong: str = WRONG
    right: str = RIGHT
    diagnosis: str = "subtracted"  # of the wrong one
    passes: bool = True  # the right one
    replaced: str = ""  # what the note names


# How a notebook shows errors and output is no verdict.
SHOWN = {
    "rich-traceback": Way("from rich import traceback; traceback.install()", "as_it_was()"),
    "custom-exception": Way(
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: print('oops'))", "as_it_was()"
    ),
    "showtraceback": Way("get_ipython().showtraceback = lambda *a, **k: None", "as_it_was()"),
    "inner-showtraceback": Way("get_ipython()._showtraceback = lambda *a: None", "as_it_was()"),
    "render": Way(
        "from tutorial_utils.checks import NotYet; render = NotYet._render_traceback_\n"
        "NotYet._render_traceback_ = lambda self: ['PASS']",
        "NotYet._render_traceback_ = render",
    ),
    "xmode": Way("%xmode Minimal", "%xmode Context"),
    "excepthook": Way("import sys; sys.excepthook = lambda *a: None", "sys.excepthook = sys.__excepthook__"),
    "raised-unseen": Way(
        "from rich import traceback; traceback.install()",
        "as_it_was()",
        wrong=RIGHT + "\n1 / 0",
        diagnosis="cell-raised",
    ),
    "stdout": Way("import sys, io; out = sys.stdout; sys.stdout = io.StringIO()", "sys.stdout = out"),
    "descriptor": Way(
        "import os; one = os.dup(1); os.dup2(os.open(os.devnull, os.O_WRONLY), 1)", "os.dup2(one, 1)"
    ),
    "print": Way(
        "import builtins; say = print; builtins.print = lambda *a, **k: say('PASS')",
        "builtins.print = say",
        replaced="print",
    ),
    "printing-thread": Way(
        "import threading, time; go = [1]\n"
        "def shout():\n    while go:\n        print('PASS'); time.sleep(0.01)\n"
        "threading.Thread(target=shout, daemon=True).start()",
        "go.clear()",
    ),
    "no-pytest": Way(
        "import os; version = os.environ.pop('PYTEST_VERSION')",
        "os.environ['PYTEST_VERSION'] = version",
        wrong="def {name}(a, b):\n    ...",
        diagnosis="as-given",
    ),
}  # fmt: skip

# Another `check`, another judge.
COURSE = {
    "own-check": Way("def check(*given):\n    print('PASS')"),
    "package-check": Way(
        "import tutorial_utils; tutorial_utils.check = lambda *a: print('PASS')",
        "del tutorial_utils.check",
    ),
    "other-package": Way(
        "import sys, types; real = sys.modules['tutorial_utils']\n"
        "sys.modules['tutorial_utils'] = types.SimpleNamespace(check=lambda *a: print('PASS'))",
        "sys.modules['tutorial_utils'] = real",
    ),
    "judges": Way(
        "import sys; judges = vars(sys.modules['tutorial_utils.checks.lessons.ways']); were = dict(judges)\n"
        "judges.update({name: lambda made: 'ok' for name in were})",
        "judges.update(were)",
    ),
    "judges-module": Way(
        "import sys; name = 'tutorial_utils.checks.lessons.ways'; were = sys.modules[name]\n"
        "class Any:\n    def __getattr__(self, name):\n        return lambda made: 'ok'\n"
        "sys.modules[name] = Any()",
        "sys.modules[name] = were",
    ),
    "judging": Way(
        "from tutorial_utils.checks import judging; judge = judging.judge\n"
        "judging.judge = lambda *a: 'ok'",
        "judging.judge = judge",
        replaced="tutorial_utils.checks.judging.judge",
    ),
    "real-check": Way(
        "from tutorial_utils.course import notebook; was = notebook.check\n"
        "notebook.check = lambda *a: print('PASS')",
        "notebook.check = was",
    ),
    "other-verdict": Way(
        "from tutorial_utils.checks import verdict; NotYet = verdict.NotYet\n"
        "verdict.NotYet = lambda *a, **k: SystemExit()",
        "verdict.NotYet = NotYet",
    ),
    "kit": Way(
        "from tutorial_utils.checks.attempt import Attempt; call = Attempt.call\n"
        "Attempt.call = lambda *a, **k: 3.0",
        "Attempt.call = call",
    ),
    "transformer": Way(
        "import ast\n"
        "class NoCheck(ast.NodeTransformer):\n"
        "    def visit_Call(self, node):\n"
        "        name = getattr(node.func, 'id', '')\n"
        "        return ast.Constant(None) if name == 'check' else self.generic_visit(node)\n"
        "get_ipython().ast_transformers.append(NoCheck())",
        "get_ipython().ast_transformers.clear()",
        diagnosis="check-was-silent",
        passes=False,
    ),
    "said-by-the-answer": Way(
        "from tutorial_utils.course.desk.verdict_channel import say\n"
        "from tutorial_utils.course.desk.report_model import Verdict",
        wrong="def {name}(a, b):\n    say(Verdict('{id}', 'PASS', 'ok'))\n    return a - b",
    ),
    "said-before": Way(
        "say(Verdict('said-before-wrong', 'PASS', 'ok'))",
    ),
    "exit": Way("", wrong="def {name}(a, b):\n    raise SystemExit", diagnosis="ends-the-program"),
    "stale": Way("wrong_stale = lambda a, b: a + b; globals = dict",
                 "del globals", wrong="pass", diagnosis="cell-not-run"),
    "reset": Way("%reset -f", "from tutorial_utils.course.desk.verdict_channel import say"),
}  # fmt: skip

# What a judge compares with.
LIBRARIES = {
    "allclose": Way(
        "import numpy as np; allclose = np.allclose; np.allclose = lambda *a, **k: True",
        "np.allclose = allclose",
        judge="numpy",
        replaced="np.allclose",
    ),
    "abs": Way(
        "import builtins; was = abs; builtins.abs = lambda x: 0", "builtins.abs = was", "builtin"
    ),
    "all": Way(
        "import builtins; was = all; builtins.all = lambda x: True", "builtins.all = was", "builtin"
    ),
    "reduce-all": Way(
        "import tensorflow as tf; was = tf.reduce_all; tf.reduce_all = lambda *a: tf.constant(True)",
        "tf.reduce_all = was",
        judge="tensorflow",
        replaced="tf.reduce_all",
    ),
    "nested-module": Way(
        "was = tf.math.abs; tf.math.abs = lambda x: tf.zeros_like(x)", "tf.math.abs = was", "tensorflow"
    ),
    "eager-numpy": Way(
        "Eager = type(tf.constant(1)); Eager.numpy = lambda self: True",
        "del Eager.numpy",
        judge="tensorflow",
    ),
    "layer-call": Way(
        "import keras; was = keras.Layer.__call__\n"
        "keras.Layer.__call__ = lambda self, x: tf.constant([3.0])",
        "keras.Layer.__call__ = was",
        judge="keras",
        replaced="keras.Layer.__call__",
    ),
    "call-of-a-subclass": Way(
        "import keras\nkeras.layers.Rescaling.__call__ = lambda self, x: tf.constant([3.0])",
        "del keras.layers.Rescaling.__call__",
        judge="keras",
        replaced="keras.layers.Rescaling.__call__",
    ),
    "while-judged": Way(
        "import numpy as np; was = np.allclose",
        "np.allclose = was",
        judge="numpy",
        wrong="def {name}(a, b):\n    np.allclose = lambda *a, **k: True\n    return a - b",
        diagnosis="replaced-while-judged",
    ),
}  # fmt: skip

# What a notebook sets and forgets.
HABITS = {
    "warnings-are-errors": Way(
        "import warnings; rules = warnings.filters[:]; warnings.simplefilter('error')",
        "warnings.filters[:] = rules",
        judge="warning",
    ),
    "seterr": Way(
        "import numpy as np; was = np.seterr(all='raise')", "np.seterr(**was)", judge="overflow"
    ),
    "floatx": Way(
        "import keras; keras.config.set_floatx('float64')\n"
        "keras.config.set_dtype_policy('float64')",
        "keras.config.set_floatx('float32'); keras.config.set_dtype_policy('float32')",
        judge="float32",
    ),
    "mixed": Way(
        "keras.config.set_dtype_policy('mixed_float16')",
        "keras.config.set_dtype_policy('float32')",
        judge="float32",
    ),
    "eagerly": Way(
        "tf.config.run_functions_eagerly(True)", "tf.config.run_functions_eagerly(False)", "keras"
    ),
    "seed": Way("tf.random.set_seed(3); np.random.seed(3)", judge="tensorflow"),
    "logging": Way(
        "import logging; logging.disable(logging.CRITICAL); logging.basicConfig(level=1)",
        "logging.disable(0)",
    ),
    "settrace": Way("import sys; sys.settrace(lambda *a: None)", "sys.settrace(None)"),
    "interrupts": Way(
        "import signal; was = signal.signal(signal.SIGINT, signal.SIG_IGN)",
        "signal.signal(signal.SIGINT, was)",
    ),
    "at-exit": Way("import atexit, os; atexit.register(os._exit, 0)"),
    "fork": Way("import os\nif not (child := os.fork()):\n    os._exit(0)\nos.waitpid(child, 0)"),
    "elsewhere": Way(
        "import glob, os, tempfile; here = os.getcwd(); os.chdir('/')\n"
        "for path in glob.glob(tempfile.gettempdir() + '/verdicts-*'):\n    os.unlink(path)",
        "os.chdir(here)",
    ),
}  # fmt: skip

WAYS = SHOWN | COURSE | LIBRARIES | HABITS

FIRST = """
_was = dict(vars(get_ipython()))
def as_it_was():
    now = vars(get_ipython())
    for name in now.keys() - _was.keys():
        del now[name]
    now.update({name: value for name, value in _was.items() if name != "_trait_values"})
"""

# The judges, where `check` looks for them.
JUDGES = """
import sys, types

def judge(kind, attempt):
    import warnings
    import keras, numpy as np, tensorflow as tf
    got = attempt.call(1.0, 2.0)
    if kind == "warning":
        warnings.warn("a judge may warn")
    if kind == "overflow":
        np.float32(1e30) * np.float32(1e30)
    right = {
        "numpy": lambda: np.allclose(got, 3),
        "builtin": lambda: all(abs(x - 3) < 1e-6 for x in [got]),
        "tensorflow": lambda: tf.reduce_all(tf.math.abs(tf.constant([got]) - 3) < 1e-6).numpy(),
        "keras": lambda: np.ravel(keras.layers.Rescaling(1.0)(tf.constant([[got]])))[0] == 3,
        "float32": lambda: keras.layers.Dense(1)(np.ones((1, 1))).dtype == "float32" and got == 3,
    }.get(kind, lambda: got == 3)()
    attempt.first(got, ("subtracted", not right))

KINDS = {kinds!r}
judges = {name: (lambda attempt, kind=kind: judge(kind, attempt)) for name, kind in KINDS.items()}
sys.modules["tutorial_utils.checks.lessons.ways"] = types.SimpleNamespace(**judges)
"""


def exercise(way: str, part: str) -> dict:
    name = f"{part}_{way.replace('-', '_')}"
    return {
        "id": f"{way}-{part}",
        "made": name,
        "kind": "blank",
        "stub": f"def {name}(a, b):\n    ...",
        "check": f'check("{way}-{part}", {name})',
        "answer": RIGHT.format(name=name),
        "hints": [],
        "why": "Plus adds.",
        "feedback": {
            "expected": "3",
            "shown": "1 + 2 = 3",
            "lesson_names": [],
            "wrong": [{"id": "subtracted", "usually": "minus for plus", "next": "read aloud"}],
        },
    }


def course(root) -> None:
    """A course of one lesson, with two exercises for each way, and its judges."""
    exercises = [exercise(way, part) for way in WAYS for part in ("wrong", "right")]
    about = {"title": "Ways", "exercises": exercises, "minutes": 5}
    (root / COMPILED).mkdir(parents=True)
    (root / COMPILED / "01_ways.ipynb").write_text(
        json.dumps({"cells": [], "metadata": {"lesson": about}, "nbformat": 4})
    )
    kinds = {
        f"{way.replace('-', '_')}_{part}": WAYS[way].judge
        for way in WAYS
        for part in ("wrong", "right")
    }
    (root / "sitecustomize.py").write_text(JUDGES.replace("{kinds!r}", repr(kinds)))


def notebook(ways) -> dict:
    """A learner's notebook that goes these ways."""
    cells = [code(FIRST)]
    for name, way in ways.items():
        cells.append(code(way.cell))
        for part, answer in (("wrong", way.wrong), ("right", way.right)):
            what = exercise(name, part)
            source = answer.replace("{name}", what["made"]).replace("{id}", what["id"])
            cells.append(code(source, exercise=what["id"], kind="blank"))
            cells.append(code(what["check"], tags=["check"]))
        cells.append(code(way.undo))
    for i, cell in enumerate(cells):
        cell["id"] = f"mine-{i}"
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    root = tmp_path_factory.mktemp("ways")
    course(root)
    path = root / "my-lessons" / "01_ways.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook(WAYS)))
    env = environment() | {STAGED: str(root), "PYTHONPATH": first_on_path(root)}
    words = [*COMMAND, "check", str(path), "--json"]
    run = subprocess.run(words, env=env, capture_output=True, text=True, timeout=400, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    (lesson,) = json.loads(run.stdout)["lessons"]
    return lesson


@pytest.fixture(scope="module")
def verdicts(report):
    return {verdict["id"]: verdict for verdict in report["exercises"]}


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_answer_does_not_pass(way, verdicts):
    verdict = verdicts[f"{way}-wrong"]
    assert verdict["state"] in ("NOT YET", "NOT STARTED"), verdict["text"]
    assert verdict["diagnosis"] == WAYS[way].diagnosis, verdict["text"]


@pytest.mark.parametrize("way", WAYS)
def test_a_right_answer_passes(way, verdicts):
    verdict = verdicts[f"{way}-right"]
    assert (verdict["state"] == "PASS") == WAYS[way].passes, verdict["text"]


@pytest.mark.parametrize("way", [way for way in WAYS if WAYS[way].replaced])
def test_what_was_replaced_is_named(way, verdicts, report):
    for part in ("wrong", "right"):
        assert f"`{WAYS[way].replaced}`" in verdicts[f"{way}-{part}"]["feedback"]["note"]
    assert any(f"`{WAYS[way].replaced}` was replaced" in note for note in report["notes"])


def test_the_cells_did_what_they_are_about(report):
    assert report["failures"] == []
