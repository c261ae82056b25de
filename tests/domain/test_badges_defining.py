"""Badges of a team's own: read from plain data, written back the same, refused beside the field."""

from __future__ import annotations

import pytest

from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.defining import badge_from, catalogue, definition_of
from bot.domain.badges.rules import BadgeKind, Best, Biggest, Count, OwnBest, Streak, Threshold
from bot.domain.built_in import BUILT_IN
from bot.domain.periods import Kind
from bot.errors import FormError

HEAD = {
    "name": "Rainmaker",
    "tells": "Ten thousand in a month.",
    "emoji": ":umbrella:",
    "points": 5,
}


@pytest.mark.parametrize(
    ("data", "rule", "kind"),
    [
        ({"comparison": "threshold", "metric": "revenue", "period": "month", "threshold": "10000"},
         Threshold(metric="revenue", period=Kind.MONTH, least=1_000_000 * 10_000),
         BadgeKind.MEMBERSHIP),
        ({"comparison": "threshold", "metric": "deals", "period": "day", "threshold": "2.5"},
         Threshold(metric="deals", period=Kind.DAY, least=25_000), BadgeKind.MEMBERSHIP),
        ({"comparison": "threshold", "metric": "win_rate", "period": "quarter", "threshold": "40"},
         Threshold(metric="win_rate", period=Kind.QUARTER, least=4_000), BadgeKind.MEMBERSHIP),
        ({"comparison": "best", "metric": "calls", "period": "week"},
         Best(metric="calls", period=Kind.WEEK), BadgeKind.AWARD),
        ({"comparison": "own_best", "metric": "meetings", "period": "week"},
         OwnBest(metric="meetings", period=Kind.WEEK), BadgeKind.AWARD),
        ({"comparison": "count", "metric": "upsells", "counts": [5, 20]},
         Count(metric="upsells", numbers=(5, 20)), BadgeKind.AWARD),
        ({"comparison": "count", "metric": "revenue", "counts": [1_000_000]},
         Count(metric="revenue", numbers=(100_000_000,)), BadgeKind.AWARD),
        ({"comparison": "streak", "metric": "calls", "length": 4},
         Streak(metric="calls", length=4), BadgeKind.AWARD),
        ({"comparison": "biggest", "period": "quarter"},
         Biggest(period=Kind.QUARTER, from_day=15), BadgeKind.RECORD),
    ],
)  # fmt: skip
def test_what_a_definition_means_and_that_it_is_kept(data, rule, kind):
    badge = badge_from("rain", HEAD | data)
    assert (badge.rule, badge.kind, badge.points) == (rule, kind, 5)
    assert definition_of(badge) == HEAD | data


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"tells": ""}, "tells"),
        ({"emoji": "smile"}, "emoji"),
        ({"points": -1}, "points"),
        ({"points": "many"}, "points"),
        ({"comparison": "worst"}, "comparison"),
        ({"metric": "nothing"}, "metric"),
        ({"metric": "points"}, "metric"),  # badges make points: that would never end
        ({"period": "decade"}, "period"),
        ({"threshold": "0"}, "threshold"),
        ({"threshold": "lots"}, "threshold"),
        ({"threshold": "NaN"}, "threshold"),
        ({"threshold": "0.001"}, "threshold"),
        ({"length": 5}, "comparison"),  # a field of another comparison
        ({"comparison": "count", "counts": []}, "comparison"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(change, field):
    data = {"comparison": "threshold", "metric": "revenue", "period": "month", "threshold": "10"}
    with pytest.raises(FormError) as refused:
        badge_from("rain", HEAD | data | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"comparison": "count", "metric": "deals", "counts": []}, "counts"),
        ({"comparison": "count", "metric": "deals", "counts": "10"}, "counts"),
        ({"comparison": "count", "metric": "deals", "counts": [0]}, "counts"),
        ({"comparison": "count", "metric": "deals", "counts": [*range(1, 30)]}, "counts"),
        ({"comparison": "count", "metric": "win_rate", "counts": [10]}, "metric"),
        ({"comparison": "streak", "metric": "deals", "length": 1}, "length"),
        ({"comparison": "streak", "metric": "cycle_days", "length": 3}, "metric"),
    ],
)
def test_counts_and_streaks_need_what_adds_up(data, field):
    with pytest.raises(FormError) as refused:
        badge_from("rain", HEAD | data)
    assert refused.value.field == field


@pytest.mark.parametrize("key", ["Rain", "1", "", "hat_trick", "x" * 41])
def test_a_key_is_plain_and_new(key):
    data = {"comparison": "best", "metric": "deals", "period": "week"}
    with pytest.raises(FormError) as refused:
        badge_from(key, HEAD | data)
    assert refused.value.field == "key"


def test_the_catalogue_leaves_out_what_nobody_can_earn_any_more():
    own = {"comparison": "best", "metric": "visits", "period": "week"}
    assert "visitor" not in catalogue({"visitor": HEAD | own})
    found = catalogue({"caller": HEAD | own | {"metric": "calls"}}, off=["hat_trick"])
    assert [*found] == [*BUILT_IN_BADGES, "caller"]
    assert not found["hat_trick"].is_on
    assert found["caller"].is_on


def test_built_in_badges_name_metrics_and_units_that_there_are():
    for badge in BUILT_IN_BADGES.values():
        badge.unit(BUILT_IN)
        assert badge.emoji.startswith(":")
        assert badge.is_built_in
        assert badge.points > 0
