"""A rep logs a deal, a manager says whether it counts, the CRM brings it later: it counts once."""

from datetime import date

import pytest

from store.records import LabelKind, Role
from store.records_typed_deals import DealState

BRAM, ANNA, SOFIA = "Bram Kok", "Anna de Vries", "Sofia Peeters"


@pytest.fixture
def managed(company):
    """Anna is Bram's manager, Sofia the owner, and managers confirm."""
    roles, people = company.store.roles, company.store.people
    roles.grant(company.workspace, company.users[SOFIA], Role.OWNER)
    people.update(company.workspace, company.people[BRAM], manager_id=company.people[ANNA])
    company.store.preferences.set(company.workspace, "deals", {"confirm": True})
    return company


def log(company, name=BRAM, amount="12500", customer="Acme", **more):
    """Log a deal through the form; the errors beside its fields."""
    person = company.act_as(name)
    person.command("/deal", channel=company.sales)
    values = {"amount": {"value": amount}, "customer": {"value": customer}}
    for field, value in more.items():
        values[field.replace("_", "-")] = value
    return person.submit(values)


def place(company, name=BRAM) -> str:
    person = company.act_as(name)
    return person.command("/leaderboard", "me", channel=company.sales).message["text"]


def dms(company, name) -> list[str]:
    person = company.act_as(name)
    return [message["text"] for message in person.messages(person.dm())]


def text_of(view) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)


def test_a_deal_counts_at_once_and_the_form_says_so(company):
    assert log(company) == {}
    shown = company.act_as(BRAM).open_view()
    assert text_of(shown) == "*€12,500* · Acme · New business · 23 Nov 2026\nIt counts."
    assert "€21,500" in place(company)
    assert company.slack.errors == []


def test_words_behind_the_command_fill_the_form_in(company):
    anna = company.act_as(ANNA)
    anna.command("/deal", "€ 1.250,50 Bakkerij Jansen", channel=company.sales)
    view = anna.open_view()
    elements = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert elements["amount"]["initial_value"] == "€ 1.250,50"
    assert elements["customer"]["initial_value"] == "Bakkerij Jansen"
    assert elements["closed-on"]["initial_date"] == "2026-11-23"
    assert view["title"]["text"] == "Deal invoeren"
    assert anna.submit() == {}
    told = "*€ 1.250,50* · Bakkerij Jansen · Nieuwe klant · 23 nov 2026\nHij telt mee."
    assert text_of(anna.open_view()).replace("\xa0", " ") == told


