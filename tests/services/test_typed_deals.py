"""Who may log, confirm and withdraw deals; the same form or answer again changes nothing."""

import threading
from decimal import Decimal

import pytest

from bot.domain.typed_deals import token_of
from bot.errors import FormError, NotAllowed, NotFound, UsageError
from bot.services.access import OPERATOR
from bot.services.deal_forms import Filled
from store.records import Role
from store.records_typed_deals import DealState
from tests.services.office import TODAY, Office, Time


@pytest.fixture
def shop(any_store) -> Office:
    """Ann manages Bob, Cleo is their owner and Dirk sells as well; on either database."""
    office = Office(store=any_store, time=Time())
    for user, name in (("UA", "Ann"), ("UB", "Bob"), ("UC", "Cleo"), ("UD", "Dirk")):
        office.hire(name, email=f"{name}@x.example")
        office.on_slack(user, name, f"{name}@x.example")
    office.store.roles.grant(office.workspace, "UC", Role.OWNER)
    office.store.people.update(
        office.workspace, office.people["Bob"], manager_id=office.people["Ann"]
    )
    return office


def filled(key: str = "V1", **more) -> Filled:
    return Filled(**({"key": key, "amount": "100", "customer": "Acme", "closed_on": TODAY} | more))


def confirming(shop: Office) -> None:
    shop.services.typed_deals.set_rules(OPERATOR, confirm=True, days="31")


def total(shop: Office) -> int:
    found = shop.store.ledger.sums(
        shop.workspace, ["revenue"], TODAY.replace(year=2020), TODAY.replace(year=2030)
    )
    return sum(one.amount for one in found)


def actions(shop: Office) -> list[str]:
    return [line.action for line in shop.store.audit.recent(shop.workspace)]


def test_the_same_form_twice_is_one_deal(shop):
    bob, deals = shop.who("UB"), shop.services.typed_deals
    first, second = deals.log(bob, filled()), deals.log(bob, filled())
    assert first.deal.external_id == second.deal.external_id
    assert total(shop) == 100_00
    deals.log(bob, filled("V2"))
    assert total(shop) == 200_00


def test_the_same_form_at_the_same_time_is_one_deal(shop):
    bob, deals = shop.who("UB"), shop.services.typed_deals
    start, results = threading.Barrier(4), []

    def send() -> None:
        start.wait()
        results.append(deals.log(bob, filled(reference="4711")))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert total(shop) == 100_00


def test_a_reference_that_somebody_typed_already_is_refused_with_their_name(shop):
    deals = shop.services.typed_deals
    deals.log(shop.who("UB"), filled(reference="4711"))
    with pytest.raises(FormError, match="Bob logged a deal with this reference already"):
        deals.log(shop.who("UD"), filled("V2", reference="4711"))
    shop.sell("Dirk", 100, "4712")
    with pytest.raises(FormError, match="CRM has this deal already"):
        deals.log(shop.who("UD"), filled("V3", reference="4712"))


def test_the_ledger_says_who_typed_it(shop):
    shop.services.typed_deals.log(shop.who("UB"), filled(reference="4711"))
    names = {label.name for label in shop.services.desk.snapshots.current().labels}
    assert "typed" in names
    why = shop.services.whys.why(shop.query("why"), shop.actor("Bob"), TODAY)
    assert [one.entry.details.customer for one in why.reasons] == ["Acme"]


def test_an_amount_in_another_currency_counts_at_the_rate_of_its_day(shop):
    shop.store.rates.set(shop.workspace, "USD", TODAY, rate=Decimal("0.9"))
    logged = shop.services.typed_deals.log(shop.who("UB"), filled(amount="500 USD"))
    assert (logged.sale.amount, logged.sale.original) == (450_00, "500 USD")
    assert total(shop) == 450_00


def test_whoever_is_nobody_in_the_sales_data_logs_nothing(shop):
    deals = shop.services.typed_deals
    with pytest.raises(UsageError, match="not linked"):
        deals.log(OPERATOR, filled())
    with pytest.raises(NotAllowed):
        deals.log(shop.on_slack("UZ", "Zoë"), filled())


