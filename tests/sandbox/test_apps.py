"""Installing an app from a manifest, and what happens when it is taken away."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import SlackError
from tests.sandbox.company import Company, HttpCompany

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Standings"},
    "features": {
        "bot_user": {"display_name": "Standings bot"},
        "app_home": {"messages_tab_enabled": False},
        "slash_commands": [
            {"command": "/rank", "description": "Where you stand", "should_escape": True}
        ],
        "shortcuts": [
            {"name": "Rank", "type": "global", "callback_id": "rank", "description": "Open it"}
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


def test_a_manifest_describes_an_app(company: Company) -> None:
    app = company.slack.install_app(manifest=MANIFEST)

    assert app.name == "Standings bot"
    assert app.scopes == {"commands", "chat:write"}
    assert app.events == {"app_home_opened"}
    assert [(c.command, c.should_escape) for c in app.commands] == [("/rank", True)]
    assert [(s.callback_id, s.type) for s in app.shortcuts] == [("rank", "global")]


def test_without_a_messages_tab_nobody_can_be_written_to(company: Company) -> None:
    app = company.slack.install_app(manifest=MANIFEST)
    client = WebClient(token=app.bot_token, base_url=company.slack.api_url)

    with pytest.raises(SlackApiError, match="messages_tab_disabled"):
        client.chat_postMessage(channel=company.anna, text="psst")


def test_without_a_home_tab_there_is_no_home_to_publish_or_open(company: Company) -> None:
    app = company.slack.install_app(manifest=MANIFEST)
    client = WebClient(token=app.bot_token, base_url=company.slack.api_url)

    with pytest.raises(SlackApiError, match="not_enabled"):
        client.views_publish(user_id=company.anna, view={"type": "home", "blocks": []})
    with pytest.raises(SlackError, match="not_enabled"):
        company.slack.act_as(company.anna).open_home(app)


def test_an_app_that_is_taken_away_hears_of_it_and_answers_no_more(
    over_http: HttpCompany,
) -> None:
    over_http.slack.uninstall_app(over_http.app.app_id)
    anna = over_http.slack.act_as(over_http.anna)

    def words() -> set[str]:
        payloads = [received.payload for received in over_http.remote.received]
        return {payload["event"]["type"] for payload in payloads}

    anna.wait_for(lambda: words() >= {"app_uninstalled", "tokens_revoked"})
    over_http.remote.received.clear()
    anna.say("hello?", channel=over_http.sales)
    assert over_http.remote.received == []


def test_only_the_app_that_is_taken_away_hears_of_it(over_http: HttpCompany) -> None:
    other = over_http.slack.install_app(name="Other", events=["app_uninstalled"])
    over_http.slack.uninstall_app(other.app_id)
    over_http.slack.act_as(over_http.anna).say("hello", channel=over_http.sales)

    events = [received.payload["event"]["type"] for received in over_http.remote.received]
    assert "app_uninstalled" not in events


def test_a_bot_is_known_by_its_id(company: Company) -> None:
    bot = company.client.bots_info(bot=company.app.bot_id)["bot"]

    assert (bot["name"], bot["user_id"]) == ("Koploper", company.app.bot_user_id)
    with pytest.raises(SlackApiError, match="bot_not_found"):
        company.client.bots_info(bot="B0")


def test_the_workspace_has_a_name(company: Company) -> None:
    team = company.client.team_info()["team"]

    assert (team["name"], team["id"]) == ("Koploper Demo", company.app.team_id)
