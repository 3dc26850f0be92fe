"""What the tests share. Everything is parametrised over the registry of lessons."""

import os
import signal
import sys
from pathlib import Path

from .browser import chromium  # noqa: F401  a fixture

ROOT = Path(__file__).resolve().parents[1]

# Kernels and programs that tests start inherit these. The environment's own `tutorial_utils` may be
# that of another checkout; theirs is the one that is tested.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["PYTHONPATH"] = os.pathsep.join(
    dict.fromkeys([str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
).rstrip(os.pathsep)

# Where nothing compiled may be kept, each process of a run would compile the tests anew: 7 s of it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# `nohup`, and a shell for what runs in the background, have signals ignored, and programs inherit
# that. Those that tests start are to find them as at a prompt; this process goes on ignoring them.
for request in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(request) is signal.SIG_IGN:
        signal.signal(request, lambda *_: None)


def pytest_xdist_auto_num_workers():
    """Two more than there are cores: tests wait for kernels and browsers, which keeps 98 % in use."""
    return (os.cpu_count() or 1) + 2


def pytest_configure(config):
    from tutorial_utils.course.content.digest import renew

    from . import compiled_files, garbage, scheduling  # here, where the environment is set
    from .kernels import forked

    config.pluginmanager.register(compiled_files)
    config.pluginmanager.register(garbage)
    forked.use()
    renew()  # whoever runs the tests is who changes the package
    if config.getoption("numprocesses", None):
        config.pluginmanager.register(scheduling)
    if config.getoption("numprocesses", None) and sys.platform.startswith("linux"):
        os.environ.setdefault(forked.ADDRESS, forked.start())  # one for all processes
