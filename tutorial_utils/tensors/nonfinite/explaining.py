"""What a bad step was bad by, and what to say of it."""

from collections.abc import Sequence
from typing import Any

import keras

from ..capture.reducing import first_line
from .finding import LOSS_IS_BAD, find_nonfinite
from .report import Finding, NonfiniteReport

AFTER = (
    "this is after the step, and before it all was finite, gradients too: the update went too far;"
    " next: a smaller learning rate, or clipnorm="
)
AGAIN = """The model is as before that step; to repeat it, with this callback as `stop`:
  find_nonfinite(model, **stop.batch, training=True), or model.train_on_batch(**stop.batch)"""
NOT_AGAIN = (
    "the first bad step did not come up again when those since the last copy were repeated: this is the"
    " last of them, and the model is as before the first"
)
TOGETHER = (
    "up to {} steps ran together: the batch that is kept is that of the last, the model is as before the"
    " first, and any of them may have been bad; next: compile with steps_per_execution=1, to see which"
)
MADE_IN_IT = (
    "{} variables were made in this very step, the first is {!r}: they keep what it wrote; next: build the model"
    " before fit, by a call, and the optimizer, by optimizer.build(model.trainable_variables)"
)


def explained(
    model: keras.Model,
    batch: dict[str, Any],
    after: Sequence[Finding],
    repeats: bool,
    made: Sequence[str] = (),
) -> NonfiniteReport:
    """What was bad first in a step, found by repeating it eagerly.

    Args:
        model: As it was before the step.
        batch: ``x``, ``y`` and ``sample_weight`` of the step.
        after: What of the weights and of the optimizer's state was bad after it.
        repeats: Whether the step was the bad one when it was repeated in the way in which ``fit`` runs it.
        made: The paths of variables that were made in the step.
    """
    found, notes = _found(model, batch)
    together = model.steps_per_execution
    if not found:
        found = NonfiniteReport(after, found.looked_at, found.notes)
        was_looked_at = "gradient" in found.looked_at
        notes += [AFTER] if after and together == 1 and was_looked_at else []
    if together > 1:
        notes.append(TOGETHER.format(together))
    elif not repeats:
        notes.append(NOT_AGAIN)
    elif made:
        notes.append(MADE_IN_IT.format(len(made), made[0]))
    return NonfiniteReport(found, found.looked_at, (*found.notes, *notes))


def said(report: NonfiniteReport, loss: float, again: bool) -> str:
    """The lines of a report, for a person; ``again``: with how to repeat the step."""
    what = report.first or f"the loss is {loss}, and run eagerly, all is finite"
    lines = [str(what), *(note for note in report.notes if note != LOSS_IS_BAD)]
    return "\n".join([*lines, AGAIN] if again else lines)


def _found(model, batch):
    try:
        return find_nonfinite(model, **batch, training=True), []
    except Exception as error:  # a `train_step` of one's own may take another loss, of other data
        note = f"loss and gradients were not looked at: {type(error).__name__}: {first_line(error)}"
    try:
        found = find_nonfinite(model, batch["x"], training=True)
        return NonfiniteReport(found, found.looked_at), [note]
    except Exception:
        return NonfiniteReport((), {}), [note]
