"""Canonical words: every query can be said again, whatever things are called."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.built_in import BUILT_IN
from bot.domain.comparing import holding
from bot.domain.grammar import parse
from bot.domain.grouping import Group
from bot.domain.periods import Calendar, Kind
from bot.domain.query import Mode, Query
from store.records import Label, LabelKind, Person
from tests.domain.vocabularies import MONDAY, vocabulary

AWKWARD = """March|2017|Top|me|by team|all|Last Month|The "A" Team|A..B|#1|#2|-|R&amp;D|d’Angelo
|<@U1>|revenue| |team||zoë|ZOE|“quoted”|a, b|0«0|’t|1/9/2026|period 2017|p1@x.nl"""
names = st.one_of(st.sampled_from(AWKWARD.split("|")), st.text(max_size=12))
days = st.dates(date(1990, 1, 1), date(2150, 1, 1))
moments = st.one_of(
    st.dates(date(1990, 1, 1), MONDAY),
    st.datetimes(datetime(1990, 1, 1), datetime(2026, 11, 22), timezones=st.just(UTC)),
)
calendars = st.builds(Calendar, week_start=st.integers(0, 6), fiscal_start=st.integers(1, 12))


@st.composite
def named_periods(draw, calendar):
    kind = draw(st.sampled_from(Kind))
    on = draw(days)
    match kind:
        case Kind.LAST_DAYS:
            return periods.last_days(draw(st.integers(1, 3_660)), on)
        case Kind.LAST_WEEKS:
            return periods.last_weeks(draw(st.integers(1, 520)), on)
        case Kind.LAST_MONTHS:
            return periods.last_months(draw(st.integers(1, 120)), on)
        case Kind.SINCE | Kind.RANGE:
            first, last = sorted((on, draw(days)))
            make = periods.since if kind is Kind.SINCE else periods.between
            return make(first, last)
    return holding(kind, on, calendar)


@st.composite
def vocabularies(draw):
    labels = [
        Label(id=number, kind=draw(st.sampled_from(LabelKind)), name=draw(names))
        for number in range(1, draw(st.integers(1, 8)))
    ]
    people = [
        Person(id=number, name=draw(names), email=draw(st.sampled_from([None, f"p{number}@x.nl"])))
        for number in range(1, draw(st.integers(1, 5)))
    ]
    return vocabulary(draw(calendars), labels, people)


@st.composite
def questions(draw):
    words = draw(vocabularies())
    chosen = {
        kind: tuple(
            sorted(
                draw(st.sets(st.sampled_from(found), max_size=3)) if found else (),
                key=lambda named: (named.name.casefold(), named.id),
            )
        )
        for kind in ("team", "region", "product", "source", "person")
        for found in [words.all_named(kind)]
    }
    person = chosen["person"][0] if chosen["person"] else None
    mode = draw(st.sampled_from([Mode.ME, Mode.WHY, Mode.HELP] if person else list(Mode)))
    since = draw(moments) if mode is Mode.DIFF else None
    if mode in (Mode.ME, Mode.WHY):
        since = draw(st.none() | moments)
    query = Query(
        metric=draw(st.sampled_from(sorted(BUILT_IN))),
        period=draw(named_periods(words.calendar)),
        by=draw(st.sampled_from(Group)),
        sale_types=tuple(sorted(draw(st.sets(st.sampled_from(["new", "renewal", "upsell"]))))),
        teams=chosen["team"],
        regions=chosen["region"],
        products=chosen["product"],
        sources=chosen["source"],
        own=tuple(sorted(draw(st.sets(st.sampled_from(["team", "region"]))))),
        top=draw(st.none() | st.integers(1, 100)),
        page=draw(st.integers(1, 9_999)),
        everyone=draw(st.booleans()),
        mode=mode,
        person=person,
        as_of=draw(st.none() | moments),
        since=since,
    )
    return words, query


@settings(max_examples=150, deadline=None)
@given(questions(), st.dates(MONDAY, date(2040, 1, 1)))
def test_canonical_words_say_the_same_query_on_any_day_whatever_things_are_called(asked, today):
    words, query = asked
    assert parse(query.words(), words, today) == query


def test_canonical_words_are_english_and_complete():
    words = vocabulary()
    query = parse("omzet per team vorige week team alpha nieuw top 5 page 2", words, MONDAY)
    assert query.words() == (
        'metric revenue period 2026-W47 by team type new team "Alpha" top 5 page 2'
    )


def test_queries_can_be_remembered_by():
    words = vocabulary()
    one, other = (parse(text, words, MONDAY) for text in ("this week alpha", "alpha deze week"))
    assert hash(one) == hash(other)
    assert one == other
