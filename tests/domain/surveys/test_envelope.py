"""Sealed answers: one length whatever is inside, and only the right key, person and wave open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from bot.domain.surveys.envelope import BrokenEnvelope, Sheet, length, seal, unseal
from bot.domain.surveys.questions import MOST_TEXT, Kind, Question, accepted

KEY = PrivateKey.generate()
PUBLIC, PRIVATE = bytes(KEY.public_key), bytes(KEY)
QUESTIONS = (
    Question(kind=Kind.ENPS, text="?"),
    Question(kind=Kind.TEXT, text="Why?"),
    Question(kind=Kind.CHOICES, text="Which?", choices=tuple("abcdefghij")),
)
typed = st.text(max_size=MOST_TEXT)
answers = st.fixed_dictionaries(
    {},
    optional={
        0: st.integers(1, 10),
        1: typed,
        2: st.sets(st.integers(0, 9)).map(tuple),
    },
)


def sheet(given_answers, person="U1", **more) -> Sheet:
    kept = accepted(QUESTIONS, given_answers)
    return Sheet(wave_id=7, slack_user_id=person, answers=kept, receipt="amber-otter-17", **more)


@settings(max_examples=60, deadline=None)
@given(answers, st.booleans())
def test_what_is_sealed_comes_out_and_every_box_is_as_long_as_any_other(given_answers, may_reply):
    made = sheet(given_answers, may_reply=may_reply)
    box = seal(made, QUESTIONS, PUBLIC)
    assert len(box) == len(seal(sheet({}), QUESTIONS, PUBLIC))
    assert unseal(box, PRIVATE, wave_id=7, slack_user_id="U1") == made


def test_the_longest_answers_of_the_widest_letters_still_fit():
    widest = sheet({0: 10, 1: "\U0001f600" * MOST_TEXT, 2: tuple(range(10))}, person="U" * 20)
    assert len(seal(widest, QUESTIONS, PUBLIC)) == length(QUESTIONS) + 48


def test_two_equal_answers_look_nothing_alike():
    one, other = (seal(sheet({0: 9}), QUESTIONS, PUBLIC) for _ in range(2))
    assert one != other


@pytest.mark.parametrize(("wave", "person"), [(7, "U2"), (8, "U1")])
def test_a_box_moved_to_another_person_or_wave_does_not_count(wave, person):
    box = seal(sheet({0: 9}), QUESTIONS, PUBLIC)
    with pytest.raises(BrokenEnvelope, match="wrong place"):
        unseal(box, PRIVATE, wave_id=wave, slack_user_id=person)


def test_another_key_or_a_changed_byte_opens_nothing():
    box = seal(sheet({0: 9}), QUESTIONS, PUBLIC)
    changed = box[:-1] + bytes([box[-1] ^ 1])
    for bad, key in ((box, bytes(PrivateKey.generate())), (changed, PRIVATE), (b"", PRIVATE)):
        with pytest.raises(BrokenEnvelope, match="does not open"):
            unseal(bad, key, wave_id=7, slack_user_id="U1")
