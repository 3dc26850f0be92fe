"""What ``check`` prints of an answer that is right: what was shown, then why it works."""

from ...checks.verdict import wrapped

WHY = "why it works:"


def pass_text(exercise: str, shown: str, why: str) -> str:
    return wrapped(f"PASS  {exercise}  {shown}") + "\n" + why_text(why)


def why_text(why: str) -> str:
    return wrapped(f"{WHY} {why}")
