"""What the doctor says about Slack, asked of the real local one."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.checkup_slack import check_slack
from bot.config import Settings
from bot.findings import Finding, State
from sandbox import App, Sandbox

SCOPES = ("commands", "users:read")


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(rate_factor=0) as sandbox:
        yield sandbox


@pytest.fixture
def app(slack) -> App:
    return slack.install_app(name="Koploper", scopes=SCOPES)


def settings_for(slack: Sandbox, app: App, **changes: object) -> Settings:
    values = {
        "slack_bot_token": app.bot_token,
        "slack_app_token": app.app_token,
        "slack_signing_secret": app.signing_secret,
        "slack_api_url": slack.api_url,
        "data_dir": Path("unused"),
    }
    return Settings(_env_file=None, **(values | changes))


def now() -> datetime:
    return datetime.now(UTC)


def check(settings: Settings, *, scopes=SCOPES, clock=now) -> list[Finding]:
    return list(check_slack(settings, scopes=scopes, clock=clock))


def said(findings: list[Finding], state: State) -> list[str]:
    return [one.says.format(**one.params) for one in findings if one.state is state]


def test_a_good_set_up_has_nothing_but_good_news(slack, app):
    findings = check(settings_for(slack, app))
    assert {one.state for one in findings} == {State.OK}
    assert said(findings, State.OK) == [
        "Slack knows the bot token: koploper in Koploper Demo.",
        "The Slack app has exactly the scopes it needs.",
        "This machine's clock agrees with Slack's.",
        "Socket Mode opens with the app-level token.",
    ]


def test_missing_tokens_are_named_and_nothing_is_asked_of_slack(slack, app):
    nothing = settings_for(
        slack, app, slack_bot_token=None, slack_app_token=None, slack_signing_secret=None
    )
    assert said(check(nothing), State.FAILURE) == [
        "SLACK_BOT_TOKEN is not set.",
        "SLACK_APP_TOKEN is not set, and neither is SLACK_SIGNING_SECRET.",
    ]
    assert slack.calls == []


def test_only_a_signing_secret_means_only_http(slack, app):
    findings = check(settings_for(slack, app, slack_app_token=None))
    assert said(findings, State.FAILURE) == []
    assert said(findings, State.WARNING) == [
        "SLACK_APP_TOKEN is not set: only `koploper run --http` would work."
    ]


@pytest.mark.parametrize(
    ("field", "token", "says"),
    [
        ("slack_bot_token", "xoxb-1-wrong", "Slack refuses the token: invalid_auth."),
        ("slack_app_token", "xapp-1-wrong", "with SLACK_APP_TOKEN (invalid_auth)."),
    ],
)
def test_a_token_slack_does_not_know_is_told_without_printing_it(slack, app, field, token, says):
    failures = said(check(settings_for(slack, app, **{field: token})), State.FAILURE)
    assert len(failures) == 1
    assert failures[0].endswith(says)
    assert "wrong" not in failures[0]


def test_missing_and_needless_scopes_are_listed(slack, app):
    findings = check(settings_for(slack, app), scopes=("commands", "users:read.email"))
    assert said(findings, State.FAILURE) == ["The Slack app lacks scopes: users:read.email."]
    assert said(findings, State.WARNING) == [
        "The Slack app has scopes that Koploper does not need: users:read."
    ]


@pytest.mark.parametrize(
    ("minutes", "app_token", "state"),
    [
        (2, True, State.WARNING),
        (-2, True, State.WARNING),
        (9, True, State.WARNING),
        (9, False, State.FAILURE),
        (2, False, State.WARNING),
    ],
)
def test_a_clock_that_is_off_breaks_signatures_only(slack, app, minutes, app_token, state):
    settings = settings_for(slack, app)
    if not app_token:
        settings = settings_for(slack, app, slack_app_token=None)
    findings = check(settings, clock=lambda: now() + timedelta(minutes=minutes))
    [clock] = [one for one in findings if "clock" in one.says]
    assert clock.state is state
    assert abs(clock.params["seconds"] - abs(minutes) * 60) <= 5


def test_a_slack_that_cannot_be_reached_is_told_once_for_each_token(slack, app):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        failures = said(check(settings_for(slack, app, slack_api_url=address)), State.FAILURE)
    assert failures == [
        "Slack cannot be reached (URLError).",
        "Socket Mode does not open with SLACK_APP_TOKEN (URLError).",
    ]


def test_without_history_it_says_what_cannot_be_looked_into(slack):
    history = ("channels:history", "groups:history", "im:history")
    app = slack.install_app(name="Koploper", scopes=("commands", "channels:history"))
    findings = check(settings_for(slack, app), scopes=("commands", *history))
    (told,) = [one for one in findings if "look whether" in one.says]
    assert told.state is State.WARNING
    assert told.params["scopes"] == "groups:history, im:history"
    assert "docs/posting.md" in told.do
