"""One command's words, and what stands at each place of it; decides nothing about meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.lexicon import Role
from bot.domain.periods import Period
from bot.domain.vocabulary import Match, Vocabulary

YEAR = r"(?:19|20|21)\d\d"
_YEAR_WORD = re.compile(YEAR)


class Found(NamedTuple):
    """A stretch of time, how many words it took, and whether its year was left out."""

    length: int
    period: Period
    is_yearless: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """One command's folded words (a quoted text is an empty word), and what they count from."""

    words: Sequence[str]
    vocabulary: Vocabulary
    today: date
    _found: dict[int, list[Match]] = field(default_factory=dict)  # every place is looked at often

    def word(self, index: int) -> str:
        """The word at `index`; empty past the end."""
        return self.words[index] if index < len(self.words) else ""

    def phrases(self, index: int) -> list[Match]:
        """Every phrase at `index`, the longest first."""
        found = self._found.get(index)
        if found is None:
            found = self.vocabulary.at(self.words, index) if index < len(self.words) else []
            found.sort(key=lambda match: -match.length)
            self._found[index] = found
        return found

    def at(self, index: int, role: Role) -> list[Match]:
        """The phrases with this role at `index`, the longest first."""
        return [match for match in self.phrases(index) if match.role is role]

    def without_possessives(self) -> Typed:
        """The same with "friday's" as "friday"."""
        plain = [word.removesuffix("'s") for word in self.words]
        return Typed(plain, self.vocabulary, self.today)

    def number(self, index: int) -> str:
        """The digits of the number at `index`, written in digits or as a word; else empty."""
        word = self.word(index)
        if word.isdecimal():
            return word
        return next((str(match.value) for match in self.at(index, Role.NUMBER)), "")

    def year(self, index: int) -> int | None:
        """The year written at `index`, if there is one."""
        word = self.word(index)
        return int(word) if _YEAR_WORD.fullmatch(word) else None
