"""Reads keys out of Secret blocks, which a Prefect server keeps encrypted."""

import os
from typing import cast

from flows.engine import DEFAULTS, check_address
from flows.keys import without_secrets
from flows.settings import BadSettings

check_address()
for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)

from prefect.blocks.system import Secret  # noqa: E402 -- Prefect reads its settings once
from prefect.exceptions import PrefectHTTPStatusError  # noqa: E402
from prefect.settings import PREFECT_API_URL  # noqa: E402

from flows.reaching import reach  # noqa: E402

HOW = "python -c \"from prefect.blocks.system import Secret; Secret(value=input()).save('{}')\""


def secret_in(block: str) -> str:
    """What a Secret block holds. Raises BadSettings and StepFailed, which never tell what that
    is."""
    server = PREFECT_API_URL.value()
    if not server:
        raise BadSettings(
            f"the Secret block '{block}' is kept by a Prefect server, and none is named: set "
            "PREFECT_API_URL"
        )
    reach()
    server = without_secrets(server)
    try:
        kept = cast(
            "Secret[str]", Secret.load(block)
        )  # a class Secret[str] goes by another name
    except PrefectHTTPStatusError as error:
        status = error.response.status_code
        raise BadSettings(
            f"Prefect at {server} does not show the Secret block '{block}' (HTTP {status})"
        ) from error
    except ValueError as error:
        raise BadSettings(
            f"Prefect at {server} has no Secret block '{block}': make it with "
            + HOW.format(block)
        ) from error
    return str(kept.get())
