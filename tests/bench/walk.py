"""One whole walk in a process of its own; says what it used, as JSON."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from flows.settings import SERVICES, Settings
from flows.steps import Job, walk
from tests.standin.zotero import GROUP_ID


def main(ready: Path, document: Path, home: Path) -> None:
    """`ready` is the stand-in's ready file; the API key is in the environment."""
    endpoints = json.loads(ready.read_text())["endpoints"]
    settings = Settings(
        state=home / "state",
        contact="bench@example.org",
        endpoints={service: endpoints[service] for service in SERVICES},
    )
    (home / "exports").mkdir(exist_ok=True)
    outcome = walk(
        Job(
            lists=(document,),
            into=home / "exports",
            settings=settings,
            library=f"groups/{GROUP_ID}",
        )
    )
    used = resource.getrusage(resource.RUSAGE_SELF)
    summary = outcome.summary
    told = {
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "links": summary.links,
        "verdicts": dict(summary.verdicts),
        "down": dict(summary.down),
        "pushed": asdict(summary.pushed) if summary.pushed else {},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
