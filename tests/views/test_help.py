"""Help speaks the reader's language, and all that it shows can be typed."""

import re

import pytest

from bot.domain.built_in import BUILT_IN
from bot.views.checks import problems
from bot.views.help import EXAMPLES, TRY, board_help
from tests.domain.vocabularies import ask

PAIRS = [pair for table in (EXAMPLES, TRY) for pair in zip(table["en"], table["nl"], strict=True)]


@pytest.mark.parametrize(("english", "dutch"), PAIRS)
def test_every_example_asks_the_same_in_both_languages(english, dutch):
    assert ask(english) == ask(dutch)


def test_every_example_and_button_is_in_the_reader_s_language_and_can_be_asked(tr):
    message = board_help("/leaderboard", list(BUILT_IN.values()), tr)
    assert problems(message) == ()
    shown = re.findall(r"`/leaderboard ([^`]+)`", message.blocks[1]["text"]["text"])
    assert shown == list(EXAMPLES[tr.language])
    for button in message.blocks[-1]["elements"]:
        words = button["text"]["text"].removeprefix("/leaderboard").strip()
        assert words in TRY[tr.language]
        assert ask(button["value"]) == ask(words)


def test_every_period_and_filter_that_help_lists_can_be_typed(tr):
    message = board_help("/leaderboard", [], tr)
    _, periods, filters = (part["text"] for part in message.blocks[2]["elements"])
    listed = re.findall(r"`([^`]+)`", f"{periods} {filters}")
    assert len(listed) > 15
    for words in listed:
        ask(words)
