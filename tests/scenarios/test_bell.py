"""A won deal rings once, in time, in the right channels; and what was said of it stays true."""

from datetime import date, timedelta

import pytest

from bot.jobs.bell import ring_bells
from bot.services.access import OPERATOR
from bot.services.bell import Bells
from store.records import Fact, Line
from tests.scenarios.bells import NIGHT, TODAY, calls, clock, hang, rang, shared
from tests.scenarios.company import company_in

ANNA, BRAM, SOFIA = "Anna de Vries", "Bram Kok", "Sofia Peeters"


def test_a_won_deal_rings_with_who_how_much_for_whom_and_what_it_did(company):
    hang(company)
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(seconds=59)
    assert rang(company) == []
    company.live(seconds=1)
    (text,) = rang(company)
    assert text.startswith("🔔 Anna de Vries (Alpha) won €12,500 from Customer D1. ")
    assert text.endswith("\nNow 1st in November 2026, up from 11th.")
    assert company.slack.errors == []


def test_a_channel_hears_it_in_its_own_language(company):
    hang(company, locale="nl")
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(minutes=1)
    (text,) = rang(company)
    assert "Anna de Vries (Alpha) haalde €\xa012.500 binnen bij Customer D1." in text
    assert text.endswith("\nNu 1e in november 2026, was 11e.")
    company.win(ANNA, 0, deal="D1")
    company.live(minutes=1)
    assert "heropend, telt niet meer mee" in rang(company)[0]


@pytest.mark.parametrize(
    ("shows", "said", "silent"),
    [
        ({"shows_amount": False}, "won a deal with Customer D1", "12,500"),
        ({"shows_customer": False}, "won €12,500.", "Customer"),
        ({"shows_amount": False, "shows_customer": False}, "won a deal.", "12,500"),
    ],
)
def test_amount_and_customer_are_said_only_where_an_admin_wants_it(company, shows, said, silent):
    hang(company, **shows)
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(minutes=1)
    company.win(ANNA, 0, deal="D1")
    before = rang(company)[0]
    company.live(minutes=1)
    assert said in before
    assert silent not in before + rang(company)[0]


def test_everybody_who_shares_a_deal_is_named(company):
    hang(company)
    shared(company, {BRAM: (4_000, 4_000), ANNA: (6_000, 6_000)}, deal="S1")
    company.live(minutes=1)
    (text,) = rang(company)
    assert "Anna de Vries (Alpha) and Bram Kok (Beta) together won €10,000" in text
    assert "Now in November 2026: Anna de Vries 5th (was 11th) and Bram Kok 9th (was 12th)." in text


def test_each_channel_has_its_own_threshold(company):
    big = company.slack.add_channel("big-deals")
    hang(company)
    hang(company, big, threshold=1_000_000)
    company.win(ANNA, 9_999, deal="small", on=TODAY)
    company.win(BRAM, 10_000, deal="large", on=TODAY)
    company.live(minutes=1)
    assert "2 deals won" in rang(company)[0]
    (alone,) = rang(company, big)
    assert "Bram Kok" in alone
    assert "Anna" not in alone


def test_several_deals_that_land_together_ring_as_one(company):
    hang(company)
    company.win(ANNA, 3_000, deal="D1", on=TODAY)
    company.live(seconds=30)
    company.win(BRAM, 2_000, deal="D2", on=TODAY)
    company.live(seconds=30)
    (text,) = rang(company)
    first, *lines, standings = text.split("\n")
    assert first == "🔔 2 deals won, €5,000 in all. Congratulations, Anna de Vries and Bram Kok!"
    assert lines == [
        "• Anna de Vries (Alpha): €3,000, Customer D1",
        "• Bram Kok (Beta): €2,000, Customer D2",
    ]
    assert standings.startswith("Now in November 2026: ")


def test_what_is_won_over_midnight_rings_in_the_morning_as_one_message(company):
    hang(company, quiet=NIGHT)
    clock(company, "2026-11-23T23:10")
    company.win(ANNA, 3_000, deal="D1", on=TODAY)
    company.live(hours=2)
    company.win(BRAM, 2_000, deal="D2", on=TODAY + timedelta(days=1))
    company.live(hours=5, minutes=49)
    assert rang(company) == []
    company.live(minutes=1)
    (text,) = rang(company)
    assert text.startswith("🔔 2 deals while you slept, €5,000 in all.")


