"""How a command ends: its exit code, and why it cannot be carried out."""

import sys

ALL_WELL, NEEDS_A_PERSON, WRONG_USE, WAS_DOWN, STOPPED = 0, 1, 2, 3, 130
"""Exit codes."""


class StepFailed(Exception):
    """The walk cannot be finished; the message says in one line why and what to do."""

    def __init__(self, message: str, *, is_outage: bool = False) -> None:
        super().__init__(message)
        self.is_outage = is_outage


class Unheard(Exception):
    """Standard output takes no more; all else was done."""


def failed(message: object, code: int) -> int:
    """Say why on standard error; the return value is the exit code."""
    print(f"zotlist: {message}", file=sys.stderr)
    return code
