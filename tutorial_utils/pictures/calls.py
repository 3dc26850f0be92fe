"""What ran at each call of a traced function."""

from .paper import display_with_words, tile


def timeline_of_calls(calls: list[tuple[str, bool, list[str]]], printers: list[str]) -> None:
    """Show what ran at each call of a traced function.

    Args:
        calls: For each call, in order: its argument in words, whether it was traced, and which
            printers wrote a line.
        printers: What to show of each call, such as ``["print", "tf.print"]``.
    """
    from matplotlib.figure import Figure

    rows = [["called with", "", *printers]]
    for argument, traced, ran in calls:
        marks = ["✓ ran" if printer in ran else "✗ no" for printer in printers]
        rows.append([argument, "✎ new trace" if traced else "", *marks])
    figure = Figure(figsize=(3.4, 0.36 * len(rows)), dpi=200)  # fits a phone
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, len(rows[0])), ylim=(len(rows), 0))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text:
                tile(axes, x, y, text, head=x == 0 or y == 0, size=8)
    display_with_words(figure, timeline_in_words(calls, printers))


def timeline_in_words(calls: list[tuple[str, bool, list[str]]], printers: list[str]) -> str:
    """The picture of calls in words, a sentence a call.

    >>> timeline_in_words([("2", True, ["print"]), ("2", False, [])], ["print"])
    'What each call made run. With 2: a new trace; print ran. With 2: no new trace; print did not run.'
    """
    sentences = []
    for argument, traced, ran in calls:
        said = [f"{p} ran" if p in ran else f"{p} did not run" for p in printers]
        told = "; ".join(["a new trace" if traced else "no new trace", *said])
        sentences.append(f"With {argument}: {told}.")
    return " ".join(["What each call made run.", *sentences])
