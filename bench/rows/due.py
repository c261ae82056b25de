"""Due slots among many schedules, found, claimed and moved on, against a raw UPDATE … RETURNING."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.anchors.raw_claims import RawClaims
from bench.lab import Lab
from bench.measure import interleaved
from bench.results import Result
from bench.rows.reading import CALENDAR, WrongAnswerError, spread
from bot.domain.recurrence import Every, Rule, definition_of
from bot.services.opening import open_services
from bot.services.slots import Turn, next_slot, recurrence_of
from store.open import open_store
from store.records_schedules import OccurrenceState, ScheduleDraft, ScheduleKind

ANCHOR = "a raw sqlite3 UPDATE … RETURNING and COMMIT, synchronous=FULL"
BATCH = 10
_LIMIT = 3.0
_MONDAY = datetime(2026, 1, 4, 23, 0, tzinfo=UTC)  # midnight in Amsterdam; no clock change near
_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60


@dataclass
class Time:
    """The clock of this benchmark: a schedule is due every minute."""

    now: datetime = _MONDAY - _MINUTE

    def __call__(self) -> datetime:
        return self.now


def run(lab: Lab) -> Iterator[Result]:
    """One at a time as they fall due over the day, and ten at once as in the rush at nine."""
    for name, size in (("due", 1), ("due-rush", BATCH)):
        yield _measured(lab, name, size)


def _measured(lab: Lab, name: str, size: int) -> Result:
    schedules = lab.scale.reps * 10
    time = Time()
    store = _filled(lab, lab.folder / name, time, schedules)
    slots = open_services(store, calendar=CALENDAR, clock=time).slots
    raw = RawClaims(lab.folder / f"{name}-raw.db", store.journal_mode, schedules)
    lab.stack.enter_context(closing(raw))
    turns = {"theirs": -1}
    claimed: list[Turn] = []

    def before(side: str, _number: int) -> None:
        """The slots before are done with, and the next minutes pass: `size` fall due."""
        if side == "ours":
            time.now += size * _MINUTE
            while claimed:
                store.occurrences.end(claimed.pop().occurrence, OccurrenceState.DONE)
        else:
            turns["theirs"] += size

    def ours(_number: int) -> None:
        claimed.extend(slots.take(size))
        _check(len(claimed), size)

    def theirs(_number: int) -> None:
        _check(len(raw.claim(turns["theirs"], size)), size)

    calls = max(1, lab.scale.quick_calls * 9 // (10 * size * lab.scale.rounds))
    mine, other = interleaved(
        ours, theirs, rounds=lab.scale.rounds, calls=calls, warmup=1, before=before
    )
    return Result(
        bench=name,
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50 / size,
        theirs=other.p50 / size,
        note=f"{size} due at a time among {schedules:,} schedules, per slot; {spread(mine, other)}"
        " a call; ours also works out the next slot and keeps it",
    )


def _filled(lab: Lab, folder: Path, time: Time, schedules: int) -> Any:
    """A store with weekly schedules, one of which is due every minute from Monday on."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'koploper.db'}"
    store = lab.stack.enter_context(closing(open_store(url, data_dir=folder, clock=time)))
    workspace = store.workspaces.sole().id
    with store.transaction():
        for number in range(schedules):
            draft = _draft(number)
            following = next_slot(recurrence_of(draft), time.now)
            store.schedules.add(workspace, draft, at=time.now, by="bench", following=following)
    return store


def _draft(number: int) -> ScheduleDraft:
    weekday, minute = divmod(number, _DAY)
    return ScheduleDraft(
        kind=ScheduleKind.BOARD,
        words="revenue this month by team",
        channel=f"C{number:07}",
        rule=definition_of(Rule(every=Every.WEEK, weekday=weekday)),
        local_minute=minute,
        zone=CALENDAR.zone,
        country=None,
        only_changed=False,
        locale="en",
    )


def _check(found: int, wanted: int) -> None:
    if found != wanted:
        raise WrongAnswerError(f"{found} slots were claimed, not {wanted}")
