"""When scheduled runs start, so that many installations spread out, and never two at once."""

import hashlib
import re
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.endings import StepFailed
from flows.locks import Held, held
from flows.progress import Silent, Watch
from flows.settings import BadSettings

DAY = timedelta(days=1)
BAD_HOUR = timedelta(hours=1)
"""From midnight UTC: arXiv announces new papers then, and answers badly."""
HOURS = 24
GOOD_HOURS = ",".join(map(str, range(1, HOURS)))
LEAST = timedelta(minutes=5)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
EVERY = re.compile(r"([1-9][0-9]{0,3})([mhd])", re.ASCII)
CRON_FIELDS = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GLANCE = 0.5
"""Seconds between looks at whether another run is over."""


class Overlap(StepFailed):
    """Another run for the library is under way on this machine."""


def rule_of(every: str, of: str, *, now: datetime) -> str:
    """The RRULE (RFC 5545, in UTC) of "90m", "6h" or "1d", without starts from 00 to 01 UTC.

    The first start is a moment that `of` decides, the same at every call: see `offset`.
    Raises BadSettings for other words and for less than five minutes.
    """
    said = EVERY.fullmatch(every)
    step = timedelta(**{UNITS[said[2]]: int(said[1])}) if said else timedelta()
    if step < LEAST:
        raise BadSettings(
            f"--every takes minutes, hours or days, such as 90m, 6h or 1d, and 5m at least; "
            f"not '{every}'"
        )
    first = EPOCH + offset(step, of)
    start = first + (now - first) // step * step
    minutes = step // timedelta(minutes=1)
    return (
        f"DTSTART:{start:%Y%m%dT%H%M%S}\n"
        f"RRULE:FREQ=MINUTELY;INTERVAL={minutes};BYHOUR={GOOD_HOURS}"
    )


def offset(step: timedelta, of: str) -> timedelta:
    """How long after the start of its period a run starts: stable, and spread evenly.

    Where the period allows it, no run falls into the bad hour then.
    """
    drawn = _drawn(of)
    turn = min(step, DAY)
    is_avoidable = turn > BAD_HOUR and not DAY % turn
    least = int(BAD_HOUR.total_seconds()) if is_avoidable else 0
    within = least + drawn % (int(turn.total_seconds()) - least)
    turns = _drawn(f"{of} turns") % (step // turn)
    return turns * turn + timedelta(seconds=within)


def spread(cron: str, of: str) -> str:
    """A cron line of five fields with a second of its own, at the end, that `of` decides."""
    return f"{cron} {_drawn(of) % 60}" if len(cron.split()) == CRON_FIELDS else cron


def may_start_in_bad_hour(cron: str) -> bool:
    """Whether a cron line lets runs start from 00 to 01 UTC, on any day."""
    fields = cron.split()
    if len(fields) < CRON_FIELDS:
        return True  # "@daily" and the like: all of them have runs at midnight
    return any(_has_zero(part) for part in fields[1].split(","))


def _has_zero(part: str) -> bool:
    """Whether a part of a cron line's hours, such as "*/6", "0-4" or "22-2", holds hour 0."""
    hours, _, step = part.partition("/")
    first, _, last = hours.partition("-")
    if hours == "*" or not first.isdigit():
        return True
    is_over_midnight = last.isdigit() and int(last) < int(first)
    return int(first) == 0 or (
        is_over_midnight and (HOURS - int(first)) % (int(step) if step.isdigit() else 1) == 0
    )


@contextmanager
def alone(
    library: str, state: Path, *, patience: float = 0.0, watch: Watch | None = None
) -> Generator[None]:
    """Be the only run for a library on this machine; a process that dies lets go of it.

    Another run is waited for, for `patience` seconds; then Overlap is raised. Nothing is kept
    off without a library.
    """
    if not library:
        yield
        return
    file = state / "runs" / f"{library.replace('/', '-')}.lock"
    with ExitStack() as stack:
        deadline = time.monotonic() + patience
        is_told = False
        while True:
            try:
                stack.enter_context(held(file))
                break
            except Held as error:
                if time.monotonic() >= deadline:
                    raise Overlap(
                        f"another run for {library} is under way on this machine; the next "
                        "run goes on from there",
                        is_outage=True,
                    ) from error
            if not is_told:
                (watch or Silent()).began(f"waiting for another run for {library}", 0)
                is_told = True
            time.sleep(GLANCE)
        yield


def _drawn(of: str) -> int:
    return int.from_bytes(hashlib.sha256(of.encode()).digest()[:8])
