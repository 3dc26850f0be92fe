"""``python -m tutorial_utils``, and the ``tutorial`` command."""

import gc
import sys


def main() -> None:
    """Run the command line, or say what is missing for it."""
    gc.set_threshold(100_000, 50, 100)  # of imports nothing is to be collected: a tenth of a search
    try:
        from .course.commands.program import main as run
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tutorial_utils"):
            raise
        print(
            f"`tutorial` needs {error.name}. Run: "
            f"{sys.executable} -m pip install 'seeing-tensors[course]'",
            file=sys.stderr,
        )
        raise SystemExit(3) from None
    run()


if __name__ == "__main__":
    main()
