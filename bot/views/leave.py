"""Decides how leave is entered and shown: one form with what is known and the days to add. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.leave import Away, LeavePage, removal
from bot.i18n import Translator
from bot.ids import LeaveId
from bot.views.modals import day_picker, field, menu, modal
from bot.views.parts import (
    OPTION_LIMIT,
    Json,
    button,
    context,
    escape,
    option,
    plain,
    section,
)

FIRST_FIELD, LAST_FIELD = "first", "last"


def leave_form(
    page: LeavePage, names: Mapping[int, str], today: date, tr: Translator, *, told: str = ""
) -> Json:
    """The form: whose leave, what is known of it with a button each, and days to add.

    `told` is what was just done, as escaped mrkdwn.
    """
    blocks: list[Json] = [section(told)] if told else []
    if len(page.people) > 1:
        blocks.append(_whose(page, names, tr))
    blocks += [*_known(page, tr), {"type": "divider"}]
    blocks += [
        field(FIRST_FIELD, tr.gettext("First day away"), day_picker(today.isoformat())),
        field(
            LAST_FIELD,
            tr.gettext("Last day away"),
            day_picker(),
            hint=tr.gettext("Leave it empty for one day."),
            optional=True,
        ),
        context(
            tr.gettext(
                "Streaks wait for these days and do not break. Nobody is asked why, and nothing of"
                " it is kept."
            )
        ),
    ]
    title, submit = tr.gettext("Leave"), tr.gettext("Add")
    person = str(page.person.id)
    return modal(LeaveId.FORM, title, blocks, tr, submit=submit, private_metadata=person)


def _whose(page: LeavePage, names: Mapping[int, str], tr: Translator) -> Json:
    """A menu of people; choosing one shows their leave at once."""
    options = [option(names[person.id], str(person.id)) for person in page.people]
    chosen = str(page.person.id)
    element = menu(options, chosen)
    if len(options) > OPTION_LIMIT:
        groups = [options[n : n + OPTION_LIMIT] for n in range(0, len(options), OPTION_LIMIT)]
        element = {
            "type": "static_select",
            "option_groups": [
                {"label": plain(str(group[0]["text"]["text"]), 75), "options": group}
                for group in groups[:OPTION_LIMIT]
            ],
            "initial_option": next(one for one in options if one["value"] == chosen),
        }
    made = field(LeaveId.WHOSE, tr.gettext("Whose"), element)
    return made | {"dispatch_action": True}


def _known(page: LeavePage, tr: Translator) -> Sequence[Json]:
    if not page.away:
        if page.is_self:
            return [section(tr.gettext("No days away are known of you from today on."))]
        name = escape(page.name)
        return [section(tr.gettext("No days away are known of {name} from today on.", name=name))]
    title = (
        tr.gettext("Your days away")
        if page.is_self
        else tr.gettext("Days away of {name}", name=escape(page.name))
    )
    return [section(f"*{title}*"), *(_span(page, away, tr) for away in page.away)]


def _span(page: LeavePage, away: Away, tr: Translator) -> Json:
    days = span_text(away, tr)
    spoken = tr.gettext("Remove {days}", days=days)
    value = removal(page.person.id, away)
    return section(days) | {
        "accessory": button(LeaveId.REMOVE, tr.gettext("Remove"), value, spoken=spoken)
    }


def span_text(away: Away, tr: Translator) -> str:
    """Days away, both included, that say a common month once."""
    return tr.days(away.first, away.last)


def added(away: Away, is_news: bool, tr: Translator) -> str:
    """What the form says after days were added."""
    days = span_text(away, tr)
    if is_news:
        return ":white_check_mark: " + tr.gettext("Added: {days}.", days=days)
    return tr.gettext("{days} was known already.", days=days)
