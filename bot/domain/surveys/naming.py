"""Which wave somebody means who types the name of a survey. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.words import fold
from store.records_surveys import Wave


def named(waves: Sequence[Wave], words: str) -> list[Wave]:
    """The waves of surveys that were called so, in the order given: the whole name before a part
    of it. No words name every wave."""
    wanted = " ".join(fold(words).split())
    names = [(" ".join(fold(str(one.definition.get("name", ""))).split()), one) for one in waves]
    same = [one for name, one in names if name == wanted]
    return same or [one for name, one in names if wanted in name]
