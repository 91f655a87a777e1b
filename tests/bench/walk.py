"""One whole walk in a process of its own; says what it used, as JSON."""

import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from flows.settings import SERVICES, Settings
from flows.steps import Job, Outcome, walk
from tests.standin.zotero import GROUP_ID


class Clock:
    """Notes when each stage was first and last heard of."""

    def __init__(self) -> None:
        self._heard: dict[str, list[float]] = {}

    def began(self, stage: str, total: int) -> None:
        """Note that a stage starts; `total` is of no interest."""
        self._note(stage)

    def moved(self, stage: str, done: int, note: str = "") -> None:
        """Note that it went on."""
        self._note(stage)

    @property
    def seconds(self) -> Mapping[str, float]:
        """How long each stage lasted; those that go on side by side overlap."""
        return {stage: times[-1] - times[0] for stage, times in self._heard.items()}

    def _note(self, stage: str) -> None:
        times = self._heard.setdefault(stage, [])
        times[1:] = [time.monotonic()] if times else []
        if not times:
            times.append(time.monotonic())


def _under_prefect(job: Job) -> Outcome:
    from flows.enrich import run  # noqa: PLC0415 -- the plain walk is measured without it

    return run(job)


def main(ready: Path, document: Path, home: Path, how: str = "plain") -> None:
    """`ready` is the stand-in's ready file; the API key is in the environment. `how` is plain,
    or prefect for a flow under the server of the environment, and then with pages."""
    told = json.loads(ready.read_text())
    endpoints, proxy = told["endpoints"], told["environment"]
    os.environ.update(proxy)
    settings = Settings(
        state=home / "state",
        contact="bench@example.org",
        endpoints={service: endpoints[service] for service in SERVICES},
        # Without a proxy, what services answer in batches is measured, not the web's manners.
        pages=bool(proxy),
        search=False,
    )
    (home / "exports").mkdir(exist_ok=True)
    clock = Clock()
    job = Job(
        lists=(document,),
        into=home / "exports",
        settings=settings,
        library=f"groups/{GROUP_ID}",
    )
    outcome = _under_prefect(job) if how == "prefect" else walk(job, watch=clock)
    used = resource.getrusage(resource.RUSAGE_SELF)
    summary = outcome.summary
    told = {
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "seconds": dict(clock.seconds),
        "links": summary.links,
        "verdicts": dict(summary.verdicts),
        "down": dict(summary.down),
        "pushed": asdict(summary.pushed) if summary.pushed else {},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
