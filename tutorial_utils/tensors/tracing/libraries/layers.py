"""Steps of the layers and models of Keras that are called: with what, and what they give back."""

from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from ..log import Log
from ..program.names import kind, short
from ..program.readers_code import caller, place
from ..sentences import say
from ..steps import TRACING


@dataclass
class Layers:
    """What Keras calls.

    Args:
        log: Takes the steps.
        ours: Whether a file is the reader's.
        root: The frame that records: what is outside of it takes no part.
    """

    log: Log
    ours: Callable[[str], bool]
    root: FrameType

    def call(self, frame: FrameType) -> Callable:
        """A layer is called."""
        import keras

        layer, args = frame.f_locals["self"], frame.f_locals.get("args", ())
        found = caller(frame.f_back, self.ours, self.root)
        where = found, found and place(found, self.ours)
        step = self.log.step("", *where)
        outer = "/".join(self.log.layers)
        self.log.layers.append(layer.name)
        step.layer = "/".join(self.log.layers)
        facts = {"layer": layer.name, "what": _what(layer, keras), "kind": type(layer).__name__}
        value = kind(args[0]) if args else "no tensor"
        key = "layer while tracing" if step.who == TRACING else "layer"
        step.says = say(key, value=value, **facts)
        if args and isinstance(args[0], keras.KerasTensor):
            step.says += f" {say('without numbers')}"

        def ended(value: object, raised: bool) -> None:
            self.log.layers.pop()
            if raised:
                self.log.finish()
                return
            says = say("layer gave", value=short(value), **facts)
            if (outer or step.who == TRACING) and self.log.said(short(value)):
                self.log.finish()  # its own `call`, or the last of its layers
                return
            gave = self.log.gives_back(step, says, *where)
            if gave is not step:
                gave.layer = outer

        return ended


def _what(layer, keras):
    return "model" if isinstance(layer, keras.Model) else "layer"
