"""What Slack refuses of a whole message, view, metadata or list of suggestions."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import SlackError
from sandbox.validate.messages import check_answer, check_message, kept_metadata
from sandbox.validate.suggestions import check_suggestions
from sandbox.validate.views import check_view

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


DIVIDER = {"type": "divider"}
OPTION = {"text": plain(), "value": "v"}
TEXT_INPUT = {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}


def view(**more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [section()]} | more


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": plain("x" * 25)}, "invalid_arguments"),
        ({"title": None}, "invalid_arguments"),
        ({"submit": plain("x" * 25)}, "invalid_arguments"),
        ({"close": plain("x" * 25)}, "invalid_arguments"),
        ({"private_metadata": "x" * 3001}, "invalid_arguments"),
        ({"callback_id": "x" * 256}, "invalid_arguments"),
        ({"external_id": "x" * 256}, "invalid_arguments"),
        ({"blocks": [DIVIDER] * 101}, "invalid_arguments"),
        ({"blocks": [TEXT_INPUT]}, "invalid_arguments"),
        ({"colour": "red"}, "invalid_arguments"),
        ({"blocks": [section("x" * 3000)] * 90}, "view_too_large"),
    ],
)
def test_a_modal_is_refused_as_slack_does(wrong: Json, code: str) -> None:
    check_view(view(), kind="modal")

    with pytest.raises(SlackError, match=code):
        check_view(view(**wrong), kind="modal")


def test_a_home_tab_takes_100_blocks_and_no_submit() -> None:
    check_view({"type": "home", "blocks": [DIVIDER] * 100}, kind="home")

    with pytest.raises(SlackError, match="submit"):
        check_view({"type": "home", "blocks": [], "submit": plain()}, kind="home")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "x", "blocks": "no list"}, "invalid_blocks_format"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "nothing"}]}]}, "invalid_blocks"),
    ],
)
def test_a_message_is_refused_as_slack_does(message: Json, code: str) -> None:
    with pytest.raises(SlackError, match=code):
        check_message(message, cut_text=False)


def test_an_answer_names_a_known_response_type() -> None:
    check_answer({"text": "x", "response_type": "in_channel"})
    with pytest.raises(SlackError, match="invalid_response_type"):
        check_answer({"text": "x", "response_type": "in_chanel"})


@pytest.mark.parametrize(
    ("metadata", "kept"),
    [
        ({"event_type": "board_posted", "event_payload": {"id": "1"}}, True),
        ({"event_type": "board.posted", "event_payload": {"id": "1"}}, False),
        ({"event_type": "1board", "event_payload": {}}, False),
    ],
)
def test_metadata_with_a_wrong_name_is_lost_without_a_word(metadata: Json, kept: bool) -> None:
    assert (kept_metadata(metadata) is not None) is kept


@pytest.mark.parametrize("answer", ["text", {}, {"options": [OPTION] * 101}, {"options": [{}]}])
def test_wrong_suggestions_are_refused(answer: Any) -> None:
    with pytest.raises(SlackError, match="invalid_options"):
        check_suggestions(answer)


def test_no_suggestions_are_fine() -> None:
    assert check_suggestions({"options": []}) == {"options": []}
