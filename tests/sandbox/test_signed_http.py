"""The same over signed HTTP: signatures, challenges, repeated events, and answers that fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from sandbox import ManualClock, Patience, Sandbox
from sandbox.dispatch_http import signature
from tests.sandbox.company import Company, HttpCompany, bolt_app, found, http_app


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def bolt() -> Iterator[tuple[Company, App]]:
    """A real Bolt app behind its WSGI adapter, and the sandbox that calls it."""
    served: list[SlackRequestHandler] = []

    def serve(environ: dict[str, Any], start: Any) -> Any:
        return served[0](environ, start)

    server = make_server("127.0.0.1", 0, serve, handler_class=Quiet)
    url = f"http://127.0.0.1:{server.server_port}/slack/events"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        with Sandbox(rate_factor=0) as slack:
            company = found(slack, request_url=url)
            app = bolt_app(company)
            served.append(SlackRequestHandler(app))
            yield company, app
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_bolt_accepts_the_signature_and_answers(bolt: tuple[Company, App]) -> None:
    company, app = bolt

    def show_board(ack: Ack, command: dict[str, str]) -> None:
        ack(f"You asked for {command['text']}")

    app.command("/leaderboard")(show_board)
    delivery = company.slack.act_as(company.anna).command(
        "/leaderboard", "deals & more", channel=company.sales
    )

    assert delivery.body == "You asked for deals & more"
    assert delivery.status == 200


def test_bolt_answers_the_challenge(bolt: tuple[Company, App]) -> None:
    company, _ = bolt

    assert company.slack.verify_request_url(company.app.app_id)


def test_an_app_that_echoes_nothing_fails_the_challenge(over_http: HttpCompany) -> None:
    assert not over_http.slack.verify_request_url(over_http.app.app_id)

    over_http.remote.answer = lambda payload: {"challenge": payload["challenge"]}
    assert over_http.slack.verify_request_url(over_http.app.app_id)


def test_a_listener_that_fails_is_an_error_for_the_person(bolt: tuple[Company, App]) -> None:
    company, app = bolt

    def fail() -> None:
        raise RuntimeError("no board today")

    app.command("/leaderboard")(fail)
    delivery = company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert (delivery.status, delivery.error) == (500, "http_service_error")
    assert [error.code for error in company.slack.errors] == ["http_service_error"]


def test_every_request_carries_a_signature_that_holds(over_http: HttpCompany) -> None:
    verifier = SignatureVerifier(over_http.app.signing_secret)
    anna = over_http.slack.act_as(over_http.anna)
    anna.command("/leaderboard", channel=over_http.sales)
    anna.shortcut("look")
    anna.say("hello", channel=over_http.sales)

    for received in over_http.remote.received:
        assert verifier.is_valid_request(received.body, received.headers)
        assert not verifier.is_valid_request(received.body + b" ", received.headers)
    kinds = {received.headers["content-type"] for received in over_http.remote.received}
    assert kinds == {"application/json", "application/x-www-form-urlencoded"}


def test_the_signature_is_slacks_own_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F"
        b"commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
        b"398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


@pytest.mark.parametrize(
    ("status", "error"), [(404, "http_client_error"), (500, "http_service_error")]
)
def test_a_failing_app_is_an_error_for_the_person(
    over_http: HttpCompany, status: int, error: str
) -> None:
    over_http.remote.status = status
    anna = over_http.slack.act_as(over_http.anna)

    assert anna.command("/leaderboard", channel=over_http.sales).error == error
    assert anna.last_message(over_http.sales)["error"] == error


def test_an_app_that_is_not_there_cannot_be_reached() -> None:
    with Sandbox(rate_factor=0) as slack:
        company = found(slack, request_url="http://127.0.0.1:9/slack/events")
        delivery = slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert delivery.error == "dispatch_failed"


def test_a_slow_app_is_given_up_on() -> None:
    patience = Patience(ack_seconds=0.1)
    release = threading.Event()
    with http_app() as remote, Sandbox(rate_factor=0, patience=patience) as slack:
        company = found(slack, request_url=remote.url)

        def wait(_: dict[str, Any]) -> None:
            release.wait(30)

        remote.answer = wait
        delivery = slack.act_as(company.anna).command("/leaderboard", channel=company.sales)
        release.set()

    assert delivery.error == "operation_timeout"


def test_an_event_is_sent_again_three_times(clock: ManualClock) -> None:
    with http_app() as remote, Sandbox(rate_factor=0, clock=clock) as slack:
        company = found(slack, request_url=remote.url)
        remote.received.clear()
        remote.status = 500
        anna = slack.act_as(company.anna)
        anna.say("hello", channel=company.sales)

        for seconds, count in ((0, 2), (60, 3), (300, 4), (3600, 4)):
            clock.advance(seconds)
            slack.tick()
            anna.wait_for(lambda wanted=count: len(remote.received) == wanted)
        headers = [received.headers for received in remote.received]

    assert [h.get("x-slack-retry-num") for h in headers] == [None, "1", "2", "3"]
    assert {h.get("x-slack-retry-reason") for h in headers} == {None, "http_error"}
    assert len({received.payload["event_id"] for received in remote.received}) == 1


def test_an_event_that_was_taken_is_not_sent_again(over_http: HttpCompany) -> None:
    over_http.remote.received.clear()
    over_http.slack.act_as(over_http.anna).say("hello", channel=over_http.sales)

    assert over_http.slack.tick() == 0
    assert len(over_http.remote.received) == 1


def heard(company: HttpCompany, kind: str) -> list[dict[str, Any]]:
    events = [received.payload["event"] for received in company.remote.received]
    return [event for event in events if event["type"] == kind]


def test_a_changed_profile_is_an_event(over_http: HttpCompany) -> None:
    for future in over_http.slack.change_user(over_http.anna, locale="en-GB"):
        assert future.result().ok

    assert heard(over_http, "user_change")[0]["user"]["locale"] == "en-GB"


def test_a_newcomer_is_an_event(over_http: HttpCompany) -> None:
    newcomer = over_http.slack.add_user(name="Chidi", email="chidi@example.com")
    joined = over_http.slack.act_as(newcomer).wait_for(lambda: heard(over_http, "team_join"))

    assert joined[0]["user"]["id"] == newcomer


def test_an_event_reaches_only_apps_that_asked_and_are_there(over_http: HttpCompany) -> None:
    elsewhere = over_http.slack.add_channel("elsewhere", members=[over_http.anna])
    over_http.remote.received.clear()
    over_http.slack.act_as(over_http.anna).say("hello", channel=elsewhere)

    assert over_http.remote.received == []


def test_a_direct_message_says_what_kind_of_channel_it_is(over_http: HttpCompany) -> None:
    over_http.slack.act_as(over_http.anna).say("hello")

    event = heard(over_http, "message")[-1]
    assert (event["channel_type"], event["channel"][0], event["text"]) == ("im", "D", "hello")


def test_names_in_a_command_are_escaped_when_asked_for(over_http: HttpCompany) -> None:
    over_http.slack.install_app(
        name="Escaping",
        request_url=over_http.remote.url,
        commands=[{"command": "/who", "should_escape": True}],
    )
    anna = over_http.slack.act_as(over_http.anna)
    anna.command("/who", "@ben.carter in #sales or @nobody", channel=over_http.sales)

    text = over_http.remote.last["text"]
    assert text == f"<@{over_http.ben}|ben.carter> in <#{over_http.sales}|sales> or @nobody"


def test_the_app_installed_last_owns_a_command(over_http: HttpCompany) -> None:
    newer = over_http.slack.install_app(
        name="Newer", request_url=over_http.remote.url, commands=[{"command": "/leaderboard"}]
    )
    over_http.slack.act_as(over_http.anna).command("/leaderboard", channel=over_http.sales)

    assert over_http.remote.last["api_app_id"] == newer.app_id
