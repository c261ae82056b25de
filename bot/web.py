"""The HTTP front: checks what Slack sends before Bolt sees it, and says whether all is well.

Bolt answers 500 to malformed signature headers and logs the body; this answers 401 and logs
nothing. Knows no command and no view.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask, Request, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

MAX_BODY = 1024 * 1024
EVENTS_PATH = "/slack/events"
TIMESTAMP = re.compile(r"\A[0-9]{1,12}\Z")
SIGNATURE = re.compile(r"\Av0=[0-9a-f]{64}\Z")


def build_web(bolt: App, *, is_healthy: Callable[[], bool]) -> Flask:
    """A WSGI app with POST /slack/events and GET /healthz (200 `ok`, or 503 when not healthy)."""
    web = Flask("koploper", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    slack = SlackRequestHandler(bolt)

    def receive_from_slack() -> Response:
        if not looks_signed(request) or not is_text(request.get_data()):
            return Response(status=401)
        return slack.handle(request)

    def report_health() -> Response:
        healthy = is_healthy()
        return Response(
            "ok\n" if healthy else "not healthy\n",
            status=200 if healthy else 503,
            mimetype="text/plain",
        )

    web.add_url_rule(EVENTS_PATH, view_func=receive_from_slack, methods=["POST"])
    web.add_url_rule("/healthz", view_func=report_health, methods=["GET"])
    return web


def looks_signed(received: Request) -> bool:
    """Whether the signature headers have the shape that Bolt can check."""
    timestamp = received.headers.get("X-Slack-Request-Timestamp", "")
    signature = received.headers.get("X-Slack-Signature", "")
    return bool(TIMESTAMP.match(timestamp) and SIGNATURE.match(signature))


def is_text(body: bytes) -> bool:
    """Whether the body is the UTF-8 that Slack always sends."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
