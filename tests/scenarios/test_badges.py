"""Badges from a won deal to the channel, to somebody's own page and to the board of points."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.announcing import BadgeSettings
from bot.services.access import OPERATOR
from bot.views.checks import problems
from bot.views.parts import Message

TODAY = date(2026, 11, 23)  # a Monday, 14:05 in Amsterdam when a scenario begins
HALF_PAST_FOUR = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def told(company):
    """Badges are told in #sales; those of the history are given and stay silent."""
    company.deps.announcements.change(OPERATOR, BadgeSettings(channel=company.sales))
    company.live(seconds=1)
    assert company.store.awards.all(company.workspace)
    return company


def at(company, moment):
    company.live(seconds=(moment - company.time.now).total_seconds())


def hat_trick(company, *names, on=TODAY):
    for name in names:
        for number in range(3):
            company.win(name, 1_000, deal=f"{name}-{on}-{number}", on=on)


def lose(company, name, *, on=TODAY):
    company.win(name, 0, deal=f"{name}-{on}-0", on=on)


def posts(company):
    seen = company.act_as("Bram Kok").messages(company.sales)
    for message in seen:
        assert problems(Message(text=message["text"], blocks=message["blocks"])) == ()
    return [message["text"] for message in seen]


def ask(company, name, words):
    return company.act_as(name).command("/leaderboard", words, channel=company.sales).message


def test_badges_are_told_once_together_at_a_calm_time(told):
    hat_trick(told, "Bram Kok", "Anna de Vries")
    told.live(minutes=30)
    assert posts(told) == []
    at(told, HALF_PAST_FOUR)
    (text,) = posts(told)
    assert text.startswith("New badges. Hat-trick: Anna de Vries and Bram Kok.")
    assert "in the next 3 days" in text
    hat_trick(told, "Sofia Peeters")
    told.live(minutes=5)
    told.live(hours=2)
    assert posts(told) == [text]
    told.live(hours=22)
    assert [one[:38] for one in posts(told)] == [
        text[:38],
        "New badges. Hat-trick: Sofia Peeters. ",
    ]


def test_history_that_is_imported_is_not_told(told):
    hat_trick(told, "Bram Kok", on=date(2026, 11, 18))
    at(told, HALF_PAST_FOUR)
    assert posts(told) == []
    assert "Hat-trick · 18 Nov 2026" in ask(told, "Bram Kok", "badges")["text"]


def test_nothing_is_told_at_the_weekend_or_on_a_holiday(told):
    told.store.preferences.set(
        told.workspace, "working_days", {"weekdays": [0, 1, 2, 3, 4], "country": "NL"}
    )
    at(told, datetime(2026, 12, 25, 15, 30, tzinfo=UTC))  # Christmas, a Friday
    hat_trick(told, "Bram Kok", on=date(2026, 12, 25))
    for day in (25, 26, 27):
        at(told, datetime(2026, 12, day, 15, 35, tzinfo=UTC))
        assert posts(told) == []
    at(told, datetime(2026, 12, 28, 15, 35, tzinfo=UTC))
    (text,) = posts(told)
    assert "Hat-trick: Bram Kok" in text


def test_a_badge_that_is_taken_back_leaves_the_message_and_makes_no_new_one(told):
    hat_trick(told, "Bram Kok", "Anna de Vries")
    at(told, HALF_PAST_FOUR)
    lose(told, "Bram Kok")
    told.live(minutes=1)
    (text,) = posts(told)
    assert text == (
        "New badges. Hat-trick: Anna de Vries. 1 badge was taken back after a correction."
    )
    lose(told, "Anna de Vries")
    told.live(minutes=1)
    (text,) = posts(told)
    assert "Nobody did anything wrong" in text
    assert "Anna" not in text


def test_a_badge_that_comes_back_stands_in_the_old_message_again(told):
    hat_trick(told, "Bram Kok")
    at(told, HALF_PAST_FOUR)
    for _ in range(2):
        lose(told, "Bram Kok")
        told.live(minutes=1)
        assert "Bram" not in posts(told)[0]
        hat_trick(told, "Bram Kok")
        told.live(minutes=1)
        assert "Hat-trick: Bram Kok" in posts(told)[0]
    told.live(hours=24)
    assert len(posts(told)) == 1


