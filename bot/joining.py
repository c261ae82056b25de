"""Decides how the bot gets into a channel it is to post in, and what people are told when it cannot
get in. Knows no schedules."""

from __future__ import annotations

import logging
from enum import StrEnum

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import FormError
from bot.i18n import Translator

_LOG = logging.getLogger(__name__)


class Entered(StrEnum):
    """Whether the bot is in a channel now."""

    YES = "yes"
    PRIVATE = "private"  # or none that it can see: it has to be invited
    UNSURE = "unsure"  # Slack did not answer, or the app lacks the right to join


_PRIVATE = frozenset({"channel_not_found", "method_not_supported_for_channel_type"})
_CLOSED = frozenset({"is_archived"})


def enter(client: WebClient, channel: str) -> Entered:
    """Join a public channel; a private one only says whether we are in.

    FormError("channel", …) for one that nobody can post in any more.
    """
    try:
        client.conversations_join(channel=channel)
    except SlackApiError as failure:
        return _refused(client, channel, str(failure.response.get("error")))
    except OSError as failure:
        _LOG.warning("could not join a channel: %s", type(failure).__name__)
        return Entered.UNSURE
    return Entered.YES


def note_of(entered: Entered, channel: str, tr: Translator) -> str:
    """What somebody has to do before the bot can post there; empty when nothing."""
    if entered is Entered.YES:
        return ""
    told = (
        tr.gettext("{channel} is private, and I am not in it yet.", channel=f"<#{channel}>")
        if entered is Entered.PRIVATE
        else tr.gettext("I could not see whether I am in {channel}.", channel=f"<#{channel}>")
    )
    how = tr.gettext("Send `/invite @Koploper` there once; nothing else is needed.")
    return f":warning: {told} {how}"


def _refused(client: WebClient, channel: str, reason: str) -> Entered:
    if reason in _CLOSED:
        raise FormError("channel", "That channel is archived: choose another one.")
    if reason in _PRIVATE:
        return Entered.YES if _is_inside(client, channel) else Entered.PRIVATE
    _LOG.warning("could not join a channel: %s", reason)
    return Entered.UNSURE


def _is_inside(client: WebClient, channel: str) -> bool:
    """Slack shows a private channel only to who is in it."""
    try:
        found = client.conversations_info(channel=channel)
    except (SlackApiError, OSError):
        return False
    return bool(found["channel"].get("is_member", True))
