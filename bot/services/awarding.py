"""Decides when badges are looked at: after entries, at the start of a day, and all of them when the
rules have changed. What is stored always comes to what a replay of the ledger gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from bot.domain.badges.rules import Badge
from bot.domain.badges.spans import EVER
from bot.domain.built_in import REVENUE
from bot.services.access import ADMINS, Actor, require
from bot.services.awarding_changes import Finding, OnChange, Writer, nobody_asked
from bot.services.awarding_days import active_people, ended_days
from bot.services.awarding_judge import Judge
from bot.services.awarding_preview import Preview, preview
from bot.services.awarding_records import Holders
from bot.services.awarding_replay import Replay
from bot.services.awarding_terms import Terms, read_terms
from bot.services.desk import Desk
from bot.services.histories import Histories
from store.records import WHOLE, Entry
from store.results import State

FOLLOWER, DAY, RULES = "badges", "badges-day", "badges-rules"
"""Followers: the last entry taken in, the last day that was started, the mark of the rules."""

BATCH = 300  # entries taken in at a time: everybody in them is looked at in one transaction
BEHIND = 20_000  # entries: further behind than this, a replay is quicker than following
TOGETHER = 10  # people looked at in one transaction at the start of a day
LONG_AWAY = 45  # days without a start of a day after which a replay is quicker
_FOLLOWERS = (FOLLOWER, DAY, RULES)


class _State(State):
    """How far the ledger was followed."""

    def position(self, name: str) -> int:
        """Where one of the followers is; before everything when it never took a step."""
        found = self.positions[_FOLLOWERS.index(name)]
        return -1 if found is None else found


class Awarding:
    """Gives badges, and takes them back while they are provisional."""

    def __init__(self, desk: Desk, *, on_change: OnChange = nobody_asked) -> None:
        """`on_change` is told inside each transaction that gives or takes."""
        self._desk = desk
        self._store = desk.store
        self._workspace_id = desk.workspace_id
        self._histories = Histories(desk.store, desk.workspace_id)
        self._writer = Writer(desk.store, desk.workspace_id, on_change)
        self._terms: Terms | None = None
        self._marked: Terms | None = None  # the terms whose mark is stored

    def follow(self) -> bool:
        """One step: take the next entries in, or start the day, or replay; False: nothing to do."""
        today, state = self._desk.today(), self._state()
        terms = self._current(state)
        if self._must_replay(terms, state, today):
            self.replay()
        elif self._marked is not terms:
            self._judge_changed(terms, today)
        elif state.position(DAY) < today.toordinal():
            self._start_day(terms, today)
        elif state.position(FOLLOWER) < state.newest:
            self._take_in()
        else:
            self._store.awards.settle(self._workspace_id, self._desk.clock())
            return False
        return True

    def replay(self) -> None:
        """Look at everything that anybody ever earned, in transactions of a bounded size."""
        today, followers = self._desk.today(), self._store.followers
        with self._holding():
            state = self._state()
            terms, upto = self._current(state), state.newest
            self._histories.clear()
        replay = Replay(self._desk, self._histories, self._writer, terms, today)
        for step in replay.steps():
            with self._holding():
                self._histories.start(upto, terms)
                step()
        with self._holding():
            followers.move(self._workspace_id, FOLLOWER, upto)
            followers.move(self._workspace_id, DAY, today.toordinal())
            followers.move(self._workspace_id, RULES, terms.mark)
        self._marked = terms

    def preview(self, actor: Actor, badge: Badge, since: date) -> Preview:
        """What a badge would have given from a local date on; for owner and admin.

        Reads everybody's history: about 20 ms for each who sold on a thousand days.
        """
        require(actor, ADMINS)
        return preview(self._desk, badge, since)

    def _take_in(self) -> None:
        """Look at everybody and every period that the next entries can have changed."""
        followers, workspace_id = self._store.followers, self._workspace_id
        with self._holding():
            state = self._state()
            terms, position = self._current(state), state.position(FOLLOWER)
            self._histories.start(position, terms)
            batch = followers.batch(workspace_id, position, measures=terms.measures, limit=BATCH)
            self._histories.follow(batch.entries, batch.upto)
            judge = Judge(self._desk, self._histories, terms, self._desk.today())
            finding = _after(judge, terms, batch.entries)
            finding.add(self._after_sales(terms, batch.entries))
            self._writer.write(finding, terms, self._desk.clock())
            followers.move(workspace_id, FOLLOWER, batch.upto)

    def _after_sales(self, terms: Terms, entries: Sequence[Entry]) -> Finding:
        """The records that these entries can have changed."""
        sales = [one for one in entries if one.measure == REVENUE.key]
        holders, finding = Holders(self._desk, terms, self._desk.today()), Finding()
        for badge in terms.records:
            for start in holders.held(badge, {one.occurred_on.toordinal() for one in sales}):
                is_cut = len(entries) == BATCH
                finding.add(holders.touched(badge, start, sales, is_cut=is_cut))
        return finding

    def _start_day(self, terms: Terms, today: date) -> None:
        """Look at what ended with the days since the last one that was started."""
        last = self._state().position(DAY)
        with self._holding():
            people = active_people(self._desk, terms, last, today.toordinal())
        self._judge_people(people, terms, today, since=last)
        with self._holding():
            judge, finding = Judge(self._desk, self._histories, terms, today), Finding()
            for badge in terms.compared:
                for start in judge.over(badge, ended_days(last, today.toordinal())):
                    finding.add(judge.compared(badge, start))
            came = range(last, today.toordinal() + 1)
            holders = Holders(self._desk, terms, today)
            for badge in terms.records:
                for start in holders.held(badge, came):
                    finding.add(holders.dawned(badge, start, last))
            for person_id, days in judge.shared(last + 1, today.toordinal() + 1).items():
                finding.add(judge.assists(person_id, days))
            self._writer.write(finding, terms, self._desk.clock())
            self._store.followers.move(self._workspace_id, DAY, today.toordinal())

    def _judge_changed(self, terms: Terms, today: date) -> None:
        """Look at those again whose leave or dates have changed."""
        changed = terms.changed_since(self._marked) if self._marked else set[int]()
        self._judge_people(sorted(changed or ()), terms, today, since=EVER)
        with self._holding():
            self._store.followers.move(self._workspace_id, RULES, terms.mark)
        self._marked = terms

    def _judge_people(
        self, people: Sequence[int], terms: Terms, today: date, *, since: int
    ) -> None:
        for first in range(0, len(people), TOGETHER):
            with self._holding():
                self._histories.start(self._state().position(FOLLOWER), terms)
                judge, finding = Judge(self._desk, self._histories, terms, today), Finding()
                for person_id in people[first : first + TOGETHER]:
                    finding.add(judge.person(person_id, since))
                self._writer.write(finding, terms, self._desk.clock())

    def _must_replay(self, terms: Terms, state: _State, today: date) -> bool:
        """Whether following will not do: at the very start, by other rules, or far behind."""
        if self._marked is None and state.position(RULES) == terms.mark:
            self._marked = terms
        if self._marked is None:
            return True
        if self._marked is not terms and terms.changed_since(self._marked) is None:
            return True
        if state.newest - state.position(FOLLOWER) > BEHIND:
            return True
        return not 0 <= today.toordinal() - state.position(DAY) + 1 <= LONG_AWAY

    def _current(self, state: _State) -> Terms:
        """The terms as they are now; the same object until a name or a rule changes."""
        if self._terms is None or self._terms.names_version != state.names_version:
            self._terms = read_terms(self._desk, self._desk.snapshots.current())
        return self._terms

    def _state(self) -> _State:
        return _State(*self._store.results.state(self._workspace_id, _FOLLOWERS))

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """A transaction in which nobody else posts; whoever is held in memory is forgotten when
        it is undone."""
        try:
            with self._store.transaction():
                self._store.results.hold()
                yield
        except BaseException:
            self._histories.clear()
            raise


def _after(judge: Judge, terms: Terms, entries: Sequence[Entry]) -> Finding:
    """Everything but records that these entries can have changed."""
    finding = Finding()
    since: dict[int, int] = {}
    for one in entries:
        day = one.occurred_on.toordinal()
        since[one.person_id] = min(day, since.get(one.person_id, day))
    for person_id, day in since.items():
        finding.add(judge.person(person_id, day))
    days = {one.occurred_on.toordinal() for one in entries}
    for badge in terms.compared:
        for start in judge.over(badge, days):
            finding.add(judge.compared(badge, start))
    sales = [one for one in entries if one.measure == REVENUE.key]
    for person_id, shared in _shared_days(sales).items():
        finding.add(judge.assists(person_id, shared))
    return finding


def _shared_days(sales: Iterable[Entry]) -> dict[int, set[int]]:
    """On which days who got, or lost, part of the credit of a deal."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one in sales:
        if abs(one.share) != WHOLE:
            found[one.person_id].add(one.occurred_on.toordinal())
    return found
