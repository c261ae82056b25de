"""Workspaces, roles, claims, settings, audit and Slack users: rows in, records out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from store.errors import CurrencyMismatch, Duplicate, NotFound, StoreError
from store.open import Store
from store.records import LabelKind, Role, SlackUser
from tests.store.facts import office
from tests.store_fixtures import START


@pytest.fixture
def home(any_store: Store) -> int:
    return any_store.workspaces.sole().id


def test_there_is_one_workspace_unless_somebody_adds_another(any_store: Store, home: int):
    assert any_store.workspaces.sole().id == home
    any_store.workspaces.add("Second")
    with pytest.raises(StoreError, match="2 workspaces"):
        any_store.workspaces.sole()
    with pytest.raises(NotFound):
        any_store.workspaces.get(999)
    with pytest.raises(NotFound):
        any_store.workspaces.version(999)


def test_a_workspace_stays_with_its_slack_team(any_store: Store, home: int):
    bound = any_store.workspaces.bind(home, "T1", "Acme")
    assert (bound.slack_team_id, bound.name) == ("T1", "Acme")
    assert any_store.workspaces.bind(home, "T1", "Acme BV").name == "Acme BV"
    with pytest.raises(Duplicate):
        any_store.workspaces.bind(home, "T2", "Rival")


def test_the_currency_is_fixed_once(any_store: Store, home: int):
    assert any_store.workspaces.get(home).currency is None
    assert any_store.workspaces.set_currency(home, "EUR").currency == "EUR"
    assert any_store.workspaces.set_currency(home, "EUR").currency == "EUR"
    with pytest.raises(CurrencyMismatch):
        any_store.workspaces.set_currency(home, "USD")
    with pytest.raises(StoreError, match="ISO 4217"):
        any_store.workspaces.set_currency(home, "eur")
    assert any_store.workspaces.get(home).currency == "EUR"


def test_the_version_rises_when_a_board_may_change_also_for_other_processes(
    any_store: Store, home: int, database_url: str, open_database
):
    before = any_store.workspaces.version(home)
    assert any_store.workspaces.version(home) == before
    open_database(database_url).people.add(home, name="Ann")
    assert any_store.workspaces.version(home) == before + 1
    assert any_store.workspaces.get(home).version == before + 1


def test_roles_are_given_and_taken(any_store: Store, home: int):
    any_store.roles.grant(home, "U1", Role.ADMIN)
    any_store.roles.grant(home, "U1", Role.ADMIN)
    any_store.roles.grant(home, "U1", Role.HR)
    assert any_store.roles.of(home, "U1") == {Role.ADMIN, Role.HR}
    assert any_store.roles.of(home, "U2") == frozenset()
    assert any_store.roles.take(home, "U1", Role.HR)
    assert not any_store.roles.take(home, "U1", Role.HR)
    assert any_store.roles.all(home) == {"U1": frozenset({Role.ADMIN})}
    with pytest.raises(StoreError):
        any_store.roles.grant(home, "U1", Role.REP)


def test_a_claim_is_used_once_before_it_expires(any_store: Store, home: int):
    any_store.claims.create(home, "hash", START + timedelta(hours=1))
    assert not any_store.claims.use(home, "other", START)
    assert not any_store.claims.use(home, "hash", START + timedelta(hours=1))
    assert any_store.claims.use(home, "hash", START)
    assert not any_store.claims.use(home, "hash", START)


def test_a_newer_claim_ends_the_one_before(any_store: Store, home: int):
    any_store.claims.create(home, "old", START + timedelta(hours=1))
    any_store.claims.create(home, "new", START + timedelta(hours=1))
    assert not any_store.claims.use(home, "old", START)
    assert any_store.claims.use(home, "new", START)


def test_a_team_adds_and_removes_metrics(any_store: Store, home: int):
    any_store.metrics.add(home, "demos", {"top": [["demos", "amount"]], "words": {"nl": ["demo"]}})
    (metric,) = any_store.metrics.all(home)
    assert metric.definition == {"top": [["demos", "amount"]], "words": {"nl": ["demo"]}}
    with pytest.raises(Duplicate):
        any_store.metrics.add(home, "demos", {})
    any_store.metrics.remove(home, "demos")
    assert any_store.metrics.all(home) == []
    with pytest.raises(NotFound):
        any_store.metrics.remove(home, "demos")


def test_a_rate_holds_from_its_day_on_and_keeps_every_digit(any_store: Store, home: int):
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    any_store.rates.set(home, "USD", may, Decimal("0.9"))
    any_store.rates.set(home, "USD", june, Decimal("0.8"))
    any_store.rates.set(home, "USD", june, Decimal("0.87654321"))
    assert any_store.rates.get(home, "USD", date(2026, 4, 30)) is None
    assert any_store.rates.get(home, "USD", date(2026, 5, 31)) == Decimal("0.9")
    assert any_store.rates.get(home, "USD", date(2026, 12, 1)) == Decimal("0.87654321")
    assert any_store.rates.get(home, "GBP", june) is None
    for wrong in ("0", "-1", "NaN", "Infinity"):
        with pytest.raises(StoreError):
            any_store.rates.set(home, "USD", june, Decimal(wrong))


def test_the_audit_trail_reads_newest_first(any_store: Store, home: int):
    any_store.audit.add(home, START, "U1", "role.grant", {"to": "U2", "role": "hr"})
    any_store.audit.add(home, START + timedelta(seconds=1), "U1", "import", {"café": 3})
    newest, oldest = any_store.audit.recent(home)
    assert (newest.action, newest.details) == ("import", {"café": 3})
    assert (oldest.recorded_at, oldest.actor) == (START, "U1")
    assert any_store.audit.recent(home, limit=1) == [newest]


def test_what_slack_said_last_about_a_user_is_remembered(any_store: Store, home: int):
    ann = SlackUser(slack_user_id="U1", name="Ann", locale="nl-NL", fetched_at=START)
    any_store.slack_users.put(home, ann)
    newer = SlackUser(
        slack_user_id="U1", name="Ann S", deleted=True, fetched_at=START + timedelta(days=1)
    )
    any_store.slack_users.put(home, newer)
    assert any_store.slack_users.get(home, "U1") == newer
    assert any_store.slack_users.all(home) == [newer]
    assert any_store.slack_users.get(home, "U9") is None


def test_everything_survives_a_restart(database_url: str, open_database):
    first = open_database(database_url)
    home = first.workspaces.sole().id
    ann = first.people.add(home, name="Ann")
    first.close()
    second = open_database(database_url)
    assert second.workspaces.sole().id == home
    assert second.people.all(home) == [ann]


def test_names_have_a_version_of_their_own_that_deals_leave_alone(any_store: Store):
    acme = office(any_store)

    def versions() -> tuple[int, int]:
        workspace = any_store.workspaces.get(acme.id)
        return workspace.version, workspace.names_version

    before = versions()
    acme.post(START, acme.fact("D1", acme.line(100)))
    assert versions() == (before[0] + 1, before[1])

    user = SlackUser(slack_user_id="U1", name="Ann", fetched_at=START)
    for change in (
        lambda: any_store.roles.grant(acme.id, "U1", Role.ADMIN),
        lambda: any_store.roles.take(acme.id, "U1", Role.ADMIN),
        lambda: any_store.slack_users.put(acme.id, user),
        lambda: any_store.people.add(acme.id, name="Dora"),
        lambda: any_store.labels.id(acme.id, LabelKind.TEAM, "Gamma"),
    ):
        before = versions()
        change()
        assert versions() == (before[0] + 1, before[1] + 1)

    seen_again = replace(user, fetched_at=START + timedelta(days=1))
    before = versions()
    any_store.slack_users.put(acme.id, seen_again)
    assert versions() == before
