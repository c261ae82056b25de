"""Delivers what was said about comments, at the moment drawn for it.

An answer to an unnamed writer has no row in the outbox: that would name them beside it. It is
claimed in its own row, which says nothing of who gets it, and posted from here
(docs/adr/0009-replies-without-an-outbox-row.md). Nothing about it is logged.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.deps import Deps
from bot.domain.surveys.returning import Addressee
from bot.i18n import translator
from bot.jobs.lookup import TooMuchError, heard_since, metadata_of
from bot.jobs.sending_calls import (
    TOKEN,
    CallError,
    LimitedError,
    RefusedError,
    call,
    speaker,
)
from bot.outgoing import Kind
from bot.services.surveys.replies import KEPT
from bot.services.surveys.rights import HR
from bot.views.survey_replies import answer_message, back_news
from store.records_surveys import Reply, ReplyState, Wave

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=20)
LEASE = timedelta(minutes=5)
"""How long one process has a message for itself."""
_TURN = "workspace"  # the pace of everything that is posted


def deliver_replies(deps: Deps) -> None:
    """Everything whose moment has come."""
    for reply in deps.surveys.replies.due():
        if reply.responder is None:
            _tell_hr(deps, reply)
            continue
        pace = deps.store.outbox.pace
        if not pace.take(deps.workspace_id, _TURN, deps.patience.workspace_every):
            return
        if deps.store.replies.claim(reply, deps.clock() + LEASE):
            _deliver(deps, reply)


def _tell_hr(deps: Deps, reply: Reply) -> None:
    """The writer's word to whoever was the last to answer, while they are of HR; once."""
    wave = deps.store.surveys.wave(deps.workspace_id, reply.wave_id)
    to = _listener(deps, wave, reply)
    with deps.store.transaction():
        if not deps.store.replies.done(reply) or to is None:
            return
        locale, _zone = deps.surveys.audiences.reader(to)
        deps.outgoing.post(
            kind=Kind.SURVEY_REPLY,
            key=f"survey-back:{reply.wave_id}:{reply.comment_id}:{reply.number}",
            channel=to,
            message=back_news(
                str(wave.definition["name"]),
                reply,
                f"{reply.wave_id}:{reply.comment_id}",
                translator(locale or deps.settings.locale),
            ),
        )


def _listener(deps: Deps, wave: Wave, reply: Reply) -> str | None:
    said = deps.store.replies.of(wave.id).get(reply.comment_id, [])
    answered = [one.responder for one in said if one.responder and one.number < reply.number]
    held = deps.roles.held()
    wanted = [*reversed(answered), str(wave.definition.get("owner", ""))]
    return next((user for user in wanted if held.get(user, frozenset()) & HR), None)


def _deliver(deps: Deps, reply: Reply) -> None:
    """Post an answer, unless it is there already; what cannot be delivered ends the same way."""
    addressee = deps.surveys.replies.addressee(reply)
    try:
        if addressee is not None:
            _post(deps, reply, addressee)
    except LimitedError as limited:
        deps.store.outbox.pace.hold(deps.workspace_id, _TURN, limited.pause)
        return
    except RefusedError as refused:
        if refused.reason in TOKEN:
            return
    except (CallError, TooMuchError):
        return
    deps.store.replies.done(reply)


def _post(deps: Deps, reply: Reply, addressee: Addressee) -> None:
    client = speaker(deps)
    opened = call(client.conversations_open, users=[addressee.slack_user_id])
    channel = str(opened["channel"]["id"])
    if reply.state is ReplyState.SENDING:
        heard = heard_since(client, channel, None, deps.clock() - KEPT, deps.clock)
        if any(one.id == addressee.message_id for one in heard):
            return
    wave = deps.store.surveys.wave(deps.workspace_id, reply.wave_id)
    locale, _zone = deps.surveys.audiences.reader(addressee.slack_user_id)
    message = answer_message(
        str(wave.definition["name"]),
        deps.surveys.audiences.name_of(reply.responder or ""),
        reply.text,
        addressee.value,
        translator(locale or deps.settings.locale),
    )
    call(
        client.chat_postMessage,
        channel=channel,
        text=message.text,
        blocks=list(message.blocks),
        metadata=metadata_of(addressee.message_id),
        unfurl_links=False,
        unfurl_media=False,
    )
