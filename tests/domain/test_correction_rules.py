"""What admins say about corrections is understood in both languages, or refused with a way out."""

import pytest

from bot.domain.correction_rules import MOST_DAYS, MOST_MINUTES, Rules, read_rules, rules_from
from bot.errors import UsageError

HELD = Rules(days=5, minutes=7)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("14 days 10 minutes", Rules(days=14, minutes=10)),
        ("30 dagen en 5 minuten.", Rules(days=30, minutes=5)),
        ("1 Day", Rules(days=1, minutes=7)),
        ("20min, 3 d", Rules(days=3, minutes=20)),
        ("0 minutes", Rules(days=5, minutes=0)),
        ("off", Rules(days=0, minutes=7)),
        ("UIT", Rules(days=0, minutes=7)),
        ("on", HELD),
        (f"{MOST_DAYS} days {MOST_MINUTES} minutes", Rules(days=MOST_DAYS, minutes=MOST_MINUTES)),
    ],
)
def test_rules_are_read_and_what_is_not_named_stays(words, expected):
    assert read_rules(words, HELD) == expected


def test_on_after_off_is_the_usual_window():
    assert read_rules("aan", Rules(days=0, minutes=7)) == Rules(days=14, minutes=7)


@pytest.mark.parametrize(
    "words", ["", "14", "days", "14 weeks", "14 days please", "-3 days", "93 days", "241 minutes",
              "99999 days", "3 days 4 hours"]
)  # fmt: skip
def test_what_is_not_understood_or_too_much_is_refused(words):
    with pytest.raises(UsageError):
        read_rules(words, HELD)


def test_what_was_never_set_is_as_it_comes():
    assert rules_from(None) == Rules(days=14, minutes=10)
    assert rules_from({"days": 3}) == Rules(days=3, minutes=10)
