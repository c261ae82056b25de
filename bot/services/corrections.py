"""Decides which posted boards are watched, how long, and when it is time to look at them again.

Knows no Slack and no texts; what is told, to whom and when is decided in bot/domain/corrections.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.boards import Board, Row
from bot.domain.correction_rules import Rules, read_rules, rules_from
from bot.domain.grouping import Group
from bot.domain.query import Mode
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from bot.services.rereading import Case, Rereading
from store.records_posted import PostedBoard, Told

PREFERENCE = "corrections"
LOOK_AGAIN = timedelta(seconds=30)
"""Another process may have begun a correction: so often that is looked for."""

KEPT = timedelta(days=30)
_BADGES = "badge_points"


class Corrections:
    """Watches posted boards."""

    def __init__(self, desk: Desk) -> None:
        """Nothing was looked at yet."""
        self._desk = desk
        self._rereading = Rereading(desk)
        self._seen: int | None = None
        self._true_at: dict[str, tuple[int, int]] = {}  # by post: version and fence
        self._wake: datetime | None = None

    def rules(self) -> Rules:
        """What admins set, or the defaults."""
        kept = self._desk.store.preferences.get(self._desk.workspace_id, PREFERENCE)
        return rules_from(kept)

    def set_rules(self, actor: Actor, words: str) -> Rules:
        """Set what the words ask for; UsageError when they are not understood."""
        require(actor, ADMINS)
        store, workspace_id = self._desk.store, self._desk.workspace_id
        with store.transaction():
            wanted = read_rules(words, self.rules())
            kept = {"days": wanted.days, "minutes": wanted.minutes}
            store.preferences.set(workspace_id, PREFERENCE, kept)
            store.audit.add(workspace_id, self._desk.clock(), actor.label, "corrections.set", kept)
        return wanted

    def watch(
        self, *, schedule_id: int, board: Board, rows: Sequence[Row], day: date
    ) -> Callable[[str], None]:
        """Remember what is posted: the `rows` of a board, on the local `day`.

        What comes back is called with the outbox id in the transaction that decides the post. Only
        days before `day` are watched: the others were not over, and more was to come.
        """
        query = replace(
            board.query, mode=Mode.BOARD, page=1, person=None, since=None, as_of=None, top=None
        )
        rules, metric = self.rules(), board.ranking.metric
        is_dull = query.by is Group.COMPANY or _BADGES in metric.measures or not rows
        if is_dull or day <= query.period.start or not rules.is_on:
            return _nothing
        until = min(day, query.period.end)
        rest = self._rereading.rest(query, until, board.as_of)
        top = tuple(Told(row.key, row.place, row.name, str(row.value)) for row in rows)

        def remember(outbox_id: str) -> None:
            watched = PostedBoard(
                outbox_id=outbox_id,
                schedule_id=schedule_id,
                words=query.words(),
                until=until,
                top=top,
                version=0,
                told_at=board.as_of,
                watch_until=self._desk.clock() + timedelta(days=rules.days),
                rest=rest,
            )
            self._desk.store.posted_boards.add(self._desk.workspace_id, watched)

        return remember

    def is_due(self, now: datetime) -> bool:
        """Whether a look may find something: microseconds while nothing happens."""
        if self._wake is None or now >= self._wake:
            return True
        return self._seen != self._desk.store.workspaces.version(self._desk.workspace_id)

    def cases(self, now: datetime) -> tuple[int, list[Case]]:
        """The version looked at, and every watched board that may have moved since it was looked
        at last or has a correction on its way."""
        store, workspace_id = self._desk.store, self._desk.workspace_id
        version = store.workspaces.version(workspace_id)
        watched = store.posted_boards.watched(workspace_id, now)
        known = self._true_at
        asked = [one for one in watched if known.get(one.outbox_id) != (version, one.fence)]
        is_on = bool(asked) and self.rules().is_on
        return version, [self._rereading.case(one, is_on=is_on) for one in asked]

    def looked(
        self, now: datetime, version: int, true: Iterable[PostedBoard], dues: Iterable[datetime]
    ) -> None:
        """Everything was decided at this version. `true` are the boards that say what is so and
        have nothing on its way, `dues` the moments of lines on their way."""
        if version != self._seen:
            self._true_at.clear()
        self._seen = version
        self._true_at |= {one.outbox_id: (version, one.fence) for one in true}
        self._wake = min([now + LOOK_AGAIN, *(due for due in dues if due > now)])

    def lost(self) -> None:
        """Another process was quicker: look again."""
        self._wake = None


def _nothing(outbox_id: str) -> None:
    """There is nothing to watch."""
    del outbox_id
