"""Metrics that a team defines: as data, refused when they make no sense."""

from fractions import Fraction

import pytest

from bot.domain.built_in import MEASURES
from bot.domain.custom import measure_from, metric_from
from bot.domain.grouping import tally, values
from bot.domain.metrics import Unit
from bot.errors import UsageError
from store.records import WHOLE, Sum

WITH_DEMOS = MEASURES | {"demos": measure_from("demos", {"unit": "count"})}


def test_a_score_weighs_deals_and_a_measure_of_the_teams_own():
    effort = metric_from(
        "effort",
        {
            "name": "Effort",
            "unit": "score",
            "top": [
                {"measure": "revenue", "field": "share", "weight": 10},
                {"measure": "demos", "weight": 2},
            ],
            "words": ["effort", "inzet"],
        },
        WITH_DEMOS,
    )
    sums = [Sum(1, "revenue", None, 99, 3 * WHOLE), Sum(1, "demos", None, 450, 4 * WHOLE)]
    assert values(effort, tally(effort, sums, {1: 7})) == {7: 39}  # 3 x 10 + 4.5 x 2
    assert effort.measures == ("revenue", "demos")


def test_a_ratio_has_a_minimum_volume():
    per_call = metric_from(
        "call_yield",
        {
            "name": "Revenue per call",
            "unit": "money",
            "top": [{"measure": "revenue", "sale_type": "new"}],
            "bottom": [{"measure": "calls"}],
            "min_volume": 20,
        },
        MEASURES,
    )
    sums = [
        Sum(1, "revenue", "new", 1_000, WHOLE),
        Sum(1, "revenue", "upsell", 9_999, WHOLE),
        Sum(1, "calls", None, 3_000, 30 * WHOLE),
        Sum(2, "revenue", "new", 5_000, WHOLE),
        Sum(2, "calls", None, 1_900, 19 * WHOLE),
    ]
    assert values(per_call, tally(per_call, sums, {1: 1, 2: 2})) == {1: Fraction(100, 3)}


GOOD = {"name": "Demos", "unit": "count", "top": [{"measure": "demos"}]}


@pytest.mark.parametrize(
    ("key", "change", "says"),
    [
        ("Demos!", {}, "key"),
        ("revenue", {}, "built in"),
        ("demos", {"colour": "red"}, "colour"),
        ("demos", {"name": " "}, "name"),
        ("demos", {"name": 5}, "name"),
        ("demos", {"unit": "furlong"}, "unit"),
        ("demos", {"unit": "money"}, "unit"),
        ("demos", {"top": []}, "at least one"),
        ("demos", {"top": "demos"}, "list"),
        ("demos", {"top": ["demos"]}, "term"),
        ("demos", {"top": [{"measure": "smiles"}]}, "smiles"),
        ("demos", {"top": [{"measure": "demos", "field": "median"}]}, "share"),
        ("demos", {"top": [{"measure": "demos", "sale_type": "stolen"}]}, "stolen"),
        ("demos", {"top": [{"measure": "demos", "weight": 0}]}, "weight 0"),
        ("demos", {"top": [{"measure": "demos", "weight": 1.5}]}, "weight"),
        ("demos", {"top": [{"measure": "demos"}, {"measure": "revenue"}]}, "money"),
        ("demos", {"top": [{"measure": "demos"}] * 9}, "8"),
        ("demos", {"min_volume": 5}, "min_volume"),  # a sum has none
        ("demos", {"words": "demo"}, "words"),
        ("demos", {"words": [" "]}, "words"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused_and_says_why(key, change, says):
    with pytest.raises(UsageError) as refused:
        metric_from(key, GOOD | change, WITH_DEMOS)
    assert says in str(refused.value)


def test_the_definition_those_refusals_start_from_is_a_good_one():
    assert metric_from("demo_count", GOOD, WITH_DEMOS).unit is Unit.COUNT


@pytest.mark.parametrize(("key", "data"), [("revenue", {"unit": "count"}), ("x", {"unit": "?"})])
def test_a_measure_that_will_not_do_is_refused(key, data):
    with pytest.raises(UsageError):
        measure_from(key, data)
