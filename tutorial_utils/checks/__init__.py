"""The judges' kit: it runs what a learner made, looks at what comes back, and says what it saw.

``lessons/`` holds the judges, one function an exercise; ``judging`` calls them. ``attempt`` runs an
answer, with ``handed_over`` and ``switches`` to see what it changed; ``looks`` are questions to ask of
a result; ``choices`` and ``orders`` judge what needs no judge of its own. The words stand in
data: ``feedback`` finds them, in ``common.toml`` or in a lesson's own file; ``raised`` reads errors,
and ``verdict`` is what a learner sees. It knows tensors, and
nothing of notebooks or files.
"""

from .verdict import NotStarted, NotYet

__all__ = ["NotStarted", "NotYet"]
