"""Bells are hung, changed, tried, paused and taken down in Slack, by those who may."""

import pytest

from store.records import Role
from tests.scenarios.bells import TODAY, rang

ANNA, BRAM, SOFIA = "Anna de Vries", "Bram Kok", "Sofia Peeters"


def in_charge(company, name):
    company.store.roles.grant(company.workspace, company.users[name], Role.OWNER)
    return company.act_as(name)


@pytest.fixture
def owner(company):
    """Sofia looks after Koploper, in English."""
    return in_charge(company, SOFIA)


@pytest.fixture
def anna(company):
    """Anna looks after Koploper, in Dutch."""
    return in_charge(company, ANNA)


def told(view) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)


def open_list(company, person, word="bell"):
    person.command("/koploper", word, channel=company.sales)
    return person.open_view()


def fill(company, **more):
    values = {"channel": {"value": company.sales}}
    return values | {name: {"value": value} for name, value in more.items()}


def add(company, person, **more):
    person.click(open_list(company, person), "bell-add")
    return person.submit(fill(company, **more))


def bell_of(company):
    return company.store.bells.get(company.workspace, company.sales)


def test_a_bell_is_hung_from_the_list_and_rings(company, owner):
    view = open_list(company, owner)
    assert told(view).startswith("A bell rings in a channel when a deal is won")
    owner.click(view, "bell-add")
    assert (
        owner.submit(fill(company, threshold="2,500.50", quiet_from="22:00", quiet_to="07:00"))
        == {}
    )
    saved = told(owner.open_view())
    assert saved.startswith(f":white_check_mark: The bell of <#{company.sales}> is saved.")
    assert "Deals from €2,500.50 · with amount · quiet 22:00–07:00 (Europe/Amsterdam)" in saved
    assert "invite" not in saved
    owner.close_view()
    assert "Deals from €2,500.50" in told(owner.open_view())
    company.win(BRAM, 2_500, deal="small", on=TODAY)
    company.win(BRAM, 2_501, deal="large", on=TODAY)
    company.live(minutes=1)
    (text,) = rang(company)
    assert "Bram Kok (Beta) won €2,501." in text
    assert company.slack.errors == []


def test_the_same_in_dutch(company, anna):
    view = open_list(company, anna, "bel")
    assert told(view).startswith("Een bel luidt in een kanaal als er een deal is gewonnen")
    anna.click(view, "bell-add")
    assert anna.submit(fill(company, threshold="2.500,50", locale="nl")) == {}
    saved = told(anna.open_view())
    assert "Deals vanaf € 2.500,50 · met bedrag · deals binnen 1 minuut luiden samen" in saved
    assert bell_of(company).definition["threshold"] == 250_050


