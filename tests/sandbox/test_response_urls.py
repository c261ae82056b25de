"""Five uses, thirty minutes, and what each use does to what people see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from sandbox import ManualClock, Sandbox
from tests.sandbox.company import HttpCompany, actions, button, found, http_app

Send = Callable[..., WebhookResponse]


@pytest.fixture
def company(clock: ManualClock) -> Iterator[HttpCompany]:
    with http_app() as remote, Sandbox(rate_factor=0, clock=clock) as slack:
        made = found(slack, request_url=remote.url)
        yield HttpCompany(**vars(made), remote=remote)


def after_command(company: HttpCompany) -> Send:
    """What posts to the response URL of a command Anna has just typed."""
    company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)
    return sender(company)


def after_click(company: HttpCompany, message: dict[str, Any]) -> Send:
    """What posts to the response URL of a button Anna has just pressed."""
    company.slack.act_as(company.anna).click(message, "go")
    return sender(company)


def sender(company: HttpCompany) -> Send:
    url = company.remote.last["response_url"]
    return WebhookClient(url, retry_handlers=[]).send


def seen(company: HttpCompany, user: str) -> list[str]:
    return [m["text"] for m in company.slack.act_as(user).messages(company.sales)]


def test_an_answer_is_seen_by_the_one_who_asked(company: HttpCompany) -> None:
    after_command(company)(text="yours")

    assert seen(company, company.anna) == ["yours"]
    assert seen(company, company.ben) == []


def test_an_answer_in_the_channel_is_seen_by_all(company: HttpCompany) -> None:
    after_command(company)(text="ours", response_type="in_channel")

    assert seen(company, company.ben) == ["ours"]


def test_the_sixth_use_is_refused(company: HttpCompany) -> None:
    send = after_command(company)
    statuses = [send(text=str(number)).status_code for number in range(6)]

    assert statuses == [200] * 5 + [404]
    assert send(text="again").body == "used_url"
    assert len(seen(company, company.anna)) == 5


def test_after_thirty_minutes_it_is_refused(company: HttpCompany, clock: ManualClock) -> None:
    send = after_command(company)
    clock.advance(30 * 60 - 1)
    assert send(text="in time").status_code == 200
    clock.advance(1)

    late = send(text="late")
    assert (late.status_code, late.body) == (404, "expired_url")


def test_an_unknown_address_is_refused(company: HttpCompany) -> None:
    url = f"{company.slack.url}/response/commands/{company.app.team_id}/nothing"
    assert WebhookClient(url).send(text="x").body == "invalid_url"


def test_a_click_can_replace_and_delete_its_message(company: HttpCompany) -> None:
    company.remote.answer = lambda payload: (
        {"text": "board", "blocks": [actions(button())]} if "command" in payload else None
    )
    anna = company.slack.act_as(company.anna)
    anna.command("/leaderboard", channel=company.sales)
    send = after_click(company, anna.last_message(company.sales))

    send(text="other board", replace_original=True)
    assert seen(company, company.anna) == ["other board"]
    send(text="one more")
    assert seen(company, company.anna) == ["other board", "one more"]
    send(delete_original=True)
    assert seen(company, company.anna) == ["one more"]


def test_a_later_answer_can_replace_the_first_one_of_a_command(company: HttpCompany) -> None:
    send = after_command(company)
    send(text="working on it")
    send(text="done", replace_original=True)

    assert seen(company, company.anna) == ["done"]


def test_the_visibility_of_a_replaced_message_stays(company: HttpCompany) -> None:
    send = after_command(company)
    send(text="yours")
    send(text="still yours", replace_original=True, response_type="in_channel")

    assert seen(company, company.ben) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "sparkles"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "to_all"}, "invalid_response_type"),
    ],
)
def test_a_refused_answer_is_shown_to_the_person_and_remembered(
    company: HttpCompany, answer: dict[str, Any], code: str
) -> None:
    response = after_command(company)(**answer)

    assert response.status_code == 400
    assert [error.code for error in company.slack.errors] == [code]
    shown = company.slack.act_as(company.anna).last_message(company.sales)
    assert shown["error"] == code
    assert shown["is_ephemeral"]
