"""What becomes of a slot that is due: after downtime, at changes of the clock, and when its post
goes wrong. Posts are made by renderers of the test's own."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UsageError
from bot.jobs.due import make_due
from bot.jobs.rendering import Due, Rendered, Skip
from bot.services.slots import LEASE
from bot.views.parts import Message
from store.records import Role
from store.records_schedules import NextSlot, OccurrenceState, ScheduleDraft, ScheduleKind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=AMSTERDAM)  # a Tuesday


@dataclass
class Press:
    """A renderer that says which slot it was asked for, or does what it is told to."""

    asked: list[Due] = field(default_factory=list)
    trouble: Exception | None = None
    answer: Rendered | Skip | None = None
    fingerprint: str | None = None
    also: list[str] = field(default_factory=list)

    def __call__(self, deps, schedule, due):
        self.asked.append(due)
        if self.trouble:
            raise self.trouble
        late = " (late)" if due.is_late else ""
        return self.answer or Rendered(
            message=Message(text=f"{schedule.words}: {due.slot}{late}"),
            fingerprint=self.fingerprint,
            also=self.also.append,
        )


@pytest.fixture
def press(company):
    return Press()


@pytest.fixture
def sofia(company):
    company.store.roles.grant(company.workspace, company.users["Sofia Peeters"], Role.OWNER)
    return company.act_as("Sofia Peeters")


def actor(company, name="Sofia Peeters"):
    snapshot = company.deps.desk.snapshots.current()
    return company.deps.access.who(company.users[name], snapshot, company.deps.today())


def add(company, rule, minute=540, **more):
    chosen = {
        "kind": ScheduleKind.BOARD,
        "words": "revenue",
        "channel": company.sales,
        "rule": rule,
        "local_minute": minute,
        "zone": "Europe/Amsterdam",
        "country": None,
        "only_changed": False,
        "locale": "en",
    }
    return company.deps.schedules.add(actor(company), ScheduleDraft(**(chosen | more)))


def tick(company, press, moment=None):
    """It is `moment`, and the jobs run: first what is due, then all the others."""
    if moment is not None:
        company.time.now = moment.astimezone(UTC)
    make_due(company.deps, dict.fromkeys(ScheduleKind, press))
    company.live()


def posts(company):
    return [m["text"] for m in company.act_as("Bram Kok").messages(company.sales)]


def unposted(company):
    (one,) = company.deps.schedules.listed(actor(company))
    found = company.store.occurrences.since(
        company.workspace,
        datetime(2020, 1, 1, tzinfo=UTC),
        (OccurrenceState.SKIPPED, OccurrenceState.FAILED),
    )
    return one, [(row.slot, row.state.value, row.reason) for row in found]


@pytest.mark.parametrize(
    ("rule", "due", "in_time", "too_late"),
    [
        ({"every": "day"}, MORNING, {"hours": 4}, {"hours": 4, "seconds": 1}),
        ({"every": "week", "weekday": 1}, MORNING, {"hours": 24}, {"hours": 24, "seconds": 1}),
        ({"every": "month", "day": 24}, MORNING, {"hours": 72}, {"hours": 72, "seconds": 1}),
    ],
)
def test_a_missed_slot_is_posted_late_inside_its_window_and_not_after(
    company, sofia, press, rule, due, in_time, too_late
):
    add(company, rule)
    tick(company, press, due + timedelta(**in_time))
    assert [text.endswith("(late)") for text in posts(company)] == [True]
    following = company.store.schedules.all(company.workspace)[0].next_due
    tick(company, press, following + timedelta(**too_late))
    assert len(posts(company)) == 1
    listed, rows = unposted(company)
    assert [(state, reason[:34]) for _, state, reason in rows] == [
        ("skipped", "The bot was not running, and by no")
    ]
    assert listed.trouble is not None


def test_an_evening_board_is_not_posted_on_the_next_day(company, sofia, press):
    add(company, {"every": "day"}, minute=23 * 60)
    tick(company, press, datetime(2026, 11, 24, 0, 1, tzinfo=AMSTERDAM))
    assert posts(company) == []


def test_a_few_minutes_are_not_late(company, sofia, press):
    add(company, {"every": "day"})
    tick(company, press, MORNING + timedelta(minutes=9))
    assert posts(company) == ["revenue: 2026-11-24"]


def test_after_days_of_downtime_only_the_newest_slot_is_posted_and_status_tells_the_rest(
    company, sofia, press
):
    add(company, {"every": "day"})
    tick(company, press, MORNING + timedelta(days=3, hours=1))
    assert posts(company) == ["revenue: 2026-11-27 (late)"]
    _, rows = unposted(company)
    assert [slot for slot, *_ in rows] == ["2026-11-26", "2026-11-25", "2026-11-24"]
    status = sofia.command("/koploper", "status", channel=company.sales).message["text"]
    assert "Posts that did not come" in status
    assert "Not posted on Thu 26 Nov 2026, 09:00. The bot was not running; a newer post" in status


def test_the_list_shows_the_newest_post_that_did_not_come(company, sofia, press):
    add(company, {"every": "day"})
    tick(company, press, MORNING + timedelta(days=1, hours=6))
    sofia.command("/koploper", "schedule", channel=company.sales)
    texts = [b["text"]["text"] for b in sofia.open_view()["blocks"] if "text" in b]
    assert ":warning: Not posted on Wed 25 Nov 2026, 09:00." in texts[-1]


@pytest.mark.parametrize(("minute", "first"), [(5, 1), (150, 0), (540, 0)])
@pytest.mark.parametrize("start", [date(2026, 3, 27), date(2026, 10, 23)])
def test_changes_of_the_clock_lose_and_double_nothing(company, sofia, press, minute, first, start):
    company.time.now = datetime.combine(start, datetime.min.time(), tzinfo=UTC)
    add(company, {"every": "day"}, minute=minute)
    for _ in range(6 * 24 * 2):
        make_due(company.deps, dict.fromkeys(ScheduleKind, press))
        company.time.now += timedelta(minutes=30)
    days = [start + timedelta(days=first + number) for number in range(6)]
    assert [due.slot for due in press.asked] == [day.isoformat() for day in days]


def test_a_post_that_cannot_be_made_is_tried_again_and_then_given_up_with_a_word_to_its_maker(
    company, sofia, press, caplog
):
    press.trouble = RuntimeError("the ink is out")
    add(company, {"every": "day"})
    tick(company, press, MORNING)
    for _ in range(30):
        tick(company, press, company.time.now + timedelta(minutes=1))
    assert len(press.asked) == 5
    assert "the ink is out" in caplog.text
    _, rows = unposted(company)
    assert rows == [("2026-11-24", "failed", "It could not be made; the log says why.")]
    assert "A post did not come: *Board* `revenue`" in sofia.last_message()["text"]


def test_a_post_that_succeeds_at_the_second_try_is_posted_once(company, sofia, press):
    press.trouble = RuntimeError("the ink is out")
    add(company, {"every": "day"})
    tick(company, press, MORNING)
    press.trouble = None
    tick(company, press, MORNING + timedelta(minutes=1))
    tick(company, press, MORNING + timedelta(minutes=9))
    assert posts(company) == ["revenue: 2026-11-24"]


def test_words_that_lost_their_meaning_are_told_once_for_each_version(company, sofia, press):
    press.trouble = UsageError("That team is gone.")
    add(company, {"every": "day"})
    for days in range(3):
        tick(company, press, MORNING + timedelta(days=days))
    assert len(press.asked) == 3
    told = [m["text"] for m in sofia.messages() if "did not come" in m["text"]]
    assert len(told) == 1
    assert "Its words are not understood any more." in told[0]


def test_one_bad_schedule_holds_up_no_other(company, sofia, press):
    add(company, {"every": "day"}, kind=ScheduleKind.DAILY)
    add(company, {"every": "day"}, words="deals")
    bad = Press(trouble=RuntimeError("no"))
    company.time.now = MORNING.astimezone(UTC)
    make_due(company.deps, dict.fromkeys(ScheduleKind, press) | {ScheduleKind.DAILY: bad})
    company.live()
    assert posts(company) == ["deals: 2026-11-24"]


def test_a_process_that_died_is_overtaken_when_its_lease_ends(company, sofia, press):
    add(company, {"every": "day"})
    company.time.now = MORNING.astimezone(UTC)
    assert len(company.deps.slots.take()) == 1  # and then it died
    tick(company, press, MORNING + LEASE - timedelta(seconds=1))
    assert posts(company) == []
    tick(company, press, MORNING + LEASE)
    assert posts(company) == ["revenue: 2026-11-24"]


def test_a_process_that_was_frozen_decides_nothing_after_it_was_overtaken(company, sofia, press):
    add(company, {"every": "day"})
    company.time.now = MORNING.astimezone(UTC)
    (frozen,) = company.deps.slots.take()
    tick(company, press, MORNING + LEASE)
    assert not company.store.occurrences.end(frozen.occurrence, OccurrenceState.DONE)
    assert posts(company) == ["revenue: 2026-11-24"]


def test_nothing_is_posted_when_nothing_changed_and_it_was_asked_so(company, sofia, press):
    press.fingerprint = "same"
    add(company, {"every": "day"}, only_changed=True)
    for days in range(3):
        tick(company, press, MORNING + timedelta(days=days))
    assert posts(company) == ["revenue: 2026-11-24"]
    press.fingerprint = "other"
    tick(company, press, MORNING + timedelta(days=3))
    assert posts(company) == ["revenue: 2026-11-24", "revenue: 2026-11-27"]
    assert company.deps.schedules.troubles(actor(company)) == []


def test_without_that_wish_the_same_is_posted_again(company, sofia, press):
    press.fingerprint = "same"
    add(company, {"every": "day"})
    for days in range(2):
        tick(company, press, MORNING + timedelta(days=days))
    assert len(posts(company)) == 2


def test_a_renderer_that_has_nothing_to_say_leaves_a_reason(company, sofia, press):
    press.answer = Skip(reason="Nothing is recorded for it yet.")
    add(company, {"every": "day"})
    tick(company, press, MORNING)
    assert posts(company) == []
    assert unposted(company)[1] == [("2026-11-24", "skipped", "Nothing is recorded for it yet.")]


def test_what_belongs_to_a_post_is_done_with_it_and_not_with_a_test(company, sofia, press):
    schedule = add(company, {"every": "day"})
    company.deps.schedules.test(actor(company), schedule.id)
    tick(company, press)
    assert press.also == []
    assert [due.slot for due in press.asked] == ["2026-11-24"]
    assert [text.split("\n")[-1] for text in posts(company)] == ["revenue: 2026-11-24"]
    tick(company, press, MORNING)
    (outbox_id,) = press.also
    assert company.deps.outgoing.get(outbox_id).key == f"schedule:{schedule.id}:2026-11-24"


def test_a_test_with_nothing_to_show_is_told_to_who_asked(company, sofia, press):
    press.answer = Skip(reason="Nothing is recorded for it yet.")
    schedule = add(company, {"every": "day"})
    company.deps.schedules.pause(actor(company), schedule.id)
    company.deps.schedules.test(actor(company), schedule.id)
    tick(company, press)
    assert posts(company) == []
    assert "shows nothing. Nothing is recorded for it yet." in sofia.last_message()["text"]
    assert unposted(company)[0].trouble is None


def test_a_slot_that_is_paused_or_deleted_while_it_waits_is_not_posted(company, sofia, press):
    press.trouble = RuntimeError("no")
    schedule = add(company, {"every": "day"})
    tick(company, press, MORNING)
    company.deps.schedules.remove(actor(company), schedule.id)
    press.trouble = None
    tick(company, press, MORNING + timedelta(minutes=5))
    assert posts(company) == []


def test_a_zone_whose_rules_changed_since_loses_no_slot(company, sofia, press):
    """The kept moment was worked out by rules by which the day starts an hour later."""
    schedule = add(company, {"every": "day"})
    stale = NextSlot(due=MORNING.astimezone(UTC) + timedelta(hours=1), slot="2026-11-24")
    company.store.schedules.advance([(schedule.id, stale)])
    tick(company, press, MORNING + timedelta(hours=1))
    assert posts(company) == ["revenue: 2026-11-24 (late)"]
    tick(company, press, MORNING + timedelta(hours=2))
    assert len(posts(company)) == 1
