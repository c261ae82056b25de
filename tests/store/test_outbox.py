"""Decided messages on both engines: kept once, claimed by one, and whoever lost one is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from store.open import Store
from store.outbox_claims import Terms
from store.pace import take_slot
from store.records_outbox import Draft, Outbox, State, Verb
from tests.store_fixtures import START

NO_PACE = Terms(
    lease=timedelta(minutes=1),
    channel_every=timedelta(0),
    workspace_every=timedelta(0),
    edits_every=timedelta(0),
)
OVER_AT_ONCE = replace(NO_PACE, lease=timedelta(0))
LATER = START + timedelta(minutes=5)


@pytest.fixture
def home(any_store: Store) -> int:
    return any_store.workspaces.sole().id


def draft(key: str = "a", **more) -> Draft:
    fields = {"kind": "board", "channel": "C1", "payload": {"text": key}, "not_before": START}
    return Draft(key=key, **fields | more)


def add(store: Store, home: int, key: str = "a", **more) -> str:
    made = store.outbox.add(home, draft(key, **more), at=START)
    assert made is not None
    return made


def claim(store: Store, home: int, terms: Terms = NO_PACE, at=START) -> Outbox | None:
    return store.outbox.claims.claim(home, owner="test", at=at, terms=terms)


def begin(store: Store, claimed: Outbox) -> bool:
    return store.outbox.claims.begin(
        claimed, at=START, lease=NO_PACE.lease, slack_channel=claimed.channel
    )


def test_a_key_is_kept_once_for_each_workspace(any_store: Store, home: int):
    made = add(any_store, home)
    assert any_store.outbox.add(home, draft(), at=LATER) is None
    other = any_store.workspaces.add("Other").id
    assert any_store.outbox.add(other, draft(), at=START) not in {None, made}
    assert any_store.outbox.get(other, made) is None
    assert any_store.outbox.find(home, "a").id == made


def test_it_comes_back_as_it_was_kept(any_store: Store, home: int):
    made = add(any_store, home, expires_at=LATER, payload={"text": "Grüße", "blocks": [{}]})
    kept = any_store.outbox.get(home, made)
    assert (kept.key, kept.kind, kept.verb, kept.state) == ("a", "board", Verb.POST, State.PENDING)
    assert (kept.created_at, kept.next_at, kept.expires_at) == (START, START, LATER)
    assert kept.payload == {"text": "Grüße", "blocks": [{}]}
    assert not kept.is_in_doubt


def test_one_message_has_one_claimer_however_many_ask(any_store: Store, home: int):
    for number in range(12):
        add(any_store, home, str(number))

    def take_all(_worker: int) -> list[str]:
        found = []
        while (claimed := claim(any_store, home)) is not None:
            found.append(claimed.id)
        return found

    with ThreadPoolExecutor(4) as workers:
        taken = [one for found in workers.map(take_all, range(4)) for one in found]
    taken += take_all(0)  # what was skipped because somebody else had just locked it
    assert len(set(taken)) == len(taken) == 12
    assert any_store.outbox.claims.turn(home, START) is None


def test_they_go_in_the_order_in_which_they_were_decided(any_store: Store, home: int):
    wanted = [add(any_store, home, str(number)) for number in range(10)]
    assert [claim(any_store, home).id for _ in wanted] == wanted


def test_whoever_lost_the_lease_writes_nothing_any_more(any_store: Store, home: int):
    add(any_store, home)
    slow = claim(any_store, home, OVER_AT_ONCE)
    quick = claim(any_store, home)
    assert quick.id == slow.id
    assert quick.fence == slow.fence + 1
    claims = any_store.outbox.claims
    assert not begin(any_store, slow)
    assert not claims.keep(slow, payload={})
    assert not claims.end(slow, State.SENT, slack_ts="1.1")
    assert begin(any_store, quick)
    assert claims.end(quick, State.SENT, slack_ts="2.2")
    assert any_store.outbox.get(home, quick.id).slack_ts == "2.2"
    assert not claims.end(quick, State.PENDING)


def test_once_tried_it_is_in_doubt_until_it_is_known(any_store: Store, home: int):
    add(any_store, home)
    first = claim(any_store, home, OVER_AT_ONCE)
    assert any_store.outbox.claims.begin(first, at=START, lease=timedelta(0), slack_channel="C1")
    again = claim(any_store, home)
    assert again.is_in_doubt
    assert (again.attempts, again.first_try) == (1, START)
    any_store.outbox.claims.end(again, State.SENT, slack_ts="1.1", first_try=START)
    assert not any_store.outbox.get(home, again.id).is_in_doubt


@pytest.mark.parametrize(
    ("terms", "channel"),
    [
        (replace(NO_PACE, channel_every=timedelta(hours=1)), "C1"),
        (replace(NO_PACE, workspace_every=timedelta(hours=1)), "C2"),
    ],
)
def test_all_processes_share_one_pace(any_store: Store, home: int, terms, channel):
    add(any_store, home, "a")
    add(any_store, home, "b", channel=channel)
    assert claim(any_store, home, terms) is not None
    assert any_store.outbox.claims.turn(home, START) != timedelta(0)
    assert claim(any_store, home, terms) is None


def test_another_channel_need_not_wait(any_store: Store, home: int):
    terms = replace(NO_PACE, channel_every=timedelta(hours=1))
    add(any_store, home, "a")
    add(any_store, home, "b")
    other = add(any_store, home, "c", channel="C2")
    claim(any_store, home, terms)
    assert claim(any_store, home, terms).id == other


def test_a_channel_that_is_busy_is_left_alone(any_store: Store, home: int):
    first = add(any_store, home, "a")
    other = add(any_store, home, "b", channel="C2")
    claims = any_store.outbox.claims
    taken = claims.claim(home, owner="test", at=START, terms=NO_PACE, busy=["C1"])
    assert taken.id == other
    assert claims.turn(home, START, busy=["C1", "C2"]) is None
    assert claim(any_store, home).id == first


def test_turns_that_came_late_are_made_up_for_and_no_more(any_store: Store, home: int):
    with any_store.outbox._database.write() as connection:
        taken = [
            take_slot(connection, home, "pace", moment, 1_000, late=2_000)
            for moment in (0, 1_400, 2_000, 2_999, 60_000, 60_001, 60_002, 60_003)
        ]
    assert taken == [True, True, True, False, True, True, True, False]


def test_edits_have_a_pace_of_their_own(any_store: Store, home: int):
    terms = replace(NO_PACE, edits_every=timedelta(hours=1))
    sent = add(any_store, home, "a")
    claims = any_store.outbox.claims
    claims.end(claim(any_store, home), State.SENT, slack_ts="1.1")
    edits = [
        any_store.outbox.edit(home, sent, draft(key, verb=Verb.UPDATE, edits=sent), at=START)
        for key in ("b", "c")
    ]
    assert claim(any_store, home, terms).id == edits[1]
    add(any_store, home, "d", verb=Verb.PIN, edits=sent)
    assert claim(any_store, home, terms) is None
    post = add(any_store, home, "e")
    assert claim(any_store, home, terms).id == post


def test_when_slack_asks_for_a_pause_nobody_goes(any_store: Store, home: int):
    add(any_store, home)
    any_store.outbox.pace.hold(home, "workspace", timedelta(hours=1))
    any_store.outbox.pace.hold(home, "workspace", timedelta(seconds=0))
    assert claim(any_store, home) is None


def test_a_turn_is_taken_by_one(any_store: Store, home: int):
    pace = any_store.outbox.pace
    assert pace.take(home, "night", timedelta(hours=12))
    assert not pace.take(home, "night", timedelta(hours=12))
    assert pace.take(home, "other", timedelta(hours=12))


def test_what_is_edited_while_it_is_claimed_gets_an_edit_after_it(any_store: Store, home: int):
    made = add(any_store, home)
    claimed = claim(any_store, home)
    change = draft("edit", verb=Verb.UPDATE, edits=made, payload={"text": "new"})
    edit = any_store.outbox.edit(home, made, change, at=START)
    assert claim(any_store, home) is None
    any_store.outbox.claims.end(claimed, State.SENT, slack_ts="1.1", slack_channel="C1")
    assert claim(any_store, home).id == edit
    assert any_store.outbox.get(home, made).payload == {"text": "a"}


def test_an_edit_under_way_that_is_overtaken_is_not_tried_again(any_store: Store, home: int):
    made = add(any_store, home)
    any_store.outbox.claims.end(claim(any_store, home), State.SENT, slack_ts="1.1")

    def edit(key: str) -> str:
        change = draft(key, verb=Verb.UPDATE, edits=made, payload={"text": key})
        return any_store.outbox.edit(home, made, change, at=START)

    old = edit("old")
    under_way = claim(any_store, home)
    new = edit("new")
    assert claim(any_store, home) is None
    any_store.outbox.claims.end(under_way, State.PENDING, reason="500")
    assert any_store.outbox.get(home, old).state is State.DROPPED
    assert claim(any_store, home).id == new


def test_parked_messages_are_edited_in_place_and_go_again_on_demand(any_store: Store, home: int):
    made = add(any_store, home)
    any_store.outbox.claims.end(claim(any_store, home), State.DEAD, reason="is_archived")
    change = draft("edit", verb=Verb.UPDATE, edits=made, payload={"text": "new"})
    any_store.outbox.edit(home, made, change, at=START)
    assert claim(any_store, home) is None
    assert any_store.outbox.retry(home, made, at=START, expires_at=LATER)
    assert not any_store.outbox.retry(home, made, at=START, expires_at=LATER)
    assert claim(any_store, home).payload == {"text": "new"}


def test_only_what_nobody_has_tried_can_be_dropped(any_store: Store, home: int):
    made = add(any_store, home)
    claimed = claim(any_store, home)
    assert not any_store.outbox.drop(home, made, "late")
    any_store.outbox.claims.end(claimed, State.PENDING, first_try=START)
    assert not any_store.outbox.drop(home, made, "late")
    other = add(any_store, home, "other")
    assert any_store.outbox.drop(home, other, "late")
    assert any_store.outbox.get(home, other).state is State.DROPPED


def test_a_forgotten_key_can_be_kept_again(any_store: Store, home: int):
    made = any_store.outbox.add(home, draft(verb=Verb.SHARE), at=START, state=State.SENT)
    assert claim(any_store, home) is None
    any_store.outbox.forget(home, made)
    assert any_store.outbox.add(home, draft(), at=START) is not None
