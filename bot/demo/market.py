"""Decides on which days the sample company's reps close something. Knows nothing of a deal but
its day, its rep and whether it was won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from bot.demo.records import Person

# Business by month, January first: a quiet August, and a December in which budgets must go.
_SEASON = (0.80, 0.88, 1.12, 0.95, 1.00, 1.10, 0.82, 0.66, 1.08, 1.05, 1.12, 1.42)
_WEEKDAY = (0.85, 1.15, 1.20, 1.25, 1.05, 0.06, 0.03)
_CLOSED_A_DAY = 0.33
_RAMP_DAYS = 120
WINS_TODAY = 6


@dataclass(frozen=True, slots=True)
class Talent:
    """How a rep sells: deals relative to the average, the part won, and the size of a deal."""

    pace: float
    win_rate: float
    size: float


@dataclass(frozen=True, slots=True)
class Closing:
    """A deal came to its end on `day`."""

    day: date
    rep: Person
    is_won: bool


def talents(reps: tuple[Person, ...], chance: Random) -> dict[str, Talent]:
    """A skewed field, as sales teams are: a few far ahead, many close together; by name."""
    return {
        rep.name: Talent(
            pace=chance.lognormvariate(-0.08, 0.42),
            win_rate=chance.triangular(0.24, 0.62, 0.40),
            size=chance.lognormvariate(0, 0.25),
        )
        for rep in reps
    }


def closings(
    reps: tuple[Person, ...],
    skills: dict[str, Talent],
    start: date,
    today: date,
    chance: Random,
) -> list[Closing]:
    """Everything closed from `start` through `today`, oldest first.

    Every rep wins at least once, and `WINS_TODAY` reps win something on `today`.
    """
    found = [
        closing
        for day in days(start, today)
        for rep in reps
        if works_on(rep, day)
        for closing in _on(day, rep, skills[rep.name], today, chance)
    ]
    found += _certain(reps, found, start, today, chance)
    return sorted(found, key=lambda closing: closing.day)


def days(start: date, last: date) -> Iterator[date]:
    """Every day from `start` through `last`."""
    for number in range(start.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def works_on(person: Person, day: date) -> bool:
    """Whether `day` lies between the first and the last day at work, both included."""
    return person.starts_on <= day and (person.ends_on is None or day <= person.ends_on)


def busyness(day: date, today: date) -> float:
    """How much closes on `day` relative to the average: season, weekday, month end, growth."""
    push = 2.3 if (day + timedelta(days=4)).month != day.month else 0.9
    quarter = 1.25 if push > 1 and day.month % 3 == 0 else 1.0
    growth = 1.0 - 0.25 * (today - day).days / 548
    return _SEASON[day.month - 1] * _WEEKDAY[day.weekday()] * push * quarter * growth


def poisson(mean: float, chance: Random) -> int:
    """How often something happens that happens `mean` times on average (small means only)."""
    limit, product, number = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number


def _on(day: date, rep: Person, skill: Talent, today: date, chance: Random) -> list[Closing]:
    ramp = min(1.0, 0.3 + (day - rep.starts_on).days / _RAMP_DAYS)
    mean = _CLOSED_A_DAY * busyness(day, today) * ramp * skill.pace * rep.fte / 100
    return [
        Closing(day, rep, chance.random() < skill.win_rate) for _ in range(poisson(mean, chance))
    ]


def _certain(
    reps: tuple[Person, ...], found: list[Closing], start: date, today: date, chance: Random
) -> list[Closing]:
    """What a demo cannot leave to chance: nobody without a win, and a board on any day."""
    winners = {closing.rep.name for closing in found if closing.is_won}
    empty = [rep for rep in reps if rep.name not in winners]
    first = [
        Closing(max(start, rep.starts_on, (rep.ends_on or today) - timedelta(days=5)), rep, True)
        for rep in empty
    ]
    here = [rep for rep in reps if works_on(rep, today)]
    return [*first, *(Closing(today, rep, True) for rep in chance.sample(here, WINS_TODAY))]
