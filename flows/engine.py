"""What Prefect must be told before it is imported."""

import os
from pathlib import Path

from flows.settings import BadSettings

DEFAULTS = {
    # Prefect asks its makers' server about itself unless told not to; DO_NOT_TRACK alone
    # does not stop it.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # A quiet terminal that keeps the log lines in Prefect's own history.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,outputs,enrichers,seeds",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # The temporary server takes 12 to 20 s, more on a busy machine; 20 s is its default.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # With its default batch size of 1 the temporary server loses most task runs.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "200",
}


def has_server() -> bool:
    """Whether Prefect was told of a server that is already running."""
    return bool(os.environ.get("PREFECT_API_URL"))


def prepare(state: Path) -> None:
    """Set what is not set: quiet, private, and with a home that can be written.

    Raises BadSettings when that home cannot be made; Prefect itself would wait for its
    whole start time-out and then say only that it timed out.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ.setdefault("PREFECT_HOME", str(state.absolute() / "prefect")))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(
            f"Prefect cannot keep its history in {home} ({error.strerror}): set PREFECT_HOME "
            "to a folder that can be written, or use --plain"
        ) from error
