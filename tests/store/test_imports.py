"""Imports by the chunk: all or nothing, later rows win, nothing lost between chunks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import bulk as bulk_module
from store.errors import StoreError
from store.open import Store
from store.records import Counts, LabelKind
from tests.store.facts import EVER, Office, office, staged, summed
from tests.store_fixtures import START


@pytest.fixture(params=[(1, 1), (1, 3), (500, 50_000)])
def acme(request: pytest.FixtureRequest, any_store: Store, monkeypatch) -> Office:
    """The same whether rows are taken in and applied one by one, by threes or all at once."""
    monkeypatch.setattr(bulk_module, "PART", request.param[0])
    monkeypatch.setattr(bulk_module, "CHUNK", request.param[1])
    return office(any_store)


def run(where: Office, *facts, minutes: int = 0, replace: bool = False, keep: bool = True):
    at = START + timedelta(minutes=minutes)
    with where.store.ledger.bulk(where.id, source="crm", at=at, actor="test") as bulk:
        bulk.stage(row for fact in facts for row in staged(fact))
        removed = bulk.reverse_missing() if replace else None
        counts = bulk.counts()
        if keep:
            bulk.commit()
    return (counts, removed) if replace else counts


def worth(where: Office) -> list[int]:
    """The amounts per seat, in the order of the office's seats."""
    found = summed(where.store.ledger.sums(where.id, ["revenue"], *EVER))
    return [found[seat, "revenue", "new", "amount"] for seat in where.seats]


def counts(new=0, changed=0, unchanged=0, repeated=0) -> Counts:
    return Counts(new=new, changed=changed, unchanged=unchanged, repeated=repeated)


def test_the_same_file_twice_changes_nothing(acme: Office):
    facts = [
        acme.fact("D-1", acme.line(100)),
        acme.fact("D-2", acme.line(60, share=6_000), acme.line(40, seat=1, share=4_000)),
        acme.fact("D-3"),
    ]
    assert run(acme, *facts) == counts(new=3)
    version = acme.store.workspaces.version(acme.id)
    assert run(acme, *facts, minutes=1) == counts(unchanged=3)
    assert acme.store.workspaces.version(acme.id) == version
    assert worth(acme) == [160, 40, 0]


def test_lines_in_another_order_are_the_same_deal(acme: Office):
    one, other = acme.line(60, share=6_000), acme.line(40, seat=1, share=4_000)
    run(acme, acme.fact("D-1", one, other))
    assert run(acme, acme.fact("D-1", other, one)) == counts(unchanged=1)


def test_changed_reassigned_and_removed_deals_come_out_right(acme: Office):
    run(acme, *(acme.fact(f"D-{n}", acme.line(100)) for n in range(4)))
    later = [
        acme.fact("D-0", acme.line(100)),
        acme.fact("D-1", acme.line(130)),
        acme.fact("D-2", acme.line(100, seat=2)),
        acme.fact("D-3"),
        acme.fact("D-4", acme.line(1, seat=1)),
    ]
    assert run(acme, *later, minutes=1) == counts(new=1, changed=3, unchanged=1)
    assert worth(acme) == [230, 1, 100]
    assert acme.store.totals.differences(acme.id) == []


def test_of_a_deal_twice_in_one_file_the_later_row_wins(acme: Office):
    rows = [
        acme.fact("D-1", acme.line(100)),
        acme.fact("D-2", acme.line(5)),
        acme.fact("D-1", acme.line(70)),
    ]
    assert run(acme, *rows) == counts(new=2, repeated=1)
    assert worth(acme) == [75, 0, 0]
    assert run(acme, *rows, minutes=1) == counts(unchanged=2, repeated=1)
    assert acme.store.totals.differences(acme.id) == []


def test_a_deal_that_was_there_may_be_repeated_and_end_unchanged(acme: Office):
    run(acme, acme.fact("D-1", acme.line(70)))
    rows = [acme.fact("D-1", acme.line(100)), acme.fact("X"), acme.fact("D-1", acme.line(70))]
    assert run(acme, *rows, minutes=1) == counts(new=1, unchanged=1, repeated=1)
    assert worth(acme) == [70, 0, 0]


def test_replace_reverses_what_the_file_lacks_and_only_of_its_source(acme: Office):
    run(acme, acme.fact("D-1", acme.line(1)), acme.fact("D-2", acme.line(20)))
    typed = acme.store.labels.id(acme.id, LabelKind.SOURCE, "typed")
    elsewhere = acme.fact("D-9", acme.line(300))
    acme.post(START, type(elsewhere)(source_id=typed, external_id="D-9", lines=elsewhere.lines))

    found = run(acme, acme.fact("D-1", acme.line(1)), minutes=1, replace=True)
    assert found == (counts(changed=1, unchanged=1), 1)
    assert worth(acme) == [301, 0, 0]
    again = run(acme, acme.fact("D-1", acme.line(1)), minutes=2, replace=True)
    assert again == (counts(unchanged=1), 0)
    assert acme.store.totals.differences(acme.id) == []


