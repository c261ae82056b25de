"""First contact with Slack: who we are there, and what to do when it does not answer.

A refusal is for the operator to mend; silence is waited out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import UsageError
from bot.i18n import msgid
from bot.socket_mode import DrainingHandler
from bot.stopping import Stop, patiently

_LOG = logging.getLogger(__name__)
PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "ratelimited", "request_timeout"}
)
"""Slack's own troubles: they pass."""
NO_BOT_TOKEN = msgid("SLACK_BOT_TOKEN is not set; `koploper doctor` says where to find it.")
NO_APP_TOKEN = msgid(
    "SLACK_APP_TOKEN is not set; `koploper doctor` says where to find it. For HTTP use `koploper"
    " run --http`."
)
NO_SECRET = msgid("SLACK_SIGNING_SECRET is not set; `koploper run --http` checks requests with it.")
REFUSED = msgid("Slack refuses {what}: {reason}. `koploper doctor` says more.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who the bot token belongs to."""

    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str


def need(secret: SecretStr | None, otherwise: str) -> str:
    """The secret itself; UsageError with this msgid when it is not set."""
    if secret is None:
        raise UsageError(otherwise)
    return secret.get_secret_value()


def introduce(client: WebClient, stop: Stop) -> Identity | None:
    """Ask Slack who we are, until it answers; None when asked to stop meanwhile.

    UsageError when Slack refuses the token.
    """
    answers: list[Any] = []

    def ask() -> None:
        answers.append(_sorted_out("SLACK_BOT_TOKEN", client.auth_test))

    if not patiently(ask, stop, on=(OSError,), tell=_tell):
        return None
    answer = answers[0]
    return Identity(
        team_id=str(answer["team_id"]),
        team_name=str(answer.get("team") or ""),
        bot_user_id=str(answer["user_id"]),
        bot_id=str(answer.get("bot_id") or ""),
    )


def connect(handler: DrainingHandler, stop: Stop) -> bool:
    """Open the socket, until it is open (True) or somebody asks to stop (False)."""

    def attempt() -> None:
        _sorted_out("SLACK_APP_TOKEN", handler.connect)

    if not patiently(attempt, stop, on=(OSError,), tell=_tell):
        return False
    # A handshake that fails is only logged by the client, whose monitor tries again by itself.
    while not handler.is_connected():
        if stop.wait(0.01):
            return False
    return True


def _sorted_out(what: str, call: Any) -> Any:
    """Call Slack; its own troubles become a ConnectionError, its refusals a UsageError."""
    try:
        return call()
    except SlackApiError as error:
        reason = _reason(error)
        if reason in PASSING or error.response.status_code >= 500:
            raise ConnectionError(reason) from None
        raise UsageError(REFUSED, what=what, reason=reason) from None


def _reason(error: SlackApiError) -> str:
    data = error.response.data
    return str(data.get("error", "unknown")) if isinstance(data, dict) else "unknown"


def _tell(error: Exception, pause: float) -> None:
    _LOG.warning("Slack cannot be reached (%s); trying again in %.0f s", error, pause)
