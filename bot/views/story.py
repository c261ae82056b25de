"""Decides how the story of a post, praise, a goal and badges read. Every function returns escaped
mrkdwn. Pure; knows no blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.boards import Ranking, Row
from bot.domain.grouping import Group
from bot.domain.metrics import Value
from bot.domain.recap import DayNews, GoalState, Honour, Improved, Post
from bot.domain.story import Lead, Story
from bot.i18n import Translator, msgid, msgids
from bot.views.parts import escape
from bot.views.rows import rows_of
from bot.views.values import difference, has_no_cents
from bot.views.wording import period_name, row_name

_BAR = 20  # signs: fits a phone beside nothing else
_MOST_TOLD = 3  # names in a sentence
_MORE = msgids("{count} more", "{count} more")
_BADGES = 10  # lines of badges in a recap
_WINNERS = 8  # names behind a badge

_LEADS: Mapping[tuple[Lead, bool], str] = {
    (Lead.ALONE, False): msgid("{who} leads."),
    (Lead.ALONE, True): msgid("{who} finished first."),
    (Lead.HELD, False): msgid("{who} leads, {gap} ahead of {second}."),
    (Lead.HELD, True): msgid("{who} finished first, {gap} ahead of {second}."),
    (Lead.CLOSE, False): msgid("{who} leads {second} by only {gap}: too close to call."),
    (Lead.CLOSE, True): msgid("{who} finished first, only {gap} ahead of {second}."),
    (Lead.SHARED, False): msgid("{names} share first place with {value}."),
    (Lead.SHARED, True): msgid("{names} finished first together with {value}."),
}


def story_words(post: Post, tr: Translator) -> str:
    """The first line of a post."""
    ranking, story = post.board.ranking, post.story
    if ranking.query.by is Group.COMPANY:
        return _company(ranking, tr)
    said = _taken(story, ranking, tr) if story.lead is Lead.TAKEN else _lead(post, tr)
    if story.climber is None or story.overtaken is None:
        return said
    passed = tr.gettext(
        "{who} passed {other} and is {place} now.",
        who=_bold(story.climber, ranking, tr),
        other=_bold(story.overtaken, ranking, tr),
        place=tr.ordinal(story.climber.place),
    )
    return f"{said} {passed}"


def _lead(post: Post, tr: Translator) -> str:
    ranking, story = post.board.ranking, post.story
    return tr.gettext(_LEADS[story.lead, post.is_over]).format(
        who=_bold(story.leaders[0], ranking, tr),
        names=_names(story.leaders, ranking, tr),
        value=f"*{rows_of(ranking, tr).value(story.leaders[0].value)}*",
        second=_bold(story.second, ranking, tr) if story.second else "",
        gap=_gap(story.gap, ranking, tr),
    )


def _taken(story: Story, ranking: Ranking, tr: Translator) -> str:
    who, gap = _bold(story.leaders[0], ranking, tr), _gap(story.gap, ranking, tr)
    second = _bold(story.second, ranking, tr) if story.second else ""
    if story.passed is not None:
        other = _bold(story.passed, ranking, tr)
        if story.second is story.passed:
            return tr.gettext(
                "{who} passed {other} and leads by {gap}.", who=who, other=other, gap=gap
            )
        return tr.gettext(
            "{who} passed {other} and leads, {gap} ahead of {second}.",
            who=who,
            other=other,
            gap=gap,
            second=second,
        )
    if not second:
        return tr.gettext("{who} is the new leader.", who=who)
    return tr.gettext(
        "{who} is the new leader, {gap} ahead of {second}.", who=who, gap=gap, second=second
    )


def _company(ranking: Ranking, tr: Translator) -> str:
    value = rows_of(ranking, tr).value
    now = f"*{value(ranking.total or 0)}*"
    if ranking.total_before is None:
        return tr.gettext("Together: {value}.", value=now)
    return tr.gettext(
        "Together: {value}, and {before} at the same point before.",
        value=now,
        before=value(ranking.total_before),
    )


def improved_words(improved: Improved, ranking: Ranking, tr: Translator) -> str:
    """Who improved most on themselves, and since when."""
    return tr.gettext(
        "Most improved: {names}, {gain} better than {days}.",
        names=_names(improved.rows, ranking, tr),
        gain=_gap(improved.gain, ranking, tr),
        days=tr.days(ranking.compared.start, ranking.compared.last),
    )


def goal_words(goal: GoalState, ranking: Ranking, tr: Translator) -> str:
    """The team's total against its goal."""
    value = rows_of(ranking, tr).value
    return tr.gettext(
        "The team, {period}: {total} of {goal}, {part}.",
        period=escape(period_name(goal.period, tr)),
        total=f"*{value(goal.total)}*",
        goal=value(goal.goal),
        part=tr.percent(goal.part, 0),
    )


def goal_bar(goal: GoalState) -> str:
    """A bar of twenty signs; full only when the goal is reached."""
    filled = max(0, min(_BAR, int(goal.part * _BAR)))
    return f"{'▰' * filled}{'▱' * (_BAR - filled)}"


def total_words(total: Value, ranking: Ranking, tr: Translator) -> str:
    """The team's total where it has no goal."""
    value = rows_of(ranking, tr).value(total)
    return tr.gettext("The team together: {total}.", total=f"*{value}*")


def news_words(news: DayNews, ranking: Ranking, tr: Translator) -> str:
    """What came in on the days before a morning board; empty when nothing did."""
    if not news.listing.rows:
        return ""
    writer = rows_of(ranking, tr)
    told = [f"{_bold(row, ranking, tr)} {writer.value(row.value)}" for row in news.listing.rows]
    if news.listing.unlisted:
        told.append(tr.ngettext(*_MORE, news.listing.unlisted))
    days = tr.date(news.period.start, weekday=True)
    if news.period.days > 1:
        days = tr.days(news.period.start, news.period.last)
    return tr.gettext("{days}: {names}.", days=escape(days), names=tr.join(told))


def honours_words(honours: Sequence[Honour], tr: Translator) -> str:
    """The badges of a recap, one a line; empty when there are none."""
    lines = []
    for one in honours[:_BADGES]:
        names = [escape(name) for name in one.people[:_WINNERS]]
        if len(one.people) > _WINNERS:
            names.append(tr.ngettext(*_MORE, len(one.people) - _WINNERS))
        emoji = f"{escape(one.emoji)} " if one.emoji else ""
        lines.append(f"{emoji}*{escape(tr.gettext(one.name))}*: {tr.join(names)}")
    return "\n".join(lines)


def _names(rows: Sequence[Row], ranking: Ranking, tr: Translator) -> str:
    told = [_bold(row, ranking, tr) for row in rows[:_MOST_TOLD]]
    if len(rows) > _MOST_TOLD:
        told.append(tr.ngettext(*_MORE, len(rows) - _MOST_TOLD))
    return tr.join(told)


def _bold(row: Row, ranking: Ranking, tr: Translator) -> str:
    return f"*{escape(row_name(row, ranking.query.by, tr))}*"


def _gap(value: Value | None, ranking: Ranking, tr: Translator) -> str:
    if value is None:
        return ""
    unit, currency = ranking.metric.unit, ranking.currency
    whole = has_no_cents(value, unit, currency)
    return difference(value, unit, currency, tr, whole=whole)
