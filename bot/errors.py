"""What people can get wrong or may not do: an English message key, its parameters, ways out.

Builds no text, knows no language and no Slack; views translate the message and fill it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A way out: what a button says and the whole corrected command that it runs."""

    label: str
    words: str


class UserError(Exception):
    """Something the person who asked can understand and mend.

    `message` is the English msgid with {named} places, `params` fills them. A parameter is data
    (a name, a date, a number), never a sentence.
    """

    def __init__(
        self, message: str, *, suggestions: Sequence[Suggestion] = (), **params: object
    ) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
        self.suggestions = tuple(suggestions)

    def __str__(self) -> str:
        """The message in English: for logs and tests, never for Slack."""
        return self.message.format(**self.params)


class UsageError(UserError):
    """The words are known but do not make sense together, or a value is out of bounds."""


class FormError(UserError):
    """A field of a form does not make sense; `field` is the id of its block."""

    def __init__(self, field: str, message: str, **params: object) -> None:
        super().__init__(message, suggestions=(), **params)
        self.field = field


class UnknownWords(UserError):
    """Words that mean nothing here; `words` holds them as they were typed."""

    def __init__(
        self,
        message: str,
        *,
        words: Sequence[str],
        suggestions: Sequence[Suggestion] = (),
        **params: object,
    ) -> None:
        super().__init__(message, suggestions=suggestions, words=", ".join(words), **params)
        self.words = tuple(words)


class AmbiguousWords(UnknownWords):
    """Words that mean more than one thing here; each suggestion is one of the readings."""


class NotFound(UserError):
    """A thing that was named does not exist, or not any more."""


class NotAllowed(UserError):
    """The one who asked lacks the role for it."""
