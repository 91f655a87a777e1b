"""A server on loopback that gives prepared answers, for what no service ought to send."""

import ssl
import time
from dataclasses import replace
from threading import Thread
from typing import Self

import trustme

from tests.standin.faults import Delivery
from tests.standin.handler import Listener
from tests.standin.wire import Reply, Request


class Scripted:
    """Gives the answers one after the other, the last one for ever."""

    def __init__(self, *answers: Reply | Delivery) -> None:
        self._answers = list(answers)
        self.requests: list[Request] = []
        self._listener = Listener(self._deliver, lambda _request: None, 0)
        self.base = f"http://127.0.0.1:{self._listener.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.stop()

    def serve_securely(self, authority: trustme.CA) -> str:
        """From now on speak TLS only; the new address."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        listener = self._listener
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        return self.base.replace("http://", "https://")

    def _deliver(self, request: Request) -> Delivery:
        answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
        self.requests.append(replace(request, at=time.monotonic()))
        return answer if isinstance(answer, Delivery) else Delivery(reply=answer)
