"""Decides how the sandbox listens: a threaded HTTP server on loopback whose threads and sockets
all end with `stop`, and the websocket line of Socket Mode."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

from simple_websocket import (  # type: ignore[import-untyped]
    ConnectionClosed,
    Server,
)
from simple_websocket import ConnectionError as HandshakeError
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

LOOPBACK = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Answers requests without writing a log line for each."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: Any) -> None:
        """Say nothing."""


class LoopbackServer(ThreadedWSGIServer):
    """Remembers its open sockets and threads, so that it can end them."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, listener: socket.socket, app: Callable[..., Any]) -> None:
        self._open_lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread | None] = {}
        port = listener.getsockname()[1]
        super().__init__(LOOPBACK, port, app, QuietHandler, fd=listener.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection in a thread of its own."""
        thread = threading.Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name="sandbox-http",
            daemon=True,
        )
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        """Close one connection."""
        with self._open_lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def end_all(self) -> None:
        """Cut every open connection and wait for its thread."""
        with self._open_lock:
            rest = dict(self._open)
        for request in rest:
            cut(request)
        for thread in rest.values():
            if thread is not None and thread is not threading.current_thread():
                thread.join(5)


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 picks a free one. Raises OSError, with the port in
    its text, when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as taken:
        listener.close()
        where = f"cannot listen on {LOOPBACK}:{port}: {taken.strerror}"
        raise OSError(taken.errno, where) from None
    listener.listen(128)
    return listener


def cut(connection: socket.socket) -> None:
    """End a connection without a word, as a network does."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It has ended already, which is what was wanted.
        return


class SocketLine:
    """One Socket Mode websocket."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._connection: socket.socket = environ["werkzeug.socket"]
        self._lock = threading.Lock()
        self._ws = Server(environ)

    def send(self, text: str) -> None:
        """Send one text frame. Raises OSError when the line is dead."""
        # Several deliveries may use one line at once, and a frame must not be cut by another.
        with self._lock:
            try:
                self._ws.send(text)
            except ConnectionClosed as closed:
                raise ConnectionResetError(str(closed)) from None

    def close(self) -> None:
        """Send a close frame; the other side ends the line."""
        with self._lock:
            try:
                self._ws.close()
            except ConnectionClosed:
                return

    def drop(self) -> None:
        """End the line without a close frame."""
        cut(self._connection)

    def read_all(self, receive: Callable[[str], None]) -> None:
        """Hand over every text frame until the line ends."""
        while True:
            try:
                text = self._ws.receive(timeout=1.0)
            except ConnectionClosed:
                self._ws.thread.join(5)
                return
            if text is not None:
                receive(text if isinstance(text, str) else text.decode("utf-8", "replace"))


__all__ = ["HandshakeError", "LoopbackServer", "SocketLine", "cut", "listen"]
