"""`koploper metric`, `measure` and `rate`: what a team ranks by, and what currencies are worth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from bot.cli_frame import read_day, say

TERM = re.compile(
    r"(?:(?P<weight>-?\d+)\*)?(?P<measure>[a-z][a-z0-9_]*)"
    r"(?:\.(?P<field>amount|share))?(?:/(?P<sale_type>[a-z]+))?"
)
TERM_HELP = "MEASURE, MEASURE.share (how many), MEASURE/new (a sale type), 2*MEASURE; repeatable."
Key = Annotated[str, typer.Argument(help="Small letters, digits and underscores.")]
Currency = Annotated[str, typer.Argument(help="ISO 4217 code, such as USD.")]
UnitName = Annotated[
    str, typer.Option("--unit", help="money, count, percent, days, minutes or score.")
]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    metric = typer.Typer(help="What boards rank by.", no_args_is_help=True, rich_markup_mode=None)
    metric.command("add")(add_metric)
    metric.command("list")(list_metrics)
    metric.command("remove")(remove_definition)
    cli.add_typer(metric, name="metric")
    measure = typer.Typer(help="What adds up.", no_args_is_help=True, rich_markup_mode=None)
    measure.command("add")(add_measure)
    measure.command("list")(list_measures)
    measure.command("remove")(remove_definition)
    cli.add_typer(measure, name="measure")
    rate = typer.Typer(help="Exchange rates.", no_args_is_help=True, rich_markup_mode=None)
    rate.command("set")(set_rate)
    rate.command("show")(show_rate)
    cli.add_typer(rate, name="rate")


def add_metric(
    key: Key,
    *,
    name: Annotated[str, typer.Option(help="What people read on the board.")],
    unit: UnitName,
    add: Annotated[list[str], typer.Option(metavar="TERM", help=f"Added up: {TERM_HELP}")],
    divide: Annotated[
        list[str] | None, typer.Option(metavar="TERM", help=f"Divided by: {TERM_HELP}")
    ] = None,
    minimum: Annotated[
        int, typer.Option(help="Not ranked below this much of what is divided by.")
    ] = 0,
    ascending: Annotated[bool, typer.Option("--less-is-better", help="Lowest first.")] = False,
    word: Annotated[
        list[str] | None, typer.Option(help="What people may type for it; repeatable.")
    ] = None,
) -> None:
    """Define a metric of your own: a sum, or one sum divided by another."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.metrics import define_metric

    data = {
        "name": name,
        "unit": unit,
        "top": [_term(text) for text in add],
        "bottom": [_term(text) for text in divide or []],
        "min_volume": minimum,
        "ascending": ascending,
        "words": word or [],
    }
    with open_workspace() as opened:
        define_metric(opened.desk, OPERATOR, key, data)


def list_metrics() -> None:
    """Show every metric: its key, name, unit and the words for it."""
    from bot.cli_formats import aligned
    from bot.opening import open_workspace

    with open_workspace() as opened:
        metrics = opened.desk.snapshots.current().metrics.values()
        rows = [(one.key, one.name, one.unit.value, _words(one.words)) for one in metrics]
    say(aligned(rows, "<", "<", "<", "<"))


def add_measure(key: Key, unit: UnitName) -> None:
    """Define a measure of your own, for what a file or a CRM counts."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.metrics import define_measure

    with open_workspace() as opened:
        define_measure(opened.desk, OPERATOR, key, {"unit": unit})


def list_measures() -> None:
    """Show every measure: its key and unit."""
    from bot.cli_formats import aligned
    from bot.opening import open_workspace
    from bot.services.metrics import measures_of

    with open_workspace() as opened:
        measures = measures_of(opened.store, opened.workspace_id).values()
    say(aligned([(one.key, one.unit.value) for one in measures], "<", "<"))


def remove_definition(key: Key) -> None:
    """Take a definition of your own back; what was recorded for it stays."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.metrics import remove

    with open_workspace() as opened:
        remove(opened.desk, OPERATOR, key)


def set_rate(
    currency: Currency,
    rate: Annotated[str, typer.Argument(help="What one unit is worth in your own currency: 0.92")],
    *,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; by default today.")
    ] = None,
) -> None:
    """Say what a currency is worth from a day on. What is recorded already stays as it is."""
    from bot.domain.money import known_currency
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    code, worth = known_currency(currency.upper()), _decimal(rate)
    with open_workspace() as opened:
        on = read_day(start) or opened.desk.today()
        opened.store.rates.set(opened.workspace_id, code, on, worth)
        opened.store.audit.add(
            opened.workspace_id,
            at=opened.desk.clock(),
            actor=OPERATOR.label,
            action="rate.set",
            details={"currency": code, "from": on.isoformat(), "rate": str(worth)},
        )


def show_rate(
    currency: Currency,
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="On which day; by default today.")
    ] = None,
) -> None:
    """Show the rate that holds on a day."""
    from bot.domain.money import known_currency
    from bot.errors import NotFound
    from bot.opening import open_workspace

    code = known_currency(currency.upper())
    with open_workspace() as opened:
        day = read_day(on) or opened.desk.today()
        rate = opened.store.rates.get(opened.workspace_id, code, day)
    if rate is None:
        raise NotFound("There is no rate for {currency} on {day}.", currency=code, day=day)
    say(str(rate))


def _decimal(text: str) -> Decimal:
    from bot.errors import UsageError

    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or rate <= 0:
        raise UsageError("{text} is no rate; write a number such as 0.92.", text=text)
    return rate


def _term(text: str) -> dict[str, object]:
    """A term as a definition keeps it; what it means is checked there."""
    from bot.errors import UsageError

    found = TERM.fullmatch(text)
    if found is None:
        raise UsageError(
            "{term} is no term; write revenue, revenue.share, revenue/new or 2*meetings.", term=text
        )
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    return {**parts, "weight": int(parts["weight"])} if "weight" in parts else dict(parts)


def _words(words: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(dict.fromkeys(word for several in words.values() for word in several))
