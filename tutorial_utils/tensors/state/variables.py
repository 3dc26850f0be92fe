"""The variables that running a model writes, and putting their values back."""

import contextlib
from collections.abc import Callable

import tensorflow as tf

from .parts import variables_of

_READS = {"ReadVariableOp", "ResourceGather", "ResourceGatherNd", "VariableShape"}
# On operations that call a function, TensorFlow lists the variables that nothing inside writes.
_READ_BY_FUNCTIONS = "_read_only_resource_inputs"


@contextlib.contextmanager
def put_back(handles, unless: Callable[[], bool] = lambda: False):
    """After the block, the variables of these handles have the values from before it.

    Args:
        handles: As :func:`written` and :func:`reachable` give them. Values are not copied unless the
            block writes them.
        unless: Asked when the block has ended.
    """
    before = read(handles)
    try:
        yield
    finally:
        if before and not unless():
            assign(before)


def read(handles) -> list:
    """(handle, value) of each; a value is copied only when the variable is written."""
    return [
        (handle, tf.raw_ops.ReadVariableOp(resource=handle, dtype=dtype))
        for handle, dtype in handles
    ]


def assign(values) -> None:
    """Give variables the values that :func:`read` found."""
    for handle, value in values:
        tf.raw_ops.AssignVariableOp(resource=handle, value=value)


def written(function) -> list:
    """(handle, dtype) of each variable that a concrete function may write.

    Also those that no Keras layer lists, and the seeds of random numbers; on several replicas, the copy
    of each. Where it is not certain that one is only read, it counts as written.
    """
    captured = function.captured_inputs
    inside = function.inputs[len(function.inputs) - len(captured) :]
    return _variables(
        handle
        for handle, placeholder in zip(captured, inside, strict=True)
        if _may_be_written(placeholder)
    )


def reachable(model) -> list:
    """(handle, dtype) of each variable that the model can be followed to, on each replica."""
    return handles_of(model, variables_of(model))


def handles_of(model, variables) -> list:
    """(handle, dtype) of each of the model's variables, on each replica."""
    strategy = getattr(model, "distribute_strategy", tf.distribute.get_strategy())
    copies = (one for each in variables for one in strategy.experimental_local_results(each))
    found = {id(one.handle): (one.handle, one.dtype) for one in copies}
    return list(found.values())


def _may_be_written(placeholder):
    return any(
        operation.type not in _READS and at not in _only_read(operation)
        for operation in placeholder.consumers()
        for at, used in enumerate(operation.inputs)
        if used is placeholder
    )


def _only_read(operation):
    try:
        return operation.get_attr(_READ_BY_FUNCTIONS)
    except ValueError:
        return ()


def _variables(handles):
    """Those that are handles of variables: others, of a table say, have no value to be read."""
    found = {}
    for handle in handles:
        # No public name tells what a handle is of; the variables themselves need not be known here
        known = getattr(handle, "_handle_data", None) if handle.dtype == tf.resource else None
        if known is not None and known.is_set:
            found[id(handle)] = handle, tf.dtypes.as_dtype(known.shape_and_type[0].dtype)
    return list(found.values())
