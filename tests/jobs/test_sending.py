"""The last moment before a message leaves, and: whatever Slack does, one cause is one message."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from bot.jobs.poster import Poster
from bot.jobs.sending_client import CarefulClient
from bot.jobs.sending_endings import LostError
from bot.outgoing import POLICIES, Kind
from bot.views.parts import Message, section
from store.records_outbox import State
from tests.scenarios.company import company_in

HELLO = Message(text="Hello", blocks=[section("Hello")])


@pytest.fixture
def company(tmp_path):
    with company_in(tmp_path) as made:
        (app,) = made.slack.workspace.apps.values()
        made.slack.join(made.sales, app.bot_user_id)
        yield made


def say(company, key="cause", kind=Kind.BOARD, message=HELLO, **more) -> str:
    return company.deps.outgoing.post(
        kind=kind, key=key, channel=company.sales, message=message, **more
    )


def heard(company) -> list[str]:
    return [m.body["text"] for m in company.slack.workspace.messages[company.sales].values()]


class Stopwatch:
    """Stands still, but for one reading at which so much has passed."""

    def __init__(self, *, jumps_at: int, by: float) -> None:
        self.readings, self.jumps_at, self.by = 0, jumps_at, by

    def __call__(self) -> float:
        self.readings += 1
        return self.by if self.readings >= self.jumps_at else 0.0


@pytest.mark.parametrize(("slept", "sent"), [(0, 1), (50, 1), (51, 0), (3_600, 0)])
def test_with_too_little_of_the_lease_left_nothing_leaves(company, slept, sent):
    made = say(company)
    watch = Stopwatch(jumps_at=2, by=slept)
    Poster(company.deps, elapsed=watch).run()
    assert watch.readings == 2
    assert len(heard(company)) == sent
    if not sent:
        assert company.deps.outgoing.get(made).state is State.SENDING
        company.live(seconds=61)
        assert heard(company) == ["Hello"]


def test_a_sleeping_machine_counts_too(company):
    say(company)

    naps = iter([0, 2])

    def sleep() -> float:
        company.time.now += timedelta(minutes=next(naps))  # the counter stands still meanwhile
        return 0.0

    assert Poster(company.deps, elapsed=sleep).post_one()
    assert heard(company) == []


def test_the_question_is_asked_when_it_is_connected_and_nothing_was_sent(company):
    asked = []

    def refuse() -> None:
        asked.append(len(company.slack.calls))
        raise LostError

    client = CarefulClient(
        may_send=refuse, token=company.deps.client.token, base_url=company.slack.api_url
    )
    before = len(company.slack.calls)
    with pytest.raises(LostError):
        client.chat_postMessage(channel=company.sales, text="x")
    assert asked == [before]
    assert len(company.slack.calls) == before


def test_it_speaks_to_slack_as_the_sdk_does(company):
    client = CarefulClient(
        may_send=lambda: None, token=company.deps.client.token, base_url=company.slack.api_url
    )
    assert client.auth_test()["ok"]
    assert (
        client.chat_postMessage(channel=company.sales, text="Grüße")["message"]["text"] == "Grüße"
    )
    company.slack.faults.inject(method="auth.test", kind="429", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        client.auth_test()
    assert limited.value.response.headers["Retry-After"] == "7"


FAULTS = ("500", "500_after_accept", "drop_before_accept", "drop_after_accept", "429")
STEPS = st.one_of(
    st.sampled_from(FAULTS),
    st.sampled_from(["wait", "edit", "decide again", "history fails", "crash"]),
)
POSTED = sorted(set(Kind) - {Kind.PIN, Kind.SHARE})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(POSTED), steps=st.lists(STEPS, max_size=6))
def test_no_kind_is_ever_posted_twice_for_one_cause(company, kind, steps):
    company.slack.faults.clear()
    key = f"cause {company.deps.store.outbox.work_done(company.workspace)}"
    made = say(company, key, kind, Message(text=key))
    for number, step in enumerate(steps):
        act(company, step, key, made, number)
    company.slack.faults.clear()
    for _ in range(3):
        company.time.now += timedelta(seconds=61)
        Poster(company.deps).run()
    assert company.deps.outgoing.get(made).state is State.SENT
    assert count(company, made) == 1


def act(company, step: str, key: str, made: str, number: int) -> None:
    if step == "decide again":
        assert say(company, key) is None
    elif step == "edit":
        company.deps.outgoing.edit(made, key=f"{key} edit {number}", message=Message(text=key))
    elif step == "history fails":
        company.slack.faults.inject(method="conversations.history", kind="500")
    elif step == "crash":
        crash(company)
    elif step != "wait":
        company.slack.faults.inject(method="chat.postMessage", kind=step)
    company.time.now += timedelta(seconds=20)
    Poster(company.deps).run()


def crash(company) -> None:
    """A process claims what is due and is gone."""

    def die() -> float:
        raise KeyboardInterrupt

    try:
        Poster(company.deps, elapsed=die).run()
    except KeyboardInterrupt:
        company.time.now += timedelta(seconds=61)


def count(company, outbox_id: str) -> int:
    found = Counter(
        message.metadata["event_payload"]["id"]
        for channel in company.slack.workspace.messages.values()
        for message in channel.values()
        if message.metadata
    )
    return found[outbox_id]


def test_every_kind_has_its_policy():
    assert set(POLICIES) == set(Kind)
