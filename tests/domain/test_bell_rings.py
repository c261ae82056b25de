"""What a bell makes of a deal's history: one ring at most, and a message that stays true."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bell import Bell, bell_from, definition_of
from bot.domain.bell_deals import Part, Win
from bot.domain.bell_hours import QuietHours
from bot.domain.bell_rings import (
    Chime,
    News,
    Ring,
    RingState,
    Standing,
    decide,
    facts_of,
    is_history,
    ring_from,
    rung,
)
from bot.errors import UsageError
from bot.i18n import translator
from bot.views.bell import Peal, peal_message

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BELL = Bell(channel="C1", threshold=100_000, bundle=60)


def win(amount: int = 500_000, *, on: date = TODAY, person: int = 1, **more) -> Win:
    return Win(
        amount=amount,
        occurred_on=on,
        shares=(Part(person_id=person, team_id=1, share=10_000),),
        **more,
    )


def news(**more) -> News:
    return News(**({"moment": NOW, "recorded_at": NOW, "today": TODAY} | more))


def chime_of(ring: Ring) -> Chime:
    return Chime(number=0, win=ring.win, shows_amount=True, shows_customer=True, locale="en")


def waiting() -> Ring:
    return decide(BELL, None, win(), news())


def test_a_new_deal_waits_for_its_bundle():
    ring = waiting()
    assert (ring.state, ring.due_at) == (RingState.WAITING, NOW + timedelta(seconds=60))


def test_a_deal_seen_late_rings_at_once():
    late = decide(BELL, None, win(), news(recorded_at=NOW - timedelta(hours=1)))
    assert late.due_at == NOW


@pytest.mark.parametrize(
    ("bell", "deal", "more"),
    [
        (None, win(), {}),
        (replace(BELL, is_on=False), win(), {}),
        (BELL, None, {}),
        (BELL, win(on=TODAY - timedelta(days=4)), {}),
        (BELL, win(on=TODAY + timedelta(days=4)), {}),
    ],
)
def test_what_is_no_news_here_leaves_no_trace(bell, deal, more):
    assert decide(bell, None, deal, news(**more)) is None


@pytest.mark.parametrize(
    ("bell", "deal", "more"),
    [
        (BELL, win(99_999), {}),
        (replace(BELL, sale_types=frozenset({"renewal"})), win(sale_type="new"), {}),
        (replace(BELL, teams=frozenset({2})), win(), {}),
        (BELL, win(), {"was_won": True}),
        (BELL, win(), {"is_history": True}),
    ],
)
def test_what_is_not_for_this_bell_stays_silent(bell, deal, more):
    assert decide(bell, None, deal, news(**more)).state is RingState.SILENT


def test_a_deal_on_the_last_day_that_it_is_news_rings():
    assert decide(BELL, None, win(on=TODAY - timedelta(days=3)), news()).state is RingState.WAITING


def test_a_deal_of_several_teams_rings_for_each_of_them():
    shared = replace(win(), shares=(Part(person_id=1, team_id=1, share=5_000),
                                    Part(person_id=2, team_id=2, share=5_000)))  # fmt: skip
    for team in (1, 2):
        bell = replace(BELL, teams=frozenset({team}))
        assert decide(bell, None, shared, news()).state is RingState.WAITING


def test_a_deal_that_grows_over_the_threshold_while_it_is_news_rings():
    small = decide(BELL, None, win(50_000), news())
    assert decide(BELL, small, win(), news(was_won=True)).state is RingState.WAITING
    later = news(was_won=True, today=TODAY + timedelta(days=9))
    assert decide(BELL, small, win(), later).state is RingState.SILENT


def test_a_deal_of_an_import_of_history_never_rings_whatever_becomes_of_it():
    old = decide(BELL, None, win(), news(is_history=True))
    for change in (win(900_000), None, win(on=TODAY)):
        old = decide(BELL, old, change, news())
        assert old.state is RingState.SILENT


def test_a_deal_reopened_before_it_rings_does_not_ring():
    gone = decide(BELL, waiting(), None, news(was_won=True))
    assert gone.state is RingState.SILENT
    back = decide(BELL, gone, win(), news())
    assert back.state is RingState.WAITING


def test_a_deal_that_rang_is_edited_and_never_rings_again():
    ring = waiting()
    ring = rung(ring, chime_of(ring))
    for change in (None, win(1), win(900_000, person=2), None, win()):
        ring = decide(BELL, ring, change, news())
        assert (ring.state, ring.win) == (RingState.RUNG, change)


def test_a_paused_or_removed_bell_keeps_its_messages_true():
    ring = waiting()
    ring = rung(ring, chime_of(ring))
    assert decide(replace(BELL, is_on=False), ring, None, news()).win is None
    assert decide(None, ring, win(1), news()).win == win(1)


@pytest.mark.parametrize(
    ("fresh", "stale", "history"),
    [(1, 0, False), (0, 9, False), (1, 10, True), (11, 10, False), (10, 10, False), (10, 11, True)],
)
def test_many_old_deals_at_once_are_history(fresh, stale, history):
    assert is_history(fresh, stale) is history


@dataclass
class World:
    """A deal, one bell and its channel, with everything that happens to them."""

    bell: Bell
    moment: datetime = NOW
    ring: Ring | None = None
    deal: Win | None = None
    texts: list[str] = field(default_factory=list)

    def change(self, deal: Win | None) -> None:
        seen = News(
            moment=self.moment,
            recorded_at=self.moment,
            today=self.moment.date(),
            was_won=self.deal is not None,
        )
        self.deal = deal
        self.ring = decide(self.bell, self.ring, deal, seen)
        if self.ring and self.ring.state is RingState.RUNG:
            self.texts[-1] = self.said()

    def wait(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)
        ring = self.ring
        if ring and ring.state is RingState.WAITING and ring.due_at <= self.moment:
            assert not self.bell.is_quiet(ring.due_at)
            assert self.bell.wants(ring.win, ring.since.date())
            self.ring = rung(ring, chime_of(ring))
            self.texts.append(self.said())

    def said(self) -> str:
        names = {1: "Anna", 2: "Bram", 3: "Cleo"}
        peal = Peal(rings=[self.ring], people=names, teams={1: "Alpha"}, currency="EUR")
        return peal_message(peal, translator("en")).text


deals = st.none() | st.builds(
    win,
    st.sampled_from([1, 99_999, 100_000, 250_000]),
    on=st.sampled_from([TODAY, TODAY - timedelta(days=2), TODAY - timedelta(days=30)]),
    person=st.integers(1, 3),
    customer=st.sampled_from([None, "Acme"]),
)
steps = st.lists(st.tuples(deals, st.sampled_from([1, 59, 61, 3_600, 40_000])), max_size=12)
bells = st.builds(
    Bell,
    channel=st.just("C1"),
    threshold=st.sampled_from([0, 100_000]),
    quiet=st.sampled_from([None, QuietHours(start=22 * 60, end=7 * 60)]),
    bundle=st.sampled_from([0, 60, 3_600]),
    fresh_days=st.sampled_from([0, 3]),
)


@given(bell=bells, steps=steps)
def test_any_history_of_a_deal_rings_once_at_most_and_ends_true(bell, steps):
    world = World(bell)
    for deal, seconds in steps:
        world.change(deal)
        world.wait(seconds)
        world.ring = world.ring and ring_from(
            world.ring.state.value, world.ring.due_at, facts_of(world.ring)
        )
    assert len(world.texts) <= 1
    if not world.texts:
        return
    (text,) = world.texts
    if world.deal is None:
        assert "no longer counted" in text
        assert not any(name in text for name in ("Anna", "Bram", "Cleo"))
    else:
        amount = f"€{world.deal.amount / 100:,.2f}".removesuffix(".00")
        assert amount in text
        assert {1: "Anna", 2: "Bram", 3: "Cleo"}[world.deal.shares[0].person_id] in text
        assert ("Acme" in text) == (world.deal.customer == "Acme")


@given(bell=bells)
def test_a_bell_is_the_same_after_it_was_kept(bell):
    assert bell_from("C1", definition_of(bell), is_on=True) == bell


def test_a_ring_is_the_same_after_it_was_kept():
    standing = Standing(1, date(2026, 11, 1), 2, None)
    ring = waiting()
    ring = rung(ring, replace(chime_of(ring), after="night", standings=(standing,)))
    assert ring_from(ring.state.value, ring.due_at, facts_of(ring)) == ring


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": -1},
        {"zone": "Europe/Nowhere"},
        {"zone": "Europe"},
        {"bundle": 86_401},
        {"fresh_days": 32},
        {"sale_types": frozenset({"gift"})},
        {"locale": "fr"},
    ],
)
def test_a_bell_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UsageError):
        replace(BELL, **wrong)
