"""See any tensor, in any model: what a reader keeps using on their own code.

Names whose modules import TensorFlow are fetched when they are first used.
"""

import importlib

# These two at once: their modules have their names, and importing one later would put the module in
# the function's place. Neither imports TensorFlow.
from .describe import describe
from .show import show

_HOMES = {
    "ActivationExtractor": "extractor",
    "ActivationHistory": "history",
    "ActivationLogger": "logger",
    "Activations": "activations",
    "alt_text": "plots",
    "capture_activations": "activations",
    "explain_errors": "explain",
    "get_activations": "activations",
    "load_ipython_extension": "explain",
    "plot_histogram": "plots",
    "plot_images": "plots",
    "plot_spread": "plots",
    "spread": "reduction",
    "unload_ipython_extension": "explain",
}

__all__ = ["describe", "show", *_HOMES]


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)


def __dir__():
    return sorted({*globals(), *_HOMES})
