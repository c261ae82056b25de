"""People, their teams over time, and the seats their deals are credited to."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import Duplicate, NotFound, StoreError
from store.open import Store
from store.records import LabelKind, Membership
from store.seats import seat_on

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))


@pytest.fixture
def home(any_store: Store) -> int:
    return any_store.workspaces.sole().id


def team(store: Store, home: int, name: str) -> int:
    return store.labels.id(home, LabelKind.TEAM, name)


def test_names_are_one_whatever_their_case_accents_and_spacing(any_store: Store, home: int):
    first = any_store.labels.id(home, LabelKind.TEAM, "Équipe  Nord")
    assert any_store.labels.id(home, LabelKind.TEAM, "equipe nord") == first
    assert any_store.labels.id(home, LabelKind.REGION, "Equipe Nord") != first
    assert [label.name for label in any_store.labels.all(home, LabelKind.TEAM)] == ["Équipe Nord"]
    assert any_store.labels.find(home, LabelKind.TEAM, "South") is None
    with pytest.raises(StoreError, match="needs a name"):
        any_store.labels.id(home, LabelKind.TEAM, "  ")


def test_a_person_is_found_by_mail_first_and_then_by_a_name_only_they_have(
    any_store: Store, home: int
):
    ann = any_store.people.add(home, name="Ann  Bé", email=" Ann@Example.com ")
    any_store.people.add(home, name="Bob")
    any_store.people.add(home, name="bob", email="bob2@example.com")
    assert (ann.name, ann.email) == ("Ann Bé", "ann@example.com")
    assert any_store.people.find(home, "ANN@example.com") == ann
    assert any_store.people.find(home, "ann be") == ann
    assert any_store.people.find(home, "Bob") is None
    assert len(any_store.people.by_name(home, "BOB")) == 2
    assert any_store.people.find(home, "nobody@example.com") is None


def test_an_address_or_slack_user_belongs_to_one_person(any_store: Store, home: int):
    ann = any_store.people.add(home, name="Ann", email="ann@example.com")
    bob = any_store.people.add(home, name="Bob")
    with pytest.raises(Duplicate):
        any_store.people.add(home, name="Other", email="ANN@example.com")
    assert any_store.people.link(home, ann.id, "U1").slack_user_id == "U1"
    with pytest.raises(Duplicate):
        any_store.people.link(home, bob.id, "U1")
    assert any_store.people.by_slack_user(home, "U1") == any_store.people.get(home, ann.id)
    any_store.people.link(home, ann.id, None)
    assert any_store.people.link(home, bob.id, "U1").slack_user_id == "U1"


def test_a_duplicate_leaves_the_rest_of_a_transaction_to_its_owner(any_store: Store, home: int):
    any_store.people.add(home, name="Ann", email="ann@example.com")
    with any_store.transaction():
        any_store.people.add(home, name="Bob")
        with pytest.raises(Duplicate):
            any_store.people.add(home, name="Other", email="ann@example.com")
        any_store.people.add(home, name="Cleo")
    assert [person.name for person in any_store.people.all(home)] == ["Ann", "Bob", "Cleo"]


def test_what_is_not_named_in_an_update_stays(any_store: Store, home: int):
    ann = any_store.people.add(home, name="Ann", starts_on=MAY, fte=80)
    changed = any_store.people.update(home, ann.id, ends_on=JULY, name="Ann Smit")
    assert (changed.starts_on, changed.ends_on, changed.fte) == (MAY, JULY, 80)
    assert any_store.people.by_name(home, "ann smit") == [changed]
    with pytest.raises(NotFound):
        any_store.people.update(home, ann.id + 1, name="Nobody")


def test_a_manager_is_somebody_else_of_the_same_workspace(any_store: Store, home: int):
    boss = any_store.people.add(home, name="Boss")
    ann = any_store.people.add(home, name="Ann", manager_id=boss.id, starts_on=JUNE, ends_on=JULY)
    assert any_store.people.manager_of(home, ann.id) == boss
    assert any_store.people.manager_of(home, boss.id) is None
    assert any_store.people.reports_of(home, boss.id, JULY) == [ann]
    assert any_store.people.reports_of(home, boss.id, MAY) == []
    elsewhere = any_store.workspaces.add("Rival").id
    with pytest.raises(StoreError):
        any_store.people.update(home, ann.id, manager_id=ann.id)
    with pytest.raises(NotFound):
        any_store.people.add(elsewhere, name="Spy", manager_id=boss.id)
    assert any_store.people.all(elsewhere) == []


def test_joining_a_team_ends_the_membership_before(any_store: Store, home: int):
    alpha, beta = team(any_store, home, "Alpha"), team(any_store, home, "Beta")
    ann = any_store.people.add(home, name="Ann").id
    any_store.people.join_team(home, ann, alpha, None, None)
    any_store.people.join_team(home, ann, beta, None, JUNE)
    any_store.people.join_team(home, ann, beta, None, JULY)
    found = any_store.people.memberships(home, ann)
    assert [(one.team_id, one.starts_on, one.ends_on) for one in found] == [
        (alpha, None, JUNE),
        (beta, JUNE, None),
    ]
    assert any_store.people.seat_for(home, ann, MAY) == any_store.people.seat(
        home, ann, alpha, None
    )
    assert any_store.people.seat_for(home, ann, JUNE) == any_store.people.seat(
        home, ann, beta, None
    )
    with pytest.raises(StoreError, match="already moved"):
        any_store.people.join_team(home, ann, alpha, None, MAY)


def test_a_move_corrected_on_its_day_replaces_it(any_store: Store, home: int):
    alpha, beta = team(any_store, home, "Alpha"), team(any_store, home, "Beta")
    ann = any_store.people.add(home, name="Ann").id
    any_store.people.join_team(home, ann, alpha, None, JUNE)
    any_store.people.join_team(home, ann, beta, None, JUNE)
    (only,) = any_store.people.memberships(home, ann)
    assert (only.team_id, only.starts_on, only.ends_on) == (beta, JUNE, None)


@pytest.mark.parametrize(
    ("day", "region", "place"),
    [
        (date(2026, 4, 30), None, (None, None)),
        (MAY, None, (1, 10)),
        (date(2026, 5, 31), None, (1, 10)),
        (JUNE, None, (2, 20)),  # the day of the move is the first day in the new team
        (JUNE, 99, (2, 99)),  # a deal's own region wins
        (date(2026, 4, 30), 99, (None, 99)),
    ],
)
def test_a_seat_is_where_somebody_was_on_that_day(day: date, region: int | None, place: tuple):
    history = [
        Membership(person_id=1, team_id=1, region_id=10, starts_on=MAY, ends_on=JUNE),
        Membership(person_id=1, team_id=2, region_id=20, starts_on=JUNE, ends_on=None),
    ]
    assert seat_on(history, day, region) == place


def test_seats_are_interned(any_store: Store, home: int):
    ann = any_store.people.add(home, name="Ann").id
    nowhere = any_store.people.seat(home, ann, None, None)
    assert any_store.people.seat(home, ann, None, None) == nowhere
    alpha = team(any_store, home, "Alpha")
    there = any_store.people.seat(home, ann, alpha, None)
    assert there != nowhere
    assert any_store.people.seats(home)[there].team_id == alpha
