"""A company with bells: short ways to hang one, to win deals together, and to hear what rang."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domain.bell import Bell
from bot.domain.bell_hours import QuietHours
from bot.services.access import OPERATOR
from bot.services.bell import Bells
from store.records import Details, Fact, Line
from tests.scenarios.company import Company

TODAY = date(2026, 11, 23)
NIGHT = QuietHours(start=22 * 60, end=7 * 60)


def hang(company: Company, channel: str | None = None, **settings: object) -> Bell:
    """A bell in #sales, or in another channel, from now on."""
    given = {"zone": "Europe/Amsterdam", "shows_customer": True, "bundle": 60} | settings
    bell = Bell(channel=channel or company.sales, **given)
    Bells(company.deps.desk).put(OPERATOR, bell)
    (app,) = company.slack.workspace.apps.values()
    company.slack.join(bell.channel, app.bot_user_id)
    return bell


def shared(company: Company, parts: dict[str, tuple[int, int]], *, deal: str, on: date = TODAY):
    """A deal with several on it: name -> (euros, basis points)."""
    lines = tuple(
        Line(measure="revenue", seat_id=company.seats[name], occurred_on=on, amount=euros * 100,
             share=share, sale_type="new")
        for name, (euros, share) in parts.items()
    )  # fmt: skip
    fact = Fact(
        source_id=company.source,
        external_id=deal,
        lines=lines,
        details=Details(customer=f"Customer {deal}"),
    )
    return company.store.ledger.post(company.workspace, [fact], at=company.time.now, actor="test")


def rang(company: Company, channel: str | None = None) -> list[str]:
    """The texts in a channel that the bot posted, as they are now."""
    messages = company.slack.workspace.messages[channel or company.sales].values()
    return [message.body["text"] for message in messages if message.app_id]


def calls(company: Company, method: str) -> int:
    """How often Slack was asked for something."""
    return sum(call.method == method for call in company.slack.calls)


def clock(company: Company, text: str, zone: str = "Europe/Amsterdam") -> None:
    """Put the clock on a local time."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    company.time.now = local.astimezone(UTC)
