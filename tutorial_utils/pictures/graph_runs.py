"""Which nodes of a graph a session ran, run by run."""

from .paper import INK, display_with_words, rectangle


def runs_of_a_graph(
    runs: dict[str, dict[str, str]],
    arrows: list[tuple[str, str]],
    places: dict[str, tuple[float, float]],
) -> None:
    """Show which nodes of one graph ran, once for each run, side by side.

    Args:
        runs: For each run, a panel, what became of each node: ``"given 3"``, ``"✓ ran: 30"`` or
            ``"✗ did not run"``.
        arrows: Which node's tensor goes to which.
        places: Column and row of each node inside a panel.
    """
    from matplotlib.figure import Figure

    columns = 1 + max(x for x, _ in places.values())
    rows = 2 + max(y for _, y in places.values())
    figure = Figure(figsize=(7.2, 0.78 * rows), dpi=144)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    width = columns + 0.25
    axes.set(xlim=(-0.05, width * len(runs) - 0.2), ylim=(rows, 0))
    for number, (title, nodes) in enumerate(runs.items()):
        left = width * number
        axes.add_patch(rectangle(left, 0, INK["head"][0], columns))
        axes.text(
            left + columns / 2,
            0.5,
            title,
            color=INK["head"][1],
            ha="center",
            va="center",
            fontsize=9,
        )
        at = {node: (left + x, y + 1) for node, (x, y) in places.items()}
        for start, end in arrows:
            (x0, y0), (x1, y1) = at[start], at[end]
            axes.annotate(
                "",
                (x1 + 0.5, y1 + 0.1),
                (x0 + 0.5, y0 + 0.9),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": INK["line"][0],
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
        for node, said in nodes.items():
            x, y = at[node]
            fill, ink = INK[{"✓": "yes", "✗": "no"}.get(said[0], "given")]
            axes.add_patch(rectangle(x, y, fill))
            axes.text(
                x + 0.5, y + 0.5, f"{node}\n{said}", color=ink, ha="center", va="center", fontsize=9
            )
    display_with_words(figure, runs_alt_text(runs))


def runs_alt_text(runs: dict[str, dict[str, str]]) -> str:
    """The picture in words, a sentence a run.

    >>> runs_alt_text({"fetch b, feed a": {"a": "given 3", "b": "✓ ran: 30", "c": "✗ did not run"}})
    'What each run of one graph ran. fetch b, feed a: a given 3, b ran: 30, c did not run.'
    """
    sentences = [
        " ".join(title.split())
        + ": "
        + ", ".join(f"{node} {said.lstrip('✓✗ ')}" for node, said in nodes.items())
        + "."
        for title, nodes in runs.items()
    ]
    return " ".join(["What each run of one graph ran.", *sentences])
