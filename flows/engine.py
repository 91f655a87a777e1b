"""What Prefect must be told before it is imported, and a server of its own if there is none."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from flows.endings import StepFailed
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
    # We start its server ourselves: its own temporary one makes no scheduled runs, and Ctrl-C
    # ends it before it has taken down how the run ended.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    # With its default batch size of 1 a server that ends with the run loses most task runs.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "200",
    # Its history is kept for 90 days; unless told, it only ever clears away events.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
}

STARTS_WITHIN = 180.0  # seconds; it takes 10 to 20, and more on a busy machine
ENDS_WITHIN = 10.0  # seconds
LOG = "server.log"
SERVER = ("-m", "flows.server")


def has_server() -> bool:
    """Whether Prefect was told of a server that is already running."""
    return bool(os.environ.get("PREFECT_API_URL"))


def check_address() -> None:
    """Raise BadSettings for a PREFECT_API_URL that Prefect's import or client would choke on,
    without a word of it: there may be a password in it."""
    try:
        _ = urlsplit(os.environ.get("PREFECT_API_URL", "")).port
    except ValueError as error:
        raise BadSettings(
            "PREFECT_API_URL is no address: it goes like http://127.0.0.1:4200/api, with "
            "what has a meaning in addresses written as %2F and the like in a password"
        ) from error


def prepare(state: Path) -> None:
    """Set what is not set: quiet, private, and with a home that can be written.

    Raises BadSettings when that home cannot be made, and as `check_address` does.
    """
    check_address()
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        # A proxy does not lead back to this machine.
        known = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, (known, "127.0.0.1", "localhost")))
    home = Path(os.environ.setdefault("PREFECT_HOME", str(state.absolute() / "prefect")))
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / LOG).touch()
    except OSError as error:
        raise BadSettings(
            f"Prefect cannot keep its history in {home} ({error.strerror}): set PREFECT_HOME "
            "to a folder that can be written, or use --plain"
        ) from error


def start_server(*, makes_scheduled_runs: bool = False) -> Callable[[], None]:
    """Start a server that ends with this process, even if that is killed; what is returned
    waits until the server answers.

    It is a session of its own, so that Ctrl-C does not reach it. `prepare` comes first, then
    this, then Prefect's import, which takes as long as the server's start. Waiting raises
    StepFailed.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = dict(os.environ)
    if not makes_scheduled_runs:
        environ |= {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT_UI_ENABLED": "0"}
    log = Path(os.environ["PREFECT_HOME"]) / LOG
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, *SERVER, str(port)],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    atexit.register(_end, process)
    _stop_in_good_order()
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"

    def wait() -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise StepFailed(f"Prefect's server does not start (see {log}): try --plain")
            time.sleep(0.1)

    return wait


def _stop_in_good_order() -> None:
    """Take a signal that would end this process, and leave its server behind, for Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
