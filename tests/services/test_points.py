"""Points of badges in the ledger, levels, and what admins change about them; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.levels import Level
from bot.domain.points import PointRules
from bot.errors import NotAllowed, UsageError
from bot.services.access import OPERATOR
from store.open import open_store
from store.records import Role
from store.records_badges import Award, AwardState
from tests.services.office import NOW, TODAY, Office, Time, shown


@pytest.fixture
def office(any_store) -> Office:
    made = Office(store=any_store, time=Time())
    made.hire("Anna")
    made.hire("Bram", team="Beta")
    return made


def award(office, name="Anna", badge="hat_trick", slot="2026-11-20", on=date(2026, 11, 20)):
    return Award(
        person_id=office.people[name],
        badge=badge,
        slot=slot,
        earned_on=on,
        value=30_000,
        state=AwardState.PROVISIONAL,
        awarded_at=NOW,
        final_at=NOW + timedelta(days=3),
    )


def give(office, *awards):
    """As Awarding does it: stored and posted together."""
    with office.store.transaction():
        office.store.awards.apply(office.workspace, awards, (), NOW)
        office.services.points.settle(awards, ())


def take(office, *awards):
    with office.store.transaction():
        office.store.awards.apply(office.workspace, (), awards, NOW)
        office.services.points.settle((), awards)


def points(office, words="points"):
    return {name: value for _, name, value in shown(office.board(f"{words} all", "Anna"))}


def test_a_badge_counts_for_its_day_its_team_and_every_period(office):
    give(office, award(office), award(office, "Bram", "first_deal", "first", date(2026, 10, 2)))
    assert points(office) == {"Anna": 15}
    assert points(office, "points last month") == {"Bram": 10}
    assert points(office, "points this year by team") == {"Alpha": 15, "Beta": 10}
    assert points(office, "revenue this year") == {}
    assert points(office, "points upsell") == {}


def test_giving_the_same_badge_again_posts_nothing_more(office):
    for _ in range(3):
        give(office, award(office))
    assert points(office) == {"Anna": 15}
    assert len(entries(office)) == 1


def entries(office):
    return office.store.ledger.entries(
        office.workspace, measures=["badge_points"], start=date(2000, 1, 1), end=date(2100, 1, 1),
        limit=100,
    )  # fmt: skip


def test_a_badge_that_is_taken_back_takes_its_points_along_as_a_reversal(office):
    give(office, award(office))
    take(office, award(office))
    take(office, award(office))
    assert points(office) == {}
    assert sorted(one.amount for one in entries(office)) == [-1_500, 1_500]
    assert {one.details.customer for one in entries(office)} == {"Hat-trick"}
    give(office, award(office))
    assert points(office) == {"Anna": 15}


def test_a_badge_earned_on_another_day_now_counts_for_that_day(office):
    give(office, award(office))
    give(office, replace(award(office), earned_on=date(2026, 10, 30)))
    assert points(office) == {}
    assert points(office, "points last month") == {"Anna": 15}


def test_changed_points_of_a_badge_count_for_those_who_have_it(office):
    give(office, award(office), award(office, "Bram"))
    rules = office.services.points.rules()
    office.services.points.change(OPERATOR, replace(rules, badges={"hat_trick": 40}))
    assert points(office) == {"Anna": 40, "Bram": 40}
    office.services.points.change(OPERATOR, replace(rules, badges={"hat_trick": 0}))
    assert points(office) == {}
    office.services.points.change(OPERATOR, rules)
    assert points(office) == {"Anna": 15, "Bram": 15}
    (line,) = office.store.audit.recent(office.workspace, 1)
    assert (line.action, line.actor) == ("points.set", "operator")


def test_changed_weights_count_for_what_was_recorded_before(office):
    office.sell("Anna", 100_000, "D1", on=date(2026, 11, 2))
    assert points(office) == {"Anna": 20}
    rules = PointRules(weights={"deals": Decimal(3)})
    office.services.points.change(OPERATOR, rules)
    assert points(office) == {"Anna": 3}
    assert points(office, "points as of 2026-11-01") == {}
    assert office.services.points.rules() == rules


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (PointRules(weights={"win_rate": Decimal(1)}), "win_rate"),
        (PointRules(badges={"no_such": 5}), "no_such"),
    ],
)
def test_rules_about_what_there_is_not_are_refused_whole(office, rules, says):
    before = office.services.points.rules()
    with pytest.raises(UsageError, match=says):
        office.services.points.change(OPERATOR, rules)
    assert office.services.points.rules() == before


@pytest.mark.parametrize("roles", [(), (Role.MANAGER,), (Role.HR,)])
def test_only_owner_and_admin_change_what_counts(office, roles):
    with pytest.raises(NotAllowed):
        office.services.points.change(office.actor("Anna", *roles), PointRules())


def test_a_level_follows_the_points_of_all_time(office):
    points_of = office.services.points

    def level(name):
        snapshot = office.services.desk.snapshots.current()
        found = points_of.progress(office.people[name], snapshot, TODAY)
        return found.level.name, found.points

    assert level("Anna") == ("Starter", 0)
    office.sell("Anna", 5_000_000, "D1", on=date(2024, 3, 5))
    assert level("Anna") == ("Runner", 510)
    rules = replace(points_of.rules(), levels=(Level(name="All", start=0),))
    points_of.change(OPERATOR, rules)
    assert level("Anna") == ("All", 510)


@pytest.mark.parametrize(
    "kept", [{"levels": [{"name": "Pro"}]}, {"weights": {"deals": "x"}}, {"levels": [5]}, "?"]
)
def test_rules_that_make_no_sense_do_not_take_the_boards_down(office, kept, caplog):
    office.sell("Anna", 100_000, "D1", on=date(2026, 11, 2))
    office.store.preferences.set(office.workspace, "points", kept)
    assert points(office) == {"Anna": 20}
    assert points(office, "revenue") == {"Anna": 100_000}
    assert ("are left out" in caplog.text) == (kept != "?")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "take"]),
        st.sampled_from(["A", "B"]),
        st.sampled_from(["hat_trick", "first_deal", "assist"]),
    ),
    max_size=10,
)


def test_points_are_always_the_sum_of_the_badges_people_have(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/k.db", data_dir=tmp_path, clock=Time())
    office = Office(store=store, time=Time())
    worth = office.services.points.worth()
    numbers = count()

    @settings(max_examples=25, deadline=None)
    @given(steps=STEPS)
    def check(steps):
        number = next(numbers)
        people = {who: office.hire(f"{who}{number}") for who in "AB"}
        for step, who, badge in steps:
            one = award(office, f"{who}{number}", badge)
            if step == "give":
                give(office, one)
            elif store.awards.get(office.workspace, [one.key]):
                take(office, one)
        found = points(office)
        for who, person in people.items():
            held = store.awards.of_person(office.workspace, person)
            assert found.get(f"{who}{number}", 0) == sum(worth[one.badge] for one in held)

    check()
    store.close()
