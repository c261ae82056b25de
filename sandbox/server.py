"""Decides which address leads where: the Web API, response URLs, uploads, the page, and the Socket
Mode line. Starts and ends the threads that serve them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Response, abort, request

from sandbox.answers import apply_answer, show_error
from sandbox.dispatch_http import decode
from sandbox.dispatch_socket import SocketHub
from sandbox.errors import SlackError
from sandbox.feed import Feed
from sandbox.grants import use_response_url
from sandbox.page_api import page_blueprint
from sandbox.page_files import page_files
from sandbox.showing import mimetype_of
from sandbox.stage import Stage
from sandbox.timers import Timers
from sandbox.webapi.call import WebApi
from sandbox.webapi.files import receive_upload
from sandbox.wire import HandshakeError, LoopbackServer, SocketLine, listen

TICK_SECONDS = 0.05


class SandboxServer:
    """The running server: `url` is known from the start, `start` serves, `stop` ends every thread
    and frees the port."""

    def __init__(
        self, port: int, build: Callable[[str], tuple[Stage, WebApi, SocketHub]], timers: Timers
    ) -> None:
        listener = listen(port)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.stage, self._api, self._hub = build(self.url)
        self._timers = timers
        self._feed = Feed(self.stage.ws)
        flask = _flask_app(self.stage, self._api, self._feed)
        self._server = LoopbackServer(listener, self._with_sockets(flask))
        listener.close()
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Serve in background threads."""
        serve = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sandbox-accept", daemon=True
        )
        tick = threading.Thread(target=self._tick, name="sandbox-timers", daemon=True)
        self._threads = [serve, tick]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all connections and threads and free the port."""
        self._ending.set()
        # Streams and sockets first: their threads would wait for a change that never comes.
        self._feed.stop()
        self._hub.stop()
        if self._threads:
            self._server.shutdown()
        self._server.server_close()
        self._server.end_all()
        for thread in self._threads:
            thread.join(5)
        self._threads = []

    def _tick(self) -> None:
        while not self._ending.wait(TICK_SECONDS):
            self._timers.run_due()

    def _with_sockets(self, flask: Flask) -> Callable[..., Iterable[bytes]]:
        def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"] != "/link" or "HTTP_UPGRADE" not in environ:
                return flask(environ, start_response)
            ticket = parse_qs(environ["QUERY_STRING"]).get("ticket", [""])[0]
            app_id = self._hub.redeem(ticket)
            if app_id is None or self._ending.is_set():
                return Response("no such ticket", status=401)(environ, start_response)
            self._serve_socket(environ, app_id)
            # The socket is used up; this tells the HTTP server to send nothing more.
            raise ConnectionResetError("websocket ended")

        return serve

    def _serve_socket(self, environ: dict[str, Any], app_id: str) -> None:
        try:
            line = SocketLine(environ)
        except HandshakeError:
            return
        try:
            if self._hub.join(app_id, line):
                line.read_all(self._hub.receive)
            else:
                line.close()
                line.read_all(self._hub.receive)
        finally:
            self._hub.leave(app_id, line)


def _flask_app(stage: Stage, api: WebApi, feed: Feed) -> Flask:
    app = Flask("sandbox", static_folder=None)
    app.register_blueprint(page_blueprint(stage, feed))
    app.register_blueprint(page_files())

    @app.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        return api.answer(method, request)

    @app.post("/response/<kind>/<team>/<key>")
    def respond(kind: str, team: str, key: str) -> Response:
        body = decode(request.content_type or "", request.get_data())
        return api.faulted(
            "response_url", request, lambda: _respond(stage, kind, (team, key), body)
        )

    @app.post("/upload/<file_id>")
    def upload(file_id: str) -> Response:
        # The SDK posts the bare bytes under the content type of a form, so look at them first.
        content = request.get_data()
        part = next(iter(request.files.values()), None)
        return receive_upload(stage, file_id, part.read() if part else content)

    @app.get("/files/<file_id>")
    def show_file(file_id: str) -> Response:
        file = stage.ws.files.get(file_id)
        if file is None or file.content is None:
            abort(404)
        return Response(file.content, mimetype=mimetype_of(file.name))

    return app


def _respond(stage: Stage, kind: str, address: tuple[str, str], body: Any) -> Response:
    ws = stage.ws
    team, key = address
    with ws.lock:
        try:
            granted = use_response_url(ws, key if team == ws.team_id else "")
        except SlackError as dead:
            return Response(dead.code, status=404)
        try:
            apply_answer(ws, ws.app(granted.app_id), granted, body)
        except SlackError as refused:
            show_error(ws, granted, f"response_url ({kind})", refused.code, refused.messages)
            return Response(str(refused), status=400)
    return Response("ok")
