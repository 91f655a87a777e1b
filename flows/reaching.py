"""Sees that the Prefect server which was named answers, before anything is left to it."""

from httpx import HTTPStatusError, InvalidURL
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from flows.endings import StepFailed
from flows.keys import without_secrets


def reach() -> None:
    """See that PREFECT_API_URL is a server of Prefect's that answers.

    What Prefect is told by the environment must be there before this is imported. Raises
    StepFailed.
    """
    try:
        with get_client(sync_client=True) as client:
            trouble = client.api_healthcheck()
            if not trouble:
                client.raise_for_api_version_mismatch()
    except (RuntimeError, TypeError, ValueError, HTTPStatusError, InvalidURL) as error:
        trouble = error
    if trouble:
        raise StepFailed(
            f"no Prefect server answers at {without_secrets(PREFECT_API_URL.value() or '')} "
            f"({reason_of(trouble)}): start it, or unset PREFECT_API_URL",
            is_outage=True,
        ) from trouble


def reason_of(trouble: Exception) -> str:
    """What kept a server from doing what it was asked, without what may be secret."""
    if isinstance(trouble, HTTPStatusError):
        return f"HTTP {trouble.response.status_code}"
    if isinstance(trouble, InvalidURL):
        return "it is no address"
    return str(trouble).partition("\n")[0] or type(trouble).__name__
