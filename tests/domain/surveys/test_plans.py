"""What an owner may decide, and thresholds that only rise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.surveys.plans import (
    Audience,
    Every,
    Plan,
    checked_plan,
    definition_of_plan,
    plan_from,
    raised,
    seconds_needed,
)
from bot.domain.surveys.templates import OURS, TEMPLATES, translated
from bot.errors import UsageError

ENPS = TEMPLATES["enps-reason"].plan


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_can_be_launched_and_comes_back_from_what_is_stored(key):
    plan = checked_plan(TEMPLATES[key].plan)
    assert plan_from(definition_of_plan(plan)) == plan


def test_everything_an_owner_decides_comes_back_from_what_is_stored():
    plan = Plan(
        questions=ENPS.questions,
        audience=Audience(
            channels=("C1",), usergroups=("S1",), teams=(3,), regions=(4,), percent=25, cap=2
        ),
        every=Every.MONTH,
        minute=540,
        open_days=5,
        reminders=2,
        least=8,
        least_comments=12,
        by_team=False,
        by_region=True,
        announce_in="C2",
    )
    assert plan_from(definition_of_plan(plan)) == plan


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"questions": ()}, "at least one question"),
        ({"open_days": 0}, "1 to 90 days"),
        ({"open_days": 91}, "1 to 90 days"),
        ({"reminders": 3}, "At most 2"),
        ({"least": 4}, "from 5 answers"),
        ({"least_comments": 9}, "from 10 answers"),
        ({"least": 15}, "from 15 answers"),
        ({"audience": Audience(percent=0)}, "between 1 and 100"),
        ({"audience": Audience(cap=-1)}, "cap"),
        ({"minute": 1440}, "time of day"),
        ({"is_named": True}, "knowledge checks alone"),
    ],
)
def test_what_cannot_be_promised_says_what_to_change(change, says):
    with pytest.raises(UsageError) as error:
        checked_plan(replace(ENPS, **change))
    assert says in str(error.value)


@given(st.integers(5, 40), st.integers(5, 40), st.integers(10, 40), st.integers(10, 40))
def test_thresholds_are_raised_and_never_lowered(least, before, comments, comments_before):
    plan = raised(
        replace(ENPS, least=least, least_comments=comments),
        least=before,
        least_comments=comments_before,
    )
    assert plan.least >= max(least, before)
    assert plan.least_comments >= max(comments, comments_before)


def test_our_own_texts_are_translated_and_an_owner_s_are_left_alone():
    question = ENPS.questions[0]
    shouted = translated(question, str.upper)
    assert shouted.text == question.text.upper()
    own = replace(question, text="Our own words", low="")
    assert translated(own, str.upper).text == "Our own words"
    assert "Our own words" not in OURS


def test_answering_takes_longer_when_something_is_written():
    assert seconds_needed(ENPS.questions) == 40
