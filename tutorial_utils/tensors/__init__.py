"""See any tensor, in any model: what a reader keeps using on their own code.

Each name is fetched from its module when it is first used: most import TensorFlow, all import NumPy.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what an editor reads, which runs nothing; the same names as below
    from .capture.activations import Activations
    from .capture.capturing import capture_activations, get_activations
    from .capture.extractor import ActivationExtractor
    from .comparison.comparing import compare_activations
    from .comparison.comparison import Comparison
    from .dataset.activation_statistics import activation_statistics
    from .dataset.beam import activation_statistics_of_records
    from .dataset.statistics import ActivationStatistics
    from .description.description import describe
    from .description.show import show
    from .editing.editing import edit_activations
    from .errors.explain import explain_errors, load_ipython_extension, unload_ipython_extension
    from .gradients.gradients import Gradients
    from .gradients.taking import get_gradients
    from .nonfinite.finding import find_nonfinite
    from .nonfinite.report import NonfiniteReport
    from .nonfinite.stopping import StopOnNonfinite
    from .plotting.attention import plot_attention
    from .plotting.comparison import plot_comparison
    from .plotting.histograms import plot_histograms
    from .reducers.spread import spread
    from .tracing.watching import WatchedTrace, watch_trace
    from .training.history import ActivationHistory
    from .training.history_plot import plot_spread
    from .training.logger import ActivationLogger
    from .training.plots import alt_text, plot_histogram, plot_images
    from .updates.logger import GradientLogger

_HOMES = {
    "ActivationExtractor": "capture.extractor",
    "ActivationHistory": "training.history",
    "ActivationLogger": "training.logger",
    "ActivationStatistics": "dataset.statistics",
    "Activations": "capture.activations",
    "Comparison": "comparison.comparison",
    "StopOnNonfinite": "nonfinite.stopping",
    "WatchedTrace": "tracing.watching",
    "NonfiniteReport": "nonfinite.report",
    "GradientLogger": "updates.logger",
    "Gradients": "gradients.gradients",
    "activation_statistics": "dataset.activation_statistics",
    "activation_statistics_of_records": "dataset.beam",
    "alt_text": "training.plots",
    "capture_activations": "capture.capturing",
    "compare_activations": "comparison.comparing",
    "describe": "description.description",
    "edit_activations": "editing.editing",
    "explain_errors": "errors.explain",
    "find_nonfinite": "nonfinite.finding",
    "get_activations": "capture.capturing",
    "get_gradients": "gradients.taking",
    "load_ipython_extension": "errors.explain",
    "plot_attention": "plotting.attention",
    "plot_comparison": "plotting.comparison",
    "plot_histogram": "training.plots",
    "plot_histograms": "plotting.histograms",
    "plot_images": "training.plots",
    "plot_spread": "training.history_plot",
    "show": "description.show",
    "spread": "reducers.spread",
    "unload_ipython_extension": "errors.explain",
    "watch_trace": "tracing.watching",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)


def __dir__():
    return sorted({*globals(), *_HOMES})
