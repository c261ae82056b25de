"""Socket Mode that finishes what is under way before it hangs up. Knows no command."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

PING_SECONDS = 2
"""The client gives up on a dead socket after five failed pings: 12 s instead of 50 s at 10."""
FIRST_LOOK = 0.1  # seconds that reading waits for the first connection before it looks around
SHORT = 0.05  # seconds between two looks while draining
QUIET_LOOKS = 2  # a request between the queue and its worker is seen by neither of one look


class EndingClient(SocketModeClient):
    """The built-in client, whose reading of a connection begins at once and ends when told to.

    The SDK's own looks for a connection ten times a second, and as it begins to read takes the
    order to end back. Told to end at that moment it reads on: then `close` never returns, or
    after a reconnection nobody reads the new socket.
    """

    def __init__(self, *about: Any, **more: Any) -> None:
        """What the SDK's client takes."""
        self._has_begun = threading.Event()  # first: the client's threads start with it
        super().__init__(*about, **more)

    def connect(self) -> None:
        """Connect, and let the thread that reads know."""
        super().connect()
        self._has_begun.set()

    def _run_current_session(self) -> None:
        self._has_begun.wait(FIRST_LOOK)
        session, state = self.current_session, self.current_session_state
        if session is not None and session.is_active() and not self.closed:
            try:
                session.run_until_completion(state)
            except Exception as error:  # noqa: BLE001 - any: the monitor connects anew
                # the kind alone: what Slack sent stays out of the log
                self.logger.warning("reading from Slack failed: %s", type(error).__name__)


class DrainingHandler(SocketModeHandler):
    """The built-in client's handler; `drain` waits until every taken request is answered."""

    client: EndingClient

    def __init__(self, app: App, app_token: str) -> None:  # its own client instead of the SDK's
        """`app_token` is the xapp- one."""
        self.app, self.app_token = app, app_token
        self._idle = threading.Condition()
        self._busy = 0
        self._is_greeted = False
        self.client = EndingClient(
            app_token, app.logger, app.client, ping_interval=PING_SECONDS, proxy=app.client.proxy
        )
        self.client.message_listeners.append(self._note_hello)
        self.client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one request, counted so that a stop can wait for it."""
        with self._idle:
            self._busy += 1
        try:
            super().handle(client, req)  # type: ignore[arg-type]  # narrowed without reason there
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def is_connected(self) -> bool:
        """Whether Slack has said hello on a connection that is open: before, it sends nothing.

        `connect` alone tells neither: it does not raise when the socket fails.
        """
        return self._is_greeted and bool(self.client.is_connected())

    def _note_hello(self, _: BaseSocketModeClient, message: dict[str, Any], __: str | None) -> None:
        self._is_greeted = self._is_greeted or message.get("type") == "hello"

    def close(self) -> None:
        """Hang up at once: the client alone would first sit out its 3 s read."""
        self.client.auto_reconnect_enabled = False
        self.client.current_session_state.terminated = True
        session = self.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)
        # The client's own thread waits a second for a message: this one wakes it to see the end.
        self.client.closed = True
        self.client.message_queue.put(None)
        super().close()  # type: ignore[no-untyped-call]

    def drain(self, seconds: float) -> bool:
        """Wait at most so long until nothing is queued or being answered; whether that is so."""
        quiet = 0
        with self._idle:
            for _ in range(int(seconds / SHORT)):
                is_quiet = self._busy == 0 and self.client.message_queue.empty()
                quiet = quiet + 1 if is_quiet else 0
                if quiet == QUIET_LOOKS:
                    return True
                self._idle.wait(SHORT)
        return False