def test_a_badge_taken_back_before_the_message_went_is_never_told(told):
    hat_trick(told, "Bram Kok")
    told.live(minutes=1)
    lose(told, "Bram Kok")
    at(told, HALF_PAST_FOUR)
    assert posts(told) == []


def test_a_record_that_somebody_else_takes_was_true_when_it_was_told(told):
    told.win("Bram Kok", 90_000, deal="big", on=TODAY)
    at(told, HALF_PAST_FOUR)
    (first,) = posts(told)
    assert "Biggest deal of the month: Bram Kok" in first
    told.win("Anna de Vries", 95_000, deal="bigger", on=TODAY)
    told.live(minutes=1)
    assert posts(told) == [first]
    told.live(hours=24)
    assert "Biggest deal of the month: Anna de Vries" in posts(told)[1]


def test_my_badges_below_the_post_answers_only_me(told):
    hat_trick(told, "Bram Kok")
    at(told, HALF_PAST_FOUR)
    anna = told.act_as("Anna de Vries")
    anna.click(anna.last_message(told.sales), "post:badges")
    mine = anna.last_message(told.sales)
    assert mine["is_ephemeral"]
    assert mine["text"].startswith("Jouw badges. 1 badge.")
    assert len(posts(told)) == 1


def test_my_badges_show_what_i_have_and_what_is_within_reach(told):
    hat_trick(told, "Bram Kok")
    told.live(minutes=1)
    text = ask(told, "Bram Kok", "badges")["text"]
    assert text.startswith("Your badges. 2 badges.\nLevel 1: Starter")
    assert "Within reach: 5 deals to your 10th." in text
    assert "Hat-trick · 23 Nov 2026; First deal · 10 Oct 2026" in text
    assert "▰" not in text


def test_a_colleagues_badges_are_for_everybody_but_not_what_they_still_miss(told):
    hat_trick(told, "Bram Kok")
    told.live(minutes=1)
    text = ask(told, "Anna de Vries", "insignes van Bram")["text"]
    assert text.startswith("Badges van Bram Kok. 2 badges.")
    assert "Hattrick · 23 nov 2026" in text
    assert "Binnen bereik" not in text


def test_points_are_a_board_of_their_own_that_explains_itself(told):
    hat_trick(told, "Bram Kok", "Anna de Vries")
    told.live(minutes=1)
    board = ask(told, "Bram Kok", "points")["text"]
    # 10 for a deal of 9,000 and 90 for its revenue; 60 for three of 1,000; 15 for the badge
    assert "You are 6th of 14 with 175 points. 5 points more reaches the next place." in board
    assert "Deals × 10, Revenue × 0.01, Meetings × 2, and badges." in board
    assert "Hat-trick, 15 points, badge" in ask(told, "Bram Kok", "why points")["text"]
    assert "Hattrick, 15 punten, badge" in ask(told, "Anna de Vries", "waarom punten")["text"]
    assert "points" not in ask(told, "Bram Kok", "revenue")["text"]


def test_the_points_of_a_badge_go_when_it_is_taken_back(told):
    hat_trick(told, "Bram Kok")
    told.live(minutes=1)
    lose(told, "Bram Kok")
    told.live(minutes=1)
    why = ask(told, "Bram Kok", "why points")["text"]
    assert "Hat-trick, 15 points" in why
    assert "-15 points, ↩ taken back" in why
    board = ask(told, "Bram Kok", "points")["text"]
    assert "with 140 points." in board


def test_somebody_elses_page_shows_their_badges_on_the_home_tab(told):
    hat_trick(told, "Bram Kok")
    told.live(minutes=1)
    bram = told.act_as("Bram Kok")
    shown = str(bram.open_home())
    assert ":tophat: *Hat-trick* · 23 Nov 2026" in shown
    assert "5 deals to your *10th*" in shown or "5 deals to your 10th" in shown
    bram.click(bram.home(), "home:badges")
    assert "First deal" in str(bram.open_view())
