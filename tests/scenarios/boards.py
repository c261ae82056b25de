"""Short ways of scenarios to have boards in a channel, live and on a schedule."""

from __future__ import annotations

from bot.services.access import OPERATOR
from bot.services.schedule_drafts import Filled
from bot.views.checks import cell_text
from store.records_schedules import Schedule
from tests.scenarios.company import Company


def put_schedule(company: Company, kind: str, words: str = "", **filled: str) -> Schedule:
    """A schedule as somebody fills it in who looks after Koploper."""
    asked = {
        "channel": company.sales,
        "every": "change" if kind == "live" else "weekday",
        "time": "" if kind == "live" else "14:10",
        "zone": "Europe/Amsterdam",
        "locale": "en",
    }
    schedules = company.deps.schedules
    draft = schedules.check(OPERATOR, Filled(kind=kind, words=words, **asked | filled))
    return schedules.add(OPERATOR, draft)


def said_in(company: Company, channel: str | None = None) -> list[dict]:
    """What stands in a channel, oldest first."""
    sofia = company.act_as("Sofia Peeters")
    return [m for m in sofia.messages(channel or company.sales) if not m.get("is_ephemeral")]


def below(company: Company, message: dict, channel: str | None = None) -> list[dict]:
    """What stands in the thread of a message."""
    sofia = company.act_as("Sofia Peeters")
    found = sofia.messages(channel or company.sales, thread=message["ts"])
    return [one for one in found if one["ts"] != message["ts"]]


def private_to(company: Company, name: str) -> list[str]:
    """What the bot told somebody in private."""
    person = company.act_as(name)
    return [message["text"] for message in person.messages(person.dm())]


def rows_of(message: dict) -> list[list[str]]:
    table = next(block for block in message["blocks"] if block["type"] == "table")
    return [[cell_text(cell) for cell in row] for row in table["rows"]][1:]


def calls_of(company: Company, method: str) -> list:
    """The calls that Slack did as it was asked."""
    return [one for one in company.slack.calls if one.method == method and one.error is None]


def pins_of(company: Company) -> list[str]:
    """The timestamps of what is pinned, by what Slack was asked and did."""
    pinned: list[str] = []
    for call in company.slack.calls:
        if call.error is None and call.method == "pins.add":
            pinned.append(call.args["timestamp"])
        if call.error is None and call.method == "pins.remove":
            pinned.remove(call.args["timestamp"])
    return pinned
