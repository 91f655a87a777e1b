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
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from tests.standin.addresses import target
from tests.standin.authority import Authority
from tests.standin.faults import Delivery
from tests.standin.wire import Reply, Request

FAREWELL = 2.0  # seconds that `stop` gives to all threads together
PAUSE = 0.05  # seconds that an empty chunk stands for
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
        self._authority: Authority | None = None
        self.stopping = Event()
        self._serving: WeakSet[Thread] = WeakSet()
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection and its thread, so that `stop` can end them."""
        self.keep(request)
        arguments = (request, client_address)
        thread = Thread(target=self.process_request_thread, args=arguments, daemon=True)
        self._serving.add(thread)
        thread.start()

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

    def forget(self, connection: socket.socket) -> None:
        """Count a connection among the open ones no longer."""
        with self._lock:
            self._open.discard(connection)

    def stop(self) -> None:
        """Take no more connections and end the open ones, whatever they are waiting for."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        deadline = time.monotonic() + FAREWELL
        for thread in list(self._serving):
            thread.join(max(0.0, deadline - time.monotonic()))

    def intercept(self, folder: Path) -> Path:
        """From now on decrypt what is tunnelled; return the authority's certificate."""
        self._authority = self._authority or Authority()
        path = folder / "standin-ca.pem"
        path.write_bytes(self._authority.certificate)
        return path

    def context(self, host: str) -> ssl.SSLContext | None:
        """The server side of TLS under a host's name; None while nothing is intercepted."""
        return self._authority.context(host) if self._authority else None


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
            self.server.forget(self.connection)
            self.connection.close()

    def do_CONNECT(self) -> None:
        """Open a tunnel and stand at its far end."""
        host = urlsplit(f"//{self.path}").hostname or ""
        context = self.server.context(host)
        if context is None:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, "nothing is intercepted here")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        secured = context.wrap_socket(
            self.connection, server_side=True, do_handshake_on_connect=False
        )
        self.connection = secured
        self.tunnel = f"https://{host}"
        self.server.keep(secured)
        secured.do_handshake()
        self.rfile = self.connection.makefile("rb")
        self.wfile = io.BufferedWriter(self.connection.makefile("wb", 0))
        self.close_connection = False

    def do_GET(self) -> None:
        """Answer a request of any method.

        It is over for the server before its last byte is out: the client may be quick.
        """
        request = self._request()
        try:
            delivery = self.server.deliver(request)
            if delivery.delay:
                self.server.stopping.wait(delivery.delay)
        finally:
            self.server.finished(request)
        self._send(delivery)

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
        if delivery.is_reset or delivery.reply.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.server.to_reset.add(self.request)
            self.close_connection = True
            return
        reply = delivery.reply
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.stream:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            self.send_header("Content-Length", str(len(reply.body) + delivery.missing))
        self.close_connection = self.close_connection or bool(delivery.missing)
        self.end_headers()
        if self.command != "HEAD":
            self._send_body(reply)
        self.wfile.flush()

    def _send_body(self, reply: Reply) -> None:
        """Chunk by chunk where the body is made on the way, else at once."""
        if reply.stream is None:
            self.wfile.write(reply.body)
            return
        for chunk in reply.stream():
            if self.server.stopping.is_set():
                self.close_connection = True
                return
            if chunk:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            else:
                self.server.stopping.wait(PAUSE)
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
