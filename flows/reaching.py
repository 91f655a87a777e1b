"""Sees that the Prefect server which was named answers, before anything is left to it."""

import re

from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL

from flows.endings import StepFailed


def reach() -> None:
    """See that PREFECT_API_URL is a server of Prefect's that answers.

    What Prefect is told by the environment must be there before this is imported. Raises
    StepFailed.
    """
    with get_client(sync_client=True) as client:
        trouble = client.api_healthcheck()
        try:
            if not trouble:
                client.raise_for_api_version_mismatch()
        except (RuntimeError, TypeError, ValueError, PrefectHTTPStatusError) as error:
            trouble = error
    if trouble:
        raise StepFailed(
            f"no Prefect server answers at {_shown(PREFECT_API_URL.value() or '')} "
            f"({_reason(trouble)}): start it, or unset PREFECT_API_URL",
            is_outage=True,
        ) from trouble


def _reason(trouble: Exception) -> str:
    if isinstance(trouble, PrefectHTTPStatusError):
        return f"HTTP {trouble.response.status_code}"
    return str(trouble).partition("\n")[0] or type(trouble).__name__


def _shown(address: str) -> str:
    """An address without a name and password in it."""
    return re.sub(r"//[^/@]*@", "//", address)
