"""The library's reference: the public names, as sphinx-autoapi has read them. None is imported."""

import ast
import re
from pathlib import Path
from textwrap import indent

from sphinx.errors import SphinxError

from tutorial_utils.course.content.compiled import CompiledPage

from .reference_pictures import Picture, pictures, what_they_share

PACKAGE = "tutorial_utils.tensors"
IMPORTED_FROM = "tutorial_utils"  # the one path that pages, lessons and the README name


def reference(env, gallery: list[CompiledPage]) -> str:
    """An entry for each public name, with its picture, as reStructuredText in a MyST fence."""
    home = Path(env.autoapi_objects[PACKAGE].obj["file_path"])
    names = public_names(home)
    shown = {name: picture for picture in pictures(gallery) for name in picture.names}
    if unknown := shown.keys() - set(names):
        raise SphinxError(
            f"There are pictures of what is not public: {', '.join(sorted(unknown))}."
        )
    entries = [_entry(env, name, shown.get(name)) for name in names]
    head = f".. py:module:: {IMPORTED_FROM}\n   :no-index-entry:\n"
    return "\n".join(["````{eval-rst}", what_they_share(gallery), "", head, *entries, "````"])


def public_names(path: Path) -> list[str]:
    """``__all__`` of a module, read from its text.

    Raises:
        SphinxError: where it is written in a way that needs the module to be run.
    """
    assigned = {
        target.id: node.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    try:
        return sorted(_names(assigned["__all__"], assigned), key=str.lower)
    except (KeyError, TypeError, ValueError):
        raise SphinxError(f"{PACKAGE} has no `__all__` that can be read from its text.") from None


def _names(value: ast.expr, assigned: dict[str, ast.expr]) -> list[str]:
    """The strings of a list, of ``sorted`` of one, or of a dict's keys; lists may be starred in."""
    if isinstance(value, ast.Name):
        return _names(assigned[value.id], assigned)
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "sorted":
        return _names(value.args[0], assigned)
    if isinstance(value, ast.List | ast.Tuple):
        return [
            name
            for item in value.elts
            for name in (
                _names(item.value, assigned)
                if isinstance(item, ast.Starred)
                else [ast.literal_eval(item)]
            )
        ]
    return list(ast.literal_eval(value))


def _entry(env, name: str, picture: Picture | None) -> str:
    """Types of ours by their own names, which are enough for a reader."""
    text = re.sub(
        rf"{re.escape(PACKAGE)}(\.[a-z_]+)+\.(?=[A-Z])", "", _definition(env, name).render()
    )
    return f"{text.rstrip()}\n\n{indent(picture.as_rst(), '   ')}\n" if picture else text


def _definition(env, name: str):
    """What autoapi knows of the function or class, in the module that defines it."""
    for id_, found in sorted(env.autoapi_all_objects.items()):
        module, _, last = id_.rpartition(".")
        is_here = last == name and module.startswith(f"{PACKAGE}.")
        if is_here and found.type in ("function", "class") and not found.imported:
            return found
    raise SphinxError(f"{PACKAGE} has no function or class called {name}.")
