"""Record the next cell of a notebook. Its outputs stay what they are without it."""

import contextlib
import sys

from .recorder import Recorder


class CellRecording:
    """Begins when the next cell of a shell does, and ends with it.

    Args:
        shell: IPython's.
    """

    def __init__(self, shell):
        self._shell, self._recorder = shell, None
        self._block = contextlib.ExitStack()
        shell.events.register("pre_run_cell", self._begin)

    def as_data(self) -> dict:
        """What was recorded, as :meth:`Steps.as_data` has it.

        Raises:
            RuntimeError: where the recording stopped before the cell did, or no cell was run.
        """
        if self._recorder is None:
            raise RuntimeError("no cell was run: there is nothing to record")
        if self._recorder.fault is not None:
            raise RuntimeError(
                "the recording stopped inside of this cell"
            ) from self._recorder.fault
        return self._recorder.steps.as_data()

    def _begin(self, info) -> None:
        self._shell.events.unregister("pre_run_cell", self._begin)
        self._shell.events.register("post_run_cell", self._end)
        code = self._shell.transform_cell(info.raw_cell)
        file = self._shell.compile.get_code_name(info.raw_cell, code, self._shell.execution_count)
        self._recorder = Recorder(whole=frozenset({file}), pass_on=True, root=_who_runs_the_cell())
        self._block.enter_context(self._recorder.recording())

    def _end(self, _result) -> None:
        self._shell.events.unregister("post_run_cell", self._end)
        self._block.close()


def _who_runs_the_cell():
    """The frame below which the cell's own will be: that which has told of the event."""
    return sys._getframe(3)
