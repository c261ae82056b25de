"""The manifest says what the code does: every command, event and scope, and nothing else."""

import ast
import inspect
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_sdk import WebClient

from bot.commands import COMMANDS
from bot.manifest import EVENTS, SCOPES, as_yaml, manifest
from sandbox.webapi.table import METHODS

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = "slack/manifest/manifest.schema.2.0.0.json"
URL = "https://bots.example.com/slack/events"

NEEDED_BEYOND_METHODS = {
    "commands": "slash commands",
    "users:read.email": "the e-mail address in users.info and users.list",
}
NEEDED_BY_METHOD = {
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
}
"""What depends on the kind of conversation, so that the table of methods cannot say it."""
NEEDED_BY_EVENT = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "tokens_revoked": set(),
    "team_join": {"users:read"},
    "user_change": {"users:read"},
    "message.im": {"im:history"},
}


@pytest.fixture(scope="module")
def sources() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "bot").rglob("*.py")]


def api_methods() -> dict[str, str]:
    """Python names of Web API methods and what Slack calls them, e.g. users_info: users.info."""
    found = {}
    for name, function in inspect.getmembers(WebClient, inspect.isfunction):
        call = re.search(r"self\.api_call\(\s*\"([\w.]+)\"", inspect.getsource(function))
        if call:
            found[name] = call[1]
    return found


def methods_used(modules: list[ast.Module]) -> set[str]:
    """Every Web API method that the bot calls or hands on, by any name of the client."""
    known = api_methods()
    used = set()
    for node in (node for module in modules for node in ast.walk(module)):
        if isinstance(node, ast.Attribute) and node.attr in known:
            owner = ast.unparse(node.value)
            if "client" in owner.lower():
                used.add(known[node.attr])
        if isinstance(node, ast.Attribute) and node.attr == "files_upload_v2":
            used.add("files.completeUploadExternal")  # the last of the three calls it makes
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "api_call":
            used.add(ast.literal_eval(node.args[0]))
    return used


def literal_arguments(modules: list[ast.Module], method: str) -> Iterator[str]:
    """The first argument of `app.<method>("…")` wherever it is a text."""
    for node in (node for module in modules for node in ast.walk(module)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == method and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_the_file_in_the_checkout_is_what_the_code_says():
    assert (ROOT / "manifest.yml").read_text() == as_yaml(manifest())


@pytest.mark.parametrize("url", [None, URL])
def test_our_yaml_reads_back_as_the_same_manifest(url):
    assert yaml.safe_load(as_yaml(manifest(url))) == manifest(url)


def test_texts_that_yaml_would_read_as_something_else_are_quoted():
    texts = [
        "yes",
        "null",
        "3",
        "1.5",
        "a: b",
        "#x",
        "- y",
        "",
        " ",
        "a #b",
        '"',
        "é\n",
        "2026-01-01",
    ]
    assert yaml.safe_load(as_yaml({"texts": texts})) == {"texts": texts}


@pytest.mark.parametrize("url", [None, URL])
def test_slacks_own_schema_accepts_it(url):
    samples = Path(os.environ.get("KOPLOPER_SAMPLE_DATA", ROOT.parent / "shared" / "data"))
    if not (samples / SCHEMA).is_file():
        pytest.skip(f"Slack's manifest schema is not there: {SCHEMA} (set KOPLOPER_SAMPLE_DATA)")
    schema = json.loads((samples / SCHEMA).read_text())
    assert list(Draft7Validator(schema).iter_errors(manifest(url))) == []


def test_it_stays_within_slacks_limits():
    texts = manifest()["display_information"]
    assert len(texts["name"]) <= 35
    assert len(texts["description"]) <= 140
    assert 175 <= len(texts["long_description"]) <= 4000
    commands = manifest()["features"]["slash_commands"]
    assert 1 <= len(commands) <= 50
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is True


def test_socket_mode_has_no_addresses_and_http_has_one_everywhere():
    assert "url" not in json.dumps(manifest())
    over_http = manifest(URL)
    assert over_http["settings"]["socket_mode_enabled"] is False
    assert over_http["settings"]["interactivity"]["request_url"] == URL
    assert {row["url"] for row in over_http["features"]["slash_commands"]} == {URL}


def test_every_registered_command_is_in_it_and_no_other(sources):
    written_out = set(literal_arguments(sources, "command"))
    table = {command.name for command in COMMANDS}
    assert {name for name in written_out if name.startswith("/")} <= table
    assert {row["command"] for row in manifest()["features"]["slash_commands"]} == table


def test_every_registered_event_is_in_it_and_no_other(sources):
    assert set(literal_arguments(sources, "event")) == set(EVENTS)


def test_every_method_used_has_its_scope_and_no_scope_is_left_over(sources):
    needed = set(NEEDED_BEYOND_METHODS)
    for method in methods_used(sources):
        needed.update(METHODS[method].scopes, NEEDED_BY_METHOD.get(method, ()))
    for event in EVENTS:
        needed.update(NEEDED_BY_EVENT[event])
    assert needed == set(SCOPES)


def test_the_search_for_methods_finds_them():
    module = ast.parse(
        "a.client.users_info(user=u)\nweb_client.api_call('views.open')\nx.chat_update()"
    )
    assert methods_used([module]) == {"users.info", "views.open"}


def test_every_scope_and_event_has_its_reason_in_the_docs():
    text = (ROOT / "docs/scopes.md").read_text()
    documented = dict(re.findall(r"^\| `([\w:.]+)` \| (.*) \|$", text, re.MULTILINE))
    assert documented == {**SCOPES, **EVENTS}
