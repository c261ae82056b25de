"""What the page's script gets and does, as JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from sandbox import Sandbox
from tests.sandbox.company import HttpCompany, actions, button, modal, text_input


def get(company: HttpCompany, name: str, **query: str) -> dict[str, Any]:
    address = f"{company.slack.url}/page/{name}?{urlencode({'as': company.anna} | query)}"
    with urlopen(address) as answer:
        return dict(json.load(answer))


def post(company: HttpCompany, act: str, **body: Any) -> dict[str, Any]:
    content = json.dumps({"as": company.anna} | body).encode()
    headers = {"Content-Type": "application/json"}
    try:
        with urlopen(Request(f"{company.slack.url}/page/{act}", content, headers)) as answer:
            return dict(json.load(answer))
    except HTTPError as refused:
        with refused:
            return dict(json.load(refused))


def test_the_frame_is_drawn_from_one_answer(over_http: HttpCompany) -> None:
    over_http.client.chat_postMessage(channel=over_http.anna, text="psst")
    frame = get(over_http, "bootstrap")

    assert frame["me"] == over_http.anna
    anna = next(user for user in frame["users"] if user["id"] == over_http.anna)
    assert (anna["real_name"], anna["locale"], anna["is_bot"]) == ("Anna de Vries", "nl-NL", False)
    assert [(c["name"], c["is_im"], c["unread"]) for c in frame["channels"]] == [
        ("sales", False, 0),
        ("", True, 1),
    ]
    assert frame["channels"][1]["with_user"] == over_http.app.bot_user_id
    assert frame["apps"][0]["commands"] == [
        {"command": "/leaderboard", "description": "Who is ahead", "usage_hint": ""}
    ]


def test_without_a_name_one_is_whoever_joined_first_and_is_still_here(
    over_http: HttpCompany,
) -> None:
    assert get(over_http, "bootstrap", **{"as": ""})["me"] == over_http.anna
    over_http.slack.change_user(over_http.anna, deleted=True)
    with urlopen(f"{over_http.slack.url}/page/bootstrap") as answer:
        assert json.load(answer)["me"] == over_http.ben


def test_a_workspace_without_people_has_a_frame_too() -> None:
    with Sandbox() as slack:
        slack.install_app(name="Lonely")
        slack.add_channel("empty")
        with urlopen(f"{slack.url}/page/bootstrap") as answer:
            frame = json.load(answer)

    assert frame["me"] is None
    assert [channel["name"] for channel in frame["channels"]] == ["empty"]


def test_somebody_unknown_is_refused_by_a_word(over_http: HttpCompany) -> None:
    with pytest.raises(HTTPError) as refused:
        get(over_http, "bootstrap", **{"as": "U404"})
    with refused.value as answer:
        assert (answer.code, json.load(answer)["error"]) == (400, "user_not_found")


def test_the_hint_is_what_the_workspace_was_made_with(over_http: HttpCompany) -> None:
    assert get(over_http, "bootstrap")["hint"] == ""
    with Sandbox(hint="Try /rank") as slack:
        slack.add_user(name="Anna", email="anna@example.com")
        with urlopen(f"{slack.url}/page/bootstrap") as answer:
            assert json.load(answer)["hint"] == "Try /rank"


@pytest.mark.parametrize(
    ("app_home", "home", "messages"),
    [
        ({}, False, True),
        ({"home_tab_enabled": True}, True, True),
        ({"home_tab_enabled": False, "messages_tab_enabled": False}, False, False),
    ],
)
def test_an_app_has_the_tabs_its_manifest_asks_for(
    over_http: HttpCompany, app_home: dict[str, bool], home: bool, messages: bool
) -> None:
    other = over_http.slack.install_app(
        manifest={"display_information": {"name": "Other"}, "features": {"app_home": app_home}}
    )
    frame = get(over_http, "bootstrap")

    assert [app["home_tab"] for app in frame["apps"]] == [True, home]
    talks = [channel["with_user"] for channel in frame["channels"] if channel["is_im"]]
    assert talks == [over_http.app.bot_user_id, *([other.bot_user_id] if messages else [])]


def test_a_look_at_the_page_opens_the_conversation_with_the_app_once(
    over_http: HttpCompany,
) -> None:
    first, again = get(over_http, "bootstrap"), get(over_http, "bootstrap")

    assert first["channels"] == again["channels"]
    assert first["channels"][-1]["id"] == over_http.slack.act_as(over_http.anna).dm()
    over_http.slack.uninstall_app(over_http.app.app_id)
    chidi = over_http.slack.add_user(name="Chidi", email="chidi@example.com")
    late = get(over_http, "bootstrap", **{"as": chidi})
    assert [channel["name"] for channel in late["channels"]] == ["sales"]


def test_reading_marks_as_read(over_http: HttpCompany) -> None:
    sent = over_http.client.chat_postMessage(channel=over_http.anna, text="psst")

    assert get(over_http, "messages", channel=sent["channel"])["messages"][0]["text"] == "psst"
    assert get(over_http, "bootstrap")["channels"][1]["unread"] == 0


def test_text_is_posted_and_a_slash_runs_a_command(over_http: HttpCompany) -> None:
    over_http.remote.answer = lambda payload: "board" if "command" in payload else None
    where = {"channel": over_http.sales}

    assert post(over_http, "command", text="hello", **where) == {"ok": True}
    assert post(over_http, "command", text="/leaderboard deals", **where) == {"ok": True}

    seen = get(over_http, "messages", **where)["messages"]
    assert [m["text"] for m in seen] == ["hello", "board"]
    assert seen[1]["is_ephemeral"]
    assert over_http.remote.last["text"] == "deals"


def test_a_refusal_is_a_word(over_http: HttpCompany) -> None:
    refused = post(over_http, "command", text="/nothing", channel=over_http.sales)

    assert refused == {"ok": False, "error": "unknown_command"}
    assert post(over_http, "react", channel=over_http.sales, ts="1", name="x")["ok"] is False
    assert post(over_http, "action")["error"] == "invalid_arguments"


@pytest.mark.parametrize("fields", [{"value": "v"}, {}])
def test_an_element_of_a_message_can_be_used(
    over_http: HttpCompany, fields: dict[str, Any]
) -> None:
    sent = over_http.client.chat_postMessage(
        channel=over_http.sales, text="x", blocks=[actions(button())]
    )
    container = {"type": "message", "message_ts": sent["ts"], "channel": over_http.sales}
    done = post(over_http, "action", container=container, block_id="row", action_id="go", **fields)

    assert done == {"ok": True}
    assert over_http.remote.last["actions"][0]["value"] == "v"


def test_a_date_can_come_in_slacks_own_field(over_http: HttpCompany) -> None:
    picker = {"type": "datepicker", "action_id": "day"}
    sent = over_http.client.chat_postMessage(
        channel=over_http.sales, text="x", blocks=[actions(picker)]
    )
    container = {"type": "message", "message_ts": sent["ts"], "channel": over_http.sales}
    post(
        over_http,
        "action",
        container=container,
        block_id="row",
        action_id="day",
        selected_date="2017-09-30",
    )

    assert over_http.remote.last["actions"][0]["selected_date"] == "2017-09-30"


def test_a_modal_is_shown_submitted_and_closed(over_http: HttpCompany) -> None:
    assert get(over_http, "view") == {"view": None, "errors": {}}
    post(over_http, "shortcut", callback_id="look")
    view = modal(text_input(), text_input("more"))
    over_http.client.views_open(trigger_id=over_http.remote.last["trigger_id"], view=view)
    shown = get(over_http, "view")["view"]
    typed = {"name": {"value": {"type": "plain_text_input", "value": "Anna"}}}

    wrong = post(over_http, "submit", view_id=shown["id"], state={"values": typed})
    assert (wrong["ok"], list(wrong["errors"])) == (False, ["more"])
    assert list(get(over_http, "view")["errors"]) == ["more"]
    typed["more"] = {"value": {"type": "plain_text_input", "value": "yes"}}
    assert post(over_http, "submit", view_id=shown["id"], state={"values": typed}) == {"ok": True}
    assert get(over_http, "view")["view"] is None


def test_home_is_opened_once_and_read_again_quietly(over_http: HttpCompany) -> None:
    home = {"type": "home", "blocks": [actions(button())]}
    over_http.client.views_publish(user_id=over_http.anna, view=home)
    app = {"app": over_http.app.app_id}

    assert get(over_http, "home", **app)["view"]["type"] == "home"
    opened = len(over_http.remote.received)
    assert get(over_http, "home", again="1", **app)["view"]["type"] == "home"
    assert len(over_http.remote.received) == opened


def told_until(stream: Any, channel: str) -> list[str]:
    """What a page is told up to the first change in that channel."""
    told = []
    for line in stream:
        if line.startswith(b"data: "):
            change = json.loads(line.removeprefix(b"data: "))
            told.append(change["what"])
            if change.get("channel") == channel:
                break
    return told


def test_changes_are_streamed_to_those_they_concern(over_http: HttpCompany) -> None:
    streams = [
        urlopen(f"{over_http.slack.url}/page/events?as={user}")
        for user in (over_http.anna, over_http.ben)
    ]
    for stream in streams:
        assert stream.readline().startswith(b":")

    home = {"type": "home", "blocks": []}
    over_http.client.views_publish(user_id=over_http.anna, view=home)
    over_http.client.chat_postMessage(channel=over_http.sales, text="x")
    told = [told_until(stream, over_http.sales) for stream in streams]
    for stream in streams:
        stream.close()

    assert told == [["home", "messages"], ["messages"]]


def test_the_page_and_uploaded_files_are_served(over_http: HttpCompany) -> None:
    over_http.client.files_upload_v2(
        channel=over_http.sales, filename="trend.svg", content="<svg/>"
    )
    message = get(over_http, "messages", channel=over_http.sales)["messages"][-1]

    with urlopen(message["files"][0]["url_private"]) as served:
        assert served.read() == b"<svg/>"
        assert served.headers["Content-Type"].startswith("image/svg+xml")
    with urlopen(f"{over_http.slack.url}/") as page:
        assert page.headers["Content-Type"].startswith("text/html")
    for lost in ("/files/F0", "/static/../server.py", "/nothing"):
        with pytest.raises(HTTPError) as refused:
            urlopen(over_http.slack.url + lost)
        refused.value.close()
