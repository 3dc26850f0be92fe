"""What `import tutorial_utils` offers: every public name is there, and fetched when it is used."""

import subprocess
import sys

import tutorial_utils
from tutorial_utils import tensors


def test_every_public_name_is_found():
    for name in tutorial_utils.__all__:
        assert getattr(tutorial_utils, name) is not None
    assert set(tensors.__all__) <= set(tutorial_utils.__all__)


def test_the_extension_loads_by_its_name():
    code = (
        "from IPython.testing.globalipapp import start_ipython\n"
        "shell = start_ipython()\n"
        "shell.run_line_magic('load_ext', 'tutorial_utils')\n"
        "shell.run_cell('import keras; keras.Input((2,)).numpy()')\n"
        "shell.run_line_magic('unload_ext', 'tutorial_utils')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    said = run.stdout + run.stderr
    assert "has no attribute 'numpy'" in said and "What to do: Build the sub-model" in said, said
