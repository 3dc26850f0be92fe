"""What the outputs of a compiled notebook were made from: where it changed, the notebook runs again.

Words that a run does not show are no inputs: prose, hints, whys, feedback. They are woven anew at
every build, and outputs stay (see :mod:`outputs`).
"""

import json
from collections.abc import Collection
from pathlib import Path

from . import normalise
from .weave import digest

PACKAGE = "tutorial_utils"

# Of an exercise's metadata, what no passing run shows but for the words of a pass, which are put in
# their place; and of its feedback, what runs.
NOT_RUN = ("feedback", "hints", "why")
RUN_OF_FEEDBACK = ("after", "before", "most")


def inputs_of(notebook: dict, files: Collection[str], root: Path) -> dict:
    """The sha256 of each input.

    Args:
        notebook: The lesson, woven.
        files: What its kernel imported and read of this package, as the run recorded it: paths
            below ``tutorial_utils/``.
        root: The checkout.

    Returns:
        A digest for the code, the runner and the lock, and for each file one of its own.
    """
    table = normalise.TABLE
    runner = (table.with_name("executing.py"), Path(normalise.__file__), table)
    return {
        "code": digest(json.dumps(_code_of(notebook), sort_keys=True).encode()),
        "files": {file: _digest_of(root / PACKAGE / file) for file in sorted(files)},
        "lock": _digest_of(root / "requirements.lock"),
        "runner": digest(*(path.read_bytes() for path in runner)),
    }


def _code_of(notebook: dict) -> list:
    """What the kernel gets, and what `check` then knows of the exercises."""
    cells = [
        [cell["source"], cell["metadata"]]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    exercises = [
        {key: value for key, value in exercise.items() if key not in NOT_RUN}
        | {key: exercise["feedback"].get(key) for key in RUN_OF_FEEDBACK}
        for exercise in notebook["metadata"]["lesson"]["exercises"]
    ]
    return [cells, exercises]


def _digest_of(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else "not there"


def changes(before: dict, now: dict) -> list[str]:
    """The names of the inputs that differ, in words for whoever builds."""
    names = {"code": "its code", "lock": "the lock", "runner": "how notebooks are run"}
    found = [said for key, said in names.items() if before.get(key) != now[key]]
    old, new = before.get("files", {}), now["files"]
    return found + [f"{PACKAGE}/{f}" for f in sorted({*old, *new}) if old.get(f) != new.get(f)]
