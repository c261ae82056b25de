"""What a channel and a survey's owner read around a wave: that it has begun, that it waits, and
what was heard, is done, and is not done about it. Knows no answers.
"""

from __future__ import annotations

from bot.domain.surveys.stories import MOST_STORY, Story
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.invitations import Asking
from bot.views.modals import channel_menu, field, modal, text_box
from bot.views.parts import Json, Message, actions, button, context, escape, section

HEARD, DOING, NOT_DOING, WHERE = "heard", "doing", "not-doing", "where"


def opened_news(asking: Asking, tr: Translator) -> Message:
    """In the channel a survey is announced in: a wave has begun."""
    told = tr.ngettext(
        "*{name}* is open until {day}. {count} person has it as a direct message.",
        "*{name}* is open until {day}. {count} people have it as a direct message.",
        asking.wave.invited,
        name=escape(asking.name),
        day=tr.instant(asking.wave.closes_at, asking.zone),
    )
    if asking.plan.is_named:
        return Message(text=told, blocks=[section(told)])
    small = tr.gettext(
        "Anonymous: nothing is shown before it closes, and then only from {least} answers on."
        " What comes of it is told here.",
        least=asking.plan.least,
    )
    return Message(text=f"{told} {small}", blocks=[section(told), context(small)])


def wave_waits(name: str, why: str, tr: Translator) -> Message:
    """To the owner: the next wave could not begin by itself. `why` is a whole sentence."""
    told = tr.gettext(
        "The next wave of *{name}* has not begun: {why} I keep trying for a while.",
        name=escape(name),
        why=why,
    )
    return Message(text=told, blocks=[section(told)])


def story_button(wave_id: int, tr: Translator) -> Json:
    """Opens the form of `story_form`."""
    return button(PulseId.STORY, tr.gettext("Tell what comes of it"), str(wave_id))


def story_wanted(asking: Asking, tr: Translator) -> Message:
    """To the owner, once, a week after closing."""
    told = tr.gettext(
        "A week ago *{name}* closed. People answer again when they see that something comes of it:"
        " tell in three lines what you heard, what you do, and what not.",
        name=escape(asking.name),
    )
    return Message(
        text=told, blocks=[section(told), actions("pulse", [story_button(asking.wave.id, tr)])]
    )


def story_form(asking: Asking, story: Story | None, tr: Translator) -> Json:
    """Three boxes and a channel; what was told before stands in them."""
    before = story or Story(heard="")
    is_told = bool(before.channel)
    blocks = [
        _box(HEARD, tr.gettext("What we heard"), before.heard, optional=False),
        _box(DOING, tr.gettext("What we do about it"), before.doing),
        _box(NOT_DOING, tr.gettext("What we do not do, and why"), before.not_doing),
    ]
    if not is_told:
        where = channel_menu(asking.plan.announce_in)
        hint = tr.gettext("Left open, it is told in the next invitation only.")
        blocks.append(field(WHERE, tr.gettext("Where to tell it"), where, hint=hint, optional=True))
    blocks.append(context(tr.gettext("Do not quote comments: words can be recognised.")))
    return modal(
        PulseId.STORY_FORM,
        tr.gettext("What comes of it"),
        blocks,
        tr,
        submit=tr.gettext("Change") if is_told else tr.gettext("Tell"),
        private_metadata=str(asking.wave.id),
    )


def story_told(story: Story, tr: Translator) -> Json:
    """What the form shows when it was sent."""
    told = (
        tr.gettext(
            "It is told in {channel}, and opens the next invitation.",
            channel=f"<#{story.channel}>",
        )
        if story.channel
        else tr.gettext("It is kept, and opens the next invitation.")
    )
    return modal(PulseId.DONE, tr.gettext("What comes of it"), [section(told)], tr)


def story_post(asking: Asking, story: Story, tr: Translator) -> Message:
    """Where the survey was announced: what was heard, is done, and is not done."""
    first = tr.gettext(
        "*{name}*: what came of it, by {teller}",
        name=escape(asking.name),
        teller=escape(asking.sender),
    )
    parts = [
        (tr.gettext("What we heard"), story.heard),
        (tr.gettext("What we do about it"), story.doing),
        (tr.gettext("What we do not do, and why"), story.not_doing),
    ]
    told = [f"*{title}:* {_lines(text)}" for title, text in parts if text]
    return Message(text="\n".join([first, *told]), blocks=[section(first), *map(section, told)])


def _box(name: str, label: str, text: str, *, optional: bool = True) -> Json:
    return field(name, label, text_box(text, most=MOST_STORY, multiline=True), optional=optional)


def _lines(text: str) -> str:
    """Text of several lines, each made safe."""
    return "\n".join(escape(line) if line.strip() else "" for line in text.splitlines())
