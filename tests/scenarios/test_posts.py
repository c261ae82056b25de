"""Each kind of post through the local Slack, in both languages, and its two private buttons."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.grammar import parse
from bot.i18n import translator
from bot.jobs import posts
from bot.jobs.posts import HELD_BACK, NOBODY
from bot.jobs.rendering import Due, Skip
from bot.services.access import OPERATOR
from bot.services.posts import Moment
from bot.services.schedule_drafts import Filled
from bot.views.checks import cell_text
from bot.views.pictures import Picture
from store.records import Role
from store.records_schedules import OccurrenceState

UNLISTED = ("Anna de Vries", "Bram Kok", "Lotte Prins", "Mees Blom")


def schedule(company, kind, *, words="revenue this month", locale="en", **filled):
    asked = {
        "channel": company.sales, "every": "day", "time": "09:00", "zone": "Europe/Amsterdam",
        "locale": locale,
    }  # fmt: skip
    draft = company.deps.schedules.check(OPERATOR, Filled(kind=kind, words=words, **asked | filled))
    return company.deps.schedules.add(OPERATOR, draft)


def live_until(company, moment: datetime) -> None:
    """Let the jobs run until then and a little longer: pictures take a moment to be processed."""
    company.live(seconds=(moment - company.time.now).total_seconds())
    for _ in range(3):
        company.live(seconds=20)


def posted(company) -> list[dict]:
    sofia = company.act_as("Sofia Peeters")
    return [one for one in sofia.messages(company.sales) if not one.get("is_ephemeral")]


def kinds_of(message) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def names_on(message) -> list[str]:
    table = next(block for block in message["blocks"] if block["type"] == "table")
    return [cell_text(row[1]) for row in table["rows"][1:]]


def privately(company, name: str) -> dict:
    return company.act_as(name).last_message(company.sales)


TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 09:00 in Amsterdam
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
FIRST = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PARTS = ["section", "header", "table", "section", "context", "actions"]
PICTURED = ["section", "header", "table", "section", "image", "context", "actions"]
KINDS = {
    "board en": ("board", "en", TUESDAY, {}, PARTS, "leads Daan Bakker by only €1,000"),
    "board nl": ("board", "nl", TUESDAY, {}, PARTS, "ligt maar € 1.000 voor op Daan Bakker"),
    "daily en": ("daily", "en", TUESDAY, {}, ["section", *PARTS], "Mon 23 Nov 2026: Bram Kok €50"),
    "daily nl": ("daily", "nl", TUESDAY, {}, ["section", *PARTS], "ma 23 nov 2026: Bram Kok € 50"),
    "weekly en": ("weekly", "en", MONDAY, {"every": "week", "weekday": "0"}, PICTURED, "week 48"),
    "weekly nl": ("weekly", "nl", MONDAY, {"every": "week", "weekday": "0"}, PICTURED, "week 48"),
    "close en": (
        "monthly", "en", FIRST, {"every": "month", "day": "1"}, PICTURED,
        "Final: Revenue · November 2026",
    ),
    "close nl": (
        "monthly", "nl", FIRST, {"every": "month", "day": "1"}, PICTURED,
        "Eindstand: Omzet · november 2026",
    ),
    "quarter": (
        "monthly", "en", datetime(2027, 1, 1, 8, 0, tzinfo=UTC), {"every": "quarter", "day": "1"},
        PICTURED, "Final: Revenue · Q4 2026",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "locale", "due", "filled", "parts", "told"), KINDS.values(), ids=KINDS
)
def test_each_kind_of_post_arrives_once_and_whole(company, kind, locale, due, filled, parts, told):
    company.win("Bram Kok", 50, deal="D1", on=date(2026, 11, 23))
    for number, name in enumerate(company.seats):
        company.win(name, 900 - 40 * number, deal=f"E{number}", on=date(2026, 11, 25))
    if kind in {"board", "daily"}:
        for number in range(14):
            company.win(list(company.seats)[number], 0, deal=f"E{number}", on=date(2026, 11, 25))
    schedule(company, kind, locale=locale, **filled)
    live_until(company, due)
    (message,) = posted(company)
    assert kinds_of(message) == parts
    assert told in message["text"].replace("\xa0", " ")
    assert message["text"].startswith("Sofia Peeters")
    table = next(block for block in message["blocks"] if block["type"] == "table")
    assert cell_text(table["rows"][0][2]) == translator(locale).gettext("Revenue")
    assert len(names_on(message)) == 10
    assert not any(name in str(table) for name in UNLISTED)
    assert company.slack.errors == []


def test_a_recap_carries_its_picture_and_its_words(company):
    for number, name in enumerate(company.seats):
        company.win(name, 900 - 40 * number, deal=f"E{number}", on=date(2026, 11, 25))
    schedule(company, "weekly", every="week", weekday="0")
    live_until(company, MONDAY)
    (message,) = posted(company)
    image = next(block for block in message["blocks"] if block["type"] == "image")
    assert image["slack_file"]["id"].startswith("F")
    assert image["alt_text"].startswith("Revenue of the team, 23–29 Nov 2026: €8,960.")


def test_without_a_font_a_recap_comes_without_its_picture():
    picture = Picture(svg="<svg/>", alt="words", name="trend")
    assert posts.drawn(picture, has_letters=False) is None
    assert posts.drawn(picture, has_letters=True) is picture


def test_my_place_answers_privately_about_the_moment_of_the_post(company):
    schedule(company, "board")
    live_until(company, TUESDAY)
    (message,) = posted(company)
    company.win("Bram Kok", 90_000, deal="LATER", on=date(2026, 11, 24))
    company.act_as("Bram Kok").click(message, "post:place")
    answer = privately(company, "Bram Kok")
    assert answer["is_ephemeral"]
    assert "You are 12th of 14 with €9,000." in answer["text"]
    assert "as of 24 Nov 2026, 09:00" in answer["text"]
    assert posted(company) == [message], "the post itself stays as it is"


def test_why_answers_in_the_language_of_who_taps(company):
    schedule(company, "board")
    live_until(company, TUESDAY)
    (message,) = posted(company)
    company.act_as("Anna de Vries").click(message, "post:why")
    assert privately(company, "Anna de Vries")["text"].startswith("Waarom: Omzet · november 2026")


def test_somebody_unknown_reads_how_to_become_known(company):
    schedule(company, "board")
    live_until(company, TUESDAY)
    (message,) = posted(company)
    stranger = company.join("Kim Stranger", email="kim@elsewhere.example")
    stranger.click(message, "post:place")
    answer = privately(company, "Kim Stranger")
    assert answer["is_ephemeral"]
    assert "€" not in answer["text"]
    assert posted(company) == [message]


def test_an_empty_board_is_not_posted_and_says_why(company):
    schedule(company, "board", words="renewals this month")
    live_until(company, TUESDAY)
    assert posted(company) == []
    (slot,) = company.store.occurrences.since(
        company.workspace, company.time.now - timedelta(days=1), list(OccurrenceState)
    )
    assert (slot.state, slot.reason) == (OccurrenceState.SKIPPED, NOBODY)


def test_what_the_check_finds_is_held_back(company):
    made = schedule(company, "board", words="top 5")
    due = Due(slot="2026-11-24", day=TUESDAY.date(), at=TUESDAY)
    moment = Moment(day=due.day, since=company.time.now)
    post = company.deps.posts.board(
        parse("", company.deps.desk.snapshots.current().vocabulary, due.day), moment
    )
    shameful = replace(post.listing, rows=tuple(post.board.ranking.standings))
    held = posts.rendered(company.deps, made, due, replace(post, listing=shameful))
    assert held == Skip(reason=HELD_BACK)


def test_the_team_hears_how_far_it_is_from_its_goal(company):
    owner = company.users["Sofia Peeters"]
    company.store.roles.grant(company.workspace, owner, Role.ADMIN)
    sofia = company.act_as("Sofia Peeters")
    told = sofia.command("/koploper", "goal revenue month 250k", channel=company.sales).message
    assert told["text"] == "The goal is set. *Revenue: €250,000 a month*."
    schedule(company, "board")
    live_until(company, TUESDAY)
    (message,) = posted(company)
    assert "The team, November 2026: €189,000 of €250,000, 76%." in message["text"]


def test_a_rep_sees_the_goals_and_sets_none(company):
    anna = company.act_as("Anna de Vries")
    assert anna.command("/koploper", "doel").message["text"].startswith("Doelen van het team")
    refused = anna.command("/koploper", "doel omzet maand 5000").message["text"]
    assert refused.startswith("Dat is voor wie Koploper beheert")


def test_a_story_compares_with_the_post_before_however_long_ago_that_was(company):
    """On Monday a post of weekdays compares with Friday, on the day after a holiday with the day
    before it: 25 and 26 December are holidays in the Netherlands."""
    made = schedule(company, "board", every="weekday", country="NL")
    for day, before in (
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), datetime(2026, 11, 27, 8, 0, tzinfo=UTC)),
        (datetime(2026, 12, 28, 8, 0, tzinfo=UTC), datetime(2026, 12, 24, 8, 0, tzinfo=UTC)),
    ):
        due = Due(slot=day.date().isoformat(), day=day.date(), at=day)
        assert posts.before(made, due) == before
