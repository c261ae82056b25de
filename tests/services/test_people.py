"""Who somebody is and what they may do, at the level of the services."""

from datetime import date, timedelta

import pytest

from bot.errors import NotAllowed, NotFound, UsageError
from bot.services import metrics
from bot.services.access import ADMINS, OPERATOR, Unknown, require
from bot.services.once import Once
from bot.services.roles import CLAIM_LIFE
from store.records import Role
from tests.services.office import TODAY, shown


def test_nothing_is_allowed_without_a_role(office):
    with pytest.raises(Unknown):
        require(office.on_slack("U1", "Somebody"), frozenset(Role))


def test_a_rep_is_not_an_admin(office):
    office.hire("Anna", email="anna@example.com")
    anna = office.on_slack("U1", "Anna", "ANNA@example.com")
    assert anna.roles == {Role.REP}
    with pytest.raises(NotAllowed):
        require(anna, ADMINS)


def test_an_e_mail_links_once_and_is_not_taken_over(office):
    office.hire("Anna", email="anna@example.com")
    assert office.on_slack("U1", "Anna", "anna@example.com").person_id
    assert office.on_slack("U2", "Mallory", "anna@example.com").person_id is None
    assert office.who("U1").person_id == office.people["Anna"]


@pytest.mark.parametrize("more", [{"deleted": True}, {"is_bot": True}])
def test_bots_and_deleted_users_are_nobody(office, more):
    office.hire("Anna", email="anna@example.com")
    office.store.roles.grant(office.workspace, "U1", Role.OWNER)
    assert office.on_slack("U1", "Anna", "anna@example.com", **more).roles == frozenset()


def test_who_has_left_the_company_is_nobody(office):
    office.hire("Anna", email="anna@example.com", ends_on=TODAY - timedelta(days=1))
    assert office.on_slack("U1", "Anna", "anna@example.com").roles == frozenset()


def test_a_name_is_offered_only_when_it_is_unique_and_free(office):
    matching = office.services.matching
    office.hire("Anna Smit")
    actor = office.on_slack("U1", "ánna  smit")
    assert matching.offer(actor).id == office.people["Anna Smit"]
    office.hire("Anna Smit", email="other@example.com")
    assert matching.offer(actor) is None
    with pytest.raises(NotFound):
        matching.accept(actor, office.people["Anna Smit"])


@pytest.mark.parametrize(
    ("name", "error"),
    [("Nobody", NotFound), ("Jan", UsageError), ("Bram", UsageError)],
)
def test_a_link_by_hand_needs_one_free_person(office, name, error):
    office.hire("Jan", email="1@example.com")
    office.hire("Jan", email="2@example.com")
    office.hire("Bram", email="bram@example.com")
    office.on_slack("U7", "Bram", "bram@example.com")
    with pytest.raises(error):
        office.services.matching.link(OPERATOR, "U1", name)


def test_every_link_and_role_leaves_an_audit_line(office):
    office.hire("Anna", email="anna@example.com")
    office.services.matching.link(OPERATOR, "U1", "anna@example.com")
    office.services.roles.grant(OPERATOR, "U1", Role.ADMIN)
    office.services.roles.take(OPERATOR, "U1", Role.ADMIN)
    office.services.matching.unlink(OPERATOR, "U1")
    lines = office.store.audit.recent(office.workspace)
    assert [line.action for line in lines] == [
        "person.unlink",
        "role.take",
        "role.grant",
        "person.link",
    ]
    assert {line.actor for line in lines} == {"operator"}


def test_a_claim_code_is_never_stored_and_ends(office):
    roles = office.services.roles
    office.hire("Anna", email="anna@example.com")
    anna = office.on_slack("U1", "Anna", "anna@example.com")
    code = roles.new_claim()
    office.time.now += CLAIM_LIFE
    with pytest.raises(NotFound):
        roles.claim(anna, code)
    fresh = roles.new_claim()
    roles.claim(anna, fresh.lower().replace("-", " "))
    assert roles.owners() == ("U1",)
    with pytest.raises(NotFound):
        roles.claim(anna, fresh)


def test_a_role_nobody_can_have_or_has_is_refused(office):
    with pytest.raises(UsageError):
        office.services.roles.grant(OPERATOR, "U1", Role.REP)
    with pytest.raises(NotFound):
        office.services.roles.take(OPERATOR, "U1", Role.HR)


def test_a_team_defines_its_own_measure_and_metric(office):
    desk = office.services.desk
    metrics.define_measure(desk, OPERATOR, "demos", {"unit": "count"})
    metrics.define_metric(
        desk, OPERATOR, "demos_given",
        {"name": "Demos given", "unit": "count", "top": [{"measure": "demos"}], "words": ["demo"]},
    )  # fmt: skip
    office.hire("Anna")
    office.sell("Anna", 300, "d1", measure="demos", on=date(2026, 11, 20))
    assert shown(office.board("demo")) == [(1, "Anna", 3)]
    assert shown(office.board("demos given")) == [(1, "Anna", 3)]
    metrics.remove(desk, OPERATOR, "demos_given")
    assert "demos_given" not in desk.snapshots.current().metrics


def test_a_metric_whose_measure_is_gone_is_left_out(office):
    desk = office.services.desk
    metrics.define_measure(desk, OPERATOR, "demos", {"unit": "count"})
    definition = {"name": "Demos", "unit": "count", "top": [{"measure": "demos"}]}
    metrics.define_metric(desk, OPERATOR, "demos_given", definition)
    metrics.remove(desk, OPERATOR, "demos")
    assert "demos_given" not in desk.snapshots.current().metrics
    assert "revenue" in desk.snapshots.current().metrics


def test_only_admins_define_metrics(office):
    office.hire("Anna")
    with pytest.raises(NotAllowed):
        metrics.define_measure(office.services.desk, office.actor("Anna"), "x", {"unit": "count"})


def test_what_was_taken_is_taken_until_it_is_released_or_long_ago():
    once = Once(remembered=2)
    assert [once.is_first(key) for key in ("a", "a", "b")] == [True, False, True]
    once.release("a")
    assert once.is_first("a")
    assert once.is_first("c")
    assert once.is_first("b")
