"""What could crash or hang is looked at in a program of its own, with a time limit."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .finding import OK, WRONG, Finding
from .packages import install, requirement_text, this_python

# In a program of its own: TensorFlow may raise, end the program, or never come back.
_LOOK_AT_TENSORFLOW = """
import json, os, sys
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import tensorflow, keras, numpy
files = {m.__name__: getattr(m, "__file__", None) or "" for m in (tensorflow, keras, numpy)}
total = float(tensorflow.reduce_sum(tensorflow.constant([1.0, 2.0])).numpy())
print("\\n" + json.dumps({
    "tensorflow": tensorflow.__version__, "keras": keras.__version__,
    "backend": keras.backend.backend(), "files": files, "total": total,
}))
"""


def tensorflow(folder: Path, seconds: float) -> Iterator[Finding]:
    """It is imported where the learner's notebooks run: a file there may hide it."""
    here = folder if folder.is_dir() else Path()
    said, trouble = _run([sys.executable, "-c", _LOOK_AT_TENSORFLOW], here, seconds)
    hidden = [f for n in ("tensorflow", "keras", "numpy") for f in _hiders(n, here)]
    for path in hidden:
        yield Finding(
            WRONG, f"{path} hides the package of that name from your notebooks", "rename it"
        )
    if trouble:
        if not hidden:
            yield Finding(WRONG, f"TensorFlow and Keras: {trouble}", _cure_for(trouble))
        return
    try:
        found = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        yield Finding(
            WRONG, "TensorFlow and Keras ended the program that imported them", _again("tensorflow")
        )
        return
    if found["backend"] != "tensorflow":
        yield Finding(
            WRONG,
            f"Keras computes with {found['backend']}, not with TensorFlow",
            'unset KERAS_BACKEND, and set "backend": "tensorflow" in ~/.keras/keras.json',
        )
        return
    yield Finding(OK, f"TensorFlow {found['tensorflow']} and Keras {found['keras']} compute")


def _hiders(name: str, folder: Path) -> list[Path]:
    """Files of the learner's that Python takes for the package."""
    return [p for p in (folder / f"{name}.py", folder / name / "__init__.py") if p.is_file()]


def _cure_for(trouble: str) -> str:
    if "No module named" in trouble:
        return install("tensorflow" if "tensorflow" in trouble else "")
    if "backend" in trouble or "torch" in trouble or "jax" in trouble:
        return "unset KERAS_BACKEND, and try again"
    if "longer than" in trouble:
        return "run it again; if it stays so: " + _again("tensorflow")
    return _again("tensorflow")


def _again(name: str) -> str:
    return f"{this_python()} -m pip install --force-reinstall '{requirement_text(name)}'"


_LOOK_AT_KERNEL = """
import sys
sys.modules.setdefault("rfc3987_syntax", None)
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3", startup_timeout=float(sys.argv[1]))
try:
    said = []
    client.execute_interactive(
        "import sys; print(sys.prefix)", timeout=float(sys.argv[1]),
        output_hook=lambda m: said.append(m["content"].get("text", "")),
    )
    print("\\n" + "".join(said).strip())
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""


def kernel(folder: Path, seconds: float) -> Iterator[Finding]:
    """The kernel that JupyterLab starts for a lesson runs in this Python."""
    here = folder if folder.is_dir() else Path()
    said, trouble = _run([sys.executable, "-c", _LOOK_AT_KERNEL, str(seconds)], here, seconds)
    cure = f"{this_python()} -m ipykernel install --sys-prefix"
    if trouble:
        missing = "No module named" in trouble
        yield Finding(WRONG, f"the notebook kernel: {trouble}", install() if missing else cure)
        return
    prefix = said.splitlines()[-1] if said else ""
    if Path(prefix) != Path(sys.prefix):
        yield Finding(WRONG, f"notebooks run in another Python: {prefix or 'unknown'}", cure)
        return
    yield Finding(OK, "the notebook kernel starts, in this Python")


def _run(command: list[str], folder: Path, seconds: float) -> tuple[str, str]:
    """What a program printed, and what went wrong with it, in one line (empty: nothing)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,  # so that what it started ends with it
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return "", f"took longer than {seconds:g} seconds and was stopped"
        finally:
            _end(process)
        said, wrong = (_text_of(file) for file in (out, err))
    if code < 0:
        return said, f"crashed (signal {-code})"
    if code:
        lines = [line for line in wrong.splitlines() if line.strip()]
        return said, (lines[-1].strip()[:300] if lines else f"ended with code {code}")
    return said, ""


def _end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, 9)
    except (OSError, AttributeError):  # ended by itself, or Windows
        process.kill()
    process.wait()


def _text_of(file) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").strip()
