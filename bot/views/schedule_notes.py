"""Decides what people are told about single posts of a schedule: tests, and what went wrong.
Pure."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Translator
from bot.views.parts import Message, context, escape
from bot.views.replies import said
from bot.views.schedule_words import named
from store.records_schedules import Schedule


def as_test(message: Message, at: datetime, zone: str, tr: Translator) -> Message:
    """A post marked as a test of what comes at `at` by the clock of `zone`."""
    told = tr.gettext(
        "This is a test: with the numbers of this moment, the post of {moment} reads like this.",
        moment=escape(tr.instant(at, zone)),
    )
    return Message(
        text=f"{told}\n{message.text}", blocks=[context(f":test_tube: {told}"), *message.blocks]
    )


def broken_note(schedule: Schedule, reason: str, tr: Translator) -> Message:
    """To whoever made a schedule: one of its posts will not come."""
    return said(
        tr.gettext(
            "A post did not come: {schedule} in {channel}. {reason} Look at it with"
            " `/koploper schedule`.",
            schedule=named(schedule, tr),
            channel=f"<#{schedule.channel}>",
            reason=tr.gettext(reason),
        )
    )


def test_note(schedule: Schedule, reason: str, tr: Translator) -> Message:
    """To whoever asked for a test: there is nothing to show."""
    return said(
        tr.gettext(
            "Your test of {schedule} in {channel} shows nothing. {reason}",
            schedule=named(schedule, tr),
            channel=f"<#{schedule.channel}>",
            reason=tr.gettext(reason),
        )
    )