def test_all_that_can_be_set_is_kept_and_stands_in_the_form_again(company, owner):
    errors = add(
        company, owner, threshold="1000", shows=["amount", "customer"],
        sale_types=["new", "upsell"], teams=["Alpha"], quiet_from="21:30", quiet_to="06:15",
        zone="America/New_York", bundle="900", fresh_days="7", locale="nl",
    )  # fmt: skip
    assert errors == {}
    kept = bell_of(company).definition
    assert kept["quiet"] == [21 * 60 + 30, 6 * 60 + 15]
    assert (kept["zone"], kept["bundle"], kept["fresh_days"]) == ("America/New_York", 900, 7)
    owner.close_view()
    owner.click(owner.open_view(), "bell-edit", company.sales)
    assert owner.submit({}) == {}
    assert bell_of(company).definition == kept
    assert "only new business, upsell, and Alpha" in told(owner.open_view())


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("threshold", "lots", "“lots” is not an amount."),
        ("threshold", "-5", "The least amount cannot be negative."),
        ("zone", "Mars/Base", "I do not know the time zone Mars/Base."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_lost(
    company, owner, field, wrong, says
):
    assert add(company, owner, **{field: wrong}) == {field: says}
    assert bell_of(company) is None
    assert owner.submit({"threshold": {"value": ""}, "zone": {"value": "Europe/Paris"}}) == {}
    assert bell_of(company).definition["zone"] == "Europe/Paris"


@pytest.mark.parametrize(
    ("hours", "field", "says"),
    [
        ({"quiet_from": "22:00"}, "quiet_to", "Quiet hours need a start and an end."),
        ({"quiet_to": "07:00"}, "quiet_from", "Quiet hours need a start and an end."),
        (
            {"quiet_from": "07:00", "quiet_to": "07:00"},
            "quiet_to",
            "Quiet hours start and end at two different times of the day.",
        ),
    ],
)
def test_quiet_hours_are_two_different_times(company, owner, hours, field, says):
    assert add(company, owner, **hours) == {field: says}


def test_a_channel_has_one_bell(company, owner):
    assert add(company, owner) == {}
    owner.close_view(clear=True)
    says = "There is a bell in that channel already: change that one."
    assert add(company, owner, threshold="5") == {"channel": says}
    assert bell_of(company).definition["threshold"] == 0


def test_the_bot_joins_a_public_channel_and_explains_a_private_one(company, owner):
    public = company.slack.add_channel("wins")
    secret = company.slack.add_channel("secret", private=True, members=[owner.id])
    assert add(company, owner, channel=public) == {}
    assert "invite" not in told(owner.open_view())
    owner.close_view(clear=True)
    assert add(company, owner, channel=secret) == {}
    assert "is private, and I am not in it yet. Send `/invite @Koploper`" in told(owner.open_view())


def test_a_bell_is_paused_and_rings_again(company, owner):
    add(company, owner)
    owner.close_view()
    owner.click(owner.open_view(), "bell-pause", company.sales)
    assert f"The bell of <#{company.sales}> is paused." in told(owner.open_view())
    company.win(BRAM, 2_000, deal="D1", on=TODAY)
    company.live(minutes=5)
    assert rang(company) == []
    owner.click(owner.open_view(), "bell-resume", company.sales)
    assert "rings again" in told(owner.open_view())
    company.win(BRAM, 2_000, deal="D2", on=TODAY)
    company.live(minutes=5)
    assert len(rang(company)) == 1


def test_a_paused_bell_that_is_changed_stays_paused(company, owner):
    add(company, owner)
    owner.close_view()
    owner.click(owner.open_view(), "bell-pause", company.sales)
    owner.click(owner.open_view(), "bell-edit", company.sales)
    assert owner.submit({"threshold": {"value": "9"}}) == {}
    assert (bell_of(company).enabled, bell_of(company).definition["threshold"]) == (False, 900)


def test_a_test_rings_at_once_marked_as_one_as_often_as_it_is_asked_for(company, owner):
    add(company, owner, locale="nl", shows=["amount", "customer"])
    owner.close_view()
    for _ in range(2):
        owner.click(owner.open_view(), "bell-test", company.sales)
        company.live(seconds=5)
    first, second = rang(company)
    assert first == second
    assert first.startswith("Een test van de bel, op verzoek van Sofia Peeters")
    assert "haalde €\xa012.500 binnen bij Voorbeeld BV" in first
    assert "A test rings in" in told(owner.open_view())


def test_a_bell_is_taken_down(company, owner):
    add(company, owner)
    owner.close_view()
    owner.click(owner.open_view(), "bell-remove", company.sales)
    assert "is taken down" in told(owner.open_view())
    company.win(BRAM, 2_000, deal="D1", on=TODAY)
    company.live(minutes=5)
    assert (rang(company), bell_of(company)) == ([], None)


def test_a_bell_that_somebody_else_took_down_is_not_hung_again_by_an_old_form(company, owner):
    add(company, owner)
    owner.close_view()
    owner.click(owner.open_view(), "bell-edit", company.sales)
    company.store.bells.remove(company.workspace, company.sales)
    assert owner.submit({}) == {}
    assert "There is no bell in that channel." in told(owner.open_view())
    assert bell_of(company) is None


def test_who_may_not_hear_of_bells_is_told_who_may(company):
    bram = company.act_as(BRAM)
    answer = bram.command("/koploper", "bell", channel=company.sales)
    assert "owner and admin" in answer.message["text"]
    assert bram.view() is None


def test_whoever_lost_the_role_with_a_form_open_changes_nothing(company, owner):
    owner.click(open_list(company, owner), "bell-add")
    company.store.roles.grant(company.workspace, company.users[ANNA], Role.OWNER)
    company.store.roles.take(company.workspace, company.users[SOFIA], Role.OWNER)
    owner.submit(fill(company))
    assert "owner and admin" in told(owner.open_view())
    assert bell_of(company) is None


def test_every_change_is_in_the_audit_trail(company, owner):
    add(company, owner)
    owner.close_view()
    for action in ("bell-pause", "bell-resume", "bell-test", "bell-remove"):
        owner.click(owner.open_view(), action, company.sales)
    trail = company.store.audit.recent(company.workspace)
    done = [line.action for line in trail if line.action.startswith("bell.")]
    assert sorted(done) == ["bell.pause", "bell.put", "bell.remove", "bell.resume", "bell.test"]
    assert {line.actor for line in trail if line.action.startswith("bell.")} == {
        f"slack:{owner.id}"
    }


def test_the_home_tab_leads_to_the_same_list(company, owner):
    add(company, owner)
    owner.close_view(clear=True)
    owner.click(owner.open_home(), "home:bell")
    assert f"*<#{company.sales}>*" in told(owner.open_view())
