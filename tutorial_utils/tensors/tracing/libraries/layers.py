"""Steps of the layers and models of Keras that are called: with what, and what they give back."""

from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from ..program.names import given_back, kind, short
from ..recording import Recording
from ..sentences import say
from ..steps import TRACING, Begins


@dataclass
class Layers:
    """What Keras calls.

    Args:
        recording: That it is part of.
    """

    recording: Recording

    def call(self, frame: FrameType) -> Callable:
        """A layer is called."""
        import keras

        layer, args = frame.f_locals["self"], frame.f_locals.get("args", ())
        log, where = self.recording.log, self.recording.caller(frame)
        step = log.step("", *where, begins=Begins.LAYER)
        outer = "/".join(log.layers)
        log.layers.append(layer.name)
        step.layer = "/".join(log.layers)
        facts = {"layer": layer.name, "what": _what(layer, keras), "kind": type(layer).__name__}
        value = kind(args[0]) if args else "no tensor"
        key = "layer while tracing" if step.who == TRACING else "layer"
        step.says = say(key, value=value, **facts)
        if args and isinstance(args[0], keras.KerasTensor):
            step.says += f" {say('without numbers')}"

        def ended(value: object, raised: bool) -> None:
            log.layers.pop()
            if raised:
                log.finish()
                return
            step.gave = given_back(value)
            says = say("layer gave", value=short(value), **facts)
            if (outer or step.who == TRACING) and log.said(short(value)):
                log.finish()  # its own `call`, or the last of its layers
                return
            gave = log.gives_back(step, says, *where)
            if gave is not step:
                gave.layer = outer

        return ended


def _what(layer, keras):
    return "model" if isinstance(layer, keras.Model) else "layer"
