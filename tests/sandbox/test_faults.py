"""Faults on demand: what the app sees of each, and whether the call took effect."""

from __future__ import annotations

import urllib.error

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox
from sandbox.faults import KINDS, Faults
from tests.sandbox.company import Company


def posted(company: Company) -> int:
    return len(company.slack.act_as(company.anna).messages(company.sales))


def post(company: Company) -> None:
    company.client.chat_postMessage(channel=company.sales, text="x")


@pytest.mark.parametrize(("kind", "messages"), [("500", 0), ("500_after_accept", 1)])
def test_a_500_comes_before_or_after_the_call_took_effect(
    company: Company, kind: str, messages: int
) -> None:
    company.slack.faults.inject(method="chat.postMessage", kind=kind)

    with pytest.raises(SlackApiError) as failed:
        post(company)

    assert failed.value.response.status_code == 500
    assert posted(company) == messages


@pytest.mark.parametrize(
    ("kind", "messages"), [("drop_before_accept", 0), ("drop_after_accept", 1)]
)
def test_a_dropped_connection_leaves_the_app_in_doubt(
    company: Company, kind: str, messages: int
) -> None:
    company.slack.faults.inject(method="chat.postMessage", kind=kind)

    with pytest.raises((urllib.error.URLError, ConnectionError, OSError)):
        post(company)

    assert posted(company) == messages
    assert [call.status for call in company.slack.calls] == [0]


def test_a_storm_of_429_asks_for_patience(company: Company) -> None:
    company.slack.faults.inject(method="chat.postMessage", kind="429", times=2, seconds=7)

    for _ in range(2):
        with pytest.raises(SlackApiError) as failed:
            post(company)
        assert failed.value.response.headers["Retry-After"] == "7"
    post(company)

    assert posted(company) == 1


@pytest.mark.parametrize("kind", ["slow", "slow_after_accept"])
def test_a_slow_answer_outlasts_an_impatient_client(company: Company, kind: str) -> None:
    company.slack.faults.inject(method="chat.postMessage", kind=kind, seconds=30)
    company.client.timeout = 1

    with pytest.raises(TimeoutError):
        post(company)


def test_a_slow_answer_arrives(company: Company) -> None:
    company.slack.faults.inject(method="chat.postMessage", kind="slow_after_accept", seconds=0.01)

    post(company)

    assert posted(company) == 1


def test_any_error_code_can_be_asked_for(company: Company) -> None:
    company.slack.faults.inject(kind="error", error="internal_error")

    with pytest.raises(SlackApiError, match="internal_error"):
        post(company)
    assert company.slack.calls[-1].error == "internal_error"


def test_a_fault_hits_only_its_method(company: Company) -> None:
    company.slack.faults.inject(method="chat.update", kind="500", times=None)

    post(company)

    assert posted(company) == 1
    company.slack.faults.clear()
    assert company.slack.faults.take("chat.update") is None


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="drop_after_accept"):
        Faults().inject(kind="gremlins")
    with pytest.raises(ValueError, match="refresh"):
        Faults().disconnect_sockets("unplug")
    assert "slow" in KINDS


def test_stopping_cuts_a_slow_answer_short() -> None:
    slack = Sandbox()
    slack.start()
    app = slack.install_app(scopes=["users:read"])
    slack.faults.inject(kind="slow", seconds=600)
    slack.stop()

    assert app.bot_token


def test_a_storm_strikes_a_share_of_the_calls_until_it_clears(company: Company) -> None:
    faults = company.slack.faults
    faults.storm(method="chat.postMessage", kinds=[("error", 0.0)], share=0.5, seed=1)
    kinds = [faults.take("chat.postMessage") for _ in range(200)]
    assert 60 < sum(fault is not None for fault in kinds) < 140
    assert faults.happened["error"] == sum(fault is not None for fault in kinds)
    assert faults.take("chat.update") is None
    faults.clear()
    assert not any(faults.take("chat.postMessage") for _ in range(50))


def test_a_storm_of_unknown_kinds_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault 'hail'"):
        Faults().storm(kinds=[("hail", 0.0)], share=1.0, seed=1)
