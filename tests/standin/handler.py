"""The HTTP side of the stand-in: kept connections, proxying, and replies that go wrong."""

import contextlib
import io
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from tests.standin.addresses import target
from tests.standin.faults import Delivery
from tests.standin.wire import Request

RESET = struct.pack("ii", 1, 0)  # linger for no time: close sends RST


class Listener(ThreadingHTTPServer):
    """Takes connections and hands every request over."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        deliver: Callable[[Request], Delivery],
        finished: Callable[[Request], None],
        port: int,
    ) -> None:
        self.deliver = deliver
        self.finished = finished
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self.to_reset: set[socket.socket] = set()
        self._authority: Any = None
        self._contexts: dict[str, ssl.SSLContext] = {}
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `stop` can end it."""
        self.keep(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of a fault of ours; a client that goes away is its own business."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection politely, unless it is to be reset."""
        with self._lock:
            self._open.discard(request)
            is_reset = request in self.to_reset
            self.to_reset.discard(request)
        if is_reset:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def keep(self, connection: socket.socket) -> None:
        """Count a connection among the open ones."""
        with self._lock:
            self._open.add(connection)

    def stop(self) -> None:
        """Take no more connections and end the open ones."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def intercept(self, folder: Path) -> Path:
        """From now on decrypt what is tunnelled; return the authority's certificate."""
        import trustme  # noqa: PLC0415 -- the demo runs without what only tests need

        self._authority = self._authority or trustme.CA()
        path = folder / "standin-ca.pem"
        self._authority.cert_pem.write_to_path(str(path))
        return path

    def context(self, host: str) -> ssl.SSLContext | None:
        """The server side of TLS under a host's name; None while nothing is intercepted."""
        if self._authority is None:
            return None
        with self._lock:
            if host not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self._authority.issue_cert(host).configure_cert(context)
                self._contexts[host] = context
            return self._contexts[host]


class Handler(BaseHTTPRequestHandler):
    """One connection: its requests, one after the other."""

    server: Listener  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    server_version = "standin"
    disable_nagle_algorithm = True  # without it and the buffer every call costs 45 ms
    wbufsize = -1
    tunnel = ""
    """Scheme and host of the far end, where the client asked for a tunnel."""

    def finish(self) -> None:
        """Close what a tunnel opened."""
        with contextlib.suppress(OSError, ValueError):
            super().finish()
        if self.tunnel:
            self.connection.close()

    def do_CONNECT(self) -> None:
        """Open a tunnel and stand at its far end."""
        host = self.path.partition(":")[0]
        context = self.server.context(host)
        if context is None:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, "nothing is intercepted here")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.server.keep(self.connection)
        self.rfile = self.connection.makefile("rb")
        self.wfile = io.BufferedWriter(self.connection.makefile("wb", 0))
        self.tunnel = f"https://{host}"
        self.close_connection = False

    def do_GET(self) -> None:
        """Answer a request of any method."""
        request = self._request()
        try:
            self._send(self.server.deliver(request))
        finally:
            self.server.finished(request)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Keep still: the server's owner reads `requests`."""

    def _request(self) -> Request:
        own = f"127.0.0.1:{self.server.server_port}"
        url = self.path if "://" in self.path[:8] else f"{self.tunnel}{self.path}"
        service, path, query = target(url, own)
        host, port = self.client_address[:2]
        return Request(
            service=service,
            method=self.command,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self._body(),
            client=f"{host}:{port}",
        )

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def _send(self, delivery: Delivery) -> None:
        if delivery.delay:
            time.sleep(delivery.delay)
        if delivery.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.server.to_reset.add(self.request)
            self.close_connection = True
            return
        reply = delivery.reply
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            self.send_header("Content-Length", str(len(reply.body) + delivery.missing))
        self.close_connection = self.close_connection or bool(delivery.missing)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()