def test_managers_are_asked_and_else_who_looks_after_koploper(shop):
    confirming(shop)
    deals, asked = shop.services.typed_deals, shop.services.confirming.asked
    assert asked(deals.log(shop.who("UB"), filled("V1")).deal) == ("UA",)
    assert asked(deals.log(shop.who("UD"), filled("V2")).deal) == ("UC",)
    assert asked(deals.log(shop.who("UB"), filled("V3", colleagues=("UA",))).deal) == ("UC",)
    shop.store.people.link(shop.workspace, shop.people["Ann"], None)
    assert asked(deals.log(shop.who("UB"), filled("V4")).deal) == ("UC",)
    assert asked(deals.log(shop.who("UC"), filled("V5")).deal) == ("UC",)
    shop.store.roles.grant(shop.workspace, "UD", Role.ADMIN)
    assert asked(deals.log(shop.who("UC"), filled("V6")).deal) == ("UD",)


@pytest.mark.parametrize(("who", "may"), [("UA", True), ("UC", True), ("UB", False), ("UD", False)])
def test_who_may_answer(shop, who, may):
    confirming(shop)
    deal = shop.services.typed_deals.log(shop.who("UB"), filled()).deal
    answer = shop.services.confirming.confirm
    if may:
        assert answer(shop.who(who), token_of(deal)).is_news
        assert (total(shop), actions(shop)[0]) == (100_00, "deal.confirm")
    else:
        with pytest.raises(NotAllowed):
            answer(shop.who(who), token_of(deal))
        assert total(shop) == 0


def test_the_first_answer_counts_and_the_second_learns_of_it(shop):
    confirming(shop)
    token = token_of(shop.services.typed_deals.log(shop.who("UB"), filled()).deal)
    assert shop.services.confirming.refuse(shop.who("UA"), token, " Too early ").is_news
    late = shop.services.confirming.confirm(shop.who("UC"), token)
    assert (late.is_news, late.by, late.deal.state) == (False, "Ann", DealState.REFUSED)
    assert late.deal.definition["reason"] == "Too early"
    assert total(shop) == 0


def test_two_answers_at_the_same_time_are_one(shop):
    confirming(shop)
    token = token_of(shop.services.typed_deals.log(shop.who("UB"), filled()).deal)
    ann, cleo = shop.who("UA"), shop.who("UC")
    start, news = threading.Barrier(2), []

    def send(act) -> None:
        start.wait()
        news.append(act().is_news)

    answers = shop.services.confirming
    threads = [
        threading.Thread(target=send, args=[act])
        for act in (lambda: answers.confirm(ann, token), lambda: answers.refuse(cleo, token))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(news) == [False, True]
    state = shop.services.typed_deals.find(token).state
    assert total(shop) == (100_00 if state is DealState.COUNTED else 0)


def test_a_button_of_a_deal_that_another_took_the_place_of_is_not_valid(shop):
    confirming(shop)
    deals, bob = shop.services.typed_deals, shop.who("UB")
    old = deals.log(bob, filled("V1", reference="4711")).deal
    deals.withdraw(bob, token_of(old))
    shop.time.now = shop.time.now.replace(minute=30)
    new = deals.log(bob, filled("V2", reference="4711", amount="999")).deal
    for token in (token_of(old), "nonsense", "1.4711", ""):
        with pytest.raises(NotFound):
            shop.services.confirming.confirm(shop.who("UA"), token)
    assert shop.services.confirming.confirm(shop.who("UA"), token_of(new)).is_news


def test_a_manager_withdraws_within_the_window_and_strangers_never(shop):
    deals = shop.services.typed_deals
    token = token_of(deals.log(shop.who("UB"), filled()).deal)
    with pytest.raises(NotAllowed):
        deals.withdraw(shop.who("UD"), token)
    deals.withdraw(shop.who("UA"), token)
    assert total(shop) == 0
    assert deals.withdraw(shop.who("UB"), token).deal.state is DealState.WITHDRAWN


def test_without_anybody_to_ask_nothing_is_lost_in_a_queue(shop):
    confirming(shop)
    shop.store.roles.take(shop.workspace, "UC", Role.OWNER)
    with pytest.raises(UsageError, match="Nobody can confirm your deals yet"):
        shop.services.typed_deals.log(shop.who("UD"), filled())


def test_only_owner_and_admin_set_the_rules(shop):
    deals = shop.services.typed_deals
    with pytest.raises(NotAllowed):
        deals.set_rules(shop.who("UA"), confirm=True, days="5")
    rules = deals.set_rules(shop.who("UC"), confirm=True, days="5")
    assert deals.rules() == rules
    assert actions(shop)[0] == "deals.rules"
