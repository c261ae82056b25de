"""What somebody who is asked reads: who asks, how long it takes, and the promise with its limit.

Says nothing about anybody's answer, and cannot: it never sees one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.surveys.plans import (
    BALLOT_MONTHS,
    COMMENT_MONTHS,
    PARTICIPATION_DAYS,
    Plan,
    plan_from,
    seconds_needed,
)
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.parts import Json, Message, actions, button, confirm, context, escape, section
from store.records_surveys import Wave


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """What a message about a wave is made of; `zone` is the reader's own."""

    wave: Wave
    sender: str  # who asks, as a name
    zone: str

    @property
    def plan(self) -> Plan:
        """What the wave was launched with."""
        return plan_from(self.wave.definition)

    @property
    def name(self) -> str:
        """What the survey is called."""
        return str(self.wave.definition["name"])


def invitation(asking: Asking, tr: Translator) -> Message:
    """The short direct message that asks."""
    told = tr.gettext(
        "*{name}*: {sender} would like to hear from you. {questions}, {time}. Open until {day}.",
        name=escape(asking.name),
        sender=escape(asking.sender),
        questions=tr.ngettext("{count} question", "{count} questions", len(asking.plan.questions)),
        time=_time(asking.plan, tr),
        day=_until(asking, tr),
    )
    since = str(asking.wave.definition.get("since") or "")
    if since:
        told = tr.gettext("_Since last time:_ {line}", line=escape(since)) + f"\n{told}"
    return _message(told, promise(asking.plan, tr), [_answer(asking, tr.gettext("Answer"), tr)])


def reminder(asking: Asking, tr: Translator) -> Message:
    """A word to everybody who has not answered, which nobody else sees: neutral, without a who."""
    told = tr.gettext(
        "*{name}* is open until {day}. Answering is up to you; it takes {time}.",
        name=escape(asking.name),
        day=_until(asking, tr),
        time=_time(asking.plan, tr),
    )
    return _message(told, (), [_answer(asking, tr.gettext("Answer"), tr)])


def thanks(asking: Asking, tr: Translator) -> Message:
    """What the same message says once an answer is in: nothing about the answer."""
    told = tr.gettext(
        "*{name}*: thank you, your answer is in. You can change it or take it back until {day}.",
        name=escape(asking.name),
        day=_until(asking, tr),
    )
    back = button(
        PulseId.TAKE_BACK,
        tr.gettext("Take it back"),
        str(asking.wave.id),
        ask=confirm(
            tr.gettext("Take your answer back?"),
            tr.gettext("It is removed. You can answer again while the survey is open."),
            tr.gettext("Take it back"),
            tr.gettext("Cancel"),
        ),
    )
    return _message(told, (), [_answer(asking, tr.gettext("Change my answer"), tr), back])


def promise(plan: Plan, tr: Translator) -> tuple[str, ...]:
    """What is stored, who sees what from how many answers, when it is deleted; then the limit."""
    if plan.is_named:
        return (
            tr.gettext(":bust_in_silhouette: This one is *with your name*: it checks knowledge."),
            tr.gettext("HR sees what you answered and how many were right; nobody else does."),
        )
    return (
        tr.gettext(
            ":lock: *Stored:* your answer is sealed until closing. Then it is kept without your"
            " name, without a time, in no order."
        ),
        tr.gettext(
            ":eyes: *Seen:* nobody sees anything before closing. Then HR sees scores from {least}"
            " answers on and comments from {comments}; managers only scores of their own team.",
            least=plan.least,
            comments=plan.least_comments,
        ),
        tr.gettext(
            ":wastebasket: *Deleted:* the sealed answer at closing, who took part after {days}"
            " days, comments after {comments} months, answers after {ballots} months.",
            days=PARTICIPATION_DAYS,
            comments=COMMENT_MONTHS,
            ballots=BALLOT_MONTHS,
        ),
        tr.gettext(
            "Slack and whoever runs this server can see that you tapped, not what you answered once"
            " the survey has closed."
        ),
    )


def _message(told: str, lines: tuple[str, ...], buttons: list[Json]) -> Message:
    blocks = [section(told)]
    if lines:
        blocks.append(context("\n".join(lines)))
    blocks.append(actions("pulse", buttons))
    spoken = " ".join([told, *lines])
    return Message(text=spoken, blocks=blocks)


def _answer(asking: Asking, label: str, tr: Translator) -> Json:
    spoken = tr.gettext("Answer {name}", name=asking.name)
    made = button(PulseId.ANSWER, label, str(asking.wave.id), spoken=spoken)
    return made | {"style": "primary"}


def _time(plan: Plan, tr: Translator) -> str:
    minutes = -(-seconds_needed(plan.questions) // 60)
    return tr.ngettext("about {count} minute", "about {count} minutes", minutes)


def _until(asking: Asking, tr: Translator) -> str:
    closes: datetime = asking.wave.closes_at
    return tr.instant(closes, asking.zone)
