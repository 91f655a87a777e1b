"""Zotero desktop's local API: where it stands, how it differs, and its leave to write.

It answers like the Web API, from the database of this machine. Up to Zotero 9 it can only be
read, and the versions it tells say nothing of local edits; from Zotero 10 on it takes writes
with a key that its user grants in a dialog, and counts versions of its own. See
https://www.zotero.org/support/dev/web_api/v3/local_api.
"""

from contextlib import closing
from dataclasses import dataclass, field

import httpx2

from enrichers.asking.pace import Pace
from enrichers.asking.web import Web
from enrichers.model import SourceDown

ENDPOINT = "http://localhost:23119/api"
HOST = "desktop"
"""In place of a host, in the address that our records of its libraries are kept under."""
SERVICE = "Zotero desktop"
SERVER_ID = "Zotero-Server-ID"
"""Names the database that answers: every answer has it from Zotero 10 on, every write needs
it."""
PATIENCE = 10.0  # seconds: it runs on this machine, or does not
PAGE = 1000  # objects in an answer: it has no limit of its own, each one costs it a search
APP = "zotlist"
"""Who asks, in the dialog."""
DIALOG = 300.0  # seconds: how long its user may take to answer
GRANTED, DENIED = 200, 403

NOT_RUNNING = "start Zotero on this machine, or leave --local out"
NOT_ALLOWED = (
    "Zotero desktop does not let programs in: in its settings, under Advanced, allow other "
    "applications on this computer to communicate with Zotero"
)
ONLY_READ = (
    "this Zotero desktop can only be read (Zotero 10 and later take changes): write a plan "
    "with 'zotlist plan ... --local --out plan.json', then 'zotlist apply plan.json' with a "
    "key writes it through zotero.org"
)
REFUSED = "whoever sits at Zotero desktop did not let zotlist write"
ONLY_ONCE = (
    "Zotero desktop asked its user anew for each request: whoever allows zotlist always is "
    "asked once"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Leave to write."""

    key: str = field(repr=False)
    is_lasting: bool
    """Whether the key is for more than one write."""


def permission(endpoint: str, pace: Pace, server: str) -> Grant | None:
    """Have Zotero ask its user whether we may write; None when that is denied.

    `server` is the id of the database. Raises SourceDown when nobody answers in time.
    """
    web = Web(
        service=SERVICE,
        endpoint=endpoint,
        pace=pace,
        every=0.0,
        timeout=DIALOG,
        patience=0.0,  # a second try would be a second dialog
        is_direct=True,
    )
    with closing(web):
        response = web.send(
            "POST", "/local/authorize", json={"appName": APP}, headers={SERVER_ID: server}
        )
    if response.status_code == DENIED:
        return None
    return _grant_in(response)


def _grant_in(response: httpx2.Response) -> Grant:
    try:
        if response.status_code == GRANTED:
            told = response.json()
            return Grant(key=str(told["key"]), is_lasting=bool(told["remember"]))
    except (ValueError, KeyError, TypeError) as error:
        raise SourceDown(f"{SERVICE}: its leave to write cannot be read") from error
    raise SourceDown(f"{SERVICE}: HTTP {response.status_code} when asked for leave to write")
