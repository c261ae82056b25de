"""Decides what somebody reads whom Koploper cannot place: an explanation and a way in, no error.
Pure; knows no rights."""

from __future__ import annotations

from bot.i18n import Translator
from bot.ids import ActionId, BlockId
from bot.views.parts import Message, actions, button, clean, escape, section
from store.records import Person


def unknown_message(
    slack_user_id: str, offered: Person | None, has_owner: bool, tr: Translator
) -> Message:
    """Who you may be, or whom to ask; in a fresh workspace also how to become its owner."""
    hello = tr.gettext(
        "I do not know yet who you are in the sales data, so I cannot show you a board."
    )
    if offered is not None:
        question = tr.gettext("Are you {name}?", name=f"*{escape(offered.name)}*")
        yes = button(
            ActionId.LINK_ME,
            tr.gettext("Yes, I am {name}", name=clean(offered.name)),
            str(offered.id),
        )
        note = tr.gettext("If not, ask whoever looks after Koploper to link you.")
        return Message(
            text=f"{hello} {question} {note}",
            blocks=[
                section(f"{hello}\n{question}"),
                actions(BlockId.BUTTONS, [yes]),
                section(note),
            ],
        )
    ways = [_ask(slack_user_id, tr)]
    if not has_owner:
        ways.append(
            tr.gettext(
                "Nobody owns this Koploper yet: whoever started it finds a code in its output, and"
                " `/koploper claim CODE` makes them the owner."
            )
        )
    told = " ".join([hello, *ways])
    return Message(text=told, blocks=[section(told)])


def linked_message(person: Person, tr: Translator) -> Message:
    """The link is made; the next step is one tap away."""
    told = tr.gettext("You are linked to {name}.", name=f"*{escape(person.name)}*")
    show = button(ActionId.BOARD, tr.gettext("Show the board"), "board")
    return Message(text=told, blocks=[section(told), actions(BlockId.BUTTONS, [show])])


def _ask(slack_user_id: str, tr: Translator) -> str:
    command = f"`/koploper link @… NAME` (`{slack_user_id}`)"
    return tr.gettext(
        "Ask whoever looks after Koploper to link you, with {command}.", command=command
    )
