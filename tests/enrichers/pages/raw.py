"""A server on loopback that writes bytes as it likes, for what no HTTP library would send."""

import contextlib
import socket
from collections.abc import Callable
from threading import Thread
from typing import Self

Script = Callable[[socket.socket], None]


class Raw:
    """Reads a request and leaves the rest to a script, for every connection."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.connections = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while b"\r\n\r\n" not in connection.recv(65536, socket.MSG_PEEK):
                pass
            connection.recv(65536)
            self._script(connection)


def saying(*pieces: bytes) -> Script:
    """Write these and close."""

    def script(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return script


def endlessly(start: bytes, piece: bytes) -> Script:
    """Write the start and then the piece until the other side has had enough."""

    def script(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return script
