"""Decides how often the sample company's reps called and met people, and what its customers
answered. Pure: chance comes in as an argument."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from bot.demo.market import days, poisson, works_on
from bot.demo.records import WON, Activity, Deal, Person

_ANSWERS = 0.3
_ANSWER_AFTER_DAYS = (2, 12)
_POINTS = (1, 2, 3, 4, 5)
_POINT_WEIGHTS = (2, 4, 14, 40, 40)


def all_activities(
    reps: tuple[Person, ...],
    deals: tuple[Deal, ...],
    start: date,
    today: date,
    chance: Random,
) -> tuple[Activity, ...]:
    """Calls a working day, meetings, and a CSAT of 1 to 5 points for some of the won deals."""
    return (*_calls_and_meetings(reps, start, today, chance), *_csat(deals, today, chance))


def _calls_and_meetings(
    reps: tuple[Person, ...], start: date, today: date, chance: Random
) -> Iterator[Activity]:
    eagerness = {rep.name: chance.triangular(4, 15, 8) for rep in reps}
    for day in days(start, today):
        if day.weekday() >= 5:
            continue
        for number, rep in enumerate(reps, start=1):
            if not works_on(rep, day):
                continue
            calls = round(chance.triangular(0.4, 1.7, 1) * eagerness[rep.name] * rep.fte / 100)
            meetings = poisson(0.5 * rep.fte / 100, chance)
            for measure, value in (("calls", calls), ("meetings", meetings)):
                if value:
                    key = f"{measure}-{day:%Y%m%d}-{number:02}"
                    yield Activity(
                        external_id=key,
                        rep=rep.name,
                        measure=measure,
                        value=value,
                        occurred_on=day,
                    )


def _csat(deals: tuple[Deal, ...], today: date, chance: Random) -> Iterator[Activity]:
    for deal in deals:
        if deal.stage != WON or deal.closed_on is None or chance.random() > _ANSWERS:
            continue
        day = deal.closed_on + timedelta(days=chance.randint(*_ANSWER_AFTER_DAYS))
        points = chance.choices(_POINTS, _POINT_WEIGHTS)[0]
        if day <= today:
            yield Activity(
                external_id=f"csat-{deal.external_id}",
                rep=deal.credits[0].rep,
                measure="csat",
                value=points,
                occurred_on=day,
            )
