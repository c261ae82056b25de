"""Whatever files came before, and in whatever form: the ledger says what the last state says."""

import csv
import io
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.domain.money import apportion

HEADER = ["id", "rep", "amount", "stage", "closed on", "kind"]
REPS = ["Ann", "Ben", "Ann 60%, Ben 40%", "Ann & Ben & Cy"]
SHARES = {
    "Ann": {"Ann": 10_000},
    "Ben": {"Ben": 10_000},
    "Ann 60%, Ben 40%": {"Ann": 6_000, "Ben": 4_000},
    "Ann & Ben & Cy": {"Ann": 3_334, "Ben": 3_333, "Cy": 3_333},
}
MEASURES = {"won": "revenue", "lost": "lost", "proposal": "pipeline", "void": None}
deal = st.tuples(
    st.sampled_from(REPS),
    st.integers(-2_000, 200_000),  # cents
    st.sampled_from(list(MEASURES)),
    st.sampled_from(["2024-01-10", "2024-03-31", "2025-12-31"]),
    st.sampled_from(["new", "upsell", ""]),
)
states = st.dictionaries(st.sampled_from([f"D{n}" for n in range(6)]), deal, min_size=1)


def as_csv(state) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(HEADER)
    for key, (rep, cents, stage, day, kind) in state.items():
        writer.writerow([key, rep, f"{cents / 100:.2f}", stage, day, kind])
    return buffer.getvalue().encode()


def as_workbook(state) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEADER)
    for key, (rep, cents, stage, day, kind) in reversed(state.items()):
        book.active.append([key, rep, cents / 100, stage, day, kind])
    book.save(out)
    return out.getvalue()


def expected(state, measure: str) -> dict[str, tuple[int, int]]:
    sums = defaultdict(lambda: [0, 0])
    for rep, cents, stage, _, _ in state.values():
        # an open deal without an amount is worth nothing yet
        if MEASURES[stage] != measure or (measure == "pipeline" and not cents):
            continue
        shares = SHARES[rep]
        parts = apportion(cents, list(shares.values()))
        for (name, share), part in zip(shares.items(), parts, strict=True):
            sums[name][0] += part
            sums[name][1] += share
    return {name: tuple(both) for name, both in sums.items() if any(both)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=st.lists(states, min_size=1, max_size=4), form=st.sampled_from([as_csv, as_workbook])
)
def test_any_history_of_files_ends_in_the_sums_of_the_last(shared_office, history, form):
    for state in history:
        summary = shared_office.deals(form(state), replace=True)
        assert (summary.read, summary.refused) == (len(state), 0)
        assert summary.new + summary.changed + summary.unchanged == len(state)
    for measure in ("revenue", "lost", "pipeline"):
        assert shared_office.sums(measure) == expected(history[-1], measure)
    again = shared_office.deals(as_csv(history[-1]), replace=True)
    assert (again.unchanged, again.removed) == (len(history[-1]), 0)
    assert shared_office.store.totals.differences(shared_office.id) == []


def test_a_split_told_in_another_order_is_the_same_deal(office):
    text = "id;rep;amount;date\n1;Ann 60%, Ben 40%;10,00;2024-01-10\n"
    office.deals(text)
    assert office.deals(text.replace("Ann 60%, Ben 40%", "Ben 40%, Ann 60%")).unchanged == 1


@pytest.mark.parametrize("decimal", ["comma", "point"])
def test_the_same_deals_in_another_dialect_are_the_same_deals(office, decimal):
    dot = "id,rep,amount,date,stage\n1,Ann,1234.56,2024-01-31,Won\n2,Ben,7.00,2024-02-28,Lost\n"
    office.deals(dot)
    mark = {"comma": ",", "point": "."}[decimal]
    other = (
        "Fase\tBedrag\tVerkoper\tSluitdatum\tOrdernummer\r\n"
        f"Won\t1234{mark}56\tANN\t31-01-2024\t1\r\n"
        f"Lost\t7{mark}00\tben\t28.02.2024\t2\r\n"
    )
    assert office.deals(other.encode("utf-16")).unchanged == 2
