"""Prefect's server as a process that ends with the one which started it, however that ends."""

import os
import signal
import sys
import threading
import time

import uvicorn

APP = "prefect.server.api.server:create_app"
ENDS_WITHIN = 10.0  # seconds; it writes down what it still has to


def main(port: int) -> None:
    """Serve on loopback until standard input ends: its other end is held by our parent."""
    threading.Thread(target=_end_with_our_parent, daemon=True).start()
    uvicorn.run(APP, factory=True, host="127.0.0.1", port=port, log_level="error")


def _end_with_our_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDS_WITHIN)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
