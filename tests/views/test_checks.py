"""The check of what Slack refuses and slack_sdk lets through: each rule by what breaks it."""

import pytest
from slack_sdk.models.blocks import Block

from bot.views import parts
from bot.views.checks import problems
from bot.views.parts import Message

GOOD = Message(
    text="fine",
    blocks=[
        parts.header("Title"),
        parts.section("*text*"),
        parts.table("t", ("left", "right"), [[parts.cell("a"), parts.bold_cell("b")]]),
        parts.actions("a", [parts.button("x", "Press", "value", spoken="Press this")]),
        parts.context("small"),
    ],
)


def broken(**changes):
    return {**parts.section("text"), **changes}


def options(count):
    return [parts.option(f"{n}", f"{n}") for n in range(count)]


def menu(**changes):
    return {**parts.select("m", "Pick", options(2), "1"), **changes}


CASES = {
    "no text for screen readers": Message(text=" ", blocks=GOOD.blocks),
    "text too long": Message(text="x" * 4_001),
    "51 blocks": Message(text="t", blocks=[parts.section("x")] * 51),
    "two tables": Message(text="t", blocks=[
        {**GOOD.blocks[2], "block_id": "1"}, {**GOOD.blocks[2], "block_id": "2"}]),
    "the same block_id twice": Message(text="t", blocks=[broken(block_id="b")] * 2),
    "unknown block": Message(text="t", blocks=[{"type": "marquee"}]),
    "mrkdwn header": Message(text="t", blocks=[{"type": "header", "text": parts.mrkdwn("x")}]),
    "header too long": Message(text="t", blocks=[
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]),
    "empty section": Message(text="t", blocks=[parts.section("")]),
    "field too long": Message(text="t", blocks=[
        broken(fields=[{"type": "mrkdwn", "text": "x" * 2_001}])]),
    "eleven fields": Message(text="t", blocks=[broken(fields=[parts.mrkdwn("x")] * 11)]),
    "empty context": Message(text="t", blocks=[parts.context()]),
    "empty actions": Message(text="t", blocks=[parts.actions("a", [])]),
    "the same action twice": Message(text="t", blocks=[
        parts.actions("a", [parts.button("x", "1", "1"), parts.button("x", "2", "2")])]),
    "button value too long": Message(text="t", blocks=[
        parts.actions("a", [parts.button("x", "1", "v" * 2_001)])]),
    "option value too long": Message(text="t", blocks=[
        parts.actions("a", [menu(options=[parts.option("1", "v" * 151)])])]),
    "no options": Message(text="t", blocks=[parts.actions("a", [menu(options=[])])]),
    "initial option of elsewhere": Message(text="t", blocks=[
        parts.actions("a", [menu(initial_option=parts.option("9", "9"))])]),
    "ragged table": Message(text="t", blocks=[
        parts.table("t", ("left",), [[parts.cell("a")], [parts.cell("a"), parts.cell("b")]])]),
    "101 rows": Message(text="t", blocks=[parts.table("t", ("left",), [[parts.cell("a")]] * 101)]),
    "empty cell": Message(text="t", blocks=[
        parts.table("t", ("left",), [[{"type": "raw_text", "text": ""}]])]),
    "10,001 characters": Message(text="t", blocks=[
        parts.table("t", ("left",), [[parts.cell("x" * 5_001)], [parts.bold_cell("y" * 5_000)]])]),
    "image without alt text": Message(text="t", blocks=[{"type": "image", "image_url": "https://x"}]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_slack_refuses_is_found(case):
    assert problems(CASES[case]) != ()


def test_what_slack_takes_is_left_alone():
    assert problems(GOOD) == ()


def test_slack_sdk_agrees_on_the_blocks_it_knows():
    for block in GOOD.blocks:
        if block["type"] != "table":
            assert Block.parse(block).to_dict()["type"] == block["type"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<@U1>", "‹@U1›"),
        ("a\nb\t c", "a b c"),
        ("\u202eabc\u200b", "abc"),
        ("", "?"),
        ("\u0000", "?"),
        ("Zoë  de Vries", "Zoë de Vries"),
    ],
)
def test_a_name_becomes_one_harmless_line(name, shown):
    assert parts.clean(name) == shown


def test_formatting_signs_in_a_name_are_taken_literally():
    assert parts.escape("*a* & `b` ~c~") == "∗a∗ &amp; ˋbˋ ∼c∼"


def test_shortening_says_that_something_is_missing_and_keeps_accents():
    assert parts.shorten("abcdef", 4) == "abc…"
    assert parts.shorten("abc", 3) == "abc"
    assert parts.shorten("cafe\u0301s", 5) == "caf…"


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://crm.example/1?a=b", True),
        ("http://intranet/deal", True),
        ("javascript:alert(1)", False),
        ("https://x|y", False),
        ("https://x>y", False),
        ("https://" + "x" * 1_000, False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_become_links(url, is_safe):
    assert (parts.safe_link(url) is not None) == is_safe
