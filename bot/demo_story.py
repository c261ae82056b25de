"""Lets the sample company live through its last weeks before anybody looks: what is set up, and
what the jobs then say in the local Slack, each at the moment it would have been said.

Nothing is written by hand: numbers are imported, services set things up, the jobs of a running bot
post. Only the clock is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo.choices import goals, leaves
from bot.demo.company import months_before
from bot.demo.opinions import opinions
from bot.demo.records import WON, ZONE, Company, Deal
from bot.demo_stage import Books, LocalSlack, StageClock
from bot.deps import Deps
from bot.domain.announcing import BadgeSettings
from bot.domain.bell_drafts import AMOUNT, CUSTOMER
from bot.domain.bell_drafts import Filled as BellFilled
from bot.domain.goals import Span
from bot.domain.points import PointRules
from bot.domain.schedules import Filled
from bot.domain.surveys.templates import TEMPLATES
from bot.i18n import translator
from bot.jobs.poster import post_due
from bot.jobs.profiles import keep_profiles
from bot.jobs.table import drain
from bot.jobs.waves import keep_waves
from bot.services.access import OPERATOR, Actor
from bot.services.bell import Bells
from store.records import Role
from store.records_outbox import State
from store.records_surveys import Wave, WaveState

_ZONE = ZoneInfo(ZONE)
_STEP = timedelta(seconds=2)
_STEPS = 300
_LAST = timedelta(minutes=50)
"""How long before the demo opens the last part of the story begins."""
_LEAST = timedelta(minutes=3)
_BUNDLE = 15  # seconds in which deals ring together
_MORNING, _SURVEY, _EVENING = time(7, 0), time(10, 0), time(17, 30)
_POSTS = (time(9, 0), time(16, 30))
_MORNING_POST = f"{_POSTS[0]:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class Story:
    """The last weeks of a company, told up to `now`. `deps` go by `clock`, as the Slack does."""

    company: Company
    deps: Deps
    local: LocalSlack
    clock: StageClock
    folder: Path
    now: datetime
    language: str

    def tell(self) -> None:
        """Everything, from the first survey to a few minutes ago; then the clock runs again."""
        self._first_survey()
        self._begin_at_friday()
        for day in self._working_days:
            self._live_through(day)
        self._end()
        self.clock.arrive()

    @cached_property
    def _books(self) -> Books:
        return Books(desk=self.deps.desk, folder=self.folder)

    @cached_property
    def _working_days(self) -> list[date]:
        """From Friday up to today."""
        days = range(self.company.friday.toordinal(), self.company.today.toordinal() + 1)
        return [day for day in map(date.fromordinal, days) if day.weekday() < 5]

    @cached_property
    def _end_from(self) -> datetime:
        """When the last part begins: not yesterday, except just after midnight."""
        midnight = datetime.combine(self.company.today, time(0), _ZONE)
        return self.now - max(_LEAST, min(_LAST, self.now - midnight))

    @cached_property
    def _survey_day(self) -> date:
        """The last working day whose survey hour has passed."""
        passed = [day for day in self._working_days if _at(day, _SURVEY) < self._end_from]
        return passed[-1]

    @property
    def _hr(self) -> Actor:
        desk, user = self.deps.desk, self.local.users[self.company.hr]
        return self.deps.access.who(user, desk.snapshots.current(), desk.today())

    def _first_survey(self) -> None:
        """Three months ago: asked, answered, and closed by the clock."""
        begin = _at(months_before(self._survey_day, 3), _SURVEY)
        self.clock.go_to(begin)
        self._books.people(self.company.people)
        keep_profiles(self.deps)
        self.deps.roles.grant(OPERATOR, self.local.users[self.company.owner], Role.OWNER)
        self.deps.roles.grant(OPERATOR, self.local.users[self.company.hr], Role.HR)
        template, surveys = TEMPLATES["enps-reason"], self.deps.surveys
        name = translator(self.language).gettext(template.name)
        survey = surveys.launching.create(self._hr, name, template.plan)
        found = surveys.audiences.candidates(template.plan.audience)
        wave = surveys.launching.launch(self._hr, survey.id, found)
        self.clock.go_to(begin + timedelta(days=2))
        self._answer(wave, "first", 0.9)
        self.clock.go_to(wave.closes_at)
        keep_waves(self.deps)
        self._say_all()

    def _answer(self, wave: Wave, word: str, part: float) -> None:
        for one in opinions(self.company, word, part=part, language=self.language):
            given: dict[int, int | str] = {0: one.score}
            if one.reason:
                given[1] = one.reason
            self.deps.surveys.voting.answer(self.local.users[one.email], wave.id, given)

    def _begin_at_friday(self) -> None:
        """What was known on Friday morning comes in, and the owner sets everything up."""
        friday = self.company.friday
        self.clock.go_to(_at(friday, _MORNING))
        known = [one for one in self.company.activities if one.occurred_on < friday]
        self._books.deals(self.company.deals_then, is_all=True)
        self._books.activities(known, is_all=True)
        self._set_up()
        self._live_on()

    def _set_up(self) -> None:
        deps, channels = self.deps, self.local.channels
        metric = deps.desk.snapshots.current().metrics["revenue"]
        for span, euros in goals(self.company).items():
            deps.goals.set(OPERATOR, metric, Span(span), Decimal(euros))
        people = {one.email: one.id for one in deps.desk.snapshots.current().people.values()}
        for email, first, last in leaves(self.company):
            deps.leaves.add(OPERATOR, people[email], first, last)
        deps.points.change(OPERATOR, PointRules())
        deps.announcements.change(OPERATOR, BadgeSettings(channel=channels["general"]))
        self._schedule(kind="daily", every="weekday")
        self._schedule(kind="weekly", every="week", weekday=self._recap_day)
        bells = Bells(deps.desk)
        filled = BellFilled(
            shows=(AMOUNT, CUSTOMER), zone=ZONE, bundle=str(_BUNDLE), locale=self.language
        )
        bells.put(OPERATOR, bells.check(OPERATOR, channels["deals"], filled, is_new=True))

    @property
    def _recap_day(self) -> str:
        """Monday, unless none has begun since Friday: then the recap is of the week that ends."""
        mondays = [day for day in self._working_days if day.weekday() == 0]
        return "0" if mondays and _at(mondays[0], _POSTS[0]) < self._end_from else "4"

    def _schedule(self, *, kind: str, every: str, weekday: str = "0") -> None:
        filled = Filled(
            kind=kind,
            every=every,
            weekday=weekday,
            time=_MORNING_POST,
            zone=ZONE,
            channel=self.local.channels["sales"],
            locale=self.language,
        )
        self.deps.schedules.add(OPERATOR, self.deps.schedules.check(OPERATOR, filled))

    def _live_through(self, day: date) -> None:
        """A working day: posts in the morning, badges in the afternoon, then the day's deals."""
        hours = {*_POSTS, _EVENING} | ({_SURVEY} if day == self._survey_day else set())
        for hour in sorted(hours):
            if _at(day, hour) >= self._end_from:
                return
            self.clock.go_to(_at(day, hour))
            if hour == _EVENING and day < self.company.today:
                self._win(self._won_by(day))
            self._live_on()
            if hour == _SURVEY:
                self._answer(self._open_wave, "second", 0.5)

    def _won_by(self, day: date) -> list[Deal]:
        """What was won from Friday through `day`; what is known already changes nothing."""
        friday = self.company.friday
        return [one for one in self.company.deals if _is_won(one, friday, day)]

    @property
    def _open_wave(self) -> Wave:
        waves = self.deps.store.surveys.waves(self.deps.workspace_id)
        return next(wave for wave in waves if wave.state is WaveState.OPEN)

    def _end(self) -> None:
        """The last hour: what was corrected since Friday, then what was won today."""
        company, span = self.company, self.now - self._end_from
        today = [one for one in company.deals if _is_won(one, company.today, company.today)]
        fresh = {one.external_id for one in today}
        self.clock.go_to(self._end_from)
        self._books.deals(one for one in company.deals if one.external_id not in fresh)
        lately = [one for one in company.activities if one.occurred_on >= company.friday]
        self._books.activities(lately)
        self._schedule(kind="live", every="change")
        self._live_on()
        parts = (0.3, today[:-3]), (0.6, today[-3:-1]), (0.85, today[-1:])
        for part, deals in parts:
            self.clock.go_to(max(self.clock(), self._end_from + part * span))
            self._win(deals)

    def _win(self, deals: Iterable[Deal]) -> None:
        """Deals are recorded, and the bell rings for them."""
        self._books.deals(deals)
        drain(self.deps)
        self.clock.go_to(self.clock() + timedelta(seconds=_BUNDLE))
        self._live_on()

    def _live_on(self) -> None:
        """The jobs do all there is to do at this moment."""
        drain(self.deps)
        self._say_all()

    def _say_all(self) -> None:
        """Let what is decided reach the local Slack, at Slack's own pace."""
        waiting = (State.PENDING, State.SENDING)
        for _ in range(_STEPS):
            post_due(self.deps)
            if not self.deps.store.outbox.listed(self.deps.workspace_id, waiting, limit=1):
                return
            self.clock.go_to(self.clock() + _STEP)
            self.local.slack.tick()
        raise RuntimeError("the local Slack does not take what the demo says")


def _is_won(deal: Deal, first: date, last: date) -> bool:
    return deal.stage == WON and deal.closed_on is not None and first <= deal.closed_on <= last


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, _ZONE).astimezone(UTC)
