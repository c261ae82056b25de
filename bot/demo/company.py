"""Decides the whole sample company from a seed and a day: the same two always give the same
company. Reads no clock and writes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from bot.demo import roster
from bot.demo.activities import all_activities
from bot.demo.edits import last_friday, with_corrections
from bot.demo.records import WON, ZONE, Company, Deal, Person, SlackUser
from bot.demo.sales import all_deals

SEED = 2026
_MONTHS = 18
# Far enough down for "two above and two below" to show, and not last.
_ACTING_PLACE = 14


def build_company(*, today: date, seed: int = SEED) -> Company:
    """The sample company with 18 months of deals that end on `today`."""
    # One stream of chance for each part, so that a change to one leaves the others alone.
    sales, corrections, calls = (
        Random(f"{seed} {today} {part}")  # noqa: S311 - invented deals, not secrets
        for part in ("sales", "corrections", "calls")
    )
    people = roster.people(today)
    reps = tuple(person for person in people if person.is_rep)
    start, friday = months_before(today, _MONTHS), last_friday(today)
    final = all_deals(reps, start, today, sales)
    deals_then, deals = with_corrections(final, reps, friday, corrections)
    slack_users = roster.slack_users(people)
    return Company(
        name="Bakfiets & Co",
        today=today,
        friday=friday,
        people=people,
        slack_users=slack_users,
        channels=roster.channels(people),
        deals_then=deals_then,
        deals=deals,
        activities=all_activities(reps, deals, start, today, calls),
        acting=_acting(people, slack_users, deals, today),
        owner=roster.address(roster.OWNER),
        hr=roster.address(roster.HR),
    )


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _acting(
    people: tuple[Person, ...],
    slack_users: tuple[SlackUser, ...],
    deals: tuple[Deal, ...],
    today: date,
) -> str:
    """A rep with an English Slack and the company's own clock, in this month's standings but not
    at the top."""
    month = today.replace(day=1)
    won: Counter[str] = Counter()
    for deal in deals:
        if deal.stage == WON and deal.closed_on and deal.closed_on >= month:
            for credit in deal.credits:
                won[credit.rep] += deal.cents * credit.percent
    at_home = {user.email for user in slack_users if (user.locale, user.tz) == ("en-US", ZONE)}
    places = {name: place for place, (name, _) in enumerate(won.most_common(), start=1)}
    able = (person for person in people if person.is_rep and person.email in at_home)
    return min(able, key=lambda rep: abs(places.get(rep.name, 0) - _ACTING_PLACE)).email
