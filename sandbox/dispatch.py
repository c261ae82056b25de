"""Decides which way an app is reached and how often Slack tries again. Knows no payload shapes
but the event wrapper."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from sandbox import dispatch_http
from sandbox.dispatch_socket import SocketHub
from sandbox.envelope import Envelope
from sandbox.faults import Faults
from sandbox.payloads import event_payload
from sandbox.records import App, Delivery, Json
from sandbox.state import Event, Workspace
from sandbox.timers import Timers

RETRY_REASONS = {
    "operation_timeout": "http_timeout",
    "dispatch_failed": "connection_failed",
    "http_service_error": "http_error",
    "http_client_error": "http_error",
}


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long Slack waits for an ack, in seconds, and when it sends an unacknowledged event
    again (at once, after one minute, after five)."""

    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)


class Dispatcher:
    """Hands payloads to apps. Interactions wait for the ack in the caller's thread, events in
    threads of their own."""

    def __init__(
        self, ws: Workspace, hub: SocketHub, timers: Timers, faults: Faults, patience: Patience
    ) -> None:
        self._ws = ws
        self._hub = hub
        self._timers = timers
        self._faults = faults
        self._patience = patience
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="sandbox-events")
        self._is_stopped = False

    def interact(self, app: App, kind: str, payload: Json) -> Delivery:
        """Deliver a command or interaction once and wait for the ack."""
        # Never under the workspace's lock: the app may call the Web API before it acknowledges.
        return self._send(app, Envelope(kind=kind, payload=payload))

    def emit(self, app: App, event: Event) -> Future[Delivery]:
        """Deliver an event in the background; the future ends with the first attempt."""
        if self._is_stopped:
            nothing: Future[Delivery] = Future()
            nothing.set_result(Delivery(status=None, error="dispatch_failed"))
            return nothing
        envelope = Envelope(kind="events_api", payload=event_payload(self._ws, app, event))
        first = self._threads.submit(self._attempt, app, envelope)
        if self._faults.events_twice:
            again = replace(envelope, retry_num=1, retry_reason="http_timeout")
            self._threads.submit(self._send, app, again)
        return first

    def verify_request_url(self, app: App) -> bool:
        """Whether the request URL echoes Slack's challenge, as when it is first configured."""
        challenge = self._ws.ids.word("challenge", 52)
        payload = {
            "token": app.verification_token,
            "challenge": challenge,
            "type": "url_verification",
        }
        answer = dispatch_http.deliver(
            app, Envelope(kind="events_api", payload=payload), self._patience.ack_seconds
        ).body
        echoed = answer.get("challenge") if isinstance(answer, dict) else answer
        return bool(echoed == challenge)

    def stop(self) -> None:
        """Deliver nothing new and wait for what is under way."""
        self._is_stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _send(self, app: App, envelope: Envelope) -> Delivery:
        if app.request_url is None:
            return self._hub.deliver(app, envelope, self._patience.ack_seconds)
        return dispatch_http.deliver(app, envelope, self._patience.ack_seconds)

    def _attempt(self, app: App, envelope: Envelope) -> Delivery:
        delivery = self._send(app, envelope)
        if delivery.ok or envelope.retry_num >= len(self._patience.retry_seconds):
            return delivery
        again = replace(
            envelope,
            retry_num=envelope.retry_num + 1,
            retry_reason=RETRY_REASONS[delivery.error or ""],
        )
        wait = self._patience.retry_seconds[envelope.retry_num]
        self._timers.after(wait, lambda: self._resume(app, again))
        return delivery

    def _resume(self, app: App, envelope: Envelope) -> None:
        if not self._is_stopped:
            self._threads.submit(self._attempt, app, envelope)
