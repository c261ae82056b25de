"""What happens when somebody taps on an answer. The value of a tap is the user's input: it is
parsed and its rights are checked like typed words. Answers replace the message tapped on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.commands.answers import NotDeliveredError, add, publish, replace
from bot.commands.board import answer, published
from bot.commands.call import call_from
from bot.deps import Deps
from bot.errors import UsageError
from bot.i18n import Translator
from bot.ids import SHOW_PREFIX, ActionId
from bot.outgoing import Kind
from bot.services.access import Actor
from bot.views.parts import VALUE_LIMIT
from bot.views.replies import said
from bot.views.unknown import linked_message

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to everything that can be tapped on an answer."""
    app.action(re.compile(f"^{SHOW_PREFIX}"))(show_again)
    app.action(ActionId.SHARE.value)(share_board)
    app.action(ActionId.LINK_ME.value)(link_me)


def show_again(ack: Ack, body: Body, context: BoltContext) -> None:
    """Answer the words that were tapped, in the place of the old answer."""
    replace(body["response_url"], answer(call_from(context, tapped(body))))
    ack()


def share_board(ack: Ack, body: Body, context: BoltContext, tr: Translator, deps: Deps) -> None:
    """Post the top of the board for everybody in the channel, once however often it is tapped."""
    message = published(call_from(context, tapped(body)))
    channel = str((body.get("container") or {}).get("channel_id"))
    taken = deps.outgoing.take(kind=Kind.SHARE, key=_share_key(body), channel=channel)
    if taken is None:
        add(body["response_url"], said(tr.gettext("You shared this board already.")))
        ack()
        return
    try:
        publish(body["response_url"], message)
    except NotDeliveredError as failure:
        _give_up(failure, taken, deps)
    ack()


def link_me(ack: Ack, body: Body, actor: Actor, tr: Translator, deps: Deps) -> None:
    """Link the person who tapped to the person that was offered to them."""
    value = tapped(body)
    if not value.isdecimal():
        raise UsageError("That button is not valid any more; send the command again.")
    person = deps.matching.accept(actor, int(value))
    replace(body["response_url"], linked_message(person, tr))
    ack()


def tapped(body: Body) -> str:
    """The value of the button or of the chosen option; UsageError when it is not a sane text."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or action
    value = chosen.get("value")
    if not isinstance(value, str) or not 0 < len(value) <= VALUE_LIMIT:
        raise UsageError("That button is not valid any more; send the command again.")
    return value


def _share_key(body: Body) -> str:
    """One board message of one person is shared once, whichever of its taps comes first."""
    container = body.get("container") or {}
    parts = (body["user"]["id"], container.get("channel_id"), container.get("message_ts"))
    return "share:" + ":".join(map(str, parts))


def _give_up(failure: NotDeliveredError, taken: str, deps: Deps) -> None:
    if failure.is_unclear:
        raise UsageError("Slack did not say whether it was posted. Look before you share again.")
    deps.outgoing.give_back(taken)
    raise UsageError(
        "Slack did not take it: this board is too old. Ask for it again and share that."
    )
