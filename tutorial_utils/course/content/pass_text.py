"""What ``check`` prints of an answer that is right: what was shown, then why it works."""

WHY = "why it works:"


def pass_text(exercise: str, shown: str, why: str) -> str:
    from ...checks.feedback import wrapped

    return wrapped(f"PASS  {exercise}  {shown}") + "\n" + why_text(why)


def why_text(why: str) -> str:
    from ...checks.feedback import (
        wrapped,  # only what runs or builds lessons wraps: NumPy stays out
    )

    return wrapped(f"{WHY} {why}")
