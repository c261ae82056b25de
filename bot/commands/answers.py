"""Decides how an answer travels: in the acknowledgement, or by the response_url of a tap.
Knows no product words."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk.webhook import WebhookClient

from bot.views.checks import problems
from bot.views.parts import Answer, Encoded, Message

_LOG = logging.getLogger(__name__)
_TIMEOUT = 2  # seconds; the acknowledgement waits for it and has three


class NotDeliveredError(Exception):
    """Slack did not take an answer; whether anything was posted is unknown when `is_unclear`."""

    def __init__(self, reason: str, *, is_unclear: bool) -> None:
        """`reason` is Slack's word or the kind of network failure, never the address."""
        super().__init__(reason)
        self.is_unclear = is_unclear


def private(message: Message) -> dict[str, Any]:
    """The body of an answer only the asker sees, for the acknowledgement of a command."""
    body: dict[str, Any] = {"response_type": "ephemeral", "text": message.text}
    if message.blocks:
        body["blocks"] = list(message.blocks)
    return body


def acknowledgement(answer: Answer) -> BoltResponse:
    """The whole response to a command: Bolt sends what a listener returns as it is."""
    if isinstance(answer, Encoded):
        return BoltResponse(status=200, body=answer.body)
    return BoltResponse(status=200, body=private(answer))


def replace(response_url: str, answer: Answer) -> None:
    """Put an answer in the place of the private one that was tapped on."""
    message = answer.message() if isinstance(answer, Encoded) else answer
    _send(response_url, {**private(message), "replace_original": True})


def add(response_url: str, answer: Answer) -> None:
    """Add a private message below the one that was tapped on."""
    message = answer.message() if isinstance(answer, Encoded) else answer
    _send(response_url, {**private(message), "replace_original": False})


def publish(response_url: str, message: Message) -> None:
    """Post a message for everybody in the channel, also where the bot is not a member."""
    _send(
        response_url,
        {**private(message), "response_type": "in_channel", "replace_original": False},
    )


def _send(response_url: str, body: dict[str, Any]) -> None:
    """Send once: a retry after a dropped connection could post twice."""
    for problem in problems(Message(text=body["text"], blocks=body.get("blocks", ()))):
        _LOG.error("a message breaks a limit of Slack: %s", problem)
    client = WebhookClient(response_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        answer = client.send_dict(body)
    except OSError as error:
        raise NotDeliveredError(type(error).__name__, is_unclear=True) from None
    if answer.status_code != 200:
        raise NotDeliveredError(
            f"{answer.status_code} {answer.body[:80]}", is_unclear=answer.status_code >= 500
        )
