"""The note on errors that nothing catches, here in a notebook."""

import sys

from IPython.core.interactiveshell import InteractiveShell

from tutorial_utils.tensors.errors import explain

RAISES = (
    "class Tensor: pass\nraise AttributeError(\"'KerasTensor' object has no attribute 'numpy'\")"
)


def test_a_second_import_adds_no_second_note(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    explain.explain_everywhere()
    once = sys.excepthook
    explain.explain_everywhere()
    assert sys.excepthook is once


def test_a_notebook_explains_its_cells(capsys):
    shell = InteractiveShell()

    class Module:
        @staticmethod
        def get_ipython():
            return shell

    explain.explain_everywhere(Module)
    shell.run_cell(RAISES)
    assert "Build the sub-model" in capsys.readouterr().out
    explain.unload_ipython_extension(shell)
