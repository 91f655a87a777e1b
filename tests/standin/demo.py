"""Run the whole walk against the stand-in: `make demo`."""

import json
import os
import sys
from pathlib import Path

from flows.cli import main
from flows.settings import SERVICES
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY

HOME = Path(".demo")
LIST = Path("seeds/lists/mathematics-of-deep-learning.md")
EXPORTS = Path("exports/demo")


def demo() -> int:
    """Start the stand-in, point the command line at it, and go.

    Services are reached through endpoint settings; web pages under their real names, through
    the stand-in as a proxy that the environment names. Prefect's own server stays direct.
    """
    HOME.mkdir(exist_ok=True)
    with StandIn(zotero=HOME / "zotero.sqlite") as standin:
        settings = HOME / "zotlist.toml"
        settings.write_text(_settings(standin), encoding="utf-8")
        os.environ |= {"ZOTERO_API_KEY": READ_WRITE_KEY, **standin.proxy(HOME).environment}
        arguments = ["run", str(LIST), "--group", str(GROUP_ID), "--into", str(EXPORTS)]
        code = main([*arguments, "--settings", str(settings), *sys.argv[1:]])
        for violation in standin.violations:
            sys.stderr.write(f"the stand-in saw a published limit broken: {violation}\n")
        return code or int(bool(standin.violations))


def _settings(standin: StandIn) -> str:
    lines = [
        'contact = "demo@example.org"',
        f"state = {json.dumps(str(HOME / 'state'))}",
        "[endpoints]",
    ]
    endpoints = standin.endpoints
    lines += [f"{name} = {json.dumps(endpoints[name])}" for name in SERVICES]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(demo())
