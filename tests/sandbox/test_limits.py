"""Slack's rate limits at their real values, on a clock that only moves when the test says so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from sandbox import ManualClock, Sandbox
from sandbox.limits import POSTING, POSTING_PER_CHANNEL, TIER_2, TIER_3, TIER_4, Limits, Tier
from sandbox.webapi.table import METHODS
from tests.sandbox.company import Company, found


def wait_asked_for(client: WebClient, channel: str) -> int:
    """The Retry-After of a refused post, 0 when it went through."""
    try:
        client.chat_postMessage(channel=channel, text="x")
    except SlackApiError as refused:
        return retry_after(refused.response)
    return 0


def retry_after(response: SlackResponse) -> int:
    assert response.status_code == 429
    assert response["error"] == "ratelimited"
    return int(response.headers["Retry-After"])


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second(
    timed: Company, clock: ManualClock
) -> None:
    burst = [wait_asked_for(timed.client, timed.sales) for _ in range(7)]
    clock.advance(1)
    later = [wait_asked_for(timed.client, timed.sales) for _ in range(2)]

    assert burst == [0, 0, 0, 0, 0, 1, 1]
    assert later == [0, 1]


def test_one_full_channel_does_not_hold_up_another(timed: Company) -> None:
    other = timed.slack.add_channel("other", members=[timed.app.bot_user_id])
    while not wait_asked_for(timed.client, timed.sales):
        pass

    assert wait_asked_for(timed.client, other) == 0


def test_a_workspace_takes_300_posts_a_minute_over_all_channels() -> None:
    clock = ManualClock()
    limits = Limits(clock)
    at_once = [limits.take("workspace", POSTING) for _ in range(301)]
    clock.advance(60)
    after_a_minute = [limits.take("workspace", POSTING) for _ in range(301)]

    assert at_once == [0] * 300 + [1]
    assert after_a_minute == [0] * 300 + [1]


@pytest.mark.parametrize(("tier", "per_minute"), [(TIER_2, 20), (TIER_3, 50), (TIER_4, 100)])
def test_a_tier_is_so_many_calls_a_minute(tier: Tier, per_minute: int) -> None:
    clock = ManualClock()
    limits = Limits(clock)

    passed = sum(limits.take("method", tier) == 0 for _ in range(per_minute * 2))
    clock.advance(30)
    passed_later = sum(limits.take("method", tier) == 0 for _ in range(per_minute * 2))

    assert (passed, passed_later) == (per_minute, per_minute // 2)


def test_a_factor_widens_every_limit() -> None:
    with Sandbox(clock=ManualClock(), rate_factor=2) as slack:
        company = found(slack)
        burst = [wait_asked_for(company.client, company.sales) for _ in range(11)]

    assert burst == [0] * 10 + [1]


def test_a_factor_of_zero_turns_limits_off() -> None:
    with Sandbox(clock=ManualClock(), rate_factor=0) as slack:
        company = found(slack)
        assert sum(wait_asked_for(company.client, company.sales) for _ in range(50)) == 0


def test_a_negative_factor_is_refused() -> None:
    with pytest.raises(ValueError, match="rate_factor"):
        Limits(ManualClock(), -1)


def test_methods_count_apart_from_each_other(timed: Company) -> None:
    for _ in range(20):
        timed.client.users_list(limit=10)
    with pytest.raises(SlackApiError, match="ratelimited"):
        timed.client.users_list(limit=10)

    assert timed.client.users_info(user=timed.anna)["ok"]


def test_posting_has_a_limit_for_each_channel() -> None:
    assert METHODS["chat.postMessage"].per_channel == POSTING_PER_CHANNEL


@settings(deadline=None)
@given(
    pauses=st.lists(st.floats(0, 90), max_size=80),
    tier=st.sampled_from([POSTING_PER_CHANNEL, TIER_2, TIER_3, TIER_4]),
)
def test_no_pattern_of_calls_gets_more_than_the_burst_and_the_rate(
    pauses: list[float], tier: Tier
) -> None:
    clock = ManualClock()
    limits = Limits(clock)
    passed = 0
    for pause in pauses:
        clock.advance(pause)
        passed += limits.take("method", tier) == 0

    assert passed <= tier.burst + sum(pauses) * tier.per_minute / 60 + 1e-6


@settings(deadline=None)
@given(calls=st.integers(1, 400))
def test_waiting_as_long_as_told_is_always_enough(calls: int) -> None:
    clock = ManualClock()
    limits = Limits(clock)
    for _ in range(calls):
        wait = limits.take("channel", POSTING_PER_CHANNEL)
        if wait:
            clock.advance(wait)
            assert limits.take("channel", POSTING_PER_CHANNEL) == 0
