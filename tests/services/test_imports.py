"""What imports decide about names, seats, rates and activities, without any file."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deals import Status
from bot.errors import UserError
from bot.services.imports import ImportOptions
from bot.services.imports_activities import ActivityBook, ImportedActivity
from bot.services.imports_deals import DealBook, ImportedDeal, hundredths
from bot.services.imports_posting import PostingRun
from bot.services.imports_reps import RepBook, clean_name
from store.open import open_store
from store.records import WHOLE

DAY = date(2024, 1, 10)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAIN = ImportedDeal(
    external_id="D1",
    credits=[("Ann", WHOLE)],
    status=Status.WON,
    amount=Decimal("100.00"),
    currency=None,
    units=None,
    sale_type="new",
    product="Bike",
    closed_on=DAY,
    created_on=None,
    region="",
    customer="Acme",
    link=None,
    stage="Won",
)


@pytest.fixture
def ledger(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'k.db'}", data_dir=tmp_path, clock=lambda: NOW)
    store.workspaces.sole()
    yield store
    store.close()


@pytest.fixture
def reps(ledger):
    return RepBook(ledger, 1)


def book(ledger, reps, currency="EUR"):
    return DealBook(ledger, 1, reps, home="EUR", currency=currency)


def test_a_deal_becomes_a_row_for_the_ledger(ledger, reps):
    (row,) = book(ledger, reps).rows(PLAIN)
    (seat,) = ledger.people.seats(1)
    (product,) = (label.id for label in ledger.labels.all(1, "product"))
    assert row == (
        "D1", "Acme", None, "Won", None, "revenue", seat, DAY.toordinal(), "new", product, 10_000,
        WHOLE,
    )  # fmt: skip


def test_a_deal_that_counts_for_nothing_is_still_a_fact(ledger, reps):
    (row,) = book(ledger, reps).rows(PLAIN._replace(status=Status.VOID, closed_on=None))
    assert row == ("D1", "Acme", None, "Won", None, *[None] * 7)


def test_amounts_count_in_the_workspaces_currency_at_the_rate_of_their_day(ledger, reps):
    ledger.rates.set(1, "USD", date(2024, 1, 1), Decimal("0.9"))
    ledger.rates.set(1, "USD", date(2024, 1, 11), Decimal("0.8"))
    deals = book(ledger, reps, currency="USD")
    (row,) = deals.rows(PLAIN)
    assert (row[4], row[10]) == ("100.00 USD", 9_000)
    (later,) = deals.rows(PLAIN._replace(closed_on=date(2024, 1, 11)))
    assert later[10] == 8_000
    with pytest.raises(UserError, match="no rate from USD to EUR for 2023-12-31"):
        deals.rows(PLAIN._replace(closed_on=date(2023, 12, 31)))
    assert not deals.is_plain


def test_a_split_activity_is_shared_out(ledger, reps):
    activity = ImportedActivity(
        external_id="A1",
        credits=[("Ann", 5_000), ("Ben", 5_000)],
        measure="calls",
        value=Decimal(1),
        occurred_on=DAY,
        region="North",
    )
    rows = ActivityBook(reps, {"calls"}).rows(activity)
    assert [(row[10], row[11]) for row in rows] == [(50, 5_000), (50, 5_000)]


def test_people_are_found_by_email_then_by_name_and_added_once(ledger, reps):
    ann = ledger.people.add(1, name="Ann Ábel", email="ann@x.nl")
    reps.load()
    assert reps.find("ANN@X.NL") == reps.find("ann  abel") == ann.id
    new = reps.find("Ben@x.nl")
    assert new == reps.find("ben@x.nl")
    assert reps.added == ["Ben@x.nl"]
    assert ledger.people.get(1, new).email == "ben@x.nl"


def test_a_seat_changes_only_on_the_turns_of_somebodys_teams(ledger, reps):
    ann, ben = (ledger.people.add(1, name=name).id for name in ("Ann", "Ben"))
    red, blue = (ledger.labels.id(1, "team", name) for name in ("Red", "Blue"))
    ledger.people.join_team(1, ann, red, None, None)
    reps.load()
    assert not reps.has_turns
    ledger.people.join_team(1, ben, red, None, date(2024, 1, 2))
    ledger.people.join_team(1, ben, blue, None, DAY)
    reps.load()
    assert reps.has_turns
    assert (reps.turns(ann), reps.turns(99)) == ((), ())
    assert reps.turns(ben) == (date(2024, 1, 2).toordinal(), DAY.toordinal())
    changes = [
        day.toordinal()
        for day in (DAY + timedelta(days) for days in range(-20, 20))
        if reps.seat(ben, day, None) != reps.seat(ben, day - timedelta(1), None)
    ]
    assert tuple(changes) == reps.turns(ben)


@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}, {"replace": True}])
def test_what_is_not_kept_leaves_no_trace(ledger, reps, options):
    run = PostingRun(
        store=ledger, workspace_id=1, options=ImportOptions(**options), at=NOW, actor="test"
    )
    outcome = run.post(lambda: book(ledger, reps).rows(PLAIN), lambda: (2, 1))
    assert (outcome.new, outcome.kept) == (1, False)
    assert ledger.people.all(1) == []
    assert ledger.audit.recent(1) == []


def test_an_error_on_the_way_takes_everything_back(ledger, reps):
    def rows():
        yield from book(ledger, reps).rows(PLAIN)
        raise UserError("the file is damaged")

    run = PostingRun(store=ledger, workspace_id=1, options=ImportOptions(), at=NOW, actor="test")
    with pytest.raises(UserError, match="damaged"):
        run.post(rows, lambda: (1, 0))
    assert ledger.people.all(1) == []
    assert ledger.ledger.sums(1, ["revenue"], date(2000, 1, 1), date(2100, 1, 1)) == []


@given(st.decimals(min_value=-10_000, max_value=10_000, places=2))
def test_counts_are_kept_exactly(value):
    assert Decimal(hundredths(value)) / 100 == value


@given(st.text())
def test_a_cleaned_name_is_one_printable_line_and_stays_itself(text):
    try:
        name = clean_name(text)
    except UserError:
        return
    assert name == " ".join(name.split()) == clean_name(name)
    assert not any(char in name for char in "\n\r\t\x00\u202e\u200f\x1b")
