"""Decides what the people who look after the sample company have set up: goals, and who is away.
Pure: knows nothing of how it is kept."""

from __future__ import annotations

from datetime import date, timedelta

from bot.demo.records import WON, Company

GROWTH = 112
"""The goal in hundredths of what was sold in an average month of the last year."""
_STEP = 5_000_00
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Days from today to the first and the last day away: over, running, and to come.
_AWAY = (
    ("Ayşe Yıldız", -16, -12),
    ("Fatima El Amrani", -1, 8),
    ("Haruka Mori", 0, 3),
    ("Marcus Whitfield", 12, 25),
)


def goals(company: Company) -> dict[str, int]:
    """What the company wants to sell in a month, quarter and year, in whole euros."""
    since = company.today - timedelta(days=365)
    sold = sum(
        deal.cents
        for deal in company.deals
        if deal.stage == WON and deal.closed_on and deal.closed_on >= since
    )
    month = round(sold / 12 * GROWTH / 100 / _STEP) * _STEP // 100
    return {span: month * months for span, months in _MONTHS.items()}


def leaves(company: Company) -> tuple[tuple[str, date, date], ...]:
    """Who is away from which day to which, both included, by e-mail address."""
    addresses = {person.name: person.email for person in company.people}
    return tuple(
        (addresses[name], _on(company.today, first), _on(company.today, last))
        for name, first, last in _AWAY
    )


def _on(today: date, days: int) -> date:
    return today + timedelta(days=days)
