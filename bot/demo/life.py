"""Decides what goes on in the sample company while somebody looks: a deal every now and then.
Pure: nobody waits and nothing is recorded here."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.demo.company import SEED
from bot.demo.market import talents, works_on
from bot.demo.records import Company, Deal
from bot.demo.sales import FIRST_NUMBER, invented

MOST = 40
"""Deals in all: a demo that is left on must not sell for ever."""
_PAUSES = (40.0, 90.0)  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Beat:
    """After `pause` seconds `deal` is won."""

    pause: float
    deal: Deal


def beats(company: Company) -> tuple[Beat, ...]:
    """What is won after the start, one after the other; the same for the same company."""
    chance = Random(f"{SEED} {company.today} life")  # noqa: S311 - invented deals, not secrets
    skills = talents(company.reps, chance)
    here = [rep for rep in company.reps if works_on(rep, company.today)]
    first = FIRST_NUMBER + len(company.deals) + 1_000
    return tuple(
        Beat(
            pause=round(chance.uniform(*_PAUSES), 1),
            deal=invented(first + number, chance.choice(here), skills, company.today, chance),
        )
        for number in range(MOST)
    )
