"""Sets up the automations that tell somebody of runs, from the command line.

    ZOTLIST_ALERTS_URL=https://hooks.example.org/... python -m flows.alerts

makes them, or brings them up to date, on the server of PREFECT_API_URL.
"""

import sys

from flows.endings import ALL_WELL, WAS_DOWN, WRONG_USE, StepFailed, failed
from flows.engine import has_server, prepare
from flows.keys import secret
from flows.settings import BadSettings, load

URL = "ZOTLIST_ALERTS_URL"
"""The variable that names the address to be told; it is a secret, such as Slack's are."""


def main() -> int:
    """Set up the automations for the address in the environment, and say which."""
    try:
        url = secret(URL)
        if not url.startswith(("http://", "https://")):
            raise BadSettings(f"set {URL}, or {URL}_FILE, to the address that is to be told")
        if not has_server():
            raise BadSettings("set PREFECT_API_URL to the server that is to tell it")
        prepare(load().state)
        from flows.reaching import reach

        reach()
        made = _set_up(url)
    except BadSettings as error:
        return failed(error, WRONG_USE)
    except StepFailed as error:
        return failed(error, WAS_DOWN)
    for name in made:
        print(f"set up: {name}")
    return ALL_WELL


def _set_up(url: str) -> tuple[str, ...]:
    """Prefect is told before it is imported here. Raises StepFailed."""
    from httpx import HTTPError
    from prefect.exceptions import PrefectException

    from flows.automations import set_up
    from flows.reaching import reason_of

    try:
        return set_up(url)
    except (HTTPError, PrefectException, ValueError) as error:
        said = reason_of(error)
        raise StepFailed(f"Prefect's server does not take the automations ({said})") from error


if __name__ == "__main__":
    sys.exit(main())
