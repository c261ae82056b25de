"""Whatever somebody types, they get a board, or an error with a way out; never a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.grammar import parse
from bot.domain.query import Query
from bot.errors import UserError
from tests.domain.vocabularies import MONDAY, vocabulary

VOCABULARY = vocabulary()
KNOWN = (
    "revenue", "deals", "win rate", "omzet", "by", "per", "team", "product", "region", "source",
    "why", "waarom", "me", "top", "5", "last", "30", "days", "this", "week", "since", "sinds",
    "friday's", "board", "as of", "until", "2026", "q3", "fy2026", "..", "1", "sep", "my", "all",
    "page", "person", '"', "“GTX Pro”", '"GTX Pro"', "<@U1|ann>", "help", "-1", "0", "99999999999",
)  # fmt: skip
words = st.one_of(st.sampled_from(KNOWN), st.text(max_size=8))


@settings(max_examples=400, deadline=None)
@given(st.lists(words, max_size=6).map(" ".join))
def test_any_words_are_a_question_or_an_error_that_says_what_to_do(text):
    answer = understood(text)
    if isinstance(answer, UserError):
        assert str(answer)
        for suggestion in answer.suggestions:
            parse(suggestion.words, VOCABULARY, MONDAY)
    else:
        assert parse(answer.words(), VOCABULARY, MONDAY) == answer


def understood(text: str) -> Query | UserError:
    try:
        return parse(text, VOCABULARY, MONDAY)
    except UserError as error:
        return error
