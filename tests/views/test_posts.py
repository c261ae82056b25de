"""How posts look: the story first, then the board, praise, the goal, the rules and two buttons."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from bot.domain import periods
from bot.domain.comparing import previous
from bot.domain.grouping import Group
from bot.domain.recap import (
    DayNews,
    GoalState,
    Honour,
    Improved,
    Point,
    Post,
    PostKind,
    Trend,
)
from bot.domain.shame import listing
from bot.domain.story import tell
from bot.views.checks import cell_text, problems
from bot.views.posts import post_message, post_picture
from bot.views.story import goal_bar
from tests.views.conftest import CALENDAR, NAMES


@pytest.fixture
def make_post(make_board):
    """make_post(values, before places, and any field of the post or of the board) -> Post."""

    def make(values=None, *, before=None, names=None, kind=PostKind.BOARD, asked=None, **fields):
        board = make_board(values, names=names, previous={1: 5, 2: 4}, **(asked or {}))
        ranking = board.ranking
        rules = {"of_people": ranking.query.by is Group.REP}
        shown = listing(board.rows, ranking.standings, ranking.total, **rules)
        fields.setdefault("is_over", False)
        return Post(
            kind=kind, board=board, listing=shown, story=tell(shown.rows, before or {}), **fields
        )

    return make


@pytest.fixture
def full(make_post):
    """A post with everything a post can have."""
    post = make_post({1: 900_00, 2: 1_000_00, 3: 500_00, 4: 400_00, 5: 300_00, 6: 200_00})
    rows = post.board.ranking.standings
    news = DayNews(period=periods.day(date(2026, 11, 22)), listing=post.listing, standings=rows)
    return replace(
        post,
        kind=PostKind.WEEK,
        story=tell(post.listing.rows, {1: 1, 2: 2}),
        improved=Improved(rows=rows[2:3], gain=120_00),
        goal=GoalState(total=3_300_00, goal=6_000_00, period=periods.month(2026, 11)),
        news=news,
        honours=(Honour(name="Hat-trick", emoji="🎩", people=("Emma Jansen",)),),
        trend=trend_of(post.board.ranking.period),
        is_late=True,
    )


def trend_of(period, *, goal=None, unit=100_00):
    before = previous(period, CALENDAR)
    return Trend(
        period=period,
        before=before,
        now_points=tuple(Point(day=day, value=day * unit) for day in range(20)),
        before_points=tuple(Point(day=day, value=day * unit * 2) for day in range(before.days)),
        goal=goal,
    )


def kinds_of(message):
    return [block["type"] for block in message.blocks]


def first_line(message) -> str:
    return message.blocks[0]["text"]["text"]


def test_a_post_has_its_parts_in_order(full, tr):
    message = post_message(full, tr)
    assert problems(message) == ()
    assert kinds_of(message) == [
        "section", "section", "header", "table", "section", "context", "actions",
    ]  # fmt: skip


def test_the_text_says_everything_and_begins_with_the_story(full, en, nl):
    text = post_message(full, en).text
    lines = text.split("\n")
    assert lines[0] == "Daan Bakker passed Sofia Peeters and leads by €100."
    assert lines[1] == (
        "Sun 22 Nov 2026: Daan Bakker €1,000, Sofia Peeters €900, Emma Jansen €500, and 3 more."
    )
    assert "1st Daan Bakker, €1,000" in text
    assert "Most improved: Emma Jansen, €120 better than 1–23 Oct 2026." in text
    assert "The team, November 2026: €3,300 of €6,000, 55%." in text
    assert "🎩 Hat-trick: Emma Jansen" in text
    assert "Equal values share a place." in text
    assert "Posted late" in text
    dutch = post_message(full, nl).text.replace("\xa0", " ")
    assert dutch.startswith(
        "Daan Bakker ging Sofia Peeters voorbij en gaat aan kop met € 100 voorsprong."
    )
    assert "Het team, november 2026: € 3.300 van € 6.000, 55%." in dutch


def test_a_bar_is_only_for_the_eye(full, en):
    message = post_message(full, en)
    assert "▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱" in message.blocks[4]["text"]["text"]
    assert "▰" not in message.text


@pytest.mark.parametrize(
    ("total", "filled"), [(-5, 0), (0, 0), (99, 19), (100, 20), (Fraction(500), 20)]
)
def test_a_bar_is_full_only_when_the_goal_is_reached(total, filled):
    bar = goal_bar(GoalState(total=total, goal=100, period=periods.month(2026, 11)))
    assert (bar.count("▰"), len(bar)) == (filled, 20)


def values_of(*values):
    return dict(enumerate((*values, 3_00, 2_00, 1_00), start=1))


LEADS = "*Sofia Peeters* leads, €400 ahead of *Daan Bakker*."
CLIMBS = "*Daan Bakker* passed *Emma Jansen* and is 2nd now."
TAKES = "*Sofia Peeters* passed *Emma Jansen* and leads, €400 ahead of *Daan Bakker*."
CLOSE = "*Sofia Peeters* leads *Daan Bakker* by only €20: too close to call."
FINAL = "*Sofia Peeters* finished first, €400 ahead of *Daan Bakker*."
SHARED = "*Daan Bakker* and *Sofia Peeters* share first place with *€900*."
NEW = "*Sofia Peeters* is the new leader, €400 ahead of *Daan Bakker*."
THREE = values_of(900_00, 500_00, 400_00)
STORIES = {
    "leads": (THREE, {}, False, LEADS),
    "close": (values_of(900_00, 880_00), {}, False, CLOSE),
    "final": (THREE, {}, True, FINAL),
    "shared": (values_of(900_00, 900_00), {}, False, SHARED),
    "alone": ({1: 900_00}, {}, False, "*Sofia Peeters* leads."),
    "new": (THREE, {4: 1}, False, NEW),
    "passed further down": (THREE, {1: 1, 3: 2, 2: 3}, False, f"{LEADS} {CLIMBS}"),
    "passed the leader, not the second": (THREE, {3: 1, 1: 2, 2: 3}, False, TAKES),
}


@pytest.mark.parametrize(("values", "before", "is_over", "line"), STORIES.values(), ids=STORIES)
def test_the_first_line_is_the_story(make_post, en, values, before, is_over, line):
    assert first_line(post_message(make_post(values, before=before, is_over=is_over), en)) == line


def test_the_buttons_ask_about_this_board_at_this_moment(make_post, en):
    message = post_message(make_post(asked={"top": 5}), en)
    place, why = message.blocks[-1]["elements"]
    board = "metric revenue period 2026-11 by rep as of 2026-11-23T13:05:00Z"
    assert (place["value"], why["value"]) == (f"me {board}", f"why {board}")


def test_the_company_has_no_place_of_its_own(make_post, en):
    asked = {"by": Group.COMPANY}
    message = post_message(make_post({-1: 99_00}, names={-1: "Acme"}, asked=asked), en)
    assert [one["text"]["text"] for one in message.blocks[-1]["elements"]] == ["Why?"]
    assert first_line(message) == "Together: *€99*."


def test_names_from_outside_stay_names(make_post, tr):
    hostile = {
        1: "<!channel>", 2: "*bold* _x_ {who}", 3: "<@U1>", 4: "a & b", 5: "x" * 300, 6: "`c`",
        7: "\u202eevil", 8: "h", 9: "i", 10: "j",
    }  # fmt: skip
    post = make_post({key: 1_000 - key for key in hostile}, names=hostile)
    post = replace(post, improved=Improved(rows=post.listing.rows[:3], gain=5))
    message = post_message(post, tr)
    assert problems(message) == ()
    assert "<!" not in message.text
    assert "<@" not in message.text
    assert "‹!channel›" in first_line(message)


def test_a_very_long_post_keeps_its_story_and_its_rules(make_post, en):
    names = {key: f"{'Name ' * 30}{key}" for key in range(1, 40)}
    post = make_post({key: 9_000 - key for key in names}, names=names, asked={"top": 30})
    post = replace(post, honours=(Honour(name="A", emoji="", people=("x" * 250,) * 30),) * 20)
    message = post_message(post, en)
    assert problems(message) == ()
    assert message.text.startswith("Name Name")


def test_a_final_board_is_called_final(make_post, en, nl):
    post = make_post(kind=PostKind.CLOSE, is_over=True)
    titles = [post_message(post, tr).blocks[1]["text"]["text"] for tr in (en, nl)]
    assert titles == ["Final: Revenue · November 2026", "Eindstand: Omzet · november 2026"]


def test_nobody_below_the_top_is_in_the_message(make_post, en):
    message = post_message(make_post(), en)
    listed = [cell_text(row[1]) for row in message.blocks[2]["rows"][1:]]
    assert listed == list(NAMES[:10])
    assert not any(name in str(message) for name in NAMES[10:])


def test_only_recaps_and_closes_have_a_picture(full, make_post, en):
    assert post_picture(make_post(), en) is None
    picture = post_picture(full, en)
    assert picture.name == "trend-2026-11-01"
    assert picture.alt == (
        "Revenue of the team, 1–20 Nov 2026: €1,900. Before, 1–31 Oct 2026: €3,800 by the same day,"
        " €6,000 in the end."
    )


def test_a_period_of_a_week_is_named_by_its_days(full, nl):
    week = periods.week(date(2026, 11, 18), CALENDAR)
    post = replace(full, trend=trend_of(week))
    assert "9–15 nov 2026" in post_picture(post, nl).alt
    assert week.start + timedelta(days=6) == week.last
