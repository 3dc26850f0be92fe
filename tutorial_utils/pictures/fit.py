"""When ``fit`` calls which method of a callback, and what it hands over."""

from .paper import GREY, INK, display_with_words, rectangle

_NAMES, _GIVEN = 4.2, 3.6  # the columns beside the strip, in moments
_SPANS = {"epoch": "head", "train_batch": "given"}  # what begins and ends, and its colour


def strip_of_fit(fired: list[tuple[str, list[int], list[str]]]) -> None:
    """Show ``fit`` as a strip of epochs and batches, with the moments at which each method is called.

    Args:
        fired: Each call in order: the method, the number that it was given, if any, and the names
            in its ``logs``.
    """
    from matplotlib.figure import Figure

    methods = list(dict.fromkeys(method for method, _, _ in fired))
    height = len(_SPANS) + len(methods) + 0.4
    figure = Figure(figsize=(7.2, 0.36 * height), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(-_NAMES, len(fired) + _GIVEN), ylim=(height, 0))
    for y, (span, colour) in enumerate(_SPANS.items()):
        for begin, end, number in _spans(fired, span):
            _tile(axes, begin, y, end + 1 - begin, f"{_word(span)} {number}", colour)
    for y, method in enumerate(methods, len(_SPANS)):
        axes.text(-_NAMES + 0.1, y + 0.7, method, color=GREY, va="center", fontsize=8)
        for x, (called, number, _) in enumerate(fired):
            if called == method:
                _tile(axes, x, y + 0.2, 1, "".join(map(str, number)) or "✓", "yes")
        axes.text(
            len(fired) + 0.2, y + 0.7, _given(fired, method), color=GREY, va="center", fontsize=8
        )
    display_with_words(figure, strip_in_words(fired))


def strip_in_words(fired: list[tuple[str, list[int], list[str]]]) -> str:
    """The picture in words: the calls in order, then what each method is given.

    >>> strip_in_words([("on_epoch_begin", [0], []), ("on_epoch_end", [0], ["loss"])])
    'What fit calls, in order: on_epoch_begin 0, on_epoch_end 0. In logs: on_epoch_begin nothing, on_epoch_end loss.'
    """
    calls = ", ".join(" ".join([method, *map(str, number)]) for method, number, _ in fired)
    found = {method: ", ".join(logs) or "nothing" for method, _, logs in fired}
    given = ", ".join(f"{method} {logs}" for method, logs in found.items())
    return f"What fit calls, in order: {calls}. In logs: {given}."


def _spans(fired, span: str) -> list[tuple[int, int, int]]:
    """Where each epoch or batch begins and ends, and its number."""
    begins = [(x, n[0]) for x, (method, n, _) in enumerate(fired) if method == f"on_{span}_begin"]
    ends = [x for x, (method, _, _) in enumerate(fired) if method == f"on_{span}_end"]
    return [(begin, end, number) for (begin, number), end in zip(begins, ends, strict=True)]


def _given(fired, method: str) -> str:
    logs = next(logs for called, _, logs in fired if called == method)
    return f"logs: {', '.join(logs)}" if logs else "logs: empty"


def _word(span: str) -> str:
    return span.rpartition("_")[2]


def _tile(axes, x: float, y: float, width: float, text: str, colour: str) -> None:
    fill, ink = INK[colour]
    axes.add_patch(rectangle(x, y, fill, width))
    axes.text(x + width / 2, y + 0.5, text, color=ink, ha="center", va="center", fontsize=8)