@pytest.mark.parametrize(
    ("evening", "hours"),
    [("2026-03-28T23:00", 7), ("2026-10-24T23:00", 9), ("2026-11-23T23:00", 8)],
)
def test_quiet_hours_end_by_the_clock_on_the_wall_also_when_it_is_changed(company, evening, hours):
    clock(company, evening)
    hang(company, quiet=NIGHT)
    company.win(ANNA, 3_000, deal="D1", on=date.fromisoformat(evening[:10]))
    company.live(hours=hours, minutes=-1)
    assert rang(company) == []
    company.live(minutes=1)
    assert len(rang(company)) == 1


def test_a_deal_that_is_reopened_before_the_bundle_leaves_does_not_ring(company):
    hang(company, bundle=300)
    company.win(ANNA, 3_000, deal="D1", on=TODAY)
    company.live(minutes=1)
    company.win(ANNA, 0, deal="D1")
    company.live(minutes=10)
    assert rang(company) == []


def test_a_deal_that_is_reopened_later_is_edited_without_a_name_and_edited_back(company):
    hang(company)
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(minutes=1)
    first = rang(company)
    company.win(ANNA, 0, deal="D1")
    company.live(minutes=1)
    (text,) = rang(company)
    assert text.startswith("A deal of €12,500 with Customer D1: reopened, no longer counted.")
    assert "Anna" not in text
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(minutes=1)
    assert rang(company) == first
    assert calls(company, "chat.postMessage") == 1
    assert company.slack.errors == []


@pytest.mark.parametrize(
    ("who", "euros", "said"),
    [(ANNA, 9_000, "Anna de Vries (Alpha) won €9,000"), (ANNA, 20_000, "won €20,000"),
     (BRAM, 12_500, "Bram Kok (Beta) won €12,500")],
)  # fmt: skip
def test_a_lowered_raised_or_reassigned_deal_is_edited_quietly(company, who, euros, said):
    hang(company)
    company.win(ANNA, 12_500, deal="D1", on=TODAY)
    company.live(minutes=1)
    company.win(who, euros, deal="D1", on=TODAY)
    company.live(minutes=1)
    (text,) = rang(company)
    assert said in text
    assert "1st" not in text
    assert calls(company, "chat.postMessage") == 1


def test_a_change_that_nobody_can_read_in_the_message_is_no_edit(company):
    hang(company, shows_amount=False)
    company.win(ANNA, 12_500, deal="D1", on=TODAY - timedelta(days=1))
    company.live(minutes=1)
    shared(company, {ANNA: (12_500, 10_000)}, deal="D1", on=TODAY - timedelta(days=1))
    company.live(minutes=1)
    assert calls(company, "chat.update") == 0


def test_in_a_bundle_only_the_deal_that_changed_is_told_anew(company):
    hang(company)
    for number, name in enumerate((ANNA, BRAM, SOFIA)):
        company.win(name, 1_000 + number, deal=f"D{number}", on=TODAY)
    company.live(minutes=1)
    company.win(BRAM, 0, deal="D1")
    company.live(minutes=1)
    (text,) = rang(company)
    assert text.startswith("🔔 2 deals won, €2,002 in all.")
    assert "Bram" not in text
    assert "• A deal of €1,001 with Customer D1: reopened, no longer counted" in text


def test_history_never_rings_and_costs_no_rows(company):
    hang(company)
    for number in range(30):
        company.win(ANNA, 1_000, deal=f"H{number}", on=TODAY - timedelta(days=4 + number))
    company.live(minutes=5)
    assert rang(company) == []
    assert company.store.rings.waiting(company.workspace, company.sales) == []


def test_an_import_of_history_is_silent_also_about_its_last_days(company):
    hang(company)
    facts = [
        Fact(
            source_id=company.source,
            external_id=f"H{number}",
            lines=(
                Line(
                    measure="revenue",
                    seat_id=company.seats[ANNA],
                    occurred_on=TODAY - timedelta(days=number),
                    amount=100_000,
                ),
            ),
        )
        for number in range(40)
    ]
    company.store.ledger.post(company.workspace, facts, at=company.time.now, actor="import")
    company.live(minutes=5)
    assert rang(company) == []
    company.win(BRAM, 2_000, deal="after", on=TODAY)
    company.live(minutes=1)
    assert len(rang(company)) == 1


