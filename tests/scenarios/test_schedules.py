"""Posts on a schedule, set up in Slack: the list, the form, a test, and each post once in time."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from store.records import Role

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday, 09:00 in Amsterdam


def in_charge(company, name):
    company.store.roles.grant(company.workspace, company.users[name], Role.OWNER)
    return company.act_as(name)


@pytest.fixture
def owner(company):
    """Sofia looks after Koploper, in English."""
    return in_charge(company, "Sofia Peeters")


@pytest.fixture
def anna(company):
    """Anna looks after Koploper, in Dutch."""
    return in_charge(company, "Anna de Vries")


def told(view) -> str:
    """Everything a modal says."""
    texts = [block["text"]["text"] for block in view["blocks"] if "text" in block]
    return "\n".join(texts)


def fields(view) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def open_list(company, person, words="schedule"):
    person.command("/koploper", words, channel=company.sales)
    return person.open_view()


def fill(company, **more):
    filled = {"words": {"value": "revenue this month"}, "channel": {"value": company.sales}}
    return filled | {name: {"value": value} for name, value in more.items()}


def add(company, person, **more):
    """A board in #sales every weekday at nine, unless more is said."""
    open_list(company, person, "schedule new")
    assert person.submit(fill(company, **more)) == {}
    saved = told(person.open_view())
    person.close_view(clear=True)
    return saved


def choose(person, field, value):
    """Choose something that changes which fields the form has."""
    person.click(person.open_view(), "value", value, block_id=field)
    return person.open_view()


def posts(company, person):
    return [message["text"] for message in person.messages(company.sales)]


def at(company, moment):
    company.live(seconds=(moment - company.time.now).total_seconds())


def test_a_board_is_set_up_from_the_list_and_posted_once_at_its_time(company, owner):
    view = open_list(company, owner)
    assert told(view).startswith("Nothing is posted by itself yet.")
    owner.click(view, "schedule:new")
    assert owner.submit(fill(company)) == {}
    assert "from Monday to Friday at 09:00. Next: Tue 24 Nov 2026, 09:00." in told(
        owner.open_view()
    )
    owner.close_view()
    assert "*Board* `revenue this month` in <#" in told(owner.open_view())
    at(company, NINE)
    (post,) = posts(company, owner)
    assert "Sofia Peeters leads" in post
    company.live(minutes=3)
    assert posts(company, owner) == [post]
    at(company, NINE.replace(day=25))
    assert len(posts(company, owner)) == 2


def test_the_same_in_dutch(company, anna):
    view = open_list(company, anna)
    assert told(view).startswith("Er wordt nog niets vanzelf geplaatst.")
    assert view["title"]["text"] == "Schema’s"
    saved = add(company, anna, words="omzet deze maand", locale="nl")
    assert "van maandag tot en met vrijdag om 09:00. Volgende: di 24 nov 2026, 09:00." in saved
    at(company, NINE)
    (post,) = posts(company, anna)
    assert "Sofia Peeters" in post
    assert "november 2026" in post


def test_the_bot_joins_a_public_channel_by_itself(company, owner):
    quiet = company.slack.add_channel("quiet")
    company.slack.join(quiet, owner.id)
    saved = add(company, owner, channel=quiet)
    assert "invite" not in saved
    at(company, NINE)
    assert len(owner.messages(quiet)) > 0


def test_a_private_channel_is_kept_and_how_to_invite_the_bot_explained(company, owner):
    secret = company.slack.add_channel("secret", private=True, members=[owner.id])
    saved = add(company, owner, channel=secret)
    assert "is private, and I am not in it yet. Send `/invite @Koploper` there once" in saved
    assert "Next: Tue 24 Nov 2026, 09:00." in saved


