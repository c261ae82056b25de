"""What happens when somebody taps *My place* or *Why* below a post: a private answer beside it,
about the board and the moment of the post. The post itself stays as it is."""

from __future__ import annotations

from slack_bolt import Ack, App, BoltContext

from bot.commands.answers import add
from bot.commands.board import answer
from bot.commands.call import call_from
from bot.commands.taps import Body, tapped
from bot.ids import ActionId


def register(app: App) -> None:
    """Listen to the buttons."""
    app.action(ActionId.MY_PLACE.value)(answer_privately)
    app.action(ActionId.POST_WHY.value)(answer_privately)
    app.action(ActionId.POST_BADGES.value)(answer_privately)


def answer_privately(ack: Ack, body: Body, context: BoltContext) -> None:
    """Answer the words of the button as if they were typed: rights are checked, and who is nobody
    here reads how to become somebody."""
    add(body["response_url"], answer(call_from(context, tapped(body))))
    ack()
