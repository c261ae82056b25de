"""Where a message goes and where it is looked for: a channel, or a conversation with a person.

chat.postMessage opens a direct message by itself; conversations.open, which Slack allows fifty
times a minute, is for what needs the conversation beforehand.
"""

from __future__ import annotations

from slack_sdk import WebClient

from bot.jobs.sending_calls import RefusedError, call


def is_person(channel: str) -> bool:
    """Whether this is somebody's id and not that of a conversation."""
    return channel.startswith(("U", "W"))


def conversation_of(client: WebClient, channel: str) -> str:
    """The id of the conversation: that of a direct message when `channel` is a person."""
    if not is_person(channel):
        return channel
    return str(call(client.conversations_open, users=[channel])["channel"]["id"])


def join(client: WebClient, channel: str) -> None:
    """Go into a public channel; RefusedError for a private one, which has to invite us."""
    try:
        call(client.conversations_join, channel=channel)
    except RefusedError:
        raise RefusedError("not_in_channel") from None
