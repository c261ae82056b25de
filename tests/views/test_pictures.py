"""Pictures are well-formed whatever they are made of, and their numbers are on the paper."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.boards import Ranking
from bot.domain.built_in import BUILT_IN
from bot.domain.comparing import previous
from bot.domain.query import Named, Query
from bot.domain.recap import Point, Trend
from bot.drawing import png
from bot.i18n import translator
from bot.views.parts import VALUE_LIMIT
from bot.views.pictures_parts import (
    ACCENT,
    GOAL,
    INK,
    PAPER,
    QUIET,
    Scale,
    drawing,
    letters,
    safe,
    ticks,
)
from bot.views.pictures_trend import trend_picture
from tests.views.conftest import CALENDAR

SVG = "{http://www.w3.org/2000/svg}"


def drawn(board, now, before=(), *, period=None, goal=None, language="en"):
    period = period or board.query.period
    trend = Trend(
        period=period,
        before=previous(period, CALENDAR),
        now_points=tuple(Point(day=day, value=value) for day, value in enumerate(now)),
        before_points=tuple(Point(day=day, value=value) for day, value in enumerate(before)),
        goal=goal,
    )
    return trend_picture(board.ranking, board.query, trend, translator(language))


def texts(picture) -> list[str]:
    return [one.text for one in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def test_a_trend_shows_its_numbers_days_and_lines(make_board):
    week = periods.week(date(2026, 11, 18), CALENDAR)
    board = make_board(period=week)
    picture = drawn(board, [0, 2_000_00, 3_000_00], [1_000_00] * 7, period=week, goal=4_000_00)
    assert texts(picture)[:6] == [
        "Revenue · week 47, 16–22 Nov 2026",
        "€3,000",
        "+200% against before",
        "week 47",
        "week 46",
        "Goal €4,000",
    ]
    assert texts(picture)[6:-7] == ["€2K", "€4K"]
    assert texts(picture)[-7:] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    lines = ET.fromstring(picture.svg).iter(f"{SVG}polyline")
    assert {ACCENT, QUIET, GOAL} <= {one.get("stroke") for one in lines}


def test_a_dutch_trend_is_dutch(make_board):
    week = periods.week(date(2026, 11, 18), CALENDAR)
    said = texts(drawn(make_board(period=week), [5_00], period=week, language="nl"))
    assert said[0] == "Omzet · week 47, 16–22 nov 2026"
    assert said[-7:] == ["ma", "di", "wo", "do", "vr", "za", "zo"]


def test_nothing_yet_is_no_picture(make_board):
    assert drawn(make_board(), []) is None


VALUES = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=31)


@given(now=VALUES, before=st.lists(st.integers(-(10**12), 10**12), max_size=31), goal=st.booleans())
def test_every_line_stays_on_the_paper(make_board_once, now, before, goal):
    picture = drawn(make_board_once, now, before, goal=5_000_00 if goal else None)
    root = ET.fromstring(picture.svg)
    width, height = float(root.get("width")), float(root.get("height"))
    for one in [*root.iter(f"{SVG}polyline"), *root.iter(f"{SVG}polygon")]:
        for spot in one.get("points").split():
            x, y = map(float, spot.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    assert len(picture.alt) <= VALUE_LIMIT


@pytest.fixture(scope="module")
def make_board_once():
    """One board for many drawings: they do not look at its rows."""
    query = Query(metric="revenue", period=periods.month(2026, 11))
    ranking = Ranking(
        query=query, metric=BUILT_IN["revenue"], period=query.period, calendar=CALENDAR,
        compared=previous(query.period, CALENDAR), currency="EUR", standings=(), total=None,
        total_before=None, today=date(2026, 11, 23), below_volume={}, metrics=BUILT_IN,
    )  # fmt: skip
    return SimpleNamespace(ranking=ranking, query=query)


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        ("win_rate", [Fraction(1, 3), Fraction(2, 3)]),
        ("talk_time", [61, 754]),
        ("cycle_days", [Fraction(27, 2), 12]),
        ("deals", [0, 0, 0]),
    ],
)
def test_every_unit_can_be_drawn(make_board, metric, values):
    picture = drawn(make_board({}, metric=metric), values, values)
    assert png(picture.svg).startswith(b"\x89PNG")


@given(st.text(max_size=200))
def test_a_text_from_outside_stays_letters(text):
    root = ET.fromstring(drawing(10, [letters((0, 0), text, 12)]))
    (told,) = root.iter(f"{SVG}text")
    assert not list(told)
    assert len(told.text) <= 60


def test_a_name_cannot_leave_its_place(make_board):
    named = (Named(id=1, name='</text><image href="file:///etc/passwd"/><!ENTITY x "&x;">'),)
    picture = drawn(make_board(teams=named), [5_00])
    assert not list(ET.fromstring(picture.svg).iter(f"{SVG}image"))
    assert "file:///etc" not in safe(named[0].name, 10)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_ticks_are_few_round_and_enclose_the_values(low, more):
    found = ticks(low, low + more, 100)
    assert found[0] <= low
    assert found[-1] >= low + more
    assert len(found) <= 7
    steps = {second - first for first, second in pairwise(found)}
    assert len(steps) <= 1


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [INK, QUIET, ACCENT, GOAL])
def test_letters_and_lines_stand_out_from_the_paper(colour):
    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_a_scale_grows_upwards():
    scale = Scale(low=0.0, high=10.0, bottom=100.0, top=20.0)
    assert [scale.y(0), scale.y(5), scale.y(10)] == [100.0, 60.0, 20.0]
    assert replace(scale, low=-10.0).y(0) == 60.0
