"""Decides how a message that did not get through is told to those who can mend it: what, where,
why, and what to do. Never what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import Translator, msgid, msgids
from bot.ids import ActionId
from bot.views.parts import Json, Message, actions, button, clean, header, section
from store.records_outbox import Outbox, Verb

SHOWN = 5  # in status; the command line lists them all
KINDS: Mapping[str, str] = {
    "board": msgid("board"),
    "test": msgid("test post"),
    "live": msgid("live board"),
    "pin": msgid("pin"),
    "correction": msgid("correction"),
    "heads-up": msgid("heads-up"),
    "bell": msgid("bell"),
    "badges": msgid("badges"),
    "deal": msgid("deal to confirm"),
    "deal-answer": msgid("answer about a deal"),
    "notice": msgid("notice"),
    "share": msgid("shared board"),
}
_TOKEN = msgid(
    "Slack refuses the bot's token. Whoever runs Koploper can see more with `koploper doctor`."
)
_GONE = msgid(
    "Koploper is not in that channel, or it is gone. Invite it there with `/invite @Koploper`, then"
    " try again."
)
_PERSON = msgid("That person cannot get direct messages any more.")
REASONS: Mapping[str, str] = {
    "is_archived": msgid("The channel is archived. Unarchive it, then try again."),
    "channel_not_found": _GONE,
    "not_in_channel": _GONE,
    "restricted_action": msgid(
        "Only some people may post in that channel. Allow Koploper there, then try again."
    ),
    "missing_scope": msgid(
        "The Slack app lacks a permission. Paste manifest.yml into it again, reinstall it, then try"
        " again."
    ),
    "user_not_found": _PERSON,
    "user_disabled": _PERSON,
    "messages_tab_disabled": _PERSON,
    "cannot_dm_bot": _PERSON,
    "too late": msgid("Slack could not be reached in time. It can still be posted, late."),
    "in doubt": msgid(
        "Slack did not say whether it took it, and its history cannot be read. Look there before"
        " you try again."
    ),
    "too many attempts": msgid("Slack failed again and again without saying why."),
    "an error of ours": msgid("Koploper failed to make it; the log of its server says more."),
    **dict.fromkeys(
        ("token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed"), _TOKEN
    ),
}
_HEADING = msgids("{count} message did not get through", "{count} messages did not get through")


def reason_told(parked: Outbox, tr: Translator) -> str:
    """Why it did not get through, and what to do about it."""
    known = REASONS.get(parked.reason or "")
    if known:
        return tr.gettext(known)
    return tr.gettext("Slack said: {reason}.", reason=clean(parked.reason or "?"))


def kind_told(parked: Outbox, tr: Translator) -> str:
    """What kind of message it is."""
    name = tr.gettext(KINDS.get(parked.kind, parked.kind))
    if parked.verb is Verb.UPDATE:
        return tr.gettext("{kind} (a change of it)", kind=name)
    return name


def parked_notice(parked: Outbox, zone: str, tr: Translator) -> Message:
    """Told once to whoever looks after Koploper, when a message is parked."""
    title = tr.gettext("A message did not get through")
    told = _line(parked, zone, tr)
    later = tr.gettext("More of the same is not told again: `/koploper status` shows what waits.")
    return Message(
        text=f"{title}\n{told}\n{later}",
        blocks=[
            header(title),
            section(told),
            _again(parked, tr),
            {"type": "context", "elements": [section(later)["text"]]},
        ],
    )


def with_parked(message: Message, parked: Sequence[Outbox], zone: str, tr: Translator) -> Message:
    """A status with what waits for somebody, each with a button."""
    if not parked:
        return message
    title = tr.ngettext(*_HEADING, len(parked))
    lines = [_line(one, zone, tr) for one in parked[:SHOWN]]
    blocks: list[Json] = [*message.blocks, section(f"*{title}*")]
    for one, line in zip(parked, lines, strict=False):
        blocks += [section(line), _again(one, tr)]
    return Message(text="\n".join([message.text, title, *lines]), blocks=blocks)


def retried(parked: Outbox, tr: Translator) -> Message:
    """What was tapped goes out again."""
    told = tr.gettext("The {kind} goes out again.", kind=kind_told(parked, tr))
    return Message(text=told, blocks=[section(told)])


def _line(parked: Outbox, zone: str, tr: Translator) -> str:
    kind = kind_told(parked, tr)
    is_person = parked.channel.startswith(("U", "W"))
    where = f"<@{parked.channel}>" if is_person else f"<#{parked.channel}>"
    head = f"*{kind[:1].upper()}{kind[1:]}* · {where} · {tr.instant(parked.created_at, zone)}"
    return f"{head}\n{reason_told(parked, tr)}"


def _again(parked: Outbox, tr: Translator) -> Json:
    label = tr.gettext("Try again")
    return actions(f"parked-{parked.id}", [button(ActionId.RETRY, label, parked.id)])
