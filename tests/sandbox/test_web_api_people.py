"""People, groups, files, reactions and conversations as the real client reads them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.company import Company


def refusal(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, params=arguments)
    return str(refused.value.response["error"])


def test_people_have_a_locale_and_a_zone(company: Company) -> None:
    anna = company.client.users_info(user=company.anna, include_locale=True)["user"]
    ben = company.client.users_lookupByEmail(email="BEN@example.com")["user"]

    assert (anna["locale"], anna["tz"]) == ("nl-NL", "Europe/Amsterdam")
    assert (ben["id"], ben["tz"]) == (company.ben, "America/New_York")
    assert "locale" not in ben
    assert ben["profile"]["email"] == "ben@example.com"


def test_an_email_address_needs_its_own_scope(company: Company) -> None:
    bare = company.slack.install_app(name="Bare", scopes=["users:read"])
    client = WebClient(token=bare.bot_token, base_url=company.slack.api_url)

    assert "email" not in client.users_info(user=company.anna)["user"]["profile"]


def test_a_large_workspace_wants_a_limit(company: Company) -> None:
    for number in range(201):
        company.slack.add_user(name=f"Rep {number}", email=f"rep{number}@example.com")

    assert refusal(company.client, "users.list") == "limit_required"
    pages = [len(page["members"]) for page in company.client.users_list(limit=150)]
    assert pages == [150, 54]


def test_user_groups_are_listed_with_their_people(company: Company) -> None:
    group = company.slack.add_usergroup("alpha", "Team Alpha", [company.anna])

    listed = company.client.usergroups_list(include_users=True)["usergroups"]
    members = company.client.usergroups_users_list(usergroup=group)["users"]

    assert [(row["handle"], row["users"]) for row in listed] == [("alpha", [company.anna])]
    assert members == [company.anna]


def test_a_file_goes_through_the_two_steps_of_upload(company: Company) -> None:
    company.client.files_upload_v2(
        channel=company.sales, filename="trend.svg", content="<svg/>", alt_txt="A rising line"
    )

    message = company.slack.act_as(company.anna).last_message(company.sales)
    shared = message["files"][0]
    assert (shared["name"], shared["size"], shared["mimetype"]) == ("trend.svg", 6, "image/svg+xml")
    assert shared["alt_txt"] == "A rising line"


def test_reactions_and_pins_stay_with_the_message(company: Company) -> None:
    ts = company.client.chat_postMessage(channel=company.sales, text="x")["ts"]
    where = {"channel": company.sales, "timestamp": ts}
    company.client.reactions_add(name="tada", **where)
    company.client.pins_add(**where)

    shown = company.client.reactions_get(**where)["message"]["reactions"]
    pinned = company.client.pins_list(channel=company.sales)["items"]

    assert shown == [{"name": "tada", "users": [company.app.bot_user_id], "count": 1}]
    assert [item["message"]["ts"] for item in pinned] == [ts]
    assert refusal(company.client, "reactions.add", name="tada", **where) == "already_reacted"


def test_conversations_are_listed_by_type(company: Company) -> None:
    company.client.chat_postMessage(channel=company.anna, text="x")
    own = company.slack.add_channel("own", private=True, members=[company.app.bot_user_id])
    listed = company.client.conversations_list

    assert [c["name"] for c in listed()["channels"]] == ["sales"]
    assert [c["id"] for c in listed(types="private_channel")["channels"]] == [own]
    assert [c["user"] for c in listed(types="im")["channels"]] == [company.anna]
    members = company.client.conversations_members(channel=company.sales)["members"]
    assert set(members) == {company.anna, company.ben, company.app.bot_user_id}
