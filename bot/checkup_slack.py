"""Whether Slack can be reached, knows the tokens, grants the scopes, and agrees on the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.findings import Finding, failure, ok, warning
from bot.i18n import msgid

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse

    from bot.config import Settings

TIMEOUT = 5  # seconds
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
SKEW_NOTED = 30  # seconds: boards would close a day at the wrong moment
SKEW_FATAL = 300  # seconds: signatures are refused beyond it


def check_slack(
    settings: Settings, *, scopes: Sequence[str], clock: Callable[[], datetime]
) -> Iterator[Finding]:
    """Tokens first; what cannot be asked without them is left out. `scopes` are the manifest's."""
    missing = list(_missing_tokens(settings))
    yield from missing
    if settings.slack_bot_token is not None:
        yield from _check_bot_token(settings, scopes, clock)
    if settings.slack_app_token is not None:
        yield from _check_app_token(settings)


def _missing_tokens(settings: Settings) -> Iterator[Finding]:
    if settings.slack_bot_token is None:
        yield failure(
            msgid("SLACK_BOT_TOKEN is not set."),
            do=msgid(
                "Create the Slack app from manifest.yml, install it, and copy the bot token from"
                " OAuth & Permissions into .env."
            ),
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        yield failure(
            msgid("SLACK_APP_TOKEN is not set, and neither is SLACK_SIGNING_SECRET."),
            do=msgid(
                "For Socket Mode, make an app-level token with connections:write under Basic"
                " Information and copy it into .env as SLACK_APP_TOKEN."
            ),
        )
    elif settings.slack_app_token is None:
        yield warning(
            msgid("SLACK_APP_TOKEN is not set: only `koploper run --http` would work."),
            do=msgid("Set it if you want Socket Mode."),
        )


def _check_bot_token(
    settings: Settings, scopes: Iterable[str], clock: Callable[[], datetime]
) -> Iterator[Finding]:
    from slack_sdk import WebClient  # noqa: PLC0415 - the doctor is also asked without tokens

    assert settings.slack_bot_token is not None  # noqa: S101 - the caller asked
    token = settings.slack_bot_token.get_secret_value()
    client = WebClient(token, base_url=settings.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    answer = _ask(client.auth_test)
    if isinstance(answer, Finding):
        yield answer
        return
    yield ok(
        msgid("Slack knows the bot token: {name} in {team}."),
        name=str(answer.get("user", "")),
        team=str(answer.get("team", "")),
    )
    yield from _check_scopes(_header(answer, "x-oauth-scopes"), scopes)
    yield from _check_time(
        _header(answer, "date"), clock(), is_signed=settings.slack_app_token is None
    )


def _ask(call: Callable[[], SlackResponse]) -> SlackResponse | Finding:
    from slack_sdk.errors import SlackApiError  # noqa: PLC0415 - see _check_bot_token

    try:
        return call()
    except SlackApiError as error:
        return failure(
            msgid("Slack refuses the token: {reason}."),
            do=msgid("Copy the token again; after a reinstall of the app it is a new one."),
            reason=str(error.response.get("error", "unknown")),
        )
    except OSError as error:
        return failure(
            msgid("Slack cannot be reached ({reason})."),
            do=msgid("Check the network, the proxy and SLACK_API_URL."),
            reason=type(error).__name__,
        )


def _header(answer: SlackResponse, name: str) -> str:
    for key, value in answer.headers.items():
        if key.lower() == name:
            return ",".join(value) if isinstance(value, list) else str(value)
    return ""


def _check_scopes(header: str, wanted: Iterable[str]) -> Iterator[Finding]:
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    missing = sorted(set(wanted) - granted)
    extra = sorted(granted - set(wanted))
    if missing:
        yield failure(
            msgid("The Slack app lacks scopes: {scopes}."),
            do=msgid("Paste manifest.yml into App Manifest again and reinstall the app."),
            scopes=", ".join(missing),
        )
    unread = sorted(HISTORY & set(wanted) - granted)
    if unread:
        yield warning(
            msgid(
                "Without {scopes} Koploper cannot look whether Slack took a message when Slack did"
                " not say."
            ),
            do=msgid(
                "Until then boards in doubt are left and you are told, private words are said"
                " again: docs/posting.md has the choice for each kind."
            ),
            scopes=", ".join(unread),
        )
    if extra:
        yield warning(
            msgid("The Slack app has scopes that Koploper does not need: {scopes}."),
            do=msgid("Take them away: paste manifest.yml into App Manifest and reinstall."),
            scopes=", ".join(extra),
        )
    if not missing and not extra:
        yield ok(msgid("The Slack app has exactly the scopes it needs."))


def _check_time(header: str, now: datetime, *, is_signed: bool) -> Iterator[Finding]:
    """Only signed HTTP dies of a wrong clock; boards are merely a little off."""
    try:
        theirs = parsedate_to_datetime(header)
    except ValueError:
        yield warning(
            msgid("Slack did not say what time it is."), do=msgid("Check this machine's clock.")
        )
        return
    skew = round(abs((now - theirs).total_seconds()))
    if skew <= SKEW_NOTED:
        yield ok(msgid("This machine's clock agrees with Slack's."))
        return
    report = failure if is_signed and skew >= SKEW_FATAL else warning
    yield report(
        msgid("This machine's clock is {seconds} seconds away from Slack's."),
        do=msgid("Turn on time synchronisation (NTP) on this machine."),
        seconds=skew,
    )


def _check_app_token(settings: Settings) -> Iterator[Finding]:
    from slack_sdk import WebClient  # noqa: PLC0415 - see _check_bot_token

    assert settings.slack_app_token is not None  # noqa: S101 - the caller asked
    client = WebClient(base_url=settings.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    token = settings.slack_app_token.get_secret_value()
    answer = _ask(lambda: client.apps_connections_open(app_token=token))
    if isinstance(answer, Finding):
        yield failure(
            msgid("Socket Mode does not open with SLACK_APP_TOKEN ({reason})."),
            do=msgid(
                "Turn on Socket Mode for the app, and make an app-level token with"
                " connections:write under Basic Information."
            ),
            reason=answer.params["reason"],
        )
    else:
        yield ok(msgid("Socket Mode opens with the app-level token."))
