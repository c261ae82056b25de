"""What is shown of badges, when they are told, and who may set them up; on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.announcing import BadgeSettings, fingerprint
from bot.errors import NotAllowed, NotFound, UsageError
from bot.services.access import OPERATOR, Unknown
from bot.services.announcements import is_changed
from bot.services.badge_setup import MOST_OWN, key_for
from store.records import Role
from store.records_badges import Award, AwardState
from tests.services.office import NOW, TODAY, Office, Time

RULE = {"comparison": "threshold", "metric": "deals", "period": "month", "threshold": "2"}
FULL = {"name": "Full house", "tells": "Two deals.", "points": "20", **RULE}


@pytest.fixture
def office(any_store) -> Office:
    made = Office(store=any_store, time=Time())
    for name in ("Anna", "Bram"):
        made.hire(name)
    made.services.announcements.change(OPERATOR, BadgeSettings(channel="C0123ABCD"))
    return made


def award(office, name="Anna", badge="hat_trick", slot="2026-11-23", on=TODAY, **more):
    given = {"value": 30_000, "state": AwardState.PROVISIONAL, "awarded_at": NOW}
    return Award(
        person_id=office.people[name],
        badge=badge,
        slot=slot,
        earned_on=on,
        final_at=NOW + timedelta(days=3),
        **given | more,
    )


def give(office, *awards, lost=()):
    office.store.awards.apply(office.workspace, awards, lost, NOW)


def due_at(office, hour, minute=0, *, on=TODAY):
    """Who is told at a time of day in Amsterdam, an hour ahead of UTC in November."""
    office.time.now = datetime(on.year, on.month, on.day, hour - 1, minute, tzinfo=UTC)
    due = office.services.announcements.due()
    return None if due is None else sorted(one.person_id for one in due.awards)


def test_badges_are_due_from_their_time_for_four_hours_of_a_working_day(office):
    give(office, award(office), award(office, "Bram", on=TODAY - timedelta(days=3)))
    both = sorted(office.people.values())
    told = [due_at(office, *moment) for moment in ((16, 29), (16, 30), (20, 29), (20, 30))]
    assert told == [None, both, both, None]
    assert due_at(office, 17, on=date(2026, 11, 28)) is None  # Saturday
    assert due_at(office, 17, on=date(2026, 11, 27)) == [office.people["Anna"]]  # four days later
    assert due_at(office, 17, on=date(2026, 11, 30)) is None


def test_nothing_is_due_without_a_channel_or_without_badges(office):
    assert due_at(office, 17) is None
    give(office, award(office))
    office.services.announcements.change(OPERATOR, BadgeSettings())
    assert due_at(office, 17) is None


def test_at_another_time_and_on_other_days(office):
    store, workspace = office.store, office.workspace
    store.preferences.set(workspace, "working_days", {"weekdays": [5], "country": None})
    chosen = BadgeSettings(channel="C0123ABCD", at=time(9, 0))
    office.services.announcements.change(OPERATOR, chosen)
    saturday = date(2026, 11, 28)
    give(office, award(office, on=saturday))
    assert due_at(office, 9, on=saturday) == [office.people["Anna"]]
    assert due_at(office, 9) is None


def test_what_was_told_is_looked_at_again_while_it_can_change(office):
    store, workspace = office.store, office.workspace
    anna, bram = award(office), award(office, "Bram")
    give(office, anna, bram)
    store.awards.mark_announced(workspace, [anna, bram], "outbox-1")
    assert due_at(office, 17) is None
    office.time.now = NOW
    (told,) = office.services.announcements.told_lately().values()
    assert not is_changed(told, NOW)
    give(office, lost=[bram])
    (after,) = office.services.announcements.told_lately().values()
    assert is_changed(after, NOW)
    assert fingerprint(after) != fingerprint(told)
    assert {one.state for one in after} == {AwardState.PROVISIONAL, AwardState.TAKEN}
    office.time.now = NOW + timedelta(days=12)
    assert office.services.announcements.told_lately() == {}


def test_a_record_is_only_corrected_when_nobody_surpassed_it(office):
    store, workspace = office.store, office.workspace
    record = {"badge": "biggest_month", "slot": "2026-11"}
    held = award(office, **record, value=500)
    give(office, held)
    store.awards.mark_announced(workspace, [held], "outbox-1")
    give(office, award(office, "Bram", **record, value=900), lost=[held])
    (told,) = office.services.announcements.told_lately().values()
    assert [one.state for one in told] == [AwardState.FINAL]
    give(office, replace(award(office, "Bram", **record), value=400))
    (told,) = office.services.announcements.told_lately().values()
    assert [one.state for one in told] == [AwardState.TAKEN]


def test_the_badges_of_a_week_are_those_of_its_days_without_what_was_taken_back(office):
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    taken = award(office, badge="assist", slot="2026-11")
    give(
        office,
        award(office),
        award(office, "Bram", on=sunday, slot="2026-11-29"),
        award(office, "Bram", badge="top_week", on=monday - timedelta(days=1), slot="2026-W47"),
        taken,
    )
    give(office, lost=[taken])
    found = office.services.badges.of_week(monday, sunday)
    assert [(one.name, one.emoji, one.people) for one in found] == [
        ("Hat-trick", ":tophat:", ("Anna", "Bram"))
    ]


def cabinet(office, person, actor):
    snapshot = office.services.desk.snapshots.current()
    return office.services.badges.cabinet(person, actor, snapshot, TODAY)


def test_everybody_sees_everybodys_badges_and_only_their_own_next_ones(office):
    for number in range(8):
        office.sell("Anna", 100, f"D{number}", on=TODAY - timedelta(days=number))
    give(office, award(office))
    anna, bram = office.actor("Anna"), office.actor("Bram")
    mine = cabinet(office, None, anna)
    assert (mine.is_self, mine.count) == (True, 1)
    assert [(one.badge.key, one.missing) for one in mine.near] == [("round_number", 2)]
    seen = cabinet(office, office.people["Anna"], bram)
    assert (seen.is_self, seen.count, seen.near) == (False, 1, ())
    assert "first_deal" in [one.badge.key for one in cabinet(office, None, bram).near]


def test_who_is_nobody_sees_no_badges_and_who_is_no_person_has_to_name_one(office):
    with pytest.raises(UsageError, match="name one"):
        cabinet(office, None, office.actor(None))
    nobody = replace(office.actor(None), roles=frozenset())
    with pytest.raises(Unknown):
        cabinet(office, office.people["Anna"], nobody)


@pytest.mark.parametrize(
    "act",
    [
        lambda services, actor: services.announcements.change(actor, BadgeSettings()),
        lambda services, actor: services.badge_setup.listed(actor),
        lambda services, actor: services.badge_setup.save(actor, None, FULL),
        lambda services, actor: services.badge_setup.try_out(actor, FULL),
        lambda services, actor: services.badge_setup.switch(actor, "hat_trick", is_on=False),
        lambda services, actor: services.badge_setup.remove(actor, "hat_trick"),
    ],
)
def test_badges_are_set_up_by_owner_and_admin_only(office, act):
    with pytest.raises(NotAllowed):
        act(office.services, office.actor("Anna", Role.MANAGER))


def test_a_badge_of_ones_own_keeps_its_key_and_leaves_a_line_for_each_change(office):
    setup = office.services.badge_setup
    made = setup.save(OPERATOR, None, FULL)
    changed = setup.save(OPERATOR, made.key, {**FULL, "name": "House"}, is_on=False)
    assert (changed.key, changed.name) == ("full_house", "House")
    assert not setup.get(OPERATOR, "full_house").badge.is_on
    setup.switch(OPERATOR, "full_house", is_on=True, worth=7)
    assert setup.get(OPERATOR, "full_house").worth == 7
    setup.save(OPERATOR, "full_house", FULL)
    assert setup.get(OPERATOR, "full_house").worth == 20
    setup.remove(OPERATOR, "full_house")
    with pytest.raises(NotFound):
        setup.get(OPERATOR, "full_house")
    with pytest.raises(NotFound):
        setup.save(OPERATOR, "full_house", FULL)
    actions = [line.action for line in office.store.audit.recent(office.workspace)]
    assert actions[::-1][1:] == [
        "badge.save", "badge.save", "points.set", "badge.switch", "badge.save", "badge.remove",
    ]  # fmt: skip


def test_there_are_only_so_many_badges_of_ones_own(office):
    setup = office.services.badge_setup
    for number in range(MOST_OWN):
        office.store.badges.put(office.workspace, f"own_{number}", FULL)
    with pytest.raises(UsageError, match=str(MOST_OWN)):
        setup.save(OPERATOR, None, FULL)


def test_who_has_a_deleted_badge_keeps_it_without_its_points(office):
    setup = office.services.badge_setup
    key = setup.save(OPERATOR, None, FULL).key
    mine = award(office, badge=key, slot="2026-11")
    give(office, mine)
    office.services.points.settle([mine], ())
    assert [row.value for row in office.board("points", "Anna").rows] == [20]
    setup.remove(OPERATOR, key)
    assert office.board("points", "Anna").rows == ()
    assert [one.badge.name for one in cabinet(office, None, office.actor("Anna")).held] == [
        "Full house"
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Full house", "full_house"),
        ("Déjà vu!", "deja_vu"),
        ("100 %", "badge_100"),
        ("東京", "badge"),
        ("Hat trick", "hat_trick_2"),
        ("x" * 99, "x" * 30),
    ],
)
def test_a_key_is_made_of_the_name_and_never_taken_twice(name, key):
    assert key_for(name, {"hat_trick"}) == key
