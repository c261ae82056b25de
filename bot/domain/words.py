"""Takes typed text apart into words that compare equal however they were typed.

Knows no vocabulary: only quotes, accents, case, spaces, dashes and what Slack sends whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = '"“”„‟«»'
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys("’‘‚‛`´", "'"),
        **dict.fromkeys("‐‑‒−", "-"),
    }
)
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_SLACK = re.compile(r"<(?P<mark>[@#!])(?P<id>[^|>]*)(?:\|[^>]*)?>|<mailto:(?P<mail>[^|>]*)[^>]*>")
_TO = re.compile(r"\.{2,}|(?<=\d)[–—](?=\d)|(?<!\S)[-–—]+(?!\S)")


@dataclass(frozen=True, slots=True)
class Token:
    """One typed word, or everything between two quotes.

    `text` is as typed, `key` the folded words in it (one, unless it was quoted).
    """

    text: str
    key: tuple[str, ...]
    quoted: bool = False

    @property
    def word(self) -> str:
        """The folded word; empty for a quoted text, which is a name and never a word."""
        return "" if self.quoted else self.key[0]


def fold(text: str) -> str:
    """The text without case, accents, quotes and typographic variants, for comparing."""
    if text.isascii():
        plain = text.casefold().replace('"', "").replace("`", "'")
    else:
        plain = unicodedata.normalize("NFKC", text).translate(_STRAIGHT).replace('"', "")
        plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_LETTERS)
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    if "&" in plain:  # Slack escapes exactly these three
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain


def quotable(name: str) -> str:
    """The name as it can stand between double quotes and keep its key."""
    if name.isascii():
        return name.replace('"', "")
    return unicodedata.normalize("NFKC", name).translate(_STRAIGHT).replace('"', "")


@lru_cache(maxsize=65_536)  # a vocabulary is built anew with every change, mostly of old names
def key_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, as tokenise() would give them when it is typed."""
    parted = _TO.sub(" .. ", fold(name))
    words = (word.strip(",;") for word in parted.split())
    return tuple(word for word in words if word)


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a command, in order. Never fails: an open quote ends with the text."""
    rest = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    tokens: list[Token] = []
    at = 0
    while at < len(rest):
        if rest[at].isspace():
            at += 1
            continue
        at = _take(rest, at, tokens)
    return tuple(tokens)


def _take(text: str, at: int, tokens: list[Token]) -> int:
    """Adds the token or tokens that start at `at`; where the next begins."""
    if text[at] == '"' or (text[at] == "'" and _closes(text, at)):
        end = text.find('"', at + 1) if text[at] == '"' else _closes(text, at)
        end = end if end > 0 else len(text)
        content = text[at + 1 : end].strip()
        if key := key_of(content):
            tokens.append(Token(content, key, quoted=True))
        return end + 1
    slack = _SLACK.match(text, at)
    if slack:
        whole = slack["mail"] or f"<{slack['mark']}{slack['id']}>"
        tokens.append(Token(whole, (fold(whole) if slack["mail"] else whole,)))
        return slack.end()
    end = at
    while end < len(text) and not text[end].isspace():
        end += 1
    for part in _TO.sub(" .. ", text[at:end]).split():
        tokens.extend(Token(part.strip(",;"), (word,)) for word in key_of(part))
    return end


def _closes(text: str, at: int) -> int:
    """Where the single quote that opens at `at` closes a word; 0 when it is an apostrophe."""
    found = re.compile(r"'(?=\s|$)").search(text, at + 1)
    return found.start() if found else 0
