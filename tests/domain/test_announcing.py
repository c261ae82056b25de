"""Which badges a post tells, how it is mended, and the settings of both."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcing import (
    FRESH,
    BadgeSettings,
    badge_settings,
    channel_from,
    correction_days_from,
    fingerprint,
    is_fresh,
    news,
    taken_back,
    time_from,
)
from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.built_in import BUILT_IN
from bot.domain.metrics import Unit
from bot.errors import FormError
from store.records_badges import Award, AwardState

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NAMES = {1: "Bram Kok", 2: "anna de Vries", 3: "Sofia Peeters"}


def award(person=1, badge="hat_trick", slot="2026-11-23", **more):
    given = {
        "earned_on": TODAY,
        "value": 30_000,
        "state": AwardState.PROVISIONAL,
        "awarded_at": NOW,
        "final_at": NOW,
    }
    return Award(person_id=person, badge=badge, slot=slot, **given | more)


def told(*awards):
    found = news(awards, BUILT_IN_BADGES, NAMES, BUILT_IN)
    return [(one.badge.key, one.number, one.people) for one in found]


def test_equal_badges_are_told_together_and_the_one_worth_most_first():
    assert told(
        award(1), award(2), award(1, slot="2026-11-22"), award(3, "top_month", "2026-10")
    ) == [
        ("top_month", None, ("Sofia Peeters",)),
        ("hat_trick", None, ("anna de Vries", "Bram Kok")),
    ]


def test_round_numbers_are_told_one_by_one_with_what_they_count():
    awards = [award(1, "round_number", "n=50"), award(2, "round_number", "n=100")]
    assert told(*awards) == [
        ("round_number", 100, ("anna de Vries",)),
        ("round_number", 50, ("Bram Kok",)),
    ]
    assert news(awards, BUILT_IN_BADGES, NAMES, BUILT_IN)[0].unit is Unit.COUNT


def test_what_was_taken_back_and_who_has_gone_is_left_out():
    taken = award(1, state=AwardState.TAKEN)
    assert told(taken, award(2)) == [("hat_trick", None, ("anna de Vries",))]
    assert told(taken, award(99)) == []
    assert taken_back([taken, award(2)]) == 1


def test_a_badge_that_was_deleted_since_keeps_a_name():
    (one,) = news([award(badge="full_house")], BUILT_IN_BADGES, NAMES, BUILT_IN)
    assert (one.badge.name, one.people) == ("Full house", ("Bram Kok",))


@pytest.mark.parametrize(
    ("days_ago", "fresh"), [(0, True), (FRESH.days, True), (FRESH.days + 1, False), (-1, False)]
)
def test_only_what_was_earned_lately_is_told(days_ago, fresh):
    assert is_fresh(award(earned_on=TODAY - timedelta(days=days_ago)), TODAY) is fresh


STATES = st.sampled_from(AwardState)
AWARDS = st.lists(st.integers(1, 3), unique=True).flatmap(
    lambda people: st.tuples(
        *(st.builds(award, st.just(person), state=STATES) for person in people)
    )
)


@given(awards=AWARDS)
def test_a_message_is_mended_exactly_when_somebody_was_taken_back_or_given_again(awards):
    final = [
        replace(one, state=AwardState.FINAL) if one.state is AwardState.PROVISIONAL else one
        for one in awards
    ]
    assert fingerprint(awards) == fingerprint(list(reversed(final)))
    for index, one in enumerate(awards):
        flipped = AwardState.TAKEN if one.state is not AwardState.TAKEN else AwardState.FINAL
        others = [*awards[:index], replace(one, state=flipped), *awards[index + 1 :]]
        again = replace(one, awarded_at=NOW + timedelta(minutes=1))
        later = [*awards[:index], again, *awards[index + 1 :]]
        assert fingerprint(awards) not in {fingerprint(others), fingerprint(later)}


def test_settings_survive_being_kept_and_start_with_nowhere():
    chosen = BadgeSettings(channel="C0123ABCD", at=time(9, 5), correction_days=0)
    assert badge_settings(chosen.data()) == chosen
    assert badge_settings(None) == badge_settings({}) == BadgeSettings()
    assert BadgeSettings().channel is None


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (time_from, "9:05", time(9, 5)),
        (time_from, " 16:30 ", time(16, 30)),
        (correction_days_from, "0", 0),
        (correction_days_from, "60", 60),
        (channel_from, "none", None),
        (channel_from, "C0123ABCD", "C0123ABCD"),
    ],
)
def test_settings_are_read_as_people_write_them(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "field"),
    [
        (time_from, "25:00", "time"),
        (time_from, "later", "time"),
        (time_from, "", "time"),
        (correction_days_from, "61", "correction_days"),
        (correction_days_from, "-1", "correction_days"),
        (correction_days_from, "", "correction_days"),
        (channel_from, "#sales", "channel"),
    ],
)
def test_settings_that_will_not_do_are_refused_beside_their_field(read, text, field):
    with pytest.raises(FormError) as refused:
        read(text)
    assert refused.value.field == field
