"""`python -m tests.benchmarks [group ...]`: measure, and print one table. Nothing is asserted."""

import os
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from tutorial_utils import quiet


def main(groups):
    quiet.start()  # before anything imports TensorFlow
    from rich.console import Console
    from rich.table import Table

    from .rows import GROUPS, measured

    unknown = [group for group in groups if group not in GROUPS]
    if unknown:
        raise SystemExit(f"no group {unknown[0]!r}; next: any of {', '.join(GROUPS)}")
    console = Console(width=None if sys.stdout.isatty() else 150)
    table = Table("what", "median", "quartiles", "at most", "", "", title="Measured here, now")
    for row in measured(groups or GROUPS):
        cells = _cells(row)
        table.add_row(*cells)
        console.print(f"[dim]{cells[0]}: {cells[1]}[/dim]", highlight=False)
    console.print(table)


def _cells(row):
    if isinstance(row.value, str):
        return row.what, "skipped", "", "", "", row.value
    ratio = hasattr(row.value, "median")
    value = row.value.median if ratio else row.value
    quartiles = f"{row.value.low:.2f} … {row.value.high:.2f}" if ratio else ""
    bar = "" if row.bar is None else f"{row.bar:g} {row.unit}"
    verdict = "" if row.bar is None else "[green]met[/]" if value <= row.bar else "[red]missed[/]"
    return row.what, f"{value:.2f} {row.unit}", quartiles, bar, verdict, row.note


if __name__ == "__main__":
    main(sys.argv[1:])
