"""Decides how the answers of /koploper read: roles, links, who is who, status. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.i18n import Translator, msgid, msgids
from bot.views.parts import Message, context, escape, header, section
from store.records import Person, Role, SlackUser

ROLE_NAMES: Mapping[Role, str] = {
    Role.OWNER: msgid("owner"),
    Role.ADMIN: msgid("admin"),
    Role.HR: msgid("hr"),
    Role.MANAGER: msgid("manager"),
    Role.REP: msgid("rep"),
}
_NAMED = 20  # names in one list: more is nothing to read in a chat
_MORE = msgids("and {count} more", "and {count} more")


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What status tells: sizes and places, no numbers of anybody."""

    people: int
    linked: int
    waiting: int  # Slack users seen and not linked
    owners: int
    currency: str
    zone: str
    database: str


def said(told: str) -> Message:
    """One sentence of escaped mrkdwn as a message."""
    return Message(text=told, blocks=[section(told)])


def claimed(tr: Translator) -> Message:
    """The sender is the owner now, and what an owner does first."""
    return said(
        tr.gettext(
            "You are the owner now. Next: `/koploper who` shows who is not linked yet, and"
            " `/koploper role grant @somebody admin` shares the work."
        )
    )


def role_changed(name: str, role: Role, is_granted: bool, tr: Translator) -> Message:
    """Who has a role now, or has it no longer."""
    who, what = escape(name), role_name(role, tr)
    if is_granted:
        return said(tr.gettext("{name} is {role} now.", name=who, role=what))
    return said(tr.gettext("{name} is not {role} any more.", name=who, role=what))


def role_list(held: Mapping[str, tuple[str, frozenset[Role]]], tr: Translator) -> Message:
    """Every granted role: Slack user id -> (name, roles)."""
    title = tr.gettext("Who looks after Koploper")
    lines = [f"• {escape(name)} – {roles_told(roles, tr)}" for name, roles in held.values()]
    body = "\n".join(lines) or tr.gettext("Nobody yet.")
    return Message(text=f"{title}\n{body}", blocks=[header(title), section(body)])


def linked(slack_name: str, person: Person, tr: Translator) -> Message:
    """Who counts as whom now."""
    slack, name = escape(slack_name), escape(person.name)
    return said(tr.gettext("{slack} is linked to {name}.", slack=slack, name=name))


def unlinked(slack_name: str, person: Person, tr: Translator) -> Message:
    """Who does not count as whom any more."""
    slack, name = escape(slack_name), escape(person.name)
    return said(tr.gettext("{slack} is no longer linked to {name}.", slack=slack, name=name))


def who_am_i(person: Person | None, roles: frozenset[Role], tr: Translator) -> Message:
    """Who the asker is here and what they may do."""
    told = roles_told(roles, tr)
    if person is None:
        return said(tr.gettext("You are not linked to a person. Your roles: {roles}.", roles=told))
    name = f"*{escape(person.name)}*"
    return said(tr.gettext("You are {name}. Your roles: {roles}.", name=name, roles=told))


def waiting(
    mine: Message, people: Sequence[Person], slack_users: Sequence[SlackUser], tr: Translator
) -> Message:
    """For those who link others: who is not linked yet, on both sides."""
    nobody = tr.gettext("nobody")
    left = tr.gettext(
        "Not linked, in the sales data: {names}.",
        names=names_told([person.name for person in people], tr) or nobody,
    )
    right = tr.gettext(
        "Not linked, seen on Slack: {names}.",
        names=names_told([user.name for user in slack_users], tr) or nobody,
    )
    how = tr.gettext("Link with `/koploper link @somebody NAME`.")
    return Message(
        text=f"{mine.text}\n{left}\n{right}\n{how}",
        blocks=[*mine.blocks, section(f"{left}\n{right}"), context(how)],
    )


def status_message(status: Status, tr: Translator) -> Message:
    """The state of the workspace for whoever looks after it."""
    title = tr.gettext("Status")
    lines = [
        tr.gettext(
            "{people} people in the sales data, {linked} linked to Slack.",
            people=tr.number(status.people),
            linked=tr.number(status.linked),
        ),
        tr.gettext("{count} seen on Slack and not linked.", count=tr.number(status.waiting)),
        tr.gettext("Owners: {count}.", count=tr.number(status.owners)),
        tr.gettext(
            "Money in {currency}, days in {zone}, database {database}.",
            currency=status.currency,
            zone=status.zone,
            database=status.database,
        ),
    ]
    body = "\n".join(lines)
    return Message(text=f"{title}\n{body}", blocks=[header(title), section(body)])


def role_name(role: Role, tr: Translator) -> str:
    """A role in the reader's language."""
    return tr.gettext(ROLE_NAMES[role])


def roles_told(roles: Iterable[Role], tr: Translator) -> str:
    """Roles in a fixed order, or that there are none."""
    held = set(roles)
    return tr.join([role_name(role, tr) for role in Role if role in held]) or tr.gettext("none")


def names_told(names: Sequence[str], tr: Translator) -> str:
    """A list of names, escaped, cut where it stops being useful."""
    told = [escape(name) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        told.append(tr.ngettext(*_MORE, len(names) - _NAMED))
    return ", ".join(told)
