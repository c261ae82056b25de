"""What happens when somebody lets a parked message go again. The id is the user's input."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.commands.answers import add
from bot.commands.taps import Body, tapped
from bot.deps import Deps
from bot.i18n import Translator
from bot.ids import ActionId
from bot.services.access import Actor
from bot.views.outbox import retried


def register(app: App) -> None:
    """Listen to the button on notices and in status."""
    app.action(ActionId.RETRY.value)(try_again)


def try_again(ack: Ack, body: Body, actor: Actor, tr: Translator, deps: Deps) -> None:
    """A parked message goes out again, and whoever tapped is told so."""
    message = deps.parked.retry(actor, tapped(body))
    add(body["response_url"], retried(message, tr))
    ack()
