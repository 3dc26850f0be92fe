"""Where the lessons and their compiled notebooks are: in a checkout, or in the installed package."""

import os
from pathlib import Path, PurePosixPath

from ..exceptions import CourseError

_PACKAGE = Path(__file__).resolve().parents[2]

# Below the root that :func:`content` gives: the notebooks that everything else reads.
COMPILED = PurePosixPath("solutions", "compiled")

# Set while notebooks are being compiled: the cells then see the new version, not the committed one.
STAGED = "SEEING_TENSORS_CONTENT"


def content() -> Path:
    """The folder that holds ``lessons/`` and ``solutions/``.

    Raises:
        CourseError: where the package was installed without them.
    """
    staged = os.environ.get(STAGED)
    for root in [Path(staged)] if staged else [_PACKAGE / "_content", _PACKAGE.parent]:
        if (root / COMPILED).is_dir():
            return root
    raise CourseError(
        "The lessons are not here. Install seeing-tensors again, or work in a clone of it."
    )


def checkout() -> Path:
    """The root of the checkout that this package runs from.

    Raises:
        CourseError: in an installation without a checkout.
    """
    root = _PACKAGE.parent
    if not (root / "lessons").is_dir() or not (root / "pyproject.toml").is_file():
        raise CourseError("`tutorial dev` works in a clone of the project, which this is not.")
    return root
