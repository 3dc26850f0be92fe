"""Seeing Tensors: see the values inside Keras and TensorFlow tensors.

The library is what works on any tensor and model: ``from tutorial_utils import describe``. ``check``,
``hint``, ``progress`` and ``solution`` belong to the course, and work in its notebooks.
``%load_ext tutorial_utils`` adds meaning and cure to the errors that the lessons explain.

Importing this package imports no TensorFlow and changes no environment variable: each public
name is fetched from its module the first time it is used.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what an editor reads, which runs nothing; the same names as below
    from .course.notebook import check, hint, progress, solution
    from .tensors import (
        ActivationExtractor,
        ActivationHistory,
        ActivationLogger,
        Activations,
        ActivationStatistics,
        Comparison,
        GradientLogger,
        Gradients,
        NonfiniteReport,
        StopOnNonfinite,
        WatchedTrace,
        activation_statistics,
        activation_statistics_of_records,
        alt_text,
        capture_activations,
        compare_activations,
        describe,
        edit_activations,
        explain_errors,
        find_nonfinite,
        get_activations,
        get_gradients,
        load_ipython_extension,
        plot_attention,
        plot_comparison,
        plot_histogram,
        plot_histograms,
        plot_images,
        plot_spread,
        show,
        spread,
        unload_ipython_extension,
        watch_trace,
    )

# Public name -> the module that defines it.
_HOMES = {
    **dict.fromkeys(
        (
            "describe",
            "show",
            "get_activations",
            "capture_activations",
            "Activations",
            "get_gradients",
            "Gradients",
            "GradientLogger",
            "compare_activations",
            "Comparison",
            "edit_activations",
            "find_nonfinite",
            "NonfiniteReport",
            "StopOnNonfinite",
            "ActivationExtractor",
            "ActivationLogger",
            "ActivationHistory",
            "activation_statistics",
            "activation_statistics_of_records",
            "ActivationStatistics",
            "spread",
            "explain_errors",
            "plot_images",
            "plot_histogram",
            "plot_histograms",
            "plot_attention",
            "plot_comparison",
            "plot_spread",
            "alt_text",
            "WatchedTrace",
            "watch_trace",
            "load_ipython_extension",  # %load_ext tutorial_utils
            "unload_ipython_extension",
        ),
        "tutorial_utils.tensors",
    ),
    **dict.fromkeys(("check", "hint", "progress", "solution"), "tutorial_utils.course.notebook"),
}

__all__ = sorted(_HOMES)

__version__: str


def __getattr__(name: str):
    if name == "__version__":
        from importlib.metadata import version  # 40 ms, which every command would wait for

        return version("seeing-tensors")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__():
    return sorted({*globals(), *_HOMES})
