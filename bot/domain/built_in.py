"""The measures and metrics that every workspace has from the start, as data.

Each metric's `name` is a msgid; its first English word is what menus put in a command.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.metrics import Measure, Metric, Term, Unit, amounts, shares

REVENUE = Measure(key="revenue", unit=Unit.MONEY)  # won deals
LOST = Measure(key="lost", unit=Unit.MONEY)  # lost deals
PIPELINE = Measure(key="pipeline", unit=Unit.MONEY)  # open deals
UNITS = Measure(key="units", unit=Unit.COUNT)
CYCLE = Measure(key="cycle", unit=Unit.DAYS)  # from created to closed
MEETINGS = Measure(key="meetings", unit=Unit.COUNT)
CALLS = Measure(key="calls", unit=Unit.COUNT)
TALK = Measure(key="talk", unit=Unit.MINUTES)
CSAT = Measure(key="csat", unit=Unit.SCORE)  # one answer's points
BADGE_POINTS = Measure(key="badge_points", unit=Unit.POINTS)  # posted with every badge

MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        REVENUE,
        LOST,
        PIPELINE,
        UNITS,
        CYCLE,
        MEETINGS,
        CALLS,
        TALK,
        CSAT,
        BADGE_POINTS,
    )
}

_METRICS = (
    Metric(
        key="revenue",
        name="Revenue",
        unit=Unit.MONEY,
        top=(amounts(REVENUE),),
        words={"en": ("revenue", "sales", "turnover", "bookings"), "nl": ("omzet", "verkopen")},
    ),
    Metric(
        key="deals",
        name="Deals",
        unit=Unit.COUNT,
        top=(shares(REVENUE),),
        words={
            "en": ("deals", "deals won", "won deals", "wins"),
            "nl": ("deals", "gewonnen deals", "orders"),
        },
    ),
    Metric(
        key="units",
        name="Units",
        unit=Unit.COUNT,
        top=(amounts(UNITS),),
        words={"en": ("units", "items", "pieces"), "nl": ("stuks", "aantallen", "eenheden")},
    ),
    Metric(
        key="average_deal",
        name="Average deal",
        unit=Unit.MONEY,
        top=(amounts(REVENUE),),
        bottom=(shares(REVENUE),),
        min_volume=3,
        words={
            "en": ("average deal", "average deal size", "avg deal", "deal size"),
            "nl": ("gemiddelde deal", "gemiddelde dealwaarde", "dealwaarde"),
        },
    ),
    Metric(
        key="win_rate",
        name="Win rate",
        unit=Unit.PERCENT,
        top=(shares(REVENUE),),
        bottom=(shares(REVENUE), shares(LOST)),
        min_volume=5,
        words={
            "en": ("win rate", "winrate", "win ratio", "close rate"),
            "nl": ("winratio", "winpercentage", "scoringspercentage"),
        },
    ),
    Metric(
        key="lost_deals",
        name="Lost deals",
        unit=Unit.COUNT,
        top=(shares(LOST),),
        words={"en": ("lost deals", "deals lost", "losses"), "nl": ("verloren deals",)},
    ),
    Metric(
        key="lost_revenue",
        name="Lost revenue",
        unit=Unit.MONEY,
        top=(amounts(LOST),),
        words={"en": ("lost revenue", "revenue lost"), "nl": ("verloren omzet", "gemiste omzet")},
    ),
    Metric(
        key="new_revenue",
        name="New revenue",
        unit=Unit.MONEY,
        top=(amounts(REVENUE, sale_type="new"),),
        words={"en": ("new revenue", "new business"), "nl": ("nieuwe omzet",)},
    ),
    Metric(
        key="upsell_revenue",
        name="Upsell revenue",
        unit=Unit.MONEY,
        top=(amounts(REVENUE, sale_type="upsell"),),
        words={"en": ("upsell revenue",), "nl": ("upsell omzet", "upsellomzet")},
    ),
    Metric(
        key="renewal_revenue",
        name="Renewal revenue",
        unit=Unit.MONEY,
        top=(amounts(REVENUE, sale_type="renewal"),),
        words={
            "en": ("renewal revenue", "renewals revenue"),
            "nl": ("verlengingsomzet", "omzet uit verlengingen"),
        },
    ),
    Metric(
        key="cycle_days",
        name="Cycle days",
        unit=Unit.DAYS,
        top=(amounts(CYCLE),),
        bottom=(shares(CYCLE),),
        min_volume=3,
        ascending=True,
        words={
            "en": ("cycle days", "sales cycle", "cycle time", "days to close"),
            "nl": ("doorlooptijd", "verkoopcyclus", "dagen tot afsluiting"),
        },
    ),
    Metric(
        key="meetings",
        name="Meetings",
        unit=Unit.COUNT,
        top=(amounts(MEETINGS),),
        words={"en": ("meetings", "appointments"), "nl": ("afspraken", "vergaderingen")},
    ),
    Metric(
        key="calls",
        name="Calls",
        unit=Unit.COUNT,
        top=(amounts(CALLS),),
        words={"en": ("calls", "phone calls"), "nl": ("telefoontjes", "belletjes", "gesprekken")},
    ),
    Metric(
        key="talk_time",
        name="Talk time",
        unit=Unit.MINUTES,
        top=(amounts(TALK),),
        words={"en": ("talk time", "talktime"), "nl": ("beltijd", "gesprekstijd")},
    ),
    Metric(
        key="pipeline",
        name="Pipeline",
        unit=Unit.MONEY,
        top=(amounts(PIPELINE),),
        words={"en": ("pipeline", "open deals"), "nl": ("pijplijn", "openstaande deals")},
    ),
    Metric(
        key="csat",
        name="Customer satisfaction",
        unit=Unit.SCORE,
        top=(amounts(CSAT),),
        bottom=(shares(CSAT),),
        min_volume=5,
        words={
            "en": ("csat", "customer satisfaction", "satisfaction"),
            "nl": ("klanttevredenheid", "tevredenheid"),
        },
    ),
    Metric(  # as domain/points.py makes it of the weights that a workspace starts with
        key="points",
        name="Points",
        unit=Unit.POINTS,
        top=(
            amounts(BADGE_POINTS),
            shares(REVENUE, weight=10),
            Term(measure="revenue", field="amount", factor=1),  # 0.01 a euro, 0.0001 a cent
            amounts(MEETINGS, weight=2),
        ),
        weights=(
            ("Deals", Decimal(10)),
            ("Revenue", Decimal("0.01")),
            ("Meetings", Decimal(2)),
        ),
        words={"en": ("points",), "nl": ("punten",)},
    ),
)

BUILT_IN: Mapping[str, Metric] = {metric.key: metric for metric in _METRICS}
