"""A workspace with a small Bolt app in it, and a person at a real browser in front of the page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import ManualClock, Patience, Sandbox

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
NOON = 1_772_280_000.0
EXPECT_MS = 15_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
SCOPES = ["commands", "chat:write", "chat:write.public", "users:read", "im:history", "files:write"]
COMMANDS = [
    {"command": "/board", "description": "Where you stand", "usage_hint": "[metric] [period]"},
    {"command": "/contest", "description": "Start a contest", "usage_hint": ""},
    {"command": "/crash", "description": "Answers nonsense", "usage_hint": ""},
]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def cells(*words: str) -> list[dict[str, Any]]:
    return [{"type": "raw_text", "text": word} for word in words]


def select(kind: str, action_id: str, placeholder: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": action_id, "placeholder": plain(placeholder)} | more


ROWS = [cells(*(f"column number {n}" for n in range(9)))]
ROWS += [cells(*(f"value {row}.{n}" for n in range(9))) for row in range(3)]
ASK = {
    "title": plain("Share this?"),
    "text": plain("Everybody sees it."),
    "confirm": plain("Do it"),
    "deny": plain("Not now"),
}
GROUPS = [
    {"label": plain("Money"), "options": [option("Revenue", "revenue")]},
    {"label": plain("Count"), "options": [option("Deals", "deals")]},
]
MENUS = [
    select("static_select", "metric", "Metric", option_groups=GROUPS),
    {"type": "datepicker", "action_id": "day", "initial_date": "2026-02-28"},
    select("external_select", "deal", "Deal", min_query_length=1),
    {"type": "overflow", "action_id": "more", "options": [option("Export", "csv")]},
    {"type": "button", "action_id": "share", "text": plain("Share"), "confirm": ASK},
]
BOARD: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Revenue :trophy:")},
    {
        "type": "section",
        "block_id": "side",
        "text": mrkdwn("You are *7th*"),
        "accessory": select("multi_users_select", "who", "People"),
    },
    {"type": "table", "rows": ROWS, "column_settings": [{"align": "right"}, {"is_wrapped": True}]},
    {"type": "actions", "block_id": "menus", "elements": MENUS},
]


def contest(title: str = "New contest") -> dict[str, Any]:
    kinds = [option("Alone", "alone"), option("Teams", "teams")]
    name = {"type": "plain_text_input", "action_id": "typed"}
    kind = {"type": "radio_buttons", "action_id": "picked", "options": kinds}
    steps = [
        {"type": "button", "action_id": "rename", "text": plain("Rename")},
        {"type": "button", "action_id": "deeper", "text": plain("Prizes")},
    ]
    label = {"label": plain("Kind"), "optional": True}
    return {
        "type": "modal",
        "callback_id": "contest",
        "title": plain(title),
        "submit": plain("Create"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "input", "block_id": "name", "label": plain("Name"), "element": name},
            {"type": "input", "block_id": "kind", "element": kind} | label,
            {"type": "actions", "block_id": "steps", "elements": steps},
        ],
    }


@dataclass
class Town:
    """A workspace, the app in it, and what the app was told."""

    sandbox: Sandbox
    web: WebClient
    anna: str
    bram: str
    sales: str
    lobby: str
    app: Any
    told: list[Any] = field(default_factory=list)

    def post(self, **message: Any) -> str:
        return str(self.web.chat_postMessage(channel=self.sales, **message)["ts"])


@dataclass
class Desk:
    """A person in front of the page."""

    page: Page
    town: Town

    def visit(self, person: str | None = None, **place: str) -> None:
        where = {"as": person or self.town.anna, "channel": self.town.sales} | place
        query = "&".join(f"{key}={value}" for key, value in where.items())
        self.page.goto("about:blank")
        self.page.goto(f"{self.town.sandbox.url}/?{query}")
        self.page.wait_for_selector("body[data-ready]")

    def send(self, text: str, pane: str = "#main") -> None:
        self.page.locator(f"{pane} .composer-field").fill(text)
        self.page.locator(f"{pane} .composer-field").press("Enter")

    @property
    def last(self) -> Locator:
        return self.page.locator("#main article.message").last

    def board(self) -> Locator:
        before = self.page.locator("#main article.message").count()
        self.send("/board")
        expect(self.page.locator("#main article.message")).to_have_count(before + 1)
        expect(self.last).to_contain_text("You are 7th")
        return self.last

    def modal(self) -> Locator:
        self.send("/contest")
        expect(self.page.get_by_role("dialog", name="New contest")).to_be_visible()
        return self.page.locator("dialog.modal")

    def told(self, count: int = 1) -> list[Any]:
        """What the app was told, once that is `count` things."""
        for _ in range(100):
            if len(self.town.told) >= count:
                break
            self.page.wait_for_timeout(50)
        return self.town.told


def _listen(bolt: App, town: Town) -> None:
    def keep(ack: Any, action: dict[str, Any]) -> None:
        ack()
        town.told.append(action)

    bolt.command("/board")(lambda ack: ack(text="You are 7th", blocks=BOARD))
    bolt.command("/crash")(lambda ack: ack(text="x", blocks=[{"type": "no such block"}]))
    bolt.action(re.compile("metric|day|who|deal|more|share"))(keep)

    @bolt.options("deal")
    def offer(ack: Any, payload: dict[str, Any]) -> None:
        ack(options=[option(f"{payload['value']} deal", "1")])

    @bolt.event("app_home_opened")
    def show_home(event: dict[str, Any], client: WebClient) -> None:
        town.told.append("home opened")
        blocks = [{"type": "header", "text": plain("Your month")}, *BOARD[1:]]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def _listen_to_modals(bolt: App, town: Town) -> None:
    @bolt.command("/contest")
    def start(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=contest())

    @bolt.action("rename")
    def rename(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view=contest("Renamed"))

    @bolt.action("deeper")
    def deeper(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        note = {"type": "section", "text": mrkdwn("Three prizes")}
        view = {"type": "modal", "title": plain("Prizes"), "blocks": [note]}
        client.views_push(trigger_id=body["trigger_id"], view=view)

    @bolt.view("contest")
    def create(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if values["name"]["typed"]["value"] == "taken":
            ack(response_action="errors", errors={"name": "That name is taken."})
        else:
            ack()
            town.told.append(values)


@pytest.fixture(scope="package")
def town() -> Iterator[Town]:
    # Time stands still and an ack may take long, so that a slow machine fails no test.
    patience = Patience(ack_seconds=30)
    hint = "Local Slack: try /board"
    sandbox = Sandbox(rate_factor=0, clock=ManualClock(NOON), patience=patience, hint=hint)
    anna = sandbox.add_user(name="Anna de Vries", email="anna@example.com", locale="nl-NL")
    bram = sandbox.add_user(name=f"Bram {HOSTILE}", email="bram@example.com", locale="en-US")
    sales = sandbox.add_channel("sales", members=[anna, bram])
    lobby = sandbox.add_channel("lobby", members=[bram])
    app = sandbox.install_app(
        name="Board app", scopes=SCOPES, commands=COMMANDS, events=["app_home_opened"]
    )
    sandbox.install_app(manifest={"display_information": {"name": "Homeless app"}})
    sandbox.start()
    web = WebClient(token=app.bot_token, base_url=sandbox.api_url)
    town = Town(sandbox, web, anna, bram, sales, lobby, app)
    bolt = App(client=web, token_verification_enabled=False)
    _listen(bolt, town)
    _listen_to_modals(bolt, town)
    handler = SocketModeHandler(bolt, app.app_token, web_client=WebClient(base_url=sandbox.api_url))
    handler.connect()
    yield town
    handler.close()
    sandbox.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        expect.set_options(timeout=EXPECT_MS)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[Error] = []

    def keep(error: Error) -> None:
        errors.append(error)

    page.on("pageerror", keep)
    yield page
    assert errors == []
    assert page.evaluate("window.hacked") is None
    context.close()


@pytest.fixture
def desk(page: Page, town: Town) -> Desk:
    """Anna in #sales, with no modal left over from before."""
    anna = town.sandbox.act_as(town.anna)
    while anna.view() is not None:
        anna.close_view()
    town.told.clear()
    desk = Desk(page, town)
    desk.visit()
    return desk


@pytest.fixture(scope="module")
def quiet(browser: Browser, town: Town) -> Iterator[Page]:
    """A page to ask its modules things, shared by the tests of a file."""
    page = browser.new_page()
    Desk(page, town).visit()
    yield page
    page.close()
