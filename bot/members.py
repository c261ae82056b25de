"""Decides how Slack is asked who belongs to channels and user groups, and what of profiles is kept.
Knows no surveys' rules and keeps nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.surveys.plans import Audience
from bot.errors import UsageError
from bot.i18n import msgid
from store.records import SlackUser

SLACKBOT = "USLACKBOT"  # Slack does not call it a bot
CHANNEL_PAGE = 1_000
UNSEEN = msgid("I cannot see who is in {channel}. Send `/invite @Koploper` there, then try again.")
UNREAD = msgid("Slack does not say who is in that user group just now. Try again in a minute.")


def members_of(client: WebClient, audience: Audience) -> frozenset[str]:
    """The Slack ids in the channels and user groups of an audience.

    UsageError, which says what to do, when the bot may not see into one of them.
    """
    found: set[str] = set()
    for channel in audience.channels:
        found.update(_in_channel(client, channel))
    for group in audience.usergroups:
        found.update(_in_group(client, group))
    return frozenset(found)


def usergroups(client: WebClient) -> Sequence[tuple[str, str]]:
    """Every user group there is: (id, name); none when Slack does not offer them."""
    try:
        answer = client.usergroups_list()
    except (SlackApiError, OSError):
        return ()
    return [(str(one["id"]), str(one["name"])) for one in answer["usergroups"]]


def profile_of(told: Mapping[str, Any], at: datetime) -> SlackUser:
    """What Slack says about a user, as far as Koploper keeps it; `at` is when it said so."""
    profile = told.get("profile") or {}
    name = profile.get("real_name") or told.get("real_name") or told.get("name") or told["id"]
    return SlackUser(
        slack_user_id=told["id"],
        name=name,
        email=profile.get("email"),
        locale=told.get("locale"),
        zone=told.get("tz"),
        deleted=bool(told.get("deleted")),
        is_bot=bool(told.get("is_bot")) or told["id"] == SLACKBOT,
        fetched_at=at,
    )


def _in_channel(client: WebClient, channel: str) -> Iterator[str]:
    cursor = ""
    while True:
        try:
            answer = client.conversations_members(
                channel=channel, limit=CHANNEL_PAGE, cursor=cursor
            )
        except SlackApiError:
            raise UsageError(UNSEEN, channel=channel) from None
        yield from answer["members"]
        cursor = _next(answer)
        if not cursor:
            return


def _in_group(client: WebClient, group: str) -> Sequence[str]:
    try:
        users: Sequence[str] = client.usergroups_users_list(usergroup=group)["users"]
    except SlackApiError:
        raise UsageError(UNREAD) from None
    return users


def _next(answer: Any) -> str:
    return str((answer.get("response_metadata") or {}).get("next_cursor") or "")
