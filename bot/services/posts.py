"""Decides what a post of a schedule says: which period, which story, what may be told of whom.
Knows no texts, no Slack and no schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.boards import Board, Ranking, Row
from bot.domain.comparing import holding
from bot.domain.grouping import Group
from bot.domain.metrics import Value
from bot.domain.periods import Kind, Period
from bot.domain.query import Mode, Query
from bot.domain.recap import (
    DayNews,
    GoalState,
    Honours,
    Improved,
    Post,
    PostKind,
    Trend,
    closing,
    most_improved,
    news_days,
    no_honours,
    recap_week,
)
from bot.domain.shame import Fault, Listing, faults, listing
from bot.domain.story import tell
from bot.services.access import OPERATOR
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.goals import Goals
from bot.services.trends import trend

MOST_ROWS = 25  # of a post: a channel reads the top, the rest is /leaderboard
NEWS_ROWS = 3  # of what came in yesterday


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When a post is for: its local day, the moment its numbers are of when it is late (else they
    are the newest), and the moment of the post before, which its story compares with."""

    day: date
    since: datetime
    as_of: datetime | None = None


class Posts:
    """Makes the posts of schedules. Asks as the operator: a channel has no place of its own."""

    def __init__(
        self, desk: Desk, boards: Boards, goals: Goals, honours: Honours = no_honours
    ) -> None:
        """`honours` tells which badges people got."""
        self._desk = desk
        self._boards = boards
        self._goals = goals
        self._honours = honours

    def board(self, query: Query, moment: Moment) -> Post:
        """Any saved board, with what changed since the post before."""
        return self._post(PostKind.BOARD, query, query.period, moment)

    def daily(self, query: Query, moment: Moment) -> Post:
        """The month so far, and what came in since the morning of the post before."""
        before = moment.since.astimezone(ZoneInfo(self._desk.calendar.zone)).date()
        days = news_days(moment.day, before)
        month = holding(Kind.MONTH, days.last, self._desk.calendar)
        post = self._post(PostKind.DAILY, query, month, moment)
        return replace(post, news=self._news(post.board.query, days, moment))

    def weekly(self, query: Query, moment: Moment) -> Post:
        """The recap of a week: its board, its trend, the badges of the week."""
        week = recap_week(moment.day, self._desk.calendar)
        post = self._post(PostKind.WEEK, query, week, moment)
        honours = tuple(self._honours(week.start, week.last))
        return replace(post, honours=honours, trend=self._trend(post, moment))

    def close(self, query: Query, moment: Moment, kind: Kind) -> Post:
        """The close of a month or quarter: final places, and the goal."""
        period = closing(kind, moment.day, self._desk.calendar)
        post = self._post(PostKind.CLOSE, query, period, moment)
        return replace(post, trend=self._trend(post, moment))

    def faults(self, post: Post) -> tuple[Fault, ...]:
        """What is shameful about a post: looked at last, whoever made it."""
        ranking = post.board.ranking
        if ranking.query.by is Group.COMPANY:
            return ()
        found = faults(post.listing, post.named, ranking.standings, **_rules(ranking))
        news = post.news
        if news is None:
            return found
        return (*found, *faults(news.listing, (), news.standings, **_rules(ranking)))

    def _post(self, kind: PostKind, query: Query, period: Period, moment: Moment) -> Post:
        asked = replace(
            query,
            period=period,
            mode=Mode.BOARD,
            page=1,
            person=None,
            since=None,
            as_of=moment.as_of or query.as_of,
        )
        board = self._boards.board(asked, OPERATOR, moment.day, most=MOST_ROWS)
        shown = _listing(board.ranking, board.rows)
        is_over = period.is_over(moment.day)
        told = kind in {PostKind.BOARD, PostKind.DAILY} and not is_over
        return Post(
            kind=kind,
            board=board,
            listing=shown,
            story=tell(shown.rows, self._places(asked, moment) if told else {}),
            is_over=is_over,
            is_late=moment.as_of is not None,
            improved=self._improved(board, moment.day),
            goal=self._goal(kind, board, moment),
        )

    def _places(self, query: Query, moment: Moment) -> Mapping[int, int]:
        """Everybody's place as it was at the post before."""
        ranking = self._ranking(replace(query, as_of=moment.since), moment.day)
        return {row.key: row.place for row in ranking.standings}

    def _improved(self, board: Board, today: date) -> Improved | None:
        ranking, query = board.ranking, board.query
        if query.by is Group.COMPANY or query.period.is_all_time:
            return None
        before = self._ranking(replace(query, period=ranking.compared), today)
        had: dict[int, Value] = {row.key: row.value for row in before.standings}
        return most_improved(ranking.standings, had, ascending=ranking.metric.ascending)

    def _goal(self, kind: PostKind, board: Board, moment: Moment) -> GoalState | None:
        """The goal of the board's period; of a week, that of the month it ends in."""
        query, period = board.query, board.query.period
        if kind is PostKind.WEEK:
            period = holding(Kind.MONTH, min(period.last, moment.day), self._desk.calendar)
        goal = self._goals.goal_for(query, period)
        if goal is None:
            return None
        ranking = self._ranking(replace(query, period=period), moment.day)
        total = self._told_total(ranking, query)
        return GoalState(total=total, goal=goal.value, period=period) if total else None

    def _news(self, query: Query, days: Period, moment: Moment) -> DayNews:
        ranking = self._ranking(replace(query, period=days), moment.day)
        shown = _listing(ranking, ranking.page(NEWS_ROWS, 1).rows)
        return DayNews(period=days, listing=shown, standings=ranking.standings)

    def _trend(self, post: Post, moment: Moment) -> Trend | None:
        """The line of the total; None where the total is not told."""
        ranking = post.board.ranking
        if self._told_total(ranking, post.board.query) is None:
            return None
        goal = self._goals.goal_for(post.board.query, ranking.period)
        return trend(
            self._desk,
            post.board.query,
            self._desk.snapshots.current(),
            moment.day,
            goal=goal.value if goal else None,
        )

    def _told_total(self, ranking: Ranking, query: Query) -> Value | None:
        """The total of a ranking where it may be told: of the company, or where enough people stay
        unlisted on a post of it."""
        if ranking.query.by is Group.COMPANY:
            return ranking.total
        return _listing(ranking, self._boards.page(ranking, query, MOST_ROWS).rows).total

    def _ranking(self, query: Query, today: date) -> Ranking:
        return self._boards.ranking(query, self._desk.snapshots.current(), today)


def _listing(ranking: Ranking, rows: Sequence[Row]) -> Listing:
    return listing(rows, ranking.standings, ranking.total, **_rules(ranking))


def _rules(ranking: Ranking) -> dict[str, bool]:
    return {
        "ascending": ranking.metric.ascending,
        "of_people": ranking.query.by is Group.REP,
    }
