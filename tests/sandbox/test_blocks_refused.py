"""Every limit of Block Kit that the bot can meet: what is at the limit passes, what is above it is
refused with Slack's code and a pointer to the place."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import SlackError
from sandbox.filling import fill_blocks
from sandbox.ids import Ids
from sandbox.validate.blocks import check_blocks
from sandbox.validate.messages import check_message
from sandbox.validate.report import Report
from sandbox.validate.views import check_view
from tests.sandbox.block_cases import (
    GOOD,
    actions,
    button,
    chart,
    data_table,
    entry,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    table,
    typed,
)


def pointers(blocks: Any, surface: str = "message") -> list[str]:
    report = Report()
    check_blocks(blocks, surface, report)
    return [problem.pointer for problem in report.problems]


REFUSED = {
    "51 blocks": ([typed("divider")] * 51, "/blocks"),
    "unknown type": ([typed("sparkles")], "/blocks/0"),
    "null block": ([None], "/blocks/0"),
    "unknown field": ([typed("divider", colour="red")], "/blocks/0"),
    "section without anything": ([typed("section")], "/blocks/0"),
    "section text 3001": ([section(text=mrkdwn("x" * 3001))], "/blocks/0/text/text"),
    "section text empty": ([section(text=mrkdwn(""))], "/blocks/0/text/text"),
    "11 fields": ([{"type": "section", "fields": [mrkdwn()] * 11}], "/blocks/0/fields"),
    "field 2001": (
        [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        "/blocks/0/fields/0/text",
    ),
    "header in mrkdwn": ([typed("header", text=mrkdwn())], "/blocks/0/text/type"),
    "header 151": ([typed("header", text=plain("x" * 151))], "/blocks/0/text/text"),
    "context empty": ([typed("context", elements=[])], "/blocks/0/elements"),
    "11 context elements": ([typed("context", elements=[mrkdwn()] * 11)], "/blocks/0/elements"),
    "button in context": ([typed("context", elements=[button()])], "/blocks/0/elements/0"),
    "actions empty": ([actions()], "/blocks/0/elements"),
    "26 buttons": (
        [actions(*[button(action_id=str(n)) for n in range(26)])],
        "/blocks/0/elements",
    ),
    "button text 76": ([actions(button(text=plain("x" * 76)))], "/blocks/0/elements/0/text/text"),
    "button text mrkdwn": ([actions(button(text=mrkdwn()))], "/blocks/0/elements/0/text/type"),
    "button value 2001": ([actions(button(value="v" * 2001))], "/blocks/0/elements/0/value"),
    "button url 3001": ([actions(button(url="v" * 3001))], "/blocks/0/elements/0/url"),
    "button style": ([actions(button(style="loud"))], "/blocks/0/elements/0/style"),
    "accessibility label 76": (
        [actions(button(accessibility_label="x" * 76))],
        "/blocks/0/elements/0/accessibility_label",
    ),
    "action id 256": ([actions(button(action_id="a" * 256))], "/blocks/0/elements/0/action_id"),
    "block id 256": ([typed("divider", block_id="b" * 256)], "/blocks/0/block_id"),
    "same action id": (
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements",
    ),
    "same block id": (
        [typed("divider", block_id="b"), typed("divider", block_id="b")],
        "/blocks/1/block_id",
    ),
    "101 options": ([actions(select(options=options(101)))], "/blocks/0/elements/0/options"),
    "no options": ([actions(select(options=[]))], "/blocks/0/elements/0/options"),
    "options and groups": (
        [
            actions(
                select(
                    options=options(1), option_groups=[{"label": plain(), "options": options(1)}]
                )
            )
        ],
        "/blocks/0/elements/0",
    ),
    "101 groups": (
        [actions(select(option_groups=[{"label": plain(), "options": options(1)}] * 101))],
        "/blocks/0/elements/0/option_groups",
    ),
    "group label 76": (
        [actions(select(option_groups=[{"label": plain("x" * 76), "options": options(1)}]))],
        "/blocks/0/elements/0/option_groups/0/label/text",
    ),
    "option text 76": (
        [actions(select(options=[option(text=plain("x" * 76))]))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "option value 151": (
        [actions(select(options=[option(value="v" * 151)]))],
        "/blocks/0/elements/0/options/0/value",
    ),
    "option description 76": (
        [actions(select(options=[option(description=plain("d" * 76))]))],
        "/blocks/0/elements/0/options/0/description/text",
    ),
    "start outside the options": (
        [actions(select(options=options(2), initial_option=option(7)))],
        "/blocks/0/elements/0",
    ),
    "overflow of 6": (
        [actions(typed("overflow", options=options(6)))],
        "/blocks/0/elements/0/options",
    ),
    "11 radio buttons": (
        [actions(typed("radio_buttons", options=options(11)))],
        "/blocks/0/elements/0/options",
    ),
    "11 checkboxes": (
        [actions(typed("checkboxes", options=options(11)))],
        "/blocks/0/elements/0/options",
    ),
    "text input in actions": ([actions(typed("plain_text_input"))], "/blocks/0/elements/0"),
    "text input as accessory": (
        [section(accessory=typed("plain_text_input"))],
        "/blocks/0/accessory",
    ),
    "placeholder 151": (
        [actions(select(options=options(1), placeholder=plain("x" * 151)))],
        "/blocks/0/elements/0/placeholder/text",
    ),
    "date not a date": (
        [actions(typed("datepicker", initial_date="12-1-2017"))],
        "/blocks/0/elements/0/initial_date",
    ),
    "confirm title 101": (
        [actions(button(confirm={"title": plain("x" * 101), "text": plain()}))],
        "/blocks/0/elements/0/confirm",
    ),
    "image with both sources": (
        [typed("image", image_url="http://x", slack_file={"id": "F1"}, alt_text="a")],
        "/blocks/0",
    ),
    "image without alt text": ([typed("image", image_url="http://x")], "/blocks/0"),
    "table of 101 rows": ([table(101)], "/blocks/0/rows"),
    "table of 21 cells": ([table(1, 21)], "/blocks/0/rows/0"),
    "empty cell": ([table(1, 1, "")], "/blocks/0/rows/0/0/text"),
    "21 column settings": ([table(1, 1, column_settings=[None] * 21)], "/blocks/0/column_settings"),
    "table above 10000 characters": ([table(11, 10, "x" * 91)], "/blocks/0/rows"),
    "data table ragged": (
        [data_table(2) | {"rows": [[{"type": "raw_text", "text": "a"}] * n for n in (1, 2)]}],
        "/blocks/0/rows",
    ),
    "data table of one row": ([data_table(1)], "/blocks/0/rows"),
    "data table of 102 rows": ([data_table(102)], "/blocks/0/rows"),
    "data table without caption": ([table(2) | {"type": "data_table"}], "/blocks/0"),
    "three charts": ([chart(), chart(), chart()], "/blocks/2"),
    "21 points": ([chart(21)], "/blocks/0/chart/series/0/data"),
    "markdown above 12000 in total": ([typed("markdown", text="x" * 6001)] * 2, "/blocks"),
    "icon that is not trash": (
        [
            typed(
                "context_actions",
                elements=[{"type": "icon_button", "icon": "star", "text": plain()}],
            )
        ],
        "/blocks/0/elements/0/icon",
    ),
    "alert in a message": ([typed("alert", text=plain())], "/blocks/0/type"),
    "file input in a message": ([entry(typed("file_input"))], "/blocks/0/element/type"),
}
MODAL_INPUTS = {
    "label 2001": (entry(typed("plain_text_input"), label=plain("x" * 2001)), "/label/text"),
    "hint 2001": (entry(typed("plain_text_input"), hint=plain("x" * 2001)), "/hint/text"),
    "max length 3001": (entry(typed("plain_text_input", max_length=3001)), "/element/max_length"),
    "max length 0": (entry(typed("plain_text_input", max_length=0)), "/element/max_length"),
    "min above max": (entry(typed("plain_text_input", min_length=5, max_length=4)), "/element"),
    "number bound not a string": (
        entry(typed("number_input", is_decimal_allowed=False, min_value=0)),
        "/element/min_value",
    ),
    "number min above max": (
        entry(typed("number_input", is_decimal_allowed=False, min_value="10", max_value="9")),
        "/element",
    ),
    "number without is_decimal_allowed": (entry(typed("number_input")), "/element"),
    "button in an input": (entry(button()), "/element"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_at_the_limit_passes(name: str) -> None:
    assert pointers(GOOD[name]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_above_the_limit_is_refused_with_its_place(name: str) -> None:
    blocks, where = REFUSED[name]

    assert pointers(blocks)[0] == where
    with pytest.raises(SlackError) as refused:
        check_message({"text": "x", "blocks": blocks}, cut_text=True)
    assert refused.value.code == "invalid_blocks"
    assert refused.value.messages[0].endswith(f"[json-pointer:{where}]")


@pytest.mark.parametrize("name", MODAL_INPUTS)
def test_inputs_have_limits_of_their_own(name: str) -> None:
    block, where = MODAL_INPUTS[name]

    assert pointers([block], "modal") == [f"/blocks/0{where}"]


@pytest.mark.parametrize("kind", ["table", "data_table", "data_visualization", "markdown"])
def test_a_modal_takes_no_tables_charts_or_markdown(kind: str) -> None:
    made = {
        "table": table(2),
        "data_table": data_table(2),
        "data_visualization": chart(),
        "markdown": typed("markdown", text="x"),
    }[kind]

    assert pointers([made]) == []
    assert pointers([made], "modal") == ["/blocks/0/type"]


def test_a_second_table_is_refused_by_its_own_code() -> None:
    with pytest.raises(SlackError, match="only_one_table_allowed"):
        check_message({"blocks": [table(1), data_table(2)]}, cut_text=True)
    attached = {"blocks": [table(1)], "attachments": [{"blocks": [table(1)]}]}
    with pytest.raises(SlackError, match="only_one_table_allowed"):
        check_message(attached, cut_text=True)


def test_markdown_block_ids_do_not_clash() -> None:
    twins = [typed("markdown", text="x", block_id="b"), typed("markdown", text="y", block_id="b")]

    assert pointers(twins) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=6,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside a JSON value."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [p for key in keys for p in [(*path, key), *places(node[key], (*path, key))]]


@settings(deadline=None)
@given(data=st.data(), surface=st.sampled_from(["message", "modal", "home"]))
def test_whatever_is_broken_in_blocks_is_refused_and_never_crashes(
    data: st.DataObject, surface: str
) -> None:
    blocks = copy.deepcopy(GOOD[data.draw(st.sampled_from(sorted(GOOD)))][:3])
    *way, last = data.draw(st.sampled_from(places(blocks)))
    part: Any = blocks
    for key in way:
        part = part[key]
    part[last] = data.draw(JSON)

    for refuses in (
        lambda: check_message({"text": "x", "blocks": blocks}, cut_text=True),
        lambda: check_message({"text": "x", "attachments": [{"blocks": blocks}]}, cut_text=True),
        lambda: check_view({"type": surface, "title": plain(), "blocks": blocks}, kind=surface),
    ):
        with suppress(SlackError):
            refuses()
            fill_blocks(blocks, Ids())
