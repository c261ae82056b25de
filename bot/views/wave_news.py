"""What the owner of a survey hears about a wave by direct message. Knows no results."""

from __future__ import annotations

from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.invitations import Asking
from bot.views.parts import Message, actions, button, escape, section


def closed_news(asking: Asking, tr: Translator) -> Message:
    """A wave has closed: how many answered, and a way to its result."""
    wave = asking.wave
    told = tr.gettext(
        "*{name}* has closed: {answered} of {invited} people answered.",
        name=escape(asking.name),
        answered=tr.number(wave.answered or 0),
        invited=tr.number(wave.invited),
    )
    outcome = wave.outcome or {}
    if outcome.get("published"):
        look = button(PulseId.RESULTS, tr.gettext("See the result"), str(wave.id))
        tell = button(PulseId.STORY, tr.gettext("Tell what comes of it"), str(wave.id))
        return Message(text=told, blocks=[section(told), actions("pulse", [look, tell])])
    why = {
        "key": tr.gettext(
            "Its key was not on this server, so the answers could not be opened and were destroyed."
        ),
        "few": tr.gettext(
            "That is fewer than {least}, so all answers were destroyed, as was promised.",
            least=wave.least,
        ),
    }[outcome.get("why", "few")]
    return Message(text=f"{told} {why}", blocks=[section(f"{told} {why}")])


def passphrase_wanted(asking: Asking, tr: Translator) -> Message:
    """A wave's time is over, and only who knows its passphrase can close it."""
    told = tr.gettext(
        "*{name}* has ended and takes no more answers. Close it with its passphrase:"
        " /pulse, then Close.",
        name=escape(asking.name),
    )
    return Message(text=told, blocks=[section(told)])
