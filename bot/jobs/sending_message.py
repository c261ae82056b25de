"""Which one call of Slack says a message: a post, a change of one, a pin. Decides nothing else."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.jobs.lookup import metadata_of
from bot.jobs.sending_calls import call
from bot.jobs.sending_endings import PINNING
from bot.views.parts import Json
from store.records_outbox import Outbox, Verb


def saying(
    client: WebClient,
    claimed: Outbox,
    target: Outbox | None,
    channel: str,
    blocks: list[Json] | None,
) -> Callable[[], tuple[str, str]]:
    """The call, to be made once; it gives the conversation and timestamp of the message it is
    about. `channel` may be a person for a post.

    `target` is the message that is changed, pinned or replied to. Raises as `call` does.
    """
    about = str(target.slack_ts) if target else ""
    if claimed.verb in PINNING:
        method = client.pins_add if claimed.verb is Verb.PIN else client.pins_remove
        return lambda: _place(call(method, channel=channel, timestamp=about), channel, about)
    content: Json = {"channel": channel, "text": claimed.payload.get("text", ""), "blocks": blocks}
    if claimed.verb is Verb.UPDATE:
        content |= {"ts": about, "metadata": metadata_of(str(claimed.edits))}
        return lambda: _place(call(client.chat_update, **content), channel, about)
    content |= {"metadata": metadata_of(claimed.id), "unfurl_links": False, "unfurl_media": False}
    if about:
        content["thread_ts"] = about
    return lambda: _place(call(client.chat_postMessage, **content), channel, about)


def _place(answer: SlackResponse, channel: str, about: str) -> tuple[str, str]:
    """Where the message is, as Slack says, or as we know when it says nothing."""
    return str(answer.get("channel") or channel), str(answer.get("ts") or about)
