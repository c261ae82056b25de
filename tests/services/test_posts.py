"""What a post says: its period, its story, and what it keeps to itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.goals import Span
from bot.domain.periods import Kind
from bot.domain.recap import Honour
from bot.domain.story import Lead
from bot.i18n import translator
from bot.services.access import OPERATOR
from bot.services.posts import Moment, Posts
from bot.views.checks import problems
from bot.views.posts import post_message
from store.open import open_store
from tests.services.office import NOW, TODAY, Office, Time

YESTERDAY = TODAY - timedelta(days=1)
MOMENT = Moment(day=TODAY, since=NOW - timedelta(days=1))
NAMES = ("Ann", "Bob", "Cor", "Dan", "Eve", "Fay", "Gus")


def keys(office, rows):
    names = {key: name for name, key in office.people.items()}
    return [names[row.key] for row in rows]


@pytest.fixture
def team(office) -> Office:
    """Seven reps; on Sunday Ann led before Bob, since this morning Bob does."""
    office.time.now = NOW - timedelta(days=2)
    for number, name in enumerate(NAMES):
        office.hire(name)
        office.sell(name, 90_000 - 10_000 * number, f"A{number}", on=date(2026, 11, 10))
        office.sell(name, 10_000 + 5_000 * number, f"B{number}", on=date(2026, 10, 10))
    office.time.now = NOW - timedelta(hours=2)
    office.sell("Bob", 30_000, "C1", on=YESTERDAY)
    office.time.now = NOW
    return office


def posts_of(office) -> Posts:
    return office.services.posts


def test_a_board_tells_what_happened_since_the_post_before(team):
    post = posts_of(team).board(team.query("this month"), MOMENT)
    assert post.story.lead is Lead.TAKEN
    assert keys(team, [*post.story.leaders, post.story.passed]) == ["Bob", "Ann"]
    assert post.story.gap == 20_000
    earlier = replace(MOMENT, since=NOW - timedelta(minutes=1))
    assert posts_of(team).board(team.query("this month"), earlier).story.lead is Lead.HELD


def test_most_improved_is_against_the_same_point_before(team):
    post = posts_of(team).board(team.query("this month"), MOMENT)
    assert keys(team, post.improved.rows) == ["Bob"]
    assert post.improved.gain == 80_000 + 30_000 - 15_000


def test_a_morning_board_has_yesterday_and_the_month(team):
    post = posts_of(team).daily(team.query(""), MOMENT)
    assert (post.board.query.period.kind, post.board.query.period.start) == (
        Kind.MONTH, date(2026, 11, 1),
    )  # fmt: skip
    assert post.news.period.start == YESTERDAY
    assert keys(team, post.news.listing.rows) == ["Bob"]
    assert post.news.listing.total is None, "one name and a total would say who sold nothing"


def test_on_the_first_the_morning_board_is_of_the_month_that_ended(team):
    first = Moment(day=date(2026, 12, 1), since=datetime(2026, 11, 30, 8, tzinfo=UTC))
    post = posts_of(team).daily(team.query(""), first)
    assert post.board.query.period.numbers == (2026, 11)
    assert post.is_over
    assert post.story.lead is Lead.HELD, "who finished first has finished first"


def test_a_recap_has_its_week_its_trend_and_the_badges_of_the_week(team):
    asked = []

    def honours(first, last):
        asked.append((first, last))
        return [Honour(name="Hat-trick", emoji="🎩", people=("Bob",))]

    services = team.services
    posts = Posts(services.desk, services.boards, services.goals, honours)
    monday = Moment(day=date(2026, 11, 16), since=NOW)
    post = posts.weekly(team.query(""), monday)
    assert asked == [(date(2026, 11, 9), date(2026, 11, 15))]
    assert [one.name for one in post.honours] == ["Hat-trick"]
    assert [point.value for point in post.trend.now_points] == [0] + [420_000] * 6
    assert [point.value for point in post.trend.before_points] == [0] * 7


def test_a_close_is_final_and_a_quarter_is_one_too(team):
    december = Moment(day=date(2026, 12, 1), since=NOW)
    month = posts_of(team).close(team.query(""), december, Kind.MONTH)
    assert month.is_over
    assert month.board.query.period.numbers == (2026, 11)
    january = Moment(day=date(2027, 1, 1), since=NOW)
    quarter = posts_of(team).close(team.query(""), january, Kind.QUARTER)
    assert (quarter.board.query.period.kind, quarter.board.query.period.numbers) == (
        Kind.QUARTER, (2026, 4),
    )  # fmt: skip
    assert len(quarter.trend.now_points) <= 31
    assert quarter.trend.now_points[-1].value == quarter.board.ranking.total


def test_a_late_post_says_what_was_true_then(team):
    due = NOW - timedelta(hours=3)
    late = Moment(day=TODAY, since=due - timedelta(days=1), as_of=due)
    post = posts_of(team).board(team.query("this month"), late)
    assert (post.is_late, post.board.as_of) == (True, due)
    assert keys(team, post.story.leaders) == ["Ann"], "Bob's deal was recorded an hour later"


def test_the_goal_is_for_the_whole_team_only(team):
    metric = team.services.desk.snapshots.current().metrics["revenue"]
    team.services.goals.set(OPERATOR, metric, Span.MONTH, Decimal(9_000))
    of = posts_of(team)
    post = of.board(team.query("this month"), MOMENT)
    assert (post.goal.total, post.goal.goal) == (450_000, 900_000)
    assert of.board(team.query("this month team alpha"), MOMENT).goal is None
    assert of.board(team.query("this year"), MOMENT).goal is None
    assert of.board(team.query("deals this month"), MOMENT).goal is None
    weekly = of.weekly(team.query(""), MOMENT)
    assert weekly.goal.period.numbers == (2026, 11), "a week has the goal of its month"


def test_a_tiny_team_hears_neither_total_nor_goal_nor_trend(office):
    office.time.now = NOW - timedelta(days=2)
    for number, name in enumerate(NAMES[:3]):
        office.hire(name)
        office.sell(name, 90_000 - 10_000 * number, f"A{number}", on=date(2026, 11, 17))
    metric = office.services.desk.snapshots.current().metrics["revenue"]
    office.services.goals.set(OPERATOR, metric, Span.MONTH, Decimal(9_000))
    office.time.now = NOW
    post = posts_of(office).weekly(office.query(""), MOMENT)
    assert keys(office, post.listing.rows) == ["Ann"]
    assert (post.listing.total, post.goal, post.trend) == (None, None, None)


def test_an_empty_period_has_no_rows_to_post(office):
    office.hire("Ann")
    post = posts_of(office).board(office.query("this month"), MOMENT)
    assert (post.listing.rows, post.story.lead) == ((), Lead.NOBODY)


def test_the_board_of_the_company_tells_its_total(team):
    post = posts_of(team).board(team.query("this month company"), MOMENT)
    assert posts_of(team).faults(post) == ()
    assert "Together: *€4,500*" in post_message(post, translator("en")).blocks[0]["text"]["text"]


SALES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(-3, 9), st.integers(0, 50)), max_size=16
)
WORDS = ("this month", "deals this month", "this month by team", "average deal", "this week top 3")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sales=SALES, words=st.sampled_from(WORDS))
def test_no_post_over_random_boards_tells_of_the_bottom(tmp_path_factory, sales, words):
    folder = tmp_path_factory.mktemp("random")
    time = Time()
    store = open_store(f"sqlite:///{folder}/k.db", data_dir=folder, clock=time)
    office = Office(store=store, time=time)
    for number, name in enumerate(NAMES):
        office.hire(name, team=("Alpha", "Beta", "Gamma", "Delta")[number % 4])
    for number, (name, hundreds, days) in enumerate(sales):
        if hundreds:
            office.sell(name, hundreds * 10_000, f"D{number}", on=TODAY - timedelta(days=days))
    of, query = office.services.posts, office.query(words)
    made = [
        of.board(query, MOMENT),
        of.daily(query, MOMENT),
        of.weekly(query, MOMENT),
        of.close(query, MOMENT, Kind.MONTH),
    ]
    for post in made:
        assert of.faults(post) == ()
        if post.listing.rows:
            _check_message(post)
    store.close()


def _check_message(post) -> None:
    """Whoever is not listed, praised or in the news is nowhere in the message."""
    message = post_message(post, translator("en"))
    assert problems(message) == ()
    news = post.news.listing.rows if post.news else ()
    told = post.named | {row.key for row in (*post.listing.rows, *news)}
    for row in post.board.ranking.standings:
        if row.key not in told and row.name:
            assert row.name not in message.text
            assert row.name not in str(message.blocks)