def test_a_deal_from_before_the_bell_hung_does_not_ring_when_it_changes(company):
    company.win(ANNA, 5_000, deal="D1", on=TODAY)
    hang(company)
    company.live(minutes=5)
    company.win(ANNA, 6_000, deal="D1", on=TODAY)
    company.live(minutes=5)
    assert rang(company) == []


def test_what_is_won_while_a_bell_is_paused_never_rings(company):
    hang(company, bundle=300)
    bells = Bells(company.deps.desk)
    company.win(ANNA, 5_000, deal="waits", on=TODAY)
    company.live(minutes=1)
    bells.pause(OPERATOR, company.sales)
    company.win(BRAM, 5_000, deal="meanwhile", on=TODAY)
    company.live(minutes=10)
    bells.resume(OPERATOR, company.sales)
    company.live(minutes=10)
    company.win(BRAM, 6_000, deal="meanwhile", on=TODAY)
    company.win(ANNA, 6_000, deal="waits", on=TODAY)
    company.live(minutes=10)
    assert rang(company) == []


def test_a_bell_that_was_taken_down_keeps_what_it_said_true(company):
    hang(company)
    company.win(ANNA, 5_000, deal="D1", on=TODAY)
    company.live(minutes=1)
    Bells(company.deps.desk).remove(OPERATOR, company.sales)
    company.win(ANNA, 0, deal="D1")
    company.live(minutes=1)
    assert "no longer counted" in rang(company)[0]


def test_the_last_place_is_never_told(company):
    company.win("Mees Blom", 0, deal="N13")
    hang(company)
    company.win("Mees Blom", 10, deal="tiny", on=TODAY)
    company.live(minutes=1)
    (text,) = rang(company)
    assert "Mees Blom (Beta) won €10" in text
    assert "November" not in text


def test_names_and_customers_from_outside_are_only_text(company):
    hang(company)
    company.win(
        ANNA, 5_000, deal="D1", on=TODAY, customer="<!channel> *Acme* & <https://x.example|y>"
    )
    company.live(minutes=1)
    (text,) = rang(company)
    assert "<!channel>" not in text
    assert "‹!channel›" in text
    assert "*" not in text


def test_a_bell_that_rang_for_nobody_yet_is_let_go_when_the_deal_is_reopened(company):
    hang(company)
    company.win(ANNA, 5_000, deal="D1", on=TODAY)
    company.time.now += timedelta(minutes=1)
    ring_bells(company.deps)  # decided, and the poster has not run
    company.win(ANNA, 0, deal="D1")
    company.live(minutes=1)
    assert rang(company) == []
    company.win(ANNA, 7_000, deal="D1", on=TODAY)
    company.live(minutes=1)
    assert "€7,000" in rang(company)[0]
    assert len(rang(company)) == 1


def test_after_a_restart_it_goes_on_where_it_was(tmp_path):
    with company_in(tmp_path) as company:
        hang(company)
        company.win(ANNA, 5_000, deal="D1", on=TODAY)
        company.live(seconds=10)
        key = company.deps.store.rings.waiting(company.workspace, company.sales)
        assert [one.deal.external_id for one in key] == ["D1"]
        company.win(BRAM, 6_000, deal="D2", on=TODAY)
        company.live(days=2)  # the next tick comes much later
        (text,) = rang(company)
        assert "2 deals won, €11,000 in all" in text


def test_a_logged_deal_that_the_crm_brings_later_rings_once_and_follows_the_crm(company):
    hang(company)
    bram = company.act_as(BRAM)
    bram.command("/deal", channel=company.sales)
    values = {"amount": "12500", "customer": "Acme", "reference": "CRM-9"}
    assert bram.submit({name: {"value": value} for name, value in values.items()}) == {}
    company.live(minutes=1)
    (text,) = rang(company)
    assert "Bram Kok (Beta) won €12,500 from Acme." in text
    company.win(BRAM, 11_000, deal="CRM-9", on=TODAY, customer="Acme")
    company.live(minutes=5)
    (text,) = rang(company)
    assert "Bram Kok (Beta) won €11,000 from Acme." in text
    company.win(BRAM, 0, deal="CRM-9")
    company.live(minutes=5)
    (text,) = rang(company)
    assert "no longer counted" in text
