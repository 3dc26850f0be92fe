"""Seeing Tensors: see the values inside Keras and TensorFlow tensors.

Importing this package imports no TensorFlow and changes no environment variable: each public
name is fetched from its module the first time it is used.
"""

import importlib

# Public name -> the module that defines it.
_HOMES = {
    **dict.fromkeys(
        (
            "describe",
            "show",
            "get_activations",
            "capture_activations",
            "Activations",
            "ActivationExtractor",
            "ActivationLogger",
            "ActivationHistory",
            "spread",
            "explain_errors",
            "plot_images",
            "plot_histogram",
            "plot_spread",
            "alt_text",
            "load_ipython_extension",  # %load_ext tutorial_utils
            "unload_ipython_extension",
        ),
        "tutorial_utils.tensors",
    ),
    **dict.fromkeys(("check", "hint", "solution"), "tutorial_utils.course.notebook"),
}

__all__ = sorted(_HOMES)


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__():
    return sorted({*globals(), *_HOMES})
