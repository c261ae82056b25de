"""Decides what stands on somebody's own page. Knows no texts and no Slack."""

from __future__ import annotations

from datetime import date

from bot.domain.boards import Board
from bot.domain.comparing import holding
from bot.domain.own_page import OwnPage
from bot.domain.periods import Kind
from bot.domain.query import Query
from bot.services.access import EVERYBODY, Actor, require
from bot.services.badges import Badges
from bot.services.boards import Boards
from bot.services.snapshot import Snapshot


class Pages:
    """Puts the page of one person together; rankings come from what boards remember."""

    def __init__(self, boards: Boards, badges: Badges) -> None:
        """The services that know the parts."""
        self._boards = boards
        self._badges = badges

    def of(self, actor: Actor, snapshot: Snapshot, today: date) -> OwnPage:
        """The actor's page; Unknown for somebody who is nobody here."""
        require(actor, EVERYBODY)
        badges = None
        if actor.person_id is not None:
            badges = self._badges.cabinet(actor.person_id, actor, snapshot, today)
        return OwnPage(
            name=actor.name,
            month=self._board(Kind.MONTH, actor, snapshot, today),
            week=self._board(Kind.WEEK, actor, snapshot, today),
            badges=badges,
            is_admin=actor.is_admin,
        )

    def _board(self, kind: Kind, actor: Actor, snapshot: Snapshot, today: date) -> Board:
        vocabulary = snapshot.vocabulary
        period = holding(kind, today, vocabulary.calendar)
        query = Query(metric=vocabulary.main_metric, period=period)
        return self._boards.board(query, actor, today, snapshot=snapshot)
