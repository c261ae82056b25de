"""Decides the words around a board: title, filters, rules, a viewer's place, movement.
Every function returns escaped text for mrkdwn unless its name says plain. Knows no blocks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from bot.domain.boards import Board, Ranking, Row
from bot.domain.grouping import COMPANY, UNGROUPED, Group
from bot.domain.metrics import Metric
from bot.domain.periods import Period
from bot.domain.query import Moment, Query
from bot.domain.standings import Standing
from bot.i18n import Translator, msgid, msgids
from bot.views.parts import clean, escape
from bot.views.values import difference, has_no_cents, is_clear_without_cents, told

WHAT_COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "revenue": msgid("Won deals, on their closing date, shared credit by its part."),
        "deals": msgid("Won deals, on their closing date, shared credit by its part."),
        "units": msgid("Units of won deals, on their closing date."),
        "average_deal": msgid("Revenue divided by won deals."),
        "win_rate": msgid("Won deals divided by won and lost deals."),
        "lost_deals": msgid("Lost deals, on the date they were lost."),
        "lost_revenue": msgid("Lost deals, on the date they were lost."),
        "new_revenue": msgid("Won deals with new business, on their closing date."),
        "upsell_revenue": msgid("Won upsell deals, on their closing date."),
        "renewal_revenue": msgid("Won renewals, on their closing date."),
        "cycle_days": msgid("Days from created to closed, on average; less is better."),
        "meetings": msgid("Meetings held."),
        "calls": msgid("Calls made."),
        "talk_time": msgid("Time on the phone."),
        "pipeline": msgid("Open deals, on their expected closing date."),
        "csat": msgid("Points divided by answers."),
        "points": msgid("Points of badges."),
    }
)
GROUP_NAMES: Mapping[Group, str] = MappingProxyType(
    {
        Group.REP: msgid("By rep"),
        Group.TEAM: msgid("By team"),
        Group.REGION: msgid("By region"),
        Group.COMPANY: msgid("Company"),
    }
)
SALE_TYPES: Mapping[str, str] = MappingProxyType(
    {"new": msgid("new business"), "upsell": msgid("upsell"), "renewal": msgid("renewals")}
)
_NO_GROUP = {Group.TEAM: msgid("No team"), Group.REGION: msgid("No region")}
_BELOW = msgids(
    "{count} below the minimum volume of {least} is not ranked.",
    "{count} below the minimum volume of {least} are not ranked.",
)
_NOT_LISTED = msgids("{count} more is not listed.", "{count} more are not listed.")


def plain_title(ranking: Ranking, query: Query, tr: Translator) -> str:
    """What is ranked, of whom and when; for a header, which is not parsed."""
    parts = [tr.gettext(ranking.metric.name), period_name(ranking.period, tr)]
    if query.by is not Group.REP:
        parts.insert(1, tr.gettext(GROUP_NAMES[query.by]).lower())
    parts += filter_names(query, tr)
    if query.as_of is not None:
        parts.append(tr.gettext("as of {moment}", moment=moment_text(query.as_of, ranking, tr)))
    return " · ".join(parts)


def period_name(period: Period, tr: Translator) -> str:
    """What a period is called."""
    return tr.gettext("all time") if period.is_all_time else tr.period(period)


def filter_names(query: Query, tr: Translator) -> list[str]:
    """The filters in force, cleaned but not escaped."""
    types = [tr.gettext(SALE_TYPES.get(kind, kind)) for kind in query.sale_types]
    named = (*query.teams, *query.regions, *query.products, *query.sources)
    return types + [clean(one.name) for one in named]


def moment_text(moment: Moment, ranking: Ranking, tr: Translator) -> str:
    """A moment or date in the workspace's zone."""
    return tr.instant(moment, ranking.calendar.zone)


def rules(board: Board, tr: Translator) -> str:
    """The rules a board goes by, so that nobody has to ask: period and zone, filters, what
    counts, ties, comparison, how fresh, how many are not listed."""
    return f"{fixed_rules(board.ranking, board.query, tr)} {loose_rules(board, tr)}"


def loose_rules(board: Board, tr: Translator) -> str:
    """The part of the rules that differs between viewers and moments."""
    moment = tr.instant(board.as_of, board.ranking.calendar.zone)
    return _loose_rules(moment, board.not_listed, tr)


@lru_cache(maxsize=4096)
def _loose_rules(moment: str, not_listed: int, tr: Translator) -> str:
    fresh = tr.gettext("Data as of {moment}.", moment=moment)
    return f"{fresh} {tr.ngettext(*_NOT_LISTED, not_listed)}" if not_listed else fresh


def fixed_rules(ranking: Ranking, query: Query, tr: Translator) -> str:
    """The part of the rules that all viewers of a board share."""
    period, metric = ranking.period, ranking.metric
    parts = [f"{tr.days(period.start, period.last)} ({ranking.calendar.zone})."]
    names = filter_names(query, tr)
    if names:
        only = ", ".join(escape(name) for name in names)
        parts.append(tr.gettext("Only: {filters}.", filters=only))
    parts.append(what_counts(metric, tr))
    against = tr.days(ranking.compared.start, ranking.compared.last)
    if query.by is not Group.COMPANY:
        parts.append(tr.gettext("Equal values share a place."))
    if not period.is_all_time:
        is_company = query.by is Group.COMPANY
        compared = tr.gettext("Before: {days}.") if is_company else tr.gettext("▲▼ against {days}.")
        parts.append(compared.format(days=against))
    if ranking.below_volume:
        least = tr.number(metric.min_volume)
        parts.append(tr.ngettext(*_BELOW, len(ranking.below_volume), least=least))
    return " ".join(parts)


