"""Pictures that lessons draw from what their cells found out, a module a lesson.

Each is readable on light and on dark paper, and carries a text that says what it shows.
"""

from .calls import timeline_of_calls
from .fit import strip_of_fit
from .graph_runs import runs_of_a_graph
from .kinds import cards_of_kinds
from .layers import feature_maps
from .nested import model_in_a_model
from .training import drawn, units_over_epochs
from .who_has_numbers import grid_of_numbers

__all__ = [
    "cards_of_kinds",
    "drawn",
    "feature_maps",
    "grid_of_numbers",
    "model_in_a_model",
    "runs_of_a_graph",
    "strip_of_fit",
    "timeline_of_calls",
    "units_over_epochs",
]
