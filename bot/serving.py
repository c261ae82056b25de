"""HTTP for production: one gunicorn worker with threads. Knows no Slack and no store.

The worker opens what it needs after the fork, so that no connection or lock crosses it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

GRACE_SECONDS = 10  # for requests under way when SIGTERM arrives; Slack waits for three
IDLE_SECONDS = 15  # how long a proxy may keep a connection open


class PlainLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Hands everything to the root logger, which redacts; gunicorn would write by itself."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn's, without its own handlers."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class HttpServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves what `open_web` opens, in the worker, until SIGTERM or SIGINT."""

    def __init__(
        self,
        open_web: Callable[[], AbstractContextManager[Flask]],
        *,
        host: str,
        port: int,
        threads: int,
        ready: Callable[[str], None],
    ) -> None:
        """`ready` hears the address when the worker answers; port 0 takes a free one."""
        self._open_web = open_web
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._threads = threads
        self._ready = ready
        self._opened = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        """Nothing from files, arguments or the environment: only what is said here."""
        options = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._threads,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": IDLE_SECONDS,
            "logger_class": PlainLogger,
            "control_socket_disable": True,
            "post_worker_init": self._tell,
            "worker_exit": self._close,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called by the worker once."""
        return self._opened.enter_context(self._open_web())

    def _tell(self, worker: Any) -> None:
        host, port = worker.sockets[0].getsockname()[:2]
        self._ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")

    def _close(self, _server: Any, _worker: Any) -> None:
        self._opened.close()