@pytest.mark.parametrize(
    ("field", "filled", "told"),
    [
        ("amount", {"amount": "12.500"}, "“12.500” reads two ways. Write 12500 or 12.50."),
        ("amount", {"amount": "a lot"}, "“a lot” is not an amount."),
        ("amount", {"amount": "-3"}, "A deal is worth more than nothing."),
        ("amount", {"amount": "$ 500"}, "$ can be several currencies"),
        ("amount", {"amount": "500 USD"}, "there is no rate from USD to EUR for 23 Nov 2026"),
        ("closed-on", {"closed_on": {"value": "2026-11-24"}}, "That day is yet to come"),
        ("closed-on", {"closed_on": {"value": "2026-10-22"}}, "from 23 Oct 2026 on"),
        ("reference", {"reference": {"value": "N3"}}, "CRM has this deal already"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field_and_nothing_typed_is_lost(
    company, field, filled, told
):
    errors = log(company, **filled)
    assert list(errors) == [field]
    assert told in errors[field]
    bram = company.act_as(BRAM)
    assert bram.submit({
        "amount": {"value": "700"}, "closed-on": {"value": "2026-11-20"},
        "reference": {"value": ""},
    }) == {}  # fmt: skip
    assert "*€700* · Acme" in text_of(bram.open_view())


def test_colleagues_share_the_credit_exactly(company):
    colleagues = [company.users[ANNA], company.users[SOFIA]]
    assert log(company, amount="100", colleagues={"value": colleagues}) == {}
    assert "shared with Anna de Vries and Sofia Peeters" in text_of(
        company.act_as(BRAM).open_view()
    )
    found = company.store.ledger.entries(
        company.workspace, measures=["revenue"], start=date(2026, 11, 23), end=date(2026, 11, 24)
    )
    assert sorted((entry.amount, entry.share) for entry in found) == [
        (3333, 3333), (3333, 3333), (3334, 3334),
    ]  # fmt: skip


def test_a_colleague_nobody_knows_is_told_beside_the_field(company):
    stranger = company.join("Zoë Nobody", email="zoe@elsewhere.example")
    errors = log(company, colleagues={"value": [stranger.id]})
    assert list(errors) == ["colleagues"]
    assert "is not in the sales data" in errors["colleagues"]


def test_a_stranger_logs_nothing(company):
    stranger = company.join("Zoë Nobody", email="zoe@elsewhere.example")
    told = stranger.command("/deal", "500 Acme", channel=company.sales).message["text"]
    assert told == "I do not know yet who you are in the sales data."
    assert stranger.view() is None


def test_a_manager_confirms_with_one_tap_and_the_rep_hears_it(managed):
    log(managed, reference={"value": "4711"})
    assert "as soon as Anna de Vries confirms it" in text_of(managed.act_as(BRAM).open_view())
    assert "€9,000" in place(managed)
    managed.live()
    anna = managed.act_as(ANNA)
    (asked,) = anna.messages(anna.dm())
    assert asked["text"].replace("\xa0", " ") == (
        "Bram Kok heeft een deal ingevoerd. *€ 12.500* · Acme · Nieuwe klant · 23 nov 2026."
        " Telt hij mee?"
    )
    anna.click(asked, "deal-confirm")
    managed.live()
    assert "€21,500" in place(managed)
    (now,) = anna.messages(anna.dm())
    assert "Bevestigd door Anna de Vries. Hij telt mee." in now["text"]
    assert not any(block["type"] == "actions" for block in now["blocks"])
    (heard,) = dms(managed, BRAM)
    assert heard.startswith("Anna de Vries confirmed your deal: it counts.")
    assert dms(managed, SOFIA) == []
    assert managed.slack.errors == []


def test_a_refusal_says_why_and_nothing_counts(managed):
    log(managed)
    managed.live()
    anna = managed.act_as(ANNA)
    anna.click(anna.last_message(anna.dm()), "deal-refuse")
    assert anna.open_view()["title"]["text"] == "Deal weigeren"
    assert anna.submit({"reason": {"value": "Nog niet getekend"}}) == {}
    assert "Niet bevestigd door Anna de Vries" in text_of(anna.open_view())
    managed.live()
    (heard,) = dms(managed, BRAM)
    assert heard.startswith("Anna de Vries did not confirm your deal. “Nog niet getekend”")
    assert "€9,000" in place(managed)
    assert "Niet bevestigd" in dms(managed, ANNA)[0]
    assert log(managed, customer="Acme again") == {}


def test_the_second_answer_is_told_kindly_that_it_was_done(managed):
    people, roles = managed.store.people, managed.store.roles
    people.update(managed.workspace, managed.people[BRAM], manager_id=None)
    roles.grant(managed.workspace, managed.users[ANNA], Role.ADMIN)
    log(managed)
    managed.live()
    anna, sofia = managed.act_as(ANNA), managed.act_as(SOFIA)
    first, second = anna.last_message(anna.dm()), sofia.last_message(sofia.dm())
    anna.click(first, "deal-confirm")
    sofia.click(second, "deal-refuse")
    assert sofia.view() is None
    told = sofia.last_message(sofia.dm())["text"]
    assert told.startswith("Thank you. That was done already")
    assert "Confirmed by Anna de Vries" in told
    managed.live()
    assert "Confirmed by Anna de Vries" in dms(managed, SOFIA)[0]
    assert "€21,500" in place(managed)


def test_nobody_confirms_a_deal_of_their_own(managed):
    log(managed, colleagues={"value": [managed.users[ANNA]]})
    managed.live()
    assert dms(managed, ANNA) == []
    sofia = managed.act_as(SOFIA)
    asked = sofia.last_message(sofia.dm())
    token = asked["blocks"][-1]["elements"][0]["value"]
    anna = managed.deps.access.who(
        managed.users[ANNA], managed.deps.desk.snapshots.current(), managed.deps.today()
    )
    with pytest.raises(Exception, match="You get credit for this deal"):
        managed.deps.confirming.confirm(anna, token)
    sofia.click(asked, "deal-confirm")
    managed.live()
    assert len(dms(managed, BRAM)) == 1


def test_an_owner_who_is_alone_decides_on_their_own_deals(managed):
    log(managed, name=SOFIA)
    managed.live()
    sofia = managed.act_as(SOFIA)
    sofia.click(sofia.last_message(sofia.dm()), "deal-confirm")
    managed.live()
    (told,) = dms(managed, SOFIA)
    assert "Confirmed by Sofia Peeters. It counts." in told


def test_a_deal_that_comes_from_the_crm_takes_the_typed_ones_place(company):
    log(company, reference={"value": "4711"})
    company.win(BRAM, 12_500, deal="4711", on=date(2026, 11, 23))
    assert "€21,500" in place(company)
    company.live()
    assert dms(company, BRAM) == []
    listed = company.act_as(BRAM).command("/deal", "list", channel=company.sales).message["text"]
    assert "comes from another source now" in listed


def test_the_rep_hears_it_when_the_crm_tells_it_otherwise(company):
    log(company, reference={"value": "4711"})
    company.win(BRAM, 11_000, deal="4711", on=date(2026, 11, 23))
    company.live()
    assert "€20,000" in place(company)
    (heard,) = dms(company, BRAM)
    assert heard.startswith("CRM has your deal now, for *€11,000*. That is what counts.")


def test_a_waiting_deal_that_comes_from_the_crm_needs_no_answer_any_more(managed):
    log(managed, reference={"value": "4711"})
    managed.live()
    anna = managed.act_as(ANNA)
    asked = anna.last_message(anna.dm())
    managed.win(BRAM, 12_500, deal="4711", on=date(2026, 11, 23))
    anna.click(asked, "deal-confirm")
    managed.live()
    assert "€21,500" in place(managed)
    assert "valt niets meer te bevestigen" in anna.last_message(anna.dm())["text"]
    (heard,) = dms(managed, BRAM)
    assert heard.startswith("CRM has your deal now: it counts, and needs no confirmation.")


def test_a_deal_is_withdrawn_within_the_window_and_not_after(company):
    log(company, customer="First")
    bram = company.act_as(BRAM)
    listed = bram.command("/deal", "list", channel=company.sales).message
    bram.click(listed, "deal-withdraw")
    assert "withdrawn" in bram.last_message(company.sales)["text"]
    assert "€9,000" in place(company)
    log(company, customer="Second")
    late = bram.command("/deal", "lijst", channel=company.sales).message
    company.live(days=4)
    bram.click(late, "deal-withdraw")
    assert "counted too long ago" in bram.last_message(company.sales)["text"]
    assert "€21,500" in place(company)


def test_an_admin_withdraws_somebodys_deal_at_any_time(company):
    company.store.roles.grant(company.workspace, company.users[SOFIA], Role.ADMIN)
    log(company)
    company.live(days=5)
    sofia, mention = company.act_as(SOFIA), f"<@{company.users[BRAM]}>"
    listed = sofia.command("/deal", f"list {mention}", channel=company.sales).message
    assert listed["text"].startswith("The last deals of Bram Kok")
    sofia.click(listed, "deal-withdraw")
    assert "withdrawn" in sofia.last_message(company.sales)["text"]
    anna = company.act_as(ANNA)
    told = anna.command("/deal", f"lijst {mention}", channel=company.sales).message["text"]
    assert "Alleen zijzelf" in told


def test_a_withdrawn_deal_leaves_its_manager_nothing_to_answer(managed):
    log(managed)
    managed.live()
    bram, anna = managed.act_as(BRAM), managed.act_as(ANNA)
    bram.click(bram.command("/deal", "list", channel=managed.sales).message, "deal-withdraw")
    managed.live()
    assert dms(managed, ANNA)[0].endswith("Ingetrokken door wie hem invoerde.")
    assert dms(managed, BRAM) == []
    assert anna.messages(anna.dm())[0]["blocks"][-1]["type"] == "section"


def test_admins_set_the_rules_in_a_form(company):
    company.store.roles.grant(company.workspace, company.users[ANNA], Role.ADMIN)
    anna, bram = company.act_as(ANNA), company.act_as(BRAM)
    anna.command("/koploper", "deals", channel=company.sales)
    assert anna.submit({"confirm": {"value": ["confirm"]}, "days": {"value": "5"}}) == {}
    assert "Een manager bevestigt elke deal" in text_of(anna.open_view())
    assert log(company, closed_on={"value": "2026-11-17"})["closed-on"]
    assert bram.submit({"closed-on": {"value": "2026-11-18"}}) == {}
    (deal,) = company.store.typed_deals.of_person(company.workspace, company.people[BRAM])
    assert deal.state is DealState.WAITING
    told = bram.command("/koploper", "deals", channel=company.sales).message["text"]
    assert told == "That is for the people who look after Koploper: owner and admin."


def test_why_shows_the_logged_deal(company):
    log(company, customer="Visible <!channel>")
    bram = company.act_as(BRAM)
    message = bram.command("/leaderboard", "why", channel=company.sales).message
    assert "Visible ‹!channel›" in message["text"]


@pytest.mark.parametrize(("name", "word", "told"), [
    (BRAM, "help", "opens a form for a deal you won"), (ANNA, "hulp", "opent een formulier"),
])  # fmt: skip
def test_help_is_no_customer(company, name, word, told):
    person = company.act_as(name)
    assert told in person.command("/deal", word, channel=company.sales).message["text"]
    assert person.view() is None


def test_more_products_than_a_menu_holds_can_all_be_chosen(company):
    labels = company.store.labels
    numbers = [
        labels.id(company.workspace, LabelKind.PRODUCT, f"Product {n:03}") for n in range(230)
    ]
    assert log(company, product={"value": str(numbers[229])}) == {}
    assert "Product 229" in text_of(company.act_as(BRAM).open_view())
    assert company.slack.errors == []
