"""A real download, where a reader asks for one: with a time limit, and never as a fallback."""

import subprocess
import sys

# Runs in a process of its own: without a network tensorflow-datasets retries for minutes, and only
# a process can be stopped whatever it waits for.
_PREPARE = """
import sys
from tutorial_utils import quiet
quiet.start()
import tensorflow_datasets as tfds
tfds.disable_progress_bar()
name, data_dir = sys.argv[1:]
try:
    tfds.builder(name, data_dir=data_dir or None).download_and_prepare()
except tfds.core.DatasetNotFoundError:  # its own text lists every name there is
    sys.exit("tensorflow-datasets knows no such dataset")
"""


class DownloadFailed(RuntimeError):
    """A dataset could not be fetched; the text says why and what to do."""


def download(name: str, data_dir: str | None = None, seconds: float = 300) -> None:
    """Fetch a dataset of tensorflow-datasets and prepare it, or give up in time.

    ``name`` is one of its names, such as ``"mnist"``; ``data_dir`` is where it is kept (None:
    ``~/tensorflow_datasets``). Afterwards ``tfds.load(name, data_dir=..., download=False)`` reads
    it without the network. Raises ``DownloadFailed`` after ``seconds``, and where there is no
    such dataset, no network or no room; nothing goes on in the background then.

    >>> download("mnist", seconds=60)  # doctest: +SKIP
    """
    command = [sys.executable, "-c", _PREPARE, name, data_dir or ""]
    offline = (
        'The digits that come along need no network: tfds.load("digits8x8", data_dir=DATA, ...).'
    )
    try:
        done = subprocess.run(command, timeout=seconds, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        raise DownloadFailed(
            f"{name} was not here after {seconds:g} seconds, so the download was stopped. Is there "
            f"a network? Give it longer: download({name!r}, seconds={2 * seconds:g}). {offline}"
        ) from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise DownloadFailed(f"{name} could not be fetched: {last}. {offline}")
