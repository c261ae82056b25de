"""What somebody fills in for a schedule: what it becomes, and which field a mistake is about."""

import pytest

from bot.domain.schedules import Field, Filled
from bot.errors import FormError
from bot.services.schedule_drafts import country_named, draft_from, zone_named
from tests.services.office import TODAY


@pytest.fixture
def draft(office):
    """A board in C1 every week unless more is said."""
    office.hire("Anna", "Alpha")
    vocabulary = office.services.desk.snapshots.current().vocabulary

    def made(**more):
        filled = {
            "kind": "board",
            "channel": "C1AB",
            "every": "week",
            "weekday": "4",
            "day": "1",
            "time": "09:00",
            "zone": "Europe/Amsterdam",
            "locale": "en",
        }
        return draft_from(Filled(**(filled | more)), vocabulary, TODAY)

    return made


@pytest.mark.parametrize(
    ("filled", "rule"),
    [
        ({}, {"every": "week", "weekday": 4}),
        ({"weekday": "Friday"}, {"every": "week", "weekday": 4}),
        ({"weekday": "vrijdag"}, {"every": "week", "weekday": 4}),
        ({"every": "weekday"}, {"every": "weekday"}),
        ({"every": "month", "day": "31"}, {"every": "month", "day": 31}),
        ({"every": "quarter", "day": "laatste"}, {"every": "quarter", "day": "last"}),
        ({"kind": "weekly", "every": "day"}, {"every": "week", "weekday": 4}),
        ({"kind": "monthly", "every": "quarter"}, {"every": "quarter", "day": 1}),
        ({"kind": "live", "every": "day"}, {"every": "change"}),
    ],
)
def test_a_rhythm_is_what_counts_for_the_kind(draft, filled, rule):
    assert draft(**filled).rule == rule


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        (Field.KIND, {"kind": "song"}),
        (Field.EVERY, {"every": "fortnight"}),
        (Field.EVERY, {"kind": "daily", "every": "month"}),
        (Field.WEEKDAY, {"weekday": "someday"}),
        (Field.DAY, {"every": "month", "day": "0"}),
        (Field.DAY, {"every": "month", "day": "32"}),
        (Field.DAY, {"every": "month", "day": "²"}),
        (Field.CHANNEL, {"channel": ""}),
        (Field.CHANNEL, {"channel": "U1234"}),
        (Field.CHANNEL, {"channel": "sales"}),
        (Field.TIME, {"time": "24:00"}),
        (Field.TIME, {"time": "nine"}),
        (Field.ZONE, {"zone": ""}),
        (Field.ZONE, {"zone": "../../etc/passwd"}),
        (Field.COUNTRY, {"country": "Atlantis"}),
        (Field.LOCALE, {"locale": "fr"}),
        (Field.WORDS, {"words": "me"}),
        (Field.WORDS, {"words": "why"}),
        (Field.WORDS, {"words": "help"}),
        (Field.WORDS, {"words": "since friday's board"}),
        (Field.WORDS, {"words": "own team"}),
        (Field.WORDS, {"words": "page 2"}),
        (Field.WORDS, {"words": "all"}),
        (Field.WORDS, {"words": "sofa"}),
        (Field.WORDS, {"words": "x" * 5_000}),
        (Field.WORDS, {"words": "this month last month"}),
    ],
)
def test_a_mistake_is_about_its_field(draft, field, filled):
    with pytest.raises(FormError) as refused:
        draft(**filled)
    assert refused.value.field == field


@pytest.mark.parametrize("words", ["", "revenue", "omzet deze maand per team", "team Alpha top 5"])
def test_words_of_a_board_are_kept_as_they_were_typed(draft, words):
    assert draft(words=f"  {words} ").words == words


def test_a_channel_may_be_pasted_as_slack_writes_it(draft):
    assert draft(channel="<#C1AB|sales>").channel == "C1AB"


def test_a_live_board_has_no_time_and_no_holidays(draft):
    live = draft(kind="live", time="", country="Atlantis", only_changed=True)
    assert (live.local_minute, live.country, live.only_changed) == (0, None, False)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdam"),
        ("europe/amsterdam", "Europe/Amsterdam"),
        ("amsterdam", "Europe/Amsterdam"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed, zone):
    assert zone_named(typed) == zone


@pytest.mark.parametrize(
    ("typed", "country"),
    [("", None), ("NL", "NL"), ("nl", "NL"), ("Nederland", "NL"), ("netherlands", "NL"),
     ("België", "BE"), ("belgie", "BE"), ("Duitsland", "DE")],
)  # fmt: skip
def test_a_country_is_found_in_either_language_or_by_its_code(typed, country):
    assert country_named(typed) == country
