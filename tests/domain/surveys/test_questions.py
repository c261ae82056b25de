"""Questions that can be asked, answers that can be given, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.surveys.enps import Scale
from bot.domain.surveys.questions import (
    MOST_TEXT,
    Kind,
    Question,
    accepted,
    checked,
    definition_of,
    plain_text,
    question_from,
)
from bot.errors import UsageError

ENPS = Question(kind=Kind.ENPS, text="Would you recommend us?")
MOOD = Question(kind=Kind.SCALE, text="How was your week?", low="bad", high="great")
LUNCH = Question(kind=Kind.CHOICE, text="Lunch?", choices=("Soup", "Bread"))
TOOLS = Question(kind=Kind.CHOICES, text="Which tools?", choices=("Phone", "Mail", "Slack"))
REASON = Question(kind=Kind.TEXT, text="What is the main reason?")
QUIZ = Question(kind=Kind.CHECK, text="Our margin?", choices=("10 %", "20 %"), right=1)
ALL = (ENPS, MOOD, LUNCH, TOOLS, REASON, QUIZ)


def test_a_survey_of_every_kind_can_be_asked():
    assert checked(ALL) == ALL


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind.value)
def test_a_question_comes_back_from_what_is_stored(question):
    assert question_from(definition_of(question)) == question


def test_the_scale_from_zero_comes_back_too():
    zero = Question(kind=Kind.ENPS, text="?", scale=Scale.ZERO_TO_TEN, is_required=True)
    assert question_from(definition_of(zero)) == zero


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([], "at least one"),
        ([MOOD] * 11, "at most 10"),
        ([ENPS, ENPS], "once"),
        ([Question(kind=Kind.TEXT, text=" ")], "empty"),
        ([Question(kind=Kind.TEXT, text="x" * 301)], "300 characters"),
        ([Question(kind=Kind.CHOICE, text="?", choices=("one",))], "2 to 10"),
        ([Question(kind=Kind.CHOICE, text="?", choices=("a", " "))], "1 to 75"),
        ([Question(kind=Kind.CHOICE, text="?", choices=("a", "A "))], "the same"),
        ([Question(kind=Kind.SCALE, text="?", choices=("a", "b"))], "with choices"),
        ([Question(kind=Kind.CHECK, text="?", choices=("a", "b"))], "which choice is right"),
        ([Question(kind=Kind.CHECK, text="?", choices=("a", "b"), right=2)], "which choice"),
        ([Question(kind=Kind.CHOICE, text="?", choices=("a", "b"), right=0)], "knowledge check"),
    ],
)
def test_what_cannot_be_asked_says_what_to_change(questions, says):
    with pytest.raises(UsageError) as error:
        checked(questions)
    assert says in str(error.value)


def test_what_was_skipped_is_no_answer():
    assert accepted(ALL, {0: 9, 3: (), 4: ""}) == {0: 9}


def test_several_choices_are_kept_once_and_in_order():
    assert accepted(ALL, {3: (2, 0, 2)}) == {3: (0, 2)}


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        *((0, value) for value in (0, 11, -1, True, "9", (9,))),
        *((1, value) for value in (0, 6)),
        *((2, value) for value in (2, -1, (0,))),
        *((3, value) for value in ((3,), (0, -1), 0, "0")),
        *((4, value) for value in ("x" * (MOST_TEXT + 1), 7, (1,))),
        (5, 2),
        (6, 1),
    ],
)
def test_an_answer_that_no_form_offers_is_refused(number, answer):
    with pytest.raises(UsageError):
        accepted(ALL, {number: answer})


def test_zero_is_an_answer_on_the_scale_from_zero():
    zero = Question(kind=Kind.ENPS, text="?", scale=Scale.ZERO_TO_TEN)
    assert accepted([zero], {0: 0}) == {0: 0}


def test_a_required_question_must_be_answered():
    required = Question(kind=Kind.SCALE, text="How are you?", is_required=True)
    with pytest.raises(UsageError, match="How are you"):
        accepted([required], {})


@given(st.text())
def test_a_comment_keeps_its_lines_and_no_hidden_marks(text):
    kept = plain_text(text)
    assert kept == plain_text(kept)
    hidden = {"Cc", "Cf", "Cs", "Co"}
    assert all(letter == "\n" or unicodedata.category(letter) not in hidden for letter in kept)
