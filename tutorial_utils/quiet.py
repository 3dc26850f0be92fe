"""TensorFlow without its start-up noise, one seed for all, and warnings without paths.

Call :func:`start` before anything else imports TensorFlow or Keras: the messages that it silences
are written while TensorFlow is being imported.
"""

import contextlib
import os
import sys
import tempfile
import warnings

from . import originals


@contextlib.contextmanager
def stderr_held_back():
    """Hold back all that is written to file descriptor 2 inside the block.

    TensorFlow's C++ code writes there, past ``sys.stderr``, so that no Python redirect sees it.
    The text is dropped when the block ends well, and written out when it raises.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(saved, held.read())
            raise
        finally:
            os.dup2(saved, 2)
            os.close(saved)


def _one_line_warning(message, category, filename, lineno, line=None):
    """``Category: text``: a path and a line number of somebody else's file help no reader."""
    return f"{category.__name__}: {message}\n"


def start(seed: int | None = 0) -> None:
    """Import TensorFlow and Keras in silence and make random numbers the same for everyone.

    Args:
        seed: Seeds Python, NumPy, TensorFlow and Keras (``keras.utils.set_random_seed``).
            ``None`` leaves them alone.

    Sets ``TF_CPP_MIN_LOG_LEVEL`` and ``TF_ENABLE_ONEDNN_OPTS`` unless they are set already. With
    oneDNN on, TensorFlow rounds differently and names other kernels in its error messages.

    From here on, a check knows NumPy, Keras and TensorFlow as they are now (:mod:`.originals`).
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    with stderr_held_back():
        import keras
        import tensorflow as tf

        tf.config.list_physical_devices()  # a missing GPU is complained of here, in silence
    originals.remember()
    warnings.formatwarning = _one_line_warning
    if seed is not None:
        keras.utils.set_random_seed(seed)
