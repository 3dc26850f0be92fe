"""What a check may take: seconds for a cell, minutes and memory for a file."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """How long a cell may take, how long a whole file, and how much memory its cells may add.

    A system that knows no such limit of memory leaves that one out.
    """

    seconds: float = 30.0
    minutes: float = 10.0
    gigabytes: float = 4.0

    def as_json(self) -> dict[str, float]:
        return asdict(self)

    def code(self) -> str:
        """What limits a kernel's memory, run in it before any cell of a learner.

        Counted from what it holds already: TensorFlow alone maps more than it ever uses.
        """
        return _CODE.format(more=int(self.gigabytes * 2**30))


_CODE = """
def _limit():
    import contextlib
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource
        with open("/proc/self/status") as status:
            held = next(int(line.split()[1]) for line in status if line.startswith("VmData"))
        limit = held * 1024 + {more}
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
_limit()
del _limit
"""
