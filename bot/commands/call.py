"""What a command is called with, whoever routes it. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.deps import Deps
from bot.i18n import Translator
from bot.services.access import Actor


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """The words after the command, who typed them, and what is needed to answer."""

    words: str
    actor: Actor
    tr: Translator
    deps: Deps