def test_an_archived_channel_is_refused_beside_its_field(company, owner):
    old = company.slack.add_channel("old")
    company.slack.join(old, owner.id)
    channel = company.slack.workspace.channel(old)
    company.slack.workspace.replace_channel(replace(channel, is_archived=True))
    open_list(company, owner, "schedule new")
    assert owner.submit(fill(company, channel=old)) == {
        "channel": "That channel is archived: choose another one."
    }


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("words", "revenu", "I do not know “revenu”. Try: revenue"),
        ("words", "why", "Only a board can be posted, not one person's numbers."),
        ("words", "my team", "A channel has no team or region of its own: name one."),
        ("words", "all", "A posted board is its top: leave out “all” and the page."),
        ("zone", "Amsterdm", "I do not know that time zone. Do you mean Europe/Amsterdam?"),
        ("country", "Nederlnd", "I have no holidays for that. Do you mean NL?"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_loses_nothing(
    company, owner, field, value, problem
):
    open_list(company, owner, "schedule new")
    assert owner.submit(fill(company, **{field: value})) == {field: problem}
    assert company.store.schedules.all(company.workspace) == []
    assert owner.submit(fill(company, zone="amsterdam", country="Nederland")) == {}
    (made,) = company.store.schedules.all(company.workspace)
    assert (made.zone, made.country) == ("Europe/Amsterdam", "NL")


def test_the_form_asks_only_what_counts_and_keeps_what_was_typed(company, owner):
    view = open_list(company, owner, "schedule new")
    assert "weekday" not in fields(view)
    owner.fill({"words": {"value": "deals"}, "channel": {"value": company.sales}})
    assert "weekday" in fields(choose(owner, "schedule-every", "week"))
    assert "day" in fields(choose(owner, "schedule-every", "quarter"))
    assert "schedule-every" not in fields(choose(owner, "schedule-kind", "weekly"))
    live = choose(owner, "schedule-kind", "live")
    assert fields(live) == ["schedule-kind", "words", "channel", "locale"]
    assert owner.submit({}) == {}
    (made,) = company.store.schedules.all(company.workspace)
    assert (made.kind, made.words, made.channel) == ("live", "deals", company.sales)
    assert made.rule == {"every": "change"}


def test_one_channel_has_one_live_board(company, owner):
    open_list(company, owner, "schedule new")
    choose(owner, "schedule-kind", "live")
    assert owner.submit({"channel": {"value": company.sales}}) == {}
    owner.close_view(clear=True)
    open_list(company, owner, "schedule new")
    choose(owner, "schedule-kind", "live")
    assert owner.submit({"channel": {"value": company.sales}}) == {
        "channel": "There is a live board in that channel already."
    }


def test_an_edit_stands_in_the_form_and_moves_the_next_post(company, owner):
    add(company, owner)
    owner.click(open_list(company, owner), "schedule:edit")
    form = owner.open_view()
    assert form["title"]["text"] == "Edit schedule"
    choose(owner, "schedule-every", "week")
    assert owner.submit({"weekday": {"value": "4"}, "time": {"value": "16:30"}}) == {}
    owner.close_view()
    shown = told(owner.open_view())
    assert "Every Friday at 16:30" in shown
    assert "Next: Fri 27 Nov 2026, 16:30." in shown


def test_an_edit_after_the_post_of_today_does_not_post_today_again(company, owner):
    add(company, owner)
    at(company, NINE)
    owner.click(open_list(company, owner), "schedule:edit")
    assert owner.submit({"time": {"value": "10:00"}}) == {}
    assert "Next: Wed 25 Nov 2026, 10:00." in told(owner.open_view())
    company.live(hours=2)
    assert len(posts(company, owner)) == 1


def test_who_edits_what_somebody_else_just_edited_is_told(company, owner, anna):
    add(company, owner)
    for person in (owner, anna):
        person.click(open_list(company, person), "schedule:edit")
    assert anna.submit({"time": {"value": "10:00"}}) == {}
    owner.submit({"time": {"value": "11:00"}})
    assert "Somebody else just changed this schedule." in told(owner.open_view())
    (held,) = company.store.schedules.all(company.workspace)
    assert held.local_minute == 600


def test_a_paused_schedule_posts_nothing_until_it_is_resumed(company, owner):
    add(company, owner)
    view = open_list(company, owner)
    owner.click(view, "schedule:pause")
    assert "*Board* `revenue this month` is paused." in told(owner.open_view())
    at(company, NINE)
    assert posts(company, owner) == []
    owner.click(owner.open_view(), "schedule:resume")
    assert "Next: Wed 25 Nov 2026, 09:00." in told(owner.open_view())
    company.live(hours=2)
    assert posts(company, owner) == []


def test_a_deleted_schedule_is_gone_after_a_question(company, owner, anna):
    add(company, owner)
    late = open_list(company, anna)
    view = open_list(company, owner)
    (delete,) = [
        element
        for block in view["blocks"]
        for element in block.get("elements", [])
        if element["action_id"] == "schedule:remove"
    ]
    assert delete["confirm"]["title"]["text"] == "Delete this schedule?"
    owner.click(view, "schedule:remove")
    assert "is deleted." in told(owner.open_view())
    at(company, NINE)
    assert posts(company, owner) == []
    anna.click(late, "schedule:pause")
    assert told(anna.open_view()) == "Dat schema is er niet meer."


def test_a_test_says_so_and_leaves_the_slot_alone(company, owner):
    add(company, owner, locale="nl")
    owner.click(open_list(company, owner), "schedule:test")
    assert "comes in <#" in told(owner.open_view())
    company.live(seconds=20)
    (test,) = posts(company, owner)
    assert test.startswith(
        "Dit is een test: met de cijfers van nu ziet het bericht van 24 nov 2026"
    )
    at(company, NINE)
    test, post = posts(company, owner)
    assert "test" not in post


def test_a_rep_may_neither_look_nor_set_anything_up(company):
    bram = company.act_as("Bram Kok")
    for words in ("schedule", "schedule new"):
        answer = bram.command("/koploper", words, channel=company.sales).message
        assert answer["text"].startswith("That is for the people who look after Koploper")
    assert bram.view() is None
