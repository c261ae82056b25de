"""How a correction reads: one short line in a channel, kind words in private, nobody's fall."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.built_in import BUILT_IN
from bot.domain.correction_rules import Rules
from bot.domain.corrections import Cause, Concern, Move
from bot.domain.periods import month
from bot.domain.query import Query
from bot.i18n import translator
from bot.views.checks import problems
from bot.views.corrections import Corrected, HeadsUp, heads_up, line, put_right, rules_told

EN, NL = translator("en"), translator("nl")
NAMES = {1: "Ann", 2: "Bo", 3: "Cas *bold* <!channel>", 4: "Di", 5: "Ed"}
POSTED = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def query(metric: str = "revenue") -> Query:
    return Query(metric=metric, period=month(2026, 9))


def corrected(*told: Move, causes=None, metric: str = "revenue") -> Corrected:
    return Corrected(
        query=query(metric), metric=BUILT_IN[metric], told=told, causes=causes or {}, names=NAMES
    )


UP = (Move(2, 3, 2), Move(1, 5, 3), Move(4, None, 4), Move(5, 9, 5), Move(3, 8, 6))


@pytest.mark.parametrize(
    ("found", "why", "who"),
    [
        (
            corrected(UP[0], causes={Cause.REASSIGNED: 2}),
            "2 deals were reassigned",
            "Bo is 2nd now, was 3rd",
        ),
        (
            corrected(UP[2], causes={Cause.LATE: 1, Cause.TAKEN_BACK: 1}),
            "1 deal was recorded later and 1 deal does not count any more",
            "Di is 4th now",
        ),
        (
            corrected(*UP, causes={Cause.CHANGED: 3}, metric="calls"),
            "3 entries were changed",
            "Bo is 2nd now, was 3rd; Ann is 3rd now, was 5th; Di is 4th now; 2 more moved up",
        ),
        (
            corrected(),
            "numbers behind this board changed",
            "places moved, and /leaderboard shows them as they are now",
        ),
    ],
    ids=["reassigned", "new on it", "many", "nobody may be named"],
)
def test_the_line_says_what_happened_and_who_is_better_placed(found, why, who):
    message = line(found, EN)
    assert message.text == f"Corrected, September 2026: {why}; {who}."
    assert list(problems(message)) == []


def test_the_line_speaks_dutch():
    found = corrected(UP[0], causes={Cause.REASSIGNED: 2})
    assert line(found, NL).text == (
        "Gecorrigeerd, september 2026: 2 deals gingen naar iemand anders; Bo is nu 2e, was 3e."
    )


def test_a_name_cannot_call_anybody():
    message = line(corrected(UP[4]), EN)
    assert "<!channel>" not in message.text
    assert "*bold*" not in str(message.blocks)


def heard(was: int | None, now: int | None, *, is_own: bool, metric: str = "revenue") -> HeadsUp:
    return HeadsUp(
        query=query(metric),
        metric=BUILT_IN[metric],
        concern=Concern(1, was, now, is_own),
        since=POSTED,
        channel="C0000001",
    )


@pytest.mark.parametrize(
    ("one", "said", "label"),
    [
        (heard(3, 2, is_own=True), "good news, you are 2nd now, up from 3rd.", "Why?"),
        (heard(None, 2, is_own=True), "good news, you are 2nd now.", "Why?"),
        (heard(1, 4, is_own=True), "so you are 4th now; the post says 1st.", "Why?"),
        (heard(1, None, is_own=True), "so you are not ranked now; the post says 1st.", "Why?"),
        (heard(1, 2, is_own=False), "your own numbers stand.", "What moved"),
    ],
)
def test_in_private_everybody_hears_of_their_own_place(one, said, label):
    message = heads_up([one], 10, EN)
    assert said in message.text
    assert message.blocks[-1]["elements"][0]["text"]["text"] == label
    assert list(problems(message)) == []


def test_several_boards_are_one_word_with_a_button_each():
    both = [heard(1, 2, is_own=True), heard(2, 3, is_own=True, metric="deals")]
    message = heads_up(both, 1, EN)
    assert "In about 1 minute one line below the post in <#C0000001> says" in message.text
    assert "Revenue · September 2026" in message.text
    assert "Deals · September 2026" in message.text
    words = [block["elements"][0]["value"] for block in message.blocks[-2:]]
    assert words[0].startswith("why metric revenue")
    assert words[1].startswith("why metric deals")
    assert list(problems(message)) == []


def test_what_was_put_right_is_said_so():
    told = put_right([(query(), BUILT_IN["revenue"])], EN)
    assert told.text.startswith("All is as it was posted: Revenue · September 2026.")


def test_the_rules_are_told_with_the_way_to_change_them():
    assert "watched for 14 days" in rules_told(Rules(), EN).text
    assert "10 minutes later" in rules_told(Rules(), EN).text
    assert "Corrections are off" in rules_told(Rules(days=0), EN).text
