"""When scheduled runs start, so that many installations spread out, and never two at once."""

import hashlib
import re
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.endings import StepFailed
from flows.locks import Held, held
from flows.settings import BadSettings

DAY = timedelta(days=1)
BAD_HOUR = timedelta(hours=1)
"""From midnight UTC: arXiv announces new papers then, and answers badly."""
GOOD_HOURS = ",".join(map(str, range(1, 24)))
LEAST = timedelta(minutes=5)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
EVERY = re.compile(r"([1-9][0-9]{0,3})([mhd])", re.ASCII)
CRON_FIELDS = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    """Whether a part of a cron line's hours, such as "*/6" or "0-4", holds the hour 0."""
    hours = part.partition("/")[0]
    return hours == "*" or hours.partition("-")[0].strip("0") == ""


@contextmanager
def alone(library: str, state: Path) -> Generator[None]:
    """Be the only run for a library on this machine; a process that dies lets go of it.

    Raises StepFailed when another run is under way. Nothing is kept off without a library.
    """
    if not library:
        yield
        return
    file = state / "runs" / f"{library.replace('/', '-')}.lock"
    with ExitStack() as stack:
        try:
            stack.enter_context(held(file))
        except Held as error:
            raise StepFailed(
                f"another run for {library} is under way on this machine; the next run goes "
                "on from there",
                is_outage=True,
            ) from error
        yield


def _drawn(of: str) -> int:
    return int.from_bytes(hashlib.sha256(of.encode()).digest()[:8])
