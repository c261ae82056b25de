"""Decides how a payload reaches an app over Socket Mode: up to ten connections, any of which gets
it, and an ack by envelope id. Knows no payload shapes."""

from __future__ import annotations

import itertools
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.clock import stopwatch
from sandbox.envelope import Envelope
from sandbox.ids import Ids
from sandbox.records import App, Delivery, Json

MAX_CONNECTIONS = 10


class Line(Protocol):
    """One websocket, as the hub needs it."""

    def send(self, text: str) -> None: ...

    def close(self) -> None: ...

    def drop(self) -> None: ...


@dataclass
class _Waiting:
    done: threading.Event = field(default_factory=threading.Event)
    is_acked: bool = False
    body: Any = None


class SocketHub:
    """The open connections of all apps and the envelopes that wait for an ack."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._lock = threading.Lock()
        self._lines: dict[str, list[Line]] = {}
        self._leaving: set[Line] = set()
        self._tickets: dict[str, str] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._turn = itertools.count()

    def new_ticket(self, app_id: str) -> str:
        """A word that opens one connection for that app."""
        with self._lock:
            ticket = self._ids.word("ticket", 32)
            self._tickets[ticket] = app_id
            return ticket

    def redeem(self, ticket: str) -> str | None:
        """The app a ticket was made for, once; None when it is unknown or used."""
        with self._lock:
            return self._tickets.pop(ticket, None)

    def join(self, app_id: str, line: Line) -> bool:
        """Add a connection and greet it; False when the app has ten already."""
        with self._lock:
            lines = self._lines.setdefault(app_id, [])
            is_full = len(lines) >= MAX_CONNECTIONS
            if not is_full:
                lines.append(line)
            count = len(lines)
            replaced = [old for old in lines if old in self._leaving]
        if is_full:
            line.send(_disconnect("too_many_websockets"))
            return False
        hello = {
            "type": "hello",
            "num_connections": count,
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": app_id},
        }
        line.send(json.dumps(hello))
        # The app has come back after a refresh: an idle client reads its old line until it ends.
        for old in replaced:
            old.close()
        return True

    def leave(self, app_id: str, line: Line) -> None:
        """Forget a connection. What it was sent may still be acked over another one."""
        with self._lock:
            if line in self._lines.get(app_id, []):
                self._lines[app_id].remove(line)
            self._leaving.discard(line)

    def connections(self, app_id: str) -> int:
        """How many connections an app has, without those it was told to end."""
        with self._lock:
            lines = self._lines.get(app_id, [])
            return sum(line not in self._leaving for line in lines)

    def disconnect(self, how: str) -> int:
        """End all connections: `refresh`, `close` or `drop`; returns how many there were."""
        with self._lock:
            lines = [line for lines in self._lines.values() for line in lines]
            self._leaving.update(lines)
        for line in lines:
            _end(line, how)
        return len(lines)

    def stop(self) -> None:
        """End all connections and wait for no ack any more."""
        self.disconnect("drop")
        with self._lock:
            waiting = list(self._waiting.values())
        for one in waiting:
            one.done.set()

    def receive(self, text: str) -> None:
        """Take in what an app sent over a connection: an ack by envelope id."""
        try:
            ack: Json = json.loads(text)
        except ValueError:
            return
        with self._lock:
            waiting = self._waiting.get(str(ack.get("envelope_id")))
        if waiting is not None:
            waiting.body = ack.get("payload")
            waiting.is_acked = True
            waiting.done.set()

    def deliver(self, app: App, envelope: Envelope, timeout: float) -> Delivery:
        """Send one envelope over any connection and wait for its ack."""
        started = stopwatch()
        with self._lock:
            envelope_id = self._ids.word("envelope", 32)
            waiting = self._waiting[envelope_id] = _Waiting()
        try:
            if not self._send(app.app_id, json.dumps(_wrapped(envelope_id, envelope))):
                return Delivery(status=None, error="dispatch_failed")
            waiting.done.wait(timeout)
        finally:
            with self._lock:
                del self._waiting[envelope_id]
        latency = (stopwatch() - started) * 1000
        if not waiting.is_acked:
            return Delivery(status=None, latency_ms=latency, error="operation_timeout")
        return Delivery(status=200, body=waiting.body, latency_ms=latency)

    def _send(self, app_id: str, text: str) -> bool:
        """Send over one connection after another until one takes it; False when none does."""
        while (line := self._pick(app_id)) is not None:
            try:
                line.send(text)
            except OSError:  # ended without a word: an app that was killed, or has just left
                self.leave(app_id, line)
            else:
                return True
        return False

    def _pick(self, app_id: str) -> Line | None:
        with self._lock:
            lines = self._lines.get(app_id, [])
            # A line that was told to end gets something only while there is no other.
            lines = [line for line in lines if line not in self._leaving] or lines
            return lines[next(self._turn) % len(lines)] if lines else None


def _wrapped(envelope_id: str, envelope: Envelope) -> Json:
    wrapped: Json = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "accepts_response_payload": envelope.accepts_response_payload,
        "payload": envelope.payload,
    }
    if envelope.kind == "events_api":
        wrapped["retry_attempt"] = envelope.retry_num
        wrapped["retry_reason"] = envelope.retry_reason
    return wrapped


def _disconnect(reason: str) -> str:
    return json.dumps(
        {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
    )


def _end(line: Line, how: str) -> None:
    try:
        if how == "refresh":
            line.send(_disconnect("refresh_requested"))
        elif how == "close":
            line.close()
        else:
            line.drop()
    except OSError:
        line.drop()
