"""Cells become days, credits, kinds and stages: exactly, or not at all."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deals import Status
from bot.errors import UsageError
from bot.sources.dates import Order, date_reader, order_shown
from bot.sources.headers import bare
from bot.sources.splits import is_split, parts_of
from bot.sources.table import RecordError
from bot.sources.vocabulary import kind_of, measure_of, stage_words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MAY = date(2024, 5, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-31", "2024/05/31", "2024.5.31", "20240531", " 2024-05-31 ",
        "31-5-2024", "31/05/2024", "31.05.2024", "5/31/2024", "31 05 2024",
        "31 May 2024", "31-May-2024", "31 mei 2024", "May 31, 2024", "31 mei. 2024",
        "2024-05-31 13:22", "2024-05-31T13:22:10", "5/31/2024 1:22 PM", "31-05-2024 00:00:00",
        "2024-05-31T10:00:00.000+0000", "2024-05-31T10:00:00Z", "1717149600000",
    ],
)  # fmt: skip
def test_a_date_that_reads_one_way_is_read(text):
    assert date_reader(AMSTERDAM).read(text) == MAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31T22:30:00Z", date(2024, 6, 1)),
        ("2024-05-31 23:59:59 +0000", date(2024, 6, 1)),
        ("2024-06-01T00:30:00+09:00", MAY),
        ("2024-05-31 23:59", MAY),
        (datetime(2024, 5, 31, 22, 30, tzinfo=UTC), date(2024, 6, 1)),
        (datetime(2024, 5, 31, 23, 30), MAY),
        (MAY, MAY),
    ],
)
def test_a_moment_counts_on_the_day_it_was_in_the_workspace(text, day):
    assert date_reader(AMSTERDAM).read(text) == day


@pytest.mark.parametrize("text", ["03/04/2024", "3-4-2024", "03/04/2024 10:00"])
def test_a_date_that_reads_two_ways_is_refused_until_the_order_is_known(text):
    with pytest.raises(RecordError, match="can be two dates: say --date-format"):
        date_reader(AMSTERDAM).read(text)
    assert date_reader(AMSTERDAM, "dd/mm/yyyy").read(text) == date(2024, 4, 3)
    assert date_reader(AMSTERDAM, "m/d/yyyy").read(text) == date(2024, 3, 4)


def test_dots_and_equal_parts_read_one_way():
    assert date_reader(AMSTERDAM).read("03.04.2024") == date(2024, 4, 3)
    assert date_reader(AMSTERDAM).read("4/4/2024") == date(2024, 4, 4)


@pytest.mark.parametrize(
    ("given_format", "text", "day"),
    [
        ("dd-mm-yy", "31-05-24", MAY),
        ("mm/dd/yy", "05/31/24", MAY),
        ("d-m-jjjj", "3-4-2024", date(2024, 4, 3)),
        ("dmy", "3 4 2024", date(2024, 4, 3)),
        ("%d|%m|%Y", "31|05|2024", MAY),
        ("%Y-%m-%dT%H:%M:%S%z", "2024-05-31T22:30:00+0000", date(2024, 6, 1)),
    ],
)
def test_a_date_format_can_be_given(given_format, text, day):
    assert date_reader(AMSTERDAM, given_format).read(text) == day


@pytest.mark.parametrize("given_format", ["", "dd/dd/yyyy", "yyyy", "european"])
def test_a_date_format_that_is_none_is_refused(given_format):
    with pytest.raises(UsageError, match="--date-format"):
        date_reader(AMSTERDAM, given_format)


@pytest.mark.parametrize(
    "text",
    [
        "soon", "31/31/2024", "2024-02-30", "30 Foo 2024", "45000", "2024-05", "0204-05-01",
        "31-05-2024 25:00", "31-05-2024 huh", "5/31/2024 13:22 PM", "٣١/٠٥/٢٠٢٤x", "1/2",
        "99991231", "2024-05-31-01", "9999-12-31T23:59:59Z",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(RecordError):
        date_reader(AMSTERDAM).read(text)


def test_a_year_of_two_digits_is_not_guessed():
    with pytest.raises(RecordError, match="two digits"):
        date_reader(AMSTERDAM).read("31-05-24")


def test_an_empty_cell_is_no_date():
    assert date_reader(AMSTERDAM).read("  ") is None
    assert date_reader(AMSTERDAM).read(None) is None


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (["03/04/2024", "13/04/2024"], (Order.DAY, True)),
        (["03/04/2024", "04/13/2024"], (Order.MONTH, True)),
        (["03/04/2024", "04/04/2024"], (None, True)),
        (["13/04/2024", "04/13/2024", "1/2/2024"], (None, True)),
        (["2024-04-03", "", "04/04/2024"], (None, False)),
    ],
)
def test_a_column_shows_its_order(column, shown):
    assert order_shown(column) == shown


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(list("-/.")))
def test_every_day_survives_every_way_of_writing_it(day, sign):
    reader = date_reader(AMSTERDAM, "dmy")
    for pattern in ("%Y-%m-%d", "%Y%m%d", f"%d{sign}%m{sign}%Y", "%d %B %Y", "%b %d, %Y"):
        assert reader.read(day.strftime(pattern)) == day


SPLITS = {
    "Anna 60%, Ben 40%": [("Anna", 6000), ("Ben", 4000)],
    "Anna:60;Ben:40": [("Anna", 6000), ("Ben", 4000)],
    "Anna de Vries (60%) & Ben (40%)": [("Anna de Vries", 6000), ("Ben", 4000)],
    "Anna=33,34; Ben=33,33; Cy=33,33": [("Anna", 3334), ("Ben", 3333), ("Cy", 3333)],
    "anna@x.nl 62.5% + ben@x.nl 37.5%": [("anna@x.nl", 6250), ("ben@x.nl", 3750)],
    "Anna & Ben": [("Anna", 5000), ("Ben", 5000)],
    "Anna 50%& a+b@x.nl 50%": [("Anna", 5000), ("a+b@x.nl", 5000)],
    "Anna; Ben; Cy": [("Anna", 3334), ("Ben", 3333), ("Cy", 3333)],
    "Anna 100%": [("Anna", 10_000)],
}


@pytest.mark.parametrize("text", SPLITS)
def test_shared_credit_is_read(text):
    assert is_split(text)
    assert [(part.rep, part.share) for part in parts_of(text)] == SPLITS[text]


@pytest.mark.parametrize(
    "text", ["Anna", "Buchanan, Steven", "Jan-Willem d'Angelo", "Rep Number7", "R&D", "a+b@x.nl"]
)
def test_one_name_is_no_split(text):
    assert not is_split(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna 60%, Ben 30%", "do not add up to 100"),
        ("Anna 60%, Ben 60%", "do not add up to 100"),
        ("Anna 60% & Ben", "to some reps and not to others"),
        ("Anna & anna", "named twice"),
        ("Anna 100%, Ben 0%", "percentage of 0"),
        ("Anna 33.333%, Ben 66.667%", "three decimals"),
        (" & ", "there is no rep"),
    ],
)
def test_a_split_that_does_not_add_up_is_refused(text, words):
    with pytest.raises(RecordError, match=words):
        parts_of(text)


@given(st.integers(2, 40))
def test_equal_parts_always_make_one_whole(count):
    parts = parts_of(" & ".join(f"Rep {chr(65 + n % 26)}{chr(65 + n // 26)}" for n in range(count)))
    assert sum(part.share for part in parts) == 10_000
    assert max(part.share for part in parts) - min(part.share for part in parts) <= 1


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("New Business", "new"), ("nieuw", "new"), ("UPSELL", "upsell"), ("Uitbreiding", "upsell"),
        ("Existing Customer - Upgrade", "upsell"), ("renewal", "renewal"),
        ("Verlenging", "renewal"), ("Other", None), ("", None),
    ],
)  # fmt: skip
def test_kinds_are_understood_in_two_languages(word, kind):
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Closed Won", Status.WON), ("closedwon", Status.WON), ("Gewonnen", Status.WON),
        ("Closed-Lost", Status.LOST), ("Verloren", Status.LOST), ("Geannuleerd", Status.VOID),
        ("Negotiation", None),
    ],
)  # fmt: skip
def test_stages_are_understood_in_two_languages(word, status):
    assert stage_words().get(bare(word)) == status


def test_the_operators_words_win():
    words = stage_words(won=["Getekend contract", "Closed Lost"], lost=["Niet doorgegaan"])
    assert words[bare("getekend CONTRACT")] == Status.WON
    assert words[bare("closed lost")] == Status.WON
    assert words[bare("Niet doorgegaan")] == Status.LOST


def test_measures_are_understood():
    assert [measure_of(w) for w in ("Call", "afspraak", "Talk time", "Site Visits", "csat")] == [
        "calls", "meetings", "talk", "site_visits", "csat",
    ]  # fmt: skip
