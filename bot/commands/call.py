"""What a command is called with, whoever routes it. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slack_bolt import BoltContext

from bot.deps import Deps
from bot.i18n import Translator
from bot.services.access import Actor
from bot.services.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """The words after the command, who typed them, and what is needed to answer."""

    words: str
    actor: Actor
    tr: Translator
    deps: Deps
    snapshot: Snapshot
    today: date
    trigger_id: str = ""  # opens one modal within three seconds
    channel: str = ""  # where it was typed


def call_from(context: BoltContext, words: str) -> Call:
    """A call with what the middleware learnt about who is asking, and when."""
    return Call(
        words=words,
        actor=context["actor"],
        tr=context["tr"],
        deps=context["deps"],
        snapshot=context["snapshot"],
        today=context["today"],
        trigger_id=context.get("trigger_id") or "",
        channel=context.channel_id or "",
    )
