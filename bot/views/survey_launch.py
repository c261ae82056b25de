"""What HR confirms before people are asked, and before a wave is closed early. Knows no answers."""

from __future__ import annotations

from bot.domain.surveys.asking import LaunchCheck
from bot.domain.surveys.plans import Plan
from bot.domain.surveys.releasing import Group
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import field, modal, text_box
from bot.views.parts import Json, clean, escape, section
from store.records_surveys import Survey, Wave

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a field
_MOST_NAMED = 12


def launch_form(survey: Survey, plan: Plan, check: LaunchCheck, tr: Translator) -> Json:
    """Who would be asked and what could be shown; without a way to launch when nothing could."""
    told = tr.ngettext(
        "*{name}* goes to {count} person.",
        "*{name}* goes to {count} people.",
        check.people,
        name=escape(survey.name),
    )
    blocks = [section(told)]
    if not check.is_possible:
        blocks.append(
            section(
                tr.gettext(
                    ":no_entry: Nothing could ever be shown: results need at least {least} answers."
                    " Ask more people.",
                    least=check.least,
                )
            )
        )
        return modal(PulseId.DONE, clean(survey.name), blocks, tr)
    if check.hidden:
        blocks.append(section(_hidden(check, tr)))
    if not plan.is_named:
        blocks.append(_passphrase(tr.gettext("Passphrase, if you want one"), tr, is_new=True))
    return modal(
        PulseId.LAUNCH_FORM,
        tr.gettext("Launch"),
        blocks,
        tr,
        submit=tr.gettext("Launch"),
        private_metadata=str(survey.id),
    )


def launched_modal(survey: Survey, wave: Wave, zone: str, tr: Translator) -> Json:
    """A wave has begun."""
    told = tr.ngettext(
        ":white_check_mark: *{name}* is on its way to {count} person. It closes on {day}.",
        ":white_check_mark: *{name}* is on its way to {count} people. It closes on {day}.",
        wave.invited,
        name=escape(survey.name),
        day=tr.instant(wave.closes_at, zone),
    )
    return modal(PulseId.DONE, tr.gettext("Launched"), [section(told)], tr)


def close_form(survey: Survey, *, needs_passphrase: bool, tr: Translator) -> Json:
    """Closing early cannot be undone."""
    told = tr.gettext(
        "Close *{name}* now? Nobody can answer any more, the answers are opened and mixed, and the"
        " key is destroyed. That cannot be undone.",
        name=escape(survey.name),
    )
    blocks = [section(told)]
    if needs_passphrase:
        blocks.append(_passphrase(tr.gettext("Its passphrase"), tr, is_new=False))
    return modal(
        PulseId.CLOSE_FORM,
        tr.gettext("Close now"),
        blocks,
        tr,
        submit=tr.gettext("Close now"),
        private_metadata=str(survey.id),
    )


def closed_modal(survey: Survey, wave: Wave, tr: Translator) -> Json:
    """A wave has closed; its result is a tap away in the conversation with the bot."""
    told = tr.gettext(
        "*{name}* is closed: {answered} of {invited} people answered. A message about the result"
        " comes in our conversation.",
        name=escape(survey.name),
        answered=tr.number(wave.answered or 0),
        invited=tr.number(wave.invited),
    )
    return modal(PulseId.DONE, tr.gettext("Closed"), [section(told)], tr)


def _hidden(check: LaunchCheck, tr: Translator) -> str:
    """Groups that stay hidden even when everybody answers: too small, or they would give a smaller
    one away."""
    named = [_group(group) for group in check.hidden[:_MOST_NAMED]]
    more = len(check.hidden) - len(named)
    told = tr.gettext(
        ":information_source: These groups will never have a result of their own, even when"
        " everybody answers: they are too small, or would give a smaller one away: {groups}.",
        groups=tr.join(named),
    )
    if more > 0:
        told += " " + tr.ngettext("And {count} more.", "And {count} more.", more)
    return told


def _group(group: Group) -> str:
    return " + ".join(escape(value) for _dimension, value in group)


def _passphrase(label: str, tr: Translator, *, is_new: bool) -> Json:
    hint = tr.gettext(
        "For the works council or HR: without it nobody, the server neither, can open the answers"
        " before closing. If it is lost, so are the answers."
    )
    return field(
        PASSPHRASE, label, text_box(most=150), hint=hint if is_new else "", optional=is_new
    )
