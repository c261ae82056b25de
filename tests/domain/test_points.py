"""Points: exact weighted sums and the points of badges. Levels: a name for so many points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.built_in import BUILT_IN, MEASURES
from bot.domain.custom import measure_from, metric_from
from bot.domain.grouping import tally, values
from bot.domain.levels import DEFAULT_LEVELS, Level, checked_levels, levels_from, progress
from bot.domain.points import (
    DEFAULT_WEIGHTS,
    PointRules,
    badge_points_from,
    can_be_weighted,
    check_weights,
    points_metric,
    rules_from,
    weight_from,
)
from bot.errors import FormError, UsageError
from store.records import WHOLE, Sum

ANN = 7
KEYS = {1: ANN}


def points_of(rules, sums, digits=2):
    metric = points_metric(rules, BUILT_IN, MEASURES, digits)
    return values(metric, tally(metric, sums, KEYS)).get(ANN, 0)


SUMS = [
    Sum(1, "revenue", "new", 123_456, 3 * WHOLE),  # three deals, 1,234.56 in all
    Sum(1, "revenue", "upsell", 10_000, WHOLE // 2),  # half of a deal
    Sum(1, "meetings", None, 400, 4 * WHOLE),
    Sum(1, "calls", None, 9_900, 99 * WHOLE),
    Sum(1, "badge_points", None, 2_500, WHOLE),
]


@pytest.mark.parametrize(
    ("weights", "digits", "expected"),
    [
        ({}, 2, 25),
        ({"deals": "10"}, 2, 25 + 35),
        ({"revenue": "0.01"}, 2, 25 + Fraction("13.3456")),
        ({"revenue": "0.01"}, 0, 25 + Fraction("1334.56")),  # yen have no cents
        ({"revenue": "0.000001"}, 3, 25 + Fraction("0.000133456")),
        ({"upsell_revenue": "1"}, 2, 25 + 100),
        ({"meetings": "2.5", "calls": "0.1"}, 2, 25 + 10 + Fraction("9.9")),
        ({"talk": "1"}, 2, 25),  # a measure that nobody has
        ({"gone": "5"}, 2, 25),  # a metric that was taken away
    ],
)
def test_points_are_the_weighted_sum_and_the_points_of_badges(weights, digits, expected):
    rules = PointRules(weights={key: Decimal(weight) for key, weight in weights.items()})
    assert points_of(rules, SUMS, digits) == expected


def test_the_built_in_metric_is_what_the_first_rules_make():
    made = points_metric(PointRules(), BUILT_IN, MEASURES, 2)
    built_in = BUILT_IN["points"]
    assert set(made.top) == set(built_in.top)
    assert set(made.weights) == set(built_in.weights)
    assert made.scale == built_in.scale


WEIGHTABLE = [key for key, metric in BUILT_IN.items() if can_be_weighted(metric)]
WEIGHTS = st.dictionaries(
    st.sampled_from(WEIGHTABLE),
    st.decimals(0, 1_000, places=6, allow_nan=False, allow_infinity=False),
    max_size=6,
)
ANY_SUMS = st.lists(
    st.builds(
        Sum,
        st.just(1),
        st.sampled_from(sorted(MEASURES)),
        st.sampled_from([None, "new", "upsell", "renewal"]),
        st.integers(-(10**12), 10**12),
        st.integers(-(10**8), 10**8),
    ),
    max_size=12,
)


@given(weights=WEIGHTS, sums=ANY_SUMS)
def test_points_equal_the_sum_of_their_parts(weights, sums):
    def value(key):
        metric = BUILT_IN[key]
        found = values(metric, tally(metric, sums, KEYS)).get(ANN, 0)
        return Fraction(found, 100 if metric.unit == "money" else 1)

    badges = Fraction(sum(one.amount for one in sums if one.measure == "badge_points"), 100)
    parts = sum((value(key) * Fraction(weight) for key, weight in weights.items()), badges)
    assert points_of(PointRules(weights=weights), sums) == parts


def test_a_metric_of_the_teams_own_and_a_plain_measure_count_too():
    demos = measure_from("demos", {"unit": "count"})
    measures = {**MEASURES, "demos": demos}
    pair = metric_from(
        "effort", {"name": "Effort", "unit": "count", "top": [{"measure": "demos", "weight": 3}]},
        measures,
    )  # fmt: skip
    rules = PointRules(weights={"effort": Decimal(2), "demos": Decimal("0.5")})
    metric = points_metric(rules, {**BUILT_IN, "effort": pair}, measures, 2)
    sums = [Sum(1, "demos", None, 400, 4 * WHOLE)]
    assert values(metric, tally(metric, sums, KEYS)) == {ANN: 4 * 3 * 2 + 2}
    assert metric.weights == (("Effort", Decimal(2)), ("demos", Decimal("0.5")))


@pytest.mark.parametrize("key", ["win_rate", "points", "badge_points", "nothing"])
def test_what_does_not_add_up_cannot_count(key):
    with pytest.raises(UsageError, match=key):
        check_weights({key: Decimal(1)}, BUILT_IN, MEASURES)


def test_the_first_weights_are_of_things_that_add_up():
    check_weights(DEFAULT_WEIGHTS, BUILT_IN, MEASURES)


@pytest.mark.parametrize(
    ("text", "weight"),
    [("10", "10"), (" 0.010 ", "0.01"), ("0,5", "0.5"), ("", "0"), ("1e2", "100")],
)
def test_a_weight_is_read_as_people_write_it(text, weight):
    assert weight_from("deals", text) == Decimal(weight)


@pytest.mark.parametrize("text", ["-1", "ten", "nan", "inf", "0.0000001", "100001", "1,000.5"])
def test_a_weight_that_will_not_do_is_refused_beside_its_field(text):
    with pytest.raises(FormError) as refused:
        weight_from("deals", text)
    assert refused.value.field == "weight-deals"


@pytest.mark.parametrize("text", ["", "-5", "1.5", "x", "100001", "9" * 30])
def test_badge_points_are_a_whole_number(text):
    with pytest.raises(FormError):
        badge_points_from(text)


def test_rules_survive_being_kept():
    rules = PointRules(
        weights={"deals": Decimal("0.001")},
        badges={"hat_trick": 0},
        levels=(Level(name="A", start=0), Level(name="B", start=10)),
    )
    assert rules_from(rules.data()) == rules
    assert rules.badge("hat_trick", 50) == 0
    assert rules.badge("first_deal", 50) == 50
    assert rules_from(None) == rules_from({}) == PointRules()


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Starter 0\nPro 500", [("Starter", 0), ("Pro", 500)]),
        ("Top: 20'000\n\n Starter = 0 \nBig boss 1.500", [
            ("Starter", 0), ("Big boss", 1_500), ("Top", 20_000),
        ]),
        ("Level 2 100\nLevel 1 0", [("Level 1", 0), ("Level 2", 100)]),
    ],
)  # fmt: skip
def test_levels_are_read_one_a_line_in_any_order(text, levels):
    assert [(level.name, level.start) for level in levels_from(text)] == levels


@pytest.mark.parametrize(
    "text",
    ["", "Starter", "Starter 10", "A 0\nB 0", "A 0\na 5", "A 0\nB 1.5", "A 0\nB 9999999999",
     "A 0\n" + "x" * 41 + " 5", "\n".join(f"L{n} {n}" for n in range(21))],
)  # fmt: skip
def test_levels_that_will_not_do_are_refused_beside_their_field(text):
    with pytest.raises(FormError) as refused:
        levels_from(text)
    assert refused.value.field == "levels"


LEVELS = st.lists(st.integers(1, 10**6), max_size=8, unique=True).map(
    lambda starts: checked_levels([Level(name=str(start), start=start) for start in [0, *starts]])
)


@given(levels=LEVELS, less=st.fractions(-100, 10**6), more=st.fractions(0, 10**6))
def test_more_points_never_mean_a_lower_level(levels, less, more):
    low, high = progress(levels, less), progress(levels, less + more)
    assert low.number <= high.number
    for one in (low, high):
        assert 0 <= one.done <= 1
        assert one.level == levels[one.number - 1]
        assert one.next is None or one.points + one.missing == one.next.start
        assert one.points < 0 or one.level.start <= one.points


@pytest.mark.parametrize(
    ("points", "name", "missing", "done"),
    [
        (0, "Starter", 500, 0),
        (Fraction(999, 2), "Starter", Fraction(1, 2), Fraction(999, 1000)),
        (500, "Runner", 2_000, 0),
        (49_999, "Front runner", 1, Fraction(24_999, 25_000)),
        (70_000, "Koploper", 0, 1),
        (-5, "Starter", 505, 0),
    ],
)
def test_the_way_to_the_next_level(points, name, missing, done):
    found = progress(DEFAULT_LEVELS, points)
    assert (found.level.name, found.missing, found.done) == (name, missing, done)
