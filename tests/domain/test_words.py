"""Words: the same however they were typed, and never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.words import fold, key_of, tokenise


def words(text):
    return [" ".join(token.key) for token in tokenise(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("  \u200b \n", []),  # a zero-width space is nothing
        ("Deals  THIS\tweek", ["deals", "this", "week"]),
        ("Zoë Çelik-Ångström", ["zoe", "celik-angstrom"]),
        ("Łódź Straße Ørsted", ["lodz", "strasse", "orsted"]),
        ("ﬁnance ＤＥＡＬＳ", ["finance", "deals"]),  # ligature and full-width letters
        ("d'Angelo d’Angelo", ["d'angelo", "d'angelo"]),
        ("van 't Hof", ["van", "'t", "hof"]),
        ('team "Team West"', ["team", "team west"]),
        ("team “Team West”", ["team", "team west"]),
        ("team „Team West“", ["team", "team west"]),
        ("team «Team West»", ["team", "team west"]),
        ("product 'GTX Pro' deals", ["product", "gtx pro", "deals"]),
        ('24" monitor', ["24", "monitor"]),
        ('team "open', ["team", "open"]),
        ('""', []),
        ("alpha, beta; gamma", ["alpha", "beta", "gamma"]),
        ("a..b", ["a", "..", "b"]),
        ("2017-07-01…2017-09-30", ["2017-07-01", "..", "2017-09-30"]),
        ("2017-07-01–2017-09-30", ["2017-07-01", "..", "2017-09-30"]),
        ("1 sep - 3 sep", ["1", "sep", "..", "3", "sep"]),
        ("<@U12AB|jan de vries>", ["<@U12AB>"]),
        ("<#C12|sales team>", ["<#C12>"]),
        ("<mailto:Jan@X.nl|Jan@X.nl>", ["jan@x.nl"]),
        ("R&amp;D R&D", ["r&d", "r&d"]),
    ],
)
def test_text_is_taken_apart_into_folded_words(typed, expected):
    assert words(typed) == expected


@given(st.text(max_size=60))
def test_no_text_makes_it_fall_over_and_no_word_is_empty(text):
    for token in tokenise(text):
        assert token.key
        assert all(token.key)


@given(st.text(max_size=30))
def test_a_quoted_name_has_the_key_of_the_name(name):
    quotes = dict.fromkeys(map(ord, '"“”„‟«»＂'))
    plain = name.translate(quotes)
    tokens = tokenise(f'"{plain}"')
    assert (tokens[0].key if tokens else ()) == key_of(name)


@given(st.text(max_size=30))
def test_case_does_not_matter(text):
    assert fold(text.upper()) == fold(text.upper().lower())
