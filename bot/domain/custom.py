"""Measures and metrics that a team defines: read from plain data, refused when they make no sense.

The data is what settings keep (JSON); nothing here knows where it is kept or who may change it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from bot.domain.built_in import BUILT_IN, MEASURES
from bot.domain.metrics import Measure, Metric, Term, Unit, amounts, shares
from bot.domain.words import key_of
from bot.errors import UsageError

SALE_TYPES = ("new", "renewal", "upsell")
MAX_TERMS = 8
MAX_WEIGHT = 1_000
MAX_VOLUME = 100_000

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_METRIC_FIELDS = frozenset(["name", "unit", "top", "bottom", "min_volume", "ascending", "words"])
_TERM_FIELDS = frozenset(["measure", "field", "sale_type", "weight"])

Data = Mapping[str, object]


def measure_from(key: str, data: Data) -> Measure:
    """A measure from {"unit": …}; UsageError when its key or unit will not do."""
    _check_key(key, MEASURES)
    _check_fields(data, frozenset({"name", "unit"}))
    return Measure(key=key, unit=_unit(data))


def metric_from(key: str, data: Data, measures: Mapping[str, Measure]) -> Metric:
    """A metric from data, over the measures there are.

    {"name", "unit", "top": [{"measure", "field": "amount" or "share", "sale_type", "weight"}],
    "bottom": the same, "min_volume", "ascending", "words": […]}; only name, unit and top must be
    there. UsageError names what will not do: money is never added to other things, and a sum has
    no minimum volume.
    """
    _check_key(key, BUILT_IN)
    _check_fields(data, _METRIC_FIELDS)
    top, bottom = _terms(data, "top", measures), _terms(data, "bottom", measures)
    if not top:
        raise UsageError("The metric {key} needs at least one thing to add up.", key=key)
    unit = _unit(data)
    _check_unit(key, unit, _is_money(key, top, measures), _is_money(key, bottom, measures))
    return Metric(
        key=key,
        name=_name(key, data),
        unit=unit,
        top=top,
        bottom=bottom,
        min_volume=_number(data, "min_volume", 0, MAX_VOLUME if bottom else 0),
        ascending=data.get("ascending") is True,
        words={"en": _words(data)},
    )


def _check_key(key: str, taken: Collection[str]) -> None:
    if not _KEY.fullmatch(key):
        raise UsageError(
            "“{key}” will not do as a key: small letters, digits and underscores.", key=key
        )
    if key in taken:
        raise UsageError("“{key}” is built in and cannot be defined again.", key=key)


def _check_fields(data: Data, known: frozenset[str]) -> None:
    for field in data:
        if field not in known:
            raise UsageError("A definition has no field “{field}”.", field=field)


def _unit(data: Data) -> Unit:
    try:
        return Unit(str(data.get("unit")))
    except ValueError:
        units = ", ".join(Unit)
        raise UsageError("The unit is one of {units}.", units=units) from None


def _name(key: str, data: Data) -> str:
    name = data.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 60:
        raise UsageError("The metric {key} needs a name of at most 60 letters.", key=key)
    return name.strip()


def _words(data: Data) -> tuple[str, ...]:
    words = data.get("words", ())
    if not isinstance(words, Sequence) or isinstance(words, str) or len(words) > 10:
        raise UsageError("The words for a metric are a list of at most ten.")
    if not all(isinstance(word, str) and key_of(word) for word in words):
        raise UsageError("The words for a metric are words.")
    return tuple(words)


def _number(data: Data, field: str, low: int, high: int) -> int:
    value = data.get(field, max(low, 0))
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise UsageError(
            "“{field}” is a whole number from {low} to {high}.", field=field, low=low, high=high
        )
    return value


def _terms(data: Data, side: str, measures: Mapping[str, Measure]) -> tuple[Term, ...]:
    entries = data.get(side, ())
    if not isinstance(entries, Sequence) or isinstance(entries, str) or len(entries) > MAX_TERMS:
        raise UsageError("“{side}” is a list of at most {most} terms.", side=side, most=MAX_TERMS)
    return tuple(_term(entry, measures) for entry in entries)


def _term(entry: object, measures: Mapping[str, Measure]) -> Term:
    if not isinstance(entry, Mapping):
        raise UsageError("A term says which measure it adds up.")
    _check_fields(entry, _TERM_FIELDS)
    measure = measures.get(str(entry.get("measure")))
    if measure is None:
        raise UsageError("There is no measure “{measure}”.", measure=entry.get("measure"))
    sale_type = entry.get("sale_type")
    if sale_type is not None and sale_type not in SALE_TYPES:
        raise UsageError("There is no sale type “{sale_type}”.", sale_type=sale_type)
    weight = _number({"weight": entry.get("weight", 1)}, "weight", -MAX_WEIGHT, MAX_WEIGHT)
    if weight == 0:
        raise UsageError("A term with weight 0 adds nothing.")
    adds = shares if _field(entry) == "share" else amounts
    return adds(measure, sale_type=None if sale_type is None else str(sale_type), weight=weight)


def _field(entry: Data) -> Literal["amount", "share"]:
    match entry.get("field", "amount"):
        case "amount":
            return "amount"
        case "share":
            return "share"
    raise UsageError("A term adds up “amount” or “share”.")


def _is_money(key: str, terms: Sequence[Term], measures: Mapping[str, Measure]) -> bool:
    """Whether the terms add up money; UsageError when only some of them do."""
    kinds = {term.field == "amount" and measures[term.measure].unit is Unit.MONEY for term in terms}
    if len(kinds) > 1:
        raise UsageError("The metric {key} adds money to other things.", key=key)
    return True in kinds


def _check_unit(key: str, unit: Unit, is_top_money: bool, is_bottom_money: bool) -> None:
    """A value is in money exactly when money is added up, and not divided by money."""
    if (unit is Unit.MONEY) != (is_top_money and not is_bottom_money):
        raise UsageError("The unit of the metric {key} does not fit what it adds up.", key=key)