def what_counts(metric: Metric, tr: Translator) -> str:
    """One sentence on what goes into a metric; of points, what everything is worth."""
    if metric.weights:
        parts = [f"{escape(tr.gettext(name))} × {tr.number(w, 6)}" for name, w in metric.weights]
        return tr.gettext("Points: {parts}, and badges.", parts=", ".join(parts))
    known = WHAT_COUNTS.get(metric.key)
    if known:
        return tr.gettext(known)
    return tr.gettext("As defined by your team: {name}.", name=escape(metric.name))


def row_name(row: Standing[int], by: Group, tr: Translator) -> str:
    """A row's name, cleaned but not escaped; what has no team or region is said so."""
    if row.key == UNGROUPED and by in _NO_GROUP:
        return tr.gettext(_NO_GROUP[by])
    if row.key == COMPANY and not row.name:
        return tr.gettext("Company")
    return clean(row.name)


def movement_sign(row: Row, tr: Translator) -> str:
    """Movement in a table: ▲2, ▼1, new, or = for the same place."""
    moved = row.movement
    if moved is None:
        return tr.gettext("new") if row.is_new else "–"
    return "=" if not moved else f"▲{moved}" if moved > 0 else f"▼{-moved}"


def movement_words(row: Row, tr: Translator) -> str:
    """Movement for screen readers; empty when there is nothing to compare with."""
    moved = row.movement
    if moved is None:
        return tr.gettext("new") if row.is_new else ""
    if not moved:
        return tr.gettext("same place")
    text = tr.gettext("up {places}") if moved > 0 else tr.gettext("down {places}")
    return text.format(places=tr.number(abs(moved)))


def place_sentence(board: Board, tr: Translator) -> str:
    """Where the viewer (or who was asked for) stands and what separates them from the next
    place; what is missing when they are not ranked; empty for who has no row of their own."""
    row, ranking = board.mine, board.ranking
    if row is None:
        return _not_ranked(board, tr)
    by = ranking.query.by
    if by is Group.COMPANY:
        return ""
    is_me = board.is_self and by is Group.REP
    stands = tr.gettext(_STANDS[is_me, _is_shared(ranking, row)]).format(
        who="" if is_me else f"*{escape(row_name(row, by, tr))}*",
        place=f"*{tr.ordinal(row.place)}*",
        count=tr.number(len(ranking.standings)),
        value=f"*{_told(row, ranking, tr)}*",
    )
    return f"{stands} {_gap(row, ranking, tr)}"


_STANDS = {
    (True, False): msgid("You are {place} of {count} with {value}."),
    (True, True): msgid("You share {place} place of {count} with {value}."),
    (False, False): msgid("{who} is {place} of {count} with {value}."),
    (False, True): msgid("{who} shares {place} place of {count} with {value}."),
}


def _is_shared(ranking: Ranking, row: Row) -> bool:
    """Whether somebody else has the same place; such rows are next to each other."""
    standings, at = ranking.standings, ranking.positions[row.key]
    if at and standings[at - 1].place == row.place:
        return True
    return at + 1 < len(standings) and standings[at + 1].place == row.place


def _told(row: Row, ranking: Ranking, tr: Translator) -> str:
    """The exact value: idle cents are left out, others never."""
    unit, currency = ranking.metric.unit, ranking.currency
    return told(row.value, unit, currency, tr, whole=has_no_cents(row.value, unit, currency))


def _gap(row: Row, ranking: Ranking, tr: Translator) -> str:
    unit, currency, value = ranking.metric.unit, ranking.currency, row.gap_to_next
    if value is None:
        return tr.gettext("Nobody is ahead.")
    gap = difference(value, unit, currency, tr, whole=has_no_cents(value, unit, currency))
    if ranking.metric.ascending:
        return tr.gettext("{gap} less reaches the next place.", gap=f"*{gap}*")
    return tr.gettext("{gap} more reaches the next place.", gap=f"*{gap}*")


def _not_ranked(board: Board, tr: Translator) -> str:
    if board.own_key is None or not board.is_self or board.query.by is not Group.REP:
        return ""
    so_far = board.ranking.below_volume.get(board.own_key)
    if so_far is not None:
        return tr.gettext(
            "You are not ranked yet: {count} of at least {least}.",
            count=tr.number(so_far),
            least=tr.number(board.ranking.metric.min_volume),
        )
    return tr.gettext("You have nothing here yet; the first one puts you on the board.")


def is_known(board: Board) -> bool:
    """Whether there is anything behind a number of the viewer's own on this board."""
    if board.query.by is not Group.REP:
        return False
    return board.mine is not None or board.own_key in board.ranking.below_volume


def without_marks(mrkdwn: str) -> str:
    """Escaped mrkdwn without bold, for what is read aloud; names hold no asterisks by now."""
    return mrkdwn.replace("*", "")


def is_whole(ranking: Ranking) -> bool:
    """Whether this ranking's money is shown without cents."""
    found: bool | None = ranking.memo.get("no-cents")
    if found is None:
        values = (row.value for row in ranking.standings)
        found = is_clear_without_cents(values, ranking.metric.unit, ranking.currency)
        ranking.memo["no-cents"] = found
    return found
