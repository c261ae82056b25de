"""Decides how a payload reaches an app over signed HTTP, as Slack's v0 signature has it. Knows no
payload shapes and no retries."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.clock import stopwatch, wall_clock
from sandbox.envelope import Envelope
from sandbox.records import App, Delivery, Json

_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and the HMAC-SHA256 of `v0:timestamp:body`
    (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(kind: str, payload: Json) -> tuple[str, bytes]:
    """The content type and body Slack sends for one kind of payload."""
    if kind == "slash_commands":
        return _FORM, urlencode(payload).encode()
    if kind == "interactive":
        return _FORM, urlencode({"payload": json.dumps(payload)}).encode()
    return "application/json", json.dumps(payload).encode()


def deliver(app: App, envelope: Envelope, timeout: float) -> Delivery:
    """POST one payload to the app's request URL and wait for its answer."""
    content_type, body = encode(envelope.kind, envelope.payload)
    timestamp = str(int(wall_clock()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
    }
    if envelope.retry_num:
        headers["X-Slack-Retry-Num"] = str(envelope.retry_num)
        headers["X-Slack-Retry-Reason"] = envelope.retry_reason
    started = stopwatch()
    try:
        status, answer = _post(app.request_url or "", body, headers, timeout)
    except TimeoutError:
        return _failed("operation_timeout", started)
    except (OSError, http.client.HTTPException):
        return _failed("dispatch_failed", started)
    latency = (stopwatch() - started) * 1000
    error = None
    if not 200 <= status < 300:
        error = "http_service_error" if status >= 500 else "http_client_error"
    return Delivery(status=status, body=answer, latency_ms=latency, error=error)


def _failed(error: str, started: float) -> Delivery:
    return Delivery(status=None, latency_ms=(stopwatch() - started) * 1000, error=error)


def _post(url: str, body: bytes, headers: dict[str, str], timeout: float) -> tuple[int, Any]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("POST", parts.path or "/", body=body, headers=headers)
        response = connection.getresponse()
        return response.status, decode(response.getheader("Content-Type", ""), response.read())
    except socket.gaierror as unknown:
        raise OSError(f"no such host in {url}") from unknown
    finally:
        connection.close()


def decode(content_type: str, body: bytes) -> Any:
    """An answer as JSON where it says so, as text otherwise, None when empty."""
    text = body.decode("utf-8", "replace")
    if not text:
        return None
    if "json" in content_type:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
