"""How HR and the writer of a comment read each other. No message quotes the comment: who sees the
writer's screen, or Slack's exports, does not get it from here.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import field, modal, text_box
from bot.views.parts import Json, Message, actions, button, confirm, context, escape, section
from store.records_surveys import Comment, Reply

TEXT = "text"
_SHOWN = 8
MOST_TEXT = 1_000


def reply_form(
    value: str, comment: Comment, said: Sequence[Reply], names: Sequence[str], tr: Translator
) -> Json:
    """HR's form: the comment, what was said before, a box. `names` of those who said it, "" for the
    writer; `value` names wave and comment."""
    blocks = [section(_quoted(comment.text))]
    told = list(zip(said, names, strict=True))[-_SHOWN:]
    blocks += [section(_line(one, name, tr)) for one, name in told]
    label = tr.gettext("Your answer")
    blocks.append(field(TEXT, label, text_box(most=MOST_TEXT, multiline=True)))
    blocks.append(context(_nobody_knows(tr)))
    return modal(
        PulseId.REPLY_FORM,
        tr.gettext("Answer a comment"),
        blocks,
        tr,
        submit=tr.gettext("Send"),
        private_metadata=value,
    )


def reply_sent(tr: Translator) -> Json:
    """The same for every comment, whether anybody will get it or not."""
    told = tr.gettext("Your answer leaves some time in the next four hours, with your name.")
    blocks = [section(told), context(_nobody_knows(tr))]
    return modal(PulseId.DONE, tr.gettext("Answer a comment"), blocks, tr)


def answer_message(name: str, responder: str, text: str, value: str, tr: Translator) -> Message:
    """To the writer of a comment: an answer, who gave it, and two ways to go on."""
    told = tr.gettext(
        "*{responder}* answers what you wrote in *{name}*:",
        responder=escape(responder),
        name=escape(name),
    )
    small = tr.gettext(
        "{responder} does not know who you are, nor whether this reached you. Slack, and whoever"
        " runs this server, could see that it did.",
        responder=escape(responder),
    )
    end = confirm(
        tr.gettext("End this conversation?"),
        tr.gettext("Your return address is deleted. Nobody can answer this comment again."),
        tr.gettext("End it"),
        tr.gettext("Cancel"),
    )
    buttons = [
        button(PulseId.BACK, tr.gettext("Say something back"), value),
        button(PulseId.END_TALK, tr.gettext("End this conversation"), value, ask=end),
    ]
    blocks = [section(told), section(_quoted(text)), context(small), actions("pulse", buttons)]
    return Message(text=f"{told} {escape(text)} {small}", blocks=blocks)


def back_form(value: str, tr: Translator) -> Json:
    """The writer's form: a box, and what is known of them."""
    told = tr.gettext(
        "It is delivered without your name, some time in the next four hours. You can say something"
        " back once to each answer."
    )
    box = text_box(most=MOST_TEXT, multiline=True)
    return modal(
        PulseId.BACK_FORM,
        tr.gettext("Say something back"),
        [field(TEXT, tr.gettext("What you want to say"), box), context(told)],
        tr,
        submit=tr.gettext("Send"),
        private_metadata=value,
    )


def back_sent(tr: Translator) -> Json:
    """What the writer's form shows when it was sent."""
    told = tr.gettext("It is on its way, without your name.")
    return modal(PulseId.DONE, tr.gettext("Say something back"), [section(told)], tr)


def talk_ended(tr: Translator) -> Message:
    """In the place of an answer, when its reader has ended the conversation."""
    told = tr.gettext("You have ended this conversation. Your return address is deleted.")
    return Message(text=told, blocks=[section(told)])


def back_news(name: str, reply: Reply, value: str, tr: Translator) -> Message:
    """To HR: the writer of a comment said something back, or ended the conversation."""
    if reply.is_end:
        told = tr.gettext(
            "Whoever wrote a comment in *{name}* that you answered has ended the conversation.",
            name=escape(name),
        )
        return Message(text=told, blocks=[section(told)])
    told = tr.gettext(
        "Whoever wrote a comment in *{name}* that you answered says:", name=escape(name)
    )
    more = actions("pulse", [button(PulseId.REPLY, tr.gettext("Answer"), value)])
    return Message(
        text=f"{told} {escape(reply.text)}",
        blocks=[section(told), section(_quoted(reply.text)), more],
    )


def _nobody_knows(tr: Translator) -> str:
    return tr.gettext(
        "It arrives if whoever wrote this allowed answers. Nobody can see whether they did, so"
        " nobody can know whether it arrives. They are not named to you; you are to them."
    )


def _line(one: Reply, name: str, tr: Translator) -> str:
    who = escape(name) if name else tr.gettext("Whoever wrote it")
    return f"*{who}:*\n{_quoted(one.text)}"


def _quoted(text: str) -> str:
    """Text of several lines as a quotation, each line made safe."""
    return "\n".join(f"> {escape(line)}" if line.strip() else ">" for line in text.splitlines())
