"""Decides what happens around every Web API call: who calls, whether they may, whether it is too
often, whether a fault is due; and keeps the journal of calls."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Request

from sandbox.dispatch_socket import SocketHub
from sandbox.errors import SlackError
from sandbox.faults import Fault, Faults
from sandbox.limits import Limits
from sandbox.records import Json, WebCall
from sandbox.stage import Stage
from sandbox.timers import Timers
from sandbox.webapi.args import Args, raw_args
from sandbox.webapi.caller import Call, Method, caller_of, need_scope, token_kind
from sandbox.wire import cut

_SECRETS = ("token",)
# The status of an answer that never left, because the connection was cut on purpose.
_DROPPED = 499


class RateLimitedError(Exception):
    """Too many calls; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class WebApi:
    """Answers /api/<method>."""

    def __init__(
        self,
        stage: Stage,
        *,
        hub: SocketHub,
        timers: Timers,
        limits: Limits,
        faults: Faults,
        methods: dict[str, Method],
    ) -> None:
        self._stage = stage
        self._hub = hub
        self._timers = timers
        self._limits = limits
        self._faults = faults
        self._methods = methods
        self._pause = threading.Event()
        self.journal: list[WebCall] = []

    def stop(self) -> None:
        """Cut short every answer that is being slow on purpose."""
        self._pause.set()

    def answer(self, name: str, request: Request) -> Response:
        """The response to one call; always JSON with `ok`."""
        return self.faulted(name, request, lambda: self._answer(name, request))

    def faulted(self, name: str, request: Request, respond: Callable[[], Response]) -> Response:
        """`respond`, unless a fault for `name` is due: then what that fault makes of it."""
        fault = self._faults.take(name)
        if fault is None:
            return self._noted(name, request, respond())
        if fault.kind == "slow":
            self._pause.wait(fault.seconds)
            return self._noted(name, request, respond())
        response = respond() if fault.after_accept else None
        if fault.kind == "slow_after_accept" and response is not None:
            self._pause.wait(fault.seconds)
            return self._noted(name, request, response)
        response = self._noted(name, request, _suffer(fault))
        if response.status_code == _DROPPED:
            cut(request.environ["werkzeug.socket"])
        return response

    def _noted(self, name: str, request: Request, response: Response) -> Response:
        try:
            args = raw_args(request)
        except SlackError:
            args = {}
        body = response.get_json(silent=True) if response.is_json else None
        error = body.get("error") if isinstance(body, dict) else None
        call = WebCall(
            method=name,
            token_kind=token_kind(_token(request, args)),
            args={key: value for key, value in args.items() if key not in _SECRETS},
            status=0 if response.status_code == _DROPPED else response.status_code,
            error=error,
        )
        with self._stage.ws.lock:
            self.journal.append(call)
            self._stage.ws.lock.notify_all()
        return response

    def _answer(self, name: str, request: Request) -> Response:
        headers: dict[str, str] = {}
        try:
            body: Json = {"ok": True} | self._run(name, request, headers)
        except RateLimitedError as limited:
            return _too_many(limited.seconds)
        except SlackError as refused:
            body = {"ok": False, "error": refused.code} | refused.extra
        return _json(body, headers)

    def _run(self, name: str, request: Request, headers: dict[str, str]) -> Json:
        method = self._methods.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        args = raw_args(request)
        ws = self._stage.ws
        with ws.lock:
            if method.held_by == "none":
                app = next(iter(ws.apps.values()), None)
                if app is None:
                    raise SlackError("not_authed")
            else:
                app = caller_of(ws, _token(request, args), method)
                headers["X-OAuth-Scopes"] = ",".join(sorted(app.scopes))
                headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
                need_scope(app, *method.scopes)
            # After the scopes: a call that may not be made costs nothing.
            self._count(app.app_id, name, method, args)
            call = Call(
                stage=self._stage, hub=self._hub, timers=self._timers, app=app, args=Args(args)
            )
            return method.handler(call)

    def _count(self, app_id: str, name: str, method: Method, args: Json) -> None:
        team = self._stage.ws.team_id
        wait = 0
        if method.per_channel is not None:
            key = (team, app_id, name, str(args.get("channel")))
            wait = self._limits.take(key, method.per_channel)
        wait = wait or self._limits.take((team, app_id, name), method.tier)
        if wait:
            raise RateLimitedError(wait)


def _suffer(fault: Fault) -> Response:
    if fault.kind.startswith("500"):
        return Response("Internal Server Error", status=500)
    if fault.kind == "429":
        return _too_many(int(fault.seconds))
    if fault.kind == "error":
        return _json({"ok": False, "error": fault.error})
    return Response("", status=_DROPPED)


def _token(request: Request, args: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return str(args.get("token") or "")


def _json(body: Json, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), mimetype="application/json", headers=headers)


def _too_many(seconds: int) -> Response:
    body = json.dumps({"ok": False, "error": "ratelimited"})
    return Response(
        body, status=429, mimetype="application/json", headers={"Retry-After": str(seconds)}
    )