def test_a_dry_run_counts_and_keeps_nothing(acme: Office):
    run(acme, acme.fact("D-1", acme.line(1)))
    version = acme.store.workspaces.version(acme.id)
    facts = [acme.fact("D-1", acme.line(2)), acme.fact("D-2", acme.line(5))]
    assert run(acme, *facts, keep=False) == counts(new=1, changed=1)
    assert worth(acme) == [1, 0, 0]
    assert acme.store.workspaces.version(acme.id) == version
    assert run(acme, *facts) == counts(new=1, changed=1)


def test_an_error_half_way_leaves_nothing_not_even_the_people_it_added(acme: Office):
    def rows():
        yield from staged(acme.fact("D-1", acme.line(1)))
        acme.store.people.add(acme.id, name="Newcomer")
        yield from staged(acme.fact("D-2", acme.line(1)))
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk,
    ):
        bulk.stage(rows())
    assert worth(acme) == [0, 0, 0]
    assert acme.store.people.by_name(acme.id, "Newcomer") == []
    assert run(acme, acme.fact("D-1", acme.line(1))) == counts(new=1)


def test_people_and_seats_added_on_the_way_are_kept_with_the_rows(acme: Office):
    def rows():
        for number in range(4):
            person = acme.store.people.add(acme.id, name=f"Newcomer {number}")
            seat = acme.store.people.seat(acme.id, person.id, None, None)
            one = type(acme)(acme.store, acme.id, acme.source, (seat,))
            yield from staged(one.fact(f"D-{number}", one.line(10)))

    with acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk:
        bulk.stage(rows())
        assert bulk.commit() == counts(new=4)
    assert len(acme.store.people.all(acme.id)) == 7
    assert acme.store.totals.differences(acme.id) == []


def test_rows_after_the_count_are_refused(acme: Office):
    with acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk:
        bulk.stage(staged(acme.fact("D-1", acme.line(1))))
        bulk.counts()
        with pytest.raises(StoreError, match="counts"):
            bulk.stage(staged(acme.fact("D-2", acme.line(1))))


def test_a_bad_seat_in_a_late_row_leaves_nothing(acme: Office):
    good = [row for n in range(5) for row in staged(acme.fact(f"D-{n}", acme.line(1)))]
    bad = (*good[0][:6], 999_999, *good[0][7:])
    with (
        pytest.raises(StoreError, match="no such seat"),
        acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk,
    ):
        bulk.stage([*good, ("D-9", *bad[1:])])
    assert worth(acme) == [0, 0, 0]


def test_an_import_may_be_part_of_a_larger_transaction_and_be_dropped_alone(acme: Office):
    with acme.store.transaction():
        person = acme.store.people.add(acme.id, name="Newcomer")
        assert run(acme, acme.fact("D-1", acme.line(1)), keep=False) == counts(new=1)
        assert run(acme, acme.fact("D-2", acme.line(20))) == counts(new=1)
        acme.post(START, acme.fact("D-3", acme.line(300)))
    assert worth(acme) == [320, 0, 0]
    assert acme.store.people.get(acme.id, person.id).name == "Newcomer"
    assert acme.store.totals.differences(acme.id) == []


def test_a_larger_transaction_that_fails_takes_its_import_along(acme: Office):
    def fail() -> None:
        with acme.store.transaction():
            run(acme, acme.fact("D-1", acme.line(1)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert worth(acme) == [0, 0, 0]


def test_two_postings_at_once_in_a_transaction_are_refused(acme: Office):
    with acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk:
        bulk.stage(staged(acme.fact("D-1", acme.line(1))))
        with pytest.raises(StoreError, match="not finished"):
            acme.post(START, acme.fact("D-2", acme.line(1)))
        assert bulk.commit() == counts(new=1)
    assert worth(acme) == [1, 0, 0]


def test_a_thousand_chunks_with_new_people_on_the_way_lose_nothing(acme: Office):
    def rows():
        for number in range(1_000):
            if number % 50 == 0:
                acme.store.labels.id(acme.id, LabelKind.PRODUCT, f"Product {number}")
            yield from staged(acme.fact(f"D-{number}", acme.line(1, seat=number % 3)))

    with acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk:
        bulk.stage(rows())
        assert bulk.commit() == counts(new=1_000)
    assert worth(acme) == [334, 333, 333]
    assert acme.store.totals.differences(acme.id) == []
