"""Calls, meetings, talk time and scores in by file."""

from decimal import Decimal

import pytest

from bot.errors import UserError

TEXT = (
    "id,rep,type,date,value\n"
    "1,Ann,Call,2024-01-10,\n"
    "2,Ann,Call,2024-01-11 14:00,3\n"
    "3,Ben,Afspraak,2024-01-10,\n"
    "4,Ann & Ben,Meeting,2024-01-10,\n"
    "5,Ann,CSAT,2024-01-10,4.5\n"
    "6,Ann,Talk time,2024-01-10,12\n"
)


def test_activities_count_under_their_measure(office):
    summary = office.activities(TEXT)
    assert (summary.read, summary.new, summary.refused) == (6, 6, 0)
    assert office.money("calls") == {"Ann": Decimal(4)}
    assert office.sums("meetings") == {"Ben": (150, 15_000), "Ann": (50, 5_000)}
    assert office.sums("csat") == {"Ann": (450, 10_000)}
    assert office.money("talk") == {"Ann": Decimal(12)}


def test_the_same_file_again_changes_nothing_and_a_change_is_posted_anew(office):
    office.activities(TEXT)
    assert office.activities(TEXT).unchanged == 6
    assert office.activities(TEXT.replace("14:00,3", "14:00,2")).changed == 1
    assert office.money("calls") == {"Ann": Decimal(3)}


def test_one_measure_can_be_named_for_the_whole_file(office):
    text = "id,rep,date\n1,Ann,2024-01-10\n2,Ann,2024-01-10\n"
    with pytest.raises(UserError, match="Nothing says what these activities are"):
        office.activities(text)
    office.activities(text, measure="Calls")
    assert office.money("calls") == {"Ann": Decimal(2)}


def test_a_measure_of_the_teams_own_can_be_imported(office):
    text = "id,rep,measure,date,value\n1,Ann,Site visits,2024-01-10,2\n"
    assert office.activities(text).refused == 1
    assert "“site_visits” is not a measure; there are calls, csat" in office.refused(
        "activities.csv"
    )
    office.store.metrics.add(office.id, "site_visits", {"kind": "measure", "unit": "count"})
    assert office.activities(text).new == 1
    assert office.money("site_visits") == {"Ann": Decimal(2)}


def test_a_measure_of_the_teams_own_wins_over_a_usual_word_for_another(office):
    text = "id,rep,measure,date,value\n1,Ann,Demo,2024-01-10,2\n"
    office.activities(text)
    assert office.money("meetings") == {"Ann": Decimal(2)}
    office.store.metrics.add(office.id, "demo", {"kind": "measure", "unit": "count"})
    office.activities(text)
    assert (office.money("meetings"), office.money("demo")) == ({}, {"Ann": Decimal(2)})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,Ann,revenue,2024-01-10,5", "“revenue” is not a measure"),
        ("9,Ann,,2024-01-10,5", "there is no measure"),
        ("9,Ann,Call,,5", "there is no date"),
        ("9,Ann,CSAT,2024-01-10,", "there is no value for csat"),
        ("9,Ann,Call,2024-01-10,1.234", "more than two decimals"),
        ("9,Ann,Call,2024-01-10,many", "is not an amount"),
        ("9,,Call,2024-01-10,1", "there is no rep"),
        (",Ann,Call,2024-01-10,1", "there is no external id"),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused_alone(office, row, reason):
    summary = office.activities(TEXT + row + "\n")
    assert (summary.new, summary.refused) == (6, 1)
    assert reason in office.refused("activities.csv")
