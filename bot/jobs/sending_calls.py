"""Calls Slack once and says how that ended: taken, refused, not now, never arrived, or unclear.

Knows no message. The SDK's own retry is off: after a dropped connection it would post again.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from socket import gaierror
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.deps import Deps
from bot.jobs.sending_client import CarefulClient, Question

TOO_FAST = "ratelimited"
LIMITED = frozenset({TOO_FAST, "rate_limited", "message_limit_exceeded"})
UNCLEAR = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Slack's own troubles: "some aspect of the operation may have succeeded"."""
TOKEN = frozenset(
    {"token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed"}
)
"""Nothing can be said at all until somebody mends it."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class CallError(Exception):
    """A call did not end well; `reason` is Slack's word or the kind of failure, never a text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RefusedError(CallError):
    """Slack understood and did not do it."""


class UnclearError(CallError):
    """Slack may have done it."""


class UnreachedError(CallError):
    """Slack never heard of it."""


class LimitedError(CallError):
    """Slack did not do it and says when to come back."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(TOO_FAST)
        self.pause = pause


def speaker(deps: Deps, may_send: Question = lambda: None) -> WebClient:
    """A client that waits as long as the poster may, calls once, and asks before it sends."""
    return CarefulClient(
        may_send=may_send,
        token=deps.client.token,
        base_url=deps.client.base_url,
        timeout=max(1, round(deps.patience.timeout.total_seconds())),
        ssl=deps.client.ssl,
        proxy=deps.client.proxy,
    )


def call(method: Callable[..., SlackResponse], **args: object) -> SlackResponse:
    """Slack's answer. RefusedError, LimitedError, UnreachedError; UnclearError when it may have
    been done all the same."""
    try:
        return method(**args)
    except SlackApiError as error:
        raise _of_answer(error.response) from None
    except (OSError, http.client.HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        name = type(cause).__name__
        if isinstance(cause, ConnectionRefusedError | gaierror):
            raise UnreachedError(name) from None
        raise UnclearError(name) from None


def _of_answer(answer: SlackResponse) -> CallError:
    code = str(answer.get("error") or "")
    if answer.status_code == 429 or code in LIMITED:
        return LimitedError(_retry_after(header(answer, "retry-after")))
    if answer.status_code >= 500 or code in UNCLEAR or not _CODE.fullmatch(code):
        return UnclearError(code if _CODE.fullmatch(code) else str(answer.status_code))
    return RefusedError(code)


def _retry_after(seconds: str) -> timedelta:
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)


def header(answer: SlackResponse, name: str) -> str:
    """A header of an answer; "" when it has none of that name."""
    for key, value in answer.headers.items():
        if key.lower() == name:
            return ",".join(value) if isinstance(value, list) else str(value)
    return ""


def slacks_time(answer: SlackResponse) -> datetime | None:
    """When Slack says it answered, to the second; None when it does not say."""
    try:
        told = parsedate_to_datetime(header(answer, "date"))
    except ValueError:
        return None
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
