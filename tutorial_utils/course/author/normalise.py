"""Outputs that are the same on every run: rewritten by one table, and refused where that fails."""

import re
from pathlib import Path

TABLE = Path(__file__).with_name("stable.cfg")

# What must not stand in a stored output, by the name of the fault.
_FAULTS = {
    "a log line": r"^(WARNING: All log messages|[IWEF]\d{4} \d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d:)",
    "an address": r"0x[0-9a-fA-F]{6,}",
    "a path": r"(?<![\w.:/])(/(home|root|tmp|usr|var|Users|opt|work|private)/|[A-Z]:\\\\)[\w.]",
    "a timing": r"\b\d+(\.\d+)?\s?(ms|us|µs)\b|\b\d+m?s/(step|epoch)",
    "a date": r"\b20\d\d-\d\d-\d\d\b|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d",
    "a terminal colour": r"\x1b\[",
}
_TOO_MANY_DECIMALS = re.compile(r"(?<![\w.])\d*\.\d{5,}")


def patterns() -> list[tuple[str, str]]:
    """The rows of ``stable.cfg``, read as nbval reads them."""
    text = TABLE.read_text(encoding="utf-8")
    return re.findall(r"^regex: (.*)$\n^replace: (.*)$", text, re.MULTILINE)


def normalise(text: str) -> str:
    for pattern, replacement in patterns():
        text = re.sub(pattern, replacement, text)
    return text


def normalised(output: dict) -> dict:
    """One output of a code cell, as it is stored.

    Of an error only its name and its message are kept, unless the error shows itself in its own
    words (as ``NotYet`` does): a traceback holds paths and says less.
    """
    output = dict(output)
    match output["output_type"]:
        case "stream":
            output["text"] = normalise(output["text"])
        case "error":
            output["evalue"] = normalise(output["evalue"])
            output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
        case "display_data" | "execute_result":
            output["data"] = {
                kind: normalise(value) if kind.startswith("text/") else value
                for kind, value in output["data"].items()
            }
    return output


def text_of(output: dict) -> str:
    """All the text that an output shows. A file may hold a text as a list of lines."""
    if output["output_type"] == "stream":
        return "".join(output["text"])
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    return "\n".join("".join(v) for k, v in output["data"].items() if k.startswith("text/"))


def faults(cell: dict) -> list[str]:
    """What is wrong with a stored code cell: it did not run, or its outputs are not stable."""
    if cell["cell_type"] != "code":
        return []
    found = ["it was not executed"] if cell["execution_count"] is None else []
    if "nbval-ignore-output" in cell["metadata"].get("tags", ()):
        found.append("nbval-ignore-output would hide a cell that stopped raising")
    for output in cell["outputs"]:
        text = text_of(output)
        found += [f"{name} in: {hit[0]!r}" for name, hit in _hits(text)]
        digits = _TOO_MANY_DECIMALS.search(text)
        if digits and "exact-digits" not in cell["metadata"].get("tags", ()):
            found.append(f"more than 4 decimals: {digits[0]}")
    return found


def _hits(text: str):
    for name, pattern in _FAULTS.items():
        if hit := re.search(pattern, text, re.MULTILINE):
            yield name, hit
