"""/leaderboard from Bolt's dispatch to the response body: against an empty handler of the same app,
and on a large ledger against a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from slack_bolt import BoltRequest

from bench.deals import LAST_DAY
from bench.lab import Lab
from bench.measure import interleaved, timed
from bench.results import Result, quantity
from bench.rows.reading import CALENDAR, spread
from bench.rows.slack_app import BOARD, EMPTY, WORDS, SlackSide, answered
from bot.domain.periods import week as week_of

ANCHOR = "an empty handler of the same Bolt app"
GROWTH_ANCHOR = "/leaderboard on the small ledger"
_P50, _P99, _GROWTH = 2.0, 4.0, 1.2
DEAL_EVERY = 2_500
"""Commands between two deals: after each, the first command of every wording is a cold one, so
that with ten wordings 0.4 % are. What a cold one costs is said apart."""
_COLD = 20


def run(lab: Lab) -> Iterator[Result]:
    """All reps in turn with the words they mostly type, and a deal recorded now and then."""
    entries = lab.scale.entries
    side = SlackSide(lab, lab.working_copy(entries))
    requests = _Requests({"ours": (side, BOARD), "theirs": (side, EMPTY)})
    mine, other = interleaved(
        requests.work("ours"),
        requests.work("theirs"),
        rounds=lab.scale.rounds,
        calls=lab.scale.quick_calls,
        warmup=len(WORDS),
        before=requests.prepare,
    )
    cold = quantity(median(_cold(side)), "s")
    note = (
        f"{entries:,} entries, {lab.scale.reps:,} reps, a deal recorded every {DEAL_EVERY:,}"
        f" commands; {spread(mine, other)}; the first command after a deal takes {cold}"
    )
    for name, limit, ours, theirs in (
        ("dispatch", _P50, mine.p50, other.p50),
        ("dispatch-p99", _P99, mine.p99, other.p99),
    ):
        yield Result(bench=name, anchor=ANCHOR, limit=limit, ours=ours, theirs=theirs, note=note)
        note = ""


def run_growth(lab: Lab) -> Iterator[Result]:
    """The same commands of the same people on both ledgers; each has its own app.

    Only of reps who sold something this week in both: an answer without a place for whoever asks
    is less work, and the small ledger has more of those.
    """
    scale = lab.scale
    large = SlackSide(lab, lab.working_copy(scale.entries))
    small = SlackSide(lab, lab.working_copy(scale.few_entries))
    both = _sellers(lab, scale.entries) & _sellers(lab, scale.few_entries)
    viewers = sorted(both) or list(range(scale.reps))
    large.viewers = small.viewers = viewers
    requests = _Requests({"ours": (large, BOARD), "theirs": (small, BOARD)})
    mine, other = interleaved(
        requests.work("ours"),
        requests.work("theirs"),
        rounds=scale.rounds,
        calls=scale.quick_calls,
        warmup=len(WORDS),
        before=requests.prepare,
    )
    cold, cold_small = (quantity(median(_cold(side)), "s") for side in (large, small))
    yield Result(
        bench="growth",
        anchor=GROWTH_ANCHOR,
        limit=_GROWTH,
        ours=mine.p50,
        theirs=other.p50,
        note=f"{scale.entries:,} and {scale.few_entries:,} entries; {spread(mine, other)};"
        f" the first command after a deal takes {cold} and {cold_small}",
    )


class _Requests:
    """Prepares, untimed, the request that each side answers next."""

    def __init__(self, sides: dict[str, tuple[SlackSide, str]]) -> None:
        self._sides = sides
        self._next: dict[str, BoltRequest] = {}

    def prepare(self, name: str, number: int) -> None:
        side, command = self._sides[name]
        if command == BOARD and number % DEAL_EVERY == DEAL_EVERY - 1:
            side.record(number)
        self._next[name] = side.request(command, number)

    def work(self, name: str) -> Callable[[int], object]:
        app = self._sides[name][0].app
        return lambda _number: answered(app, self._next[name])


def _sellers(lab: Lab, entries: int) -> set[int]:
    """The numbers of the reps with revenue in the week of the last day."""
    week = week_of(LAST_DAY, CALENDAR)
    ledger = lab.ledger(entries)
    by_person = ledger.revenue(week.start, week.end)
    return {rep for rep, person in enumerate(ledger.people()) if str(person) in by_person}


def _cold(side: SlackSide) -> list[float]:
    """The seconds of commands that each follow a recorded deal."""
    taken = []
    for number in range(_COLD):
        side.record(number)
        request = side.request(BOARD, number)
        taken.append(timed(lambda _, request=request: answered(side.app, request)))
    return taken
