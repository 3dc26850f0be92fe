"""Which layers are wanted: a name, a pattern, a layer, a class, several of these, or a test of one's own."""

import difflib
import fnmatch
import inspect
import numbers
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

import keras

LayerChoice: TypeAlias = (
    str
    | keras.Operation
    | type[keras.Operation]
    | Iterable[str | keras.Operation | type[keras.Operation]]
    | Callable[[str, keras.Operation], bool]
    | None
)

_CALL = re.compile(r"#\d+")
_LAYER = re.compile(r"@\d+")


class Selection:
    """What the argument ``layers`` asks for.

    Args:
        layers: None for all; a path (``"block/dense"``, ``"dense#2"``), a layer's name or a pattern
            (``"block*/conv"``); a layer; a class of layers; a list of these; or
            ``(path, layer) -> bool``. A path or pattern without a number means every call, and every
            layer of that name.

    Raises:
        TypeError: It is none of these.
    """

    def __init__(self, layers: LayerChoice = None):
        self._test = None
        self._wanted = None
        self._found = set()
        if layers is None:
            return
        if _is_wish(layers):
            self._wanted = [layers]
        elif callable(layers):
            self._test = layers
        else:
            several = hasattr(layers, "__iter__") and not isinstance(layers, bytes)
            self._wanted = list(layers) if several else [layers]
            for wish in self._wanted:
                _require_wish(wish)

    @property
    def takes_all(self) -> bool:
        """Whether nothing was chosen."""
        return self._test is None and self._wanted is None

    def wants(self, path: str, layer: keras.Layer) -> bool:
        """Whether this call is asked for; remembers which of the wishes were met."""
        if self._test is not None:
            return bool(self._test(path, layer))
        if self._wanted is None:
            return True
        met = [at for at, wish in enumerate(self._wanted) if _meets(wish, path, layer)]
        self._found.update(met)
        return bool(met)

    def check(self, known) -> None:
        """Raise KeyError for a wish that no call met; ``known`` are the paths there are."""
        for at, wish in enumerate(self._wanted or ()):
            if at not in self._found:
                raise KeyError(unknown(_name(wish), known))


def _is_wish(layers):
    return isinstance(layers, (str, keras.Operation)) or _is_class(layers)


def _is_class(wish):
    return inspect.isclass(wish) and issubclass(wish, keras.Operation)


def _require_wish(wish):
    if _is_wish(wish):
        return
    instead = (
        f"the layer itself, model.layers[{wish}]"
        if isinstance(wish, numbers.Integral)
        else "a layer's name, its path, a pattern such as 'block*/conv', the layer or its class"
    )
    raise TypeError(f"layers holds {wish!r}, which is neither a name nor a layer; next: {instead}")


def _meets(wish, path, layer):
    if _is_class(wish):
        return isinstance(layer, wish)
    if not isinstance(wish, str):
        return wish is layer
    any_call = _CALL.sub("", path)
    any_layer = _LAYER.sub("", any_call)
    names = (path, any_call, any_layer, any_layer.rpartition("/")[2], layer.name)
    # As it stands first: a name may hold what means something in a pattern, "w[0]"
    return wish in names or any(fnmatch.fnmatchcase(name, wish) for name in names)


def _name(wish):
    if isinstance(wish, str):
        return wish
    return wish.__name__ if _is_class(wish) else wish.name


def unknown(name: str, known) -> str:
    """The message for a layer that is not there: the closest of those that are.

    >>> unknown("block/dens", ["block/dense", "head"])
    "no layer call 'block/dens'; the closest: 'block/dense'"
    """
    known = list(known)
    by_end = {path.rpartition("/")[2]: path for path in known}
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    close += [by_end[end] for end in difflib.get_close_matches(name, by_end, n=3, cutoff=0.5)]
    close = list(dict.fromkeys(close))[:3]
    if close:
        return f"no layer call {name!r}; the closest: {', '.join(map(repr, close))}"
    some = ", ".join(map(repr, known[:8])) + (", …" if len(known) > 8 else "")
    return f"no layer call {name!r}; there are: {some}" if known else f"no layer call {name!r}"
