"""The settings of NumPy, Keras and Python that judges are written for, for the time of a check."""

import contextlib
import sys
import warnings
from collections.abc import Iterator

# Functions of `keras.config` that ask and set, and the value that is usual.
_KERAS = (
    ("floatx", "set_floatx", "float32"),
    ("dtype_policy", "set_dtype_policy", "float32"),
    ("image_data_format", "set_image_data_format", "channels_last"),
)


@contextlib.contextmanager
def usual_settings() -> Iterator[None]:
    """Warnings that are no errors, numbers that are 32 bits long, as they are where nothing was set.

    A notebook may ask for other settings, and forget them. Afterwards they are as they were.
    """
    with contextlib.ExitStack() as back:
        back.enter_context(warnings.catch_warnings())
        warnings.filters[:] = [rule for rule in warnings.filters if rule[0] != "error"]
        if hasattr(numpy := sys.modules.get("numpy"), "errstate"):
            usual = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
            back.enter_context(numpy.errstate(**usual))
        config = getattr(sys.modules.get("keras"), "config", None)
        for ask, set_, usual in _KERAS if config else ():
            before = getattr(config, ask)()
            if getattr(before, "name", before) != usual:
                back.callback(getattr(config, set_), before)
                getattr(config, set_)(usual)
        yield
