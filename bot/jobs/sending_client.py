"""A Slack client that asks once more whether it may, when it is connected and has sent nothing.

Between a claim and the first byte lie a DNS look-up, a connection and a TLS handshake: time in
which a lease can end. Whether it may is decided by whoever gives the question.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from slack_sdk import WebClient

Question = Callable[[], None]
"""Returns when it may be sent, and raises when it may not."""


class CarefulClient(WebClient):
    """Calls once, and asks `may_send` right before the first byte of every call leaves."""

    def __init__(self, *, may_send: Question, **options: Any) -> None:
        super().__init__(retry_handlers=[], **options)
        self._may_send = may_send

    def _perform_urllib_http_request_internal(
        self,
        url: str,  # noqa: ARG002 - it is in the request
        req: Request,
    ) -> dict[str, Any]:
        """As the SDK's own, over connections that ask."""
        with self._opener().open(req, timeout=self.timeout) as answer:
            charset = answer.headers.get_content_charset() or "utf-8"
            body = answer.read().decode(charset)
            return {"status": answer.code, "headers": answer.headers, "body": body}

    def _opener(self) -> OpenerDirector:
        handlers: list[Any] = [_Http(self._may_send), _Https(self._may_send, self.ssl)]
        if self.proxy:
            handlers.append(ProxyHandler({"http": self.proxy, "https": self.proxy}))
        return build_opener(*handlers)


class _Plain(http.client.HTTPConnection):
    def __init__(self, *args: Any, may_send: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self._may_send = may_send

    def connect(self) -> None:
        super().connect()
        self._may_send()


class _Secure(http.client.HTTPSConnection):
    def __init__(self, *args: Any, may_send: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self._may_send = may_send

    def connect(self) -> None:
        super().connect()
        self._may_send()


class _Http(HTTPHandler):
    def __init__(self, may_send: Question) -> None:
        super().__init__()
        self._may_send = may_send

    def http_open(self, req: Request) -> Any:
        return self.do_open(partial(_Plain, may_send=self._may_send), req)


class _Https(HTTPSHandler):
    def __init__(self, may_send: Question, context: Any) -> None:
        super().__init__(context=context)
        self._tls = context
        self._may_send = may_send

    def https_open(self, req: Request) -> Any:
        secure = partial(_Secure, may_send=self._may_send, context=self._tls)
        return self.do_open(secure, req)
