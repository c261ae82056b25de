"""A logged deal rings like any other, once, also when the CRM brings it later."""

from datetime import date

from store.records import Role
from tests.scenarios.bells import calls, hang, rang
from tests.scenarios.test_deal import ANNA, BRAM, SOFIA, log

TODAY = date(2026, 11, 23)


def test_a_logged_deal_rings_once_and_the_same_deal_of_the_crm_stays_quiet(company):
    hang(company)
    log(company, reference={"value": "4711"})
    company.live(minutes=2)
    (text,) = rang(company)
    assert "Bram Kok (Beta) won €12,500 from Acme" in text
    company.win(BRAM, 12_500, deal="4711", on=TODAY, customer="Acme")
    company.live(minutes=2)
    assert rang(company) == [text]
    assert calls(company, "chat.update") == 0


def test_when_the_crm_tells_another_amount_the_message_is_edited(company):
    hang(company)
    log(company, reference={"value": "4711"})
    company.live(minutes=2)
    company.win(BRAM, 11_000, deal="4711", on=TODAY, customer="Acme")
    company.live(minutes=2)
    (text,) = rang(company)
    assert "€11,000" in text


def test_a_deal_that_is_replaced_before_it_rang_rings_as_the_crm_tells_it(company):
    hang(company)
    log(company, reference={"value": "4711"})
    company.win(BRAM, 11_000, deal="4711", on=TODAY, customer="Acme")
    company.live(minutes=2)
    (text,) = rang(company)
    assert "€11,000" in text


def test_a_deal_rings_when_it_is_confirmed_and_not_before(company):
    hang(company)
    company.store.roles.grant(company.workspace, company.users[SOFIA], Role.OWNER)
    company.store.people.update(
        company.workspace, company.people[BRAM], manager_id=company.people[ANNA]
    )
    company.store.preferences.set(company.workspace, "deals", {"confirm": True})
    log(company)
    company.live(minutes=2)
    assert rang(company) == []
    anna = company.act_as(ANNA)
    anna.click(anna.last_message(anna.dm()), "deal-confirm")
    company.live(minutes=2)
    assert len(rang(company)) == 1


def test_a_withdrawn_deal_is_taken_back_in_the_message(company):
    hang(company)
    log(company)
    company.live(minutes=2)
    bram = company.act_as(BRAM)
    bram.click(bram.command("/deal", "list", channel=company.sales).message, "deal-withdraw")
    company.live(minutes=2)
    assert "no longer counted" in rang(company)[0]
