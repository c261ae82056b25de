"""`koploper claim`, `role`, `link`, `unlink` and `people`: who is who, and who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import say, speak

if TYPE_CHECKING:
    from bot.opening import Opened
    from store.records import Role

SlackUser = Annotated[
    str, typer.Argument(metavar="USER", help="A Slack user id (U…), or the e-mail of one we know.")
]
RoleName = Annotated[str, typer.Argument(metavar="ROLE", help="owner, admin, hr or manager.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    cli.command("claim")(print_claim)
    cli.command("link")(link_person)
    cli.command("unlink")(unlink_person)
    role = typer.Typer(help="Who may do what.", no_args_is_help=True, rich_markup_mode=None)
    role.command("grant")(grant_role)
    role.command("take")(take_role)
    role.command("list")(list_roles)
    cli.add_typer(role, name="role")
    people = typer.Typer(help="Who sells.", no_args_is_help=True, rich_markup_mode=None)
    people.command("list")(list_people)
    cli.add_typer(people, name="people")


def print_claim() -> None:
    """Print a one-time code that makes whoever sends it in Slack the owner."""
    from bot.opening import open_workspace

    with open_workspace() as opened:
        code = opened.services.roles.new_claim()
    say(speak().gettext("Within a day, and once, in Slack: /koploper claim {code}", code=code))


def grant_role(user: SlackUser, role: RoleName) -> None:
    """Give somebody a role."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.roles.grant(OPERATOR, _slack_user(opened, user), _role(role))


def take_role(user: SlackUser, role: RoleName) -> None:
    """Take a role from somebody."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.roles.take(OPERATOR, _slack_user(opened, user), _role(role))


def list_roles() -> None:
    """Show who has which role."""
    from bot.cli_formats import aligned
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        rows = [
            (user, _name(opened, user), ", ".join(sorted(roles)))
            for user, roles in sorted(opened.services.roles.listed(OPERATOR).items())
            if roles
        ]
    if rows:
        say(aligned(rows, "<", "<", "<"))


def link_person(
    user: SlackUser,
    name: Annotated[str, typer.Argument(help="A person's name or e-mail in the sales data.")],
) -> None:
    """Link a Slack user to a person in the sales data."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.matching.link(OPERATOR, _slack_user(opened, user), name)


def unlink_person(user: SlackUser) -> None:
    """Undo a link."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.matching.unlink(OPERATOR, _slack_user(opened, user))


def list_people() -> None:
    """Show everybody in the sales data: team, region, and whether they are linked."""
    from bot.cli_formats import aligned
    from bot.domain.grouping import Group
    from bot.opening import open_workspace

    tr = speak()
    with open_workspace() as opened:
        snapshot, today = opened.desk.snapshots.current(), opened.desk.today()
        rows = [
            (
                snapshot.person_names[person.id],
                snapshot.team_names.get(snapshot.own_key(Group.TEAM, person.id, today) or 0, "–"),
                snapshot.region_names.get(
                    snapshot.own_key(Group.REGION, person.id, today) or 0, "–"
                ),
                person.email or "–",
                person.slack_user_id or tr.gettext("not linked"),
            )
            for person in sorted(snapshot.people.values(), key=lambda one: one.name.casefold())
        ]
    if rows:
        say(aligned(rows, "<", "<", "<", "<", "<"))


def _slack_user(opened: Opened, text: str) -> str:
    from bot.errors import NotFound

    if "@" not in text:
        return text
    for profile in opened.store.slack_users.all(opened.workspace_id):
        if (profile.email or "").casefold() == text.casefold():
            return profile.slack_user_id
    raise NotFound(
        "No Slack user with the address {email} has used Koploper yet; give the user id.",
        email=text,
    )


def _role(text: str) -> Role:
    from bot.errors import UsageError
    from bot.services.roles import GRANTABLE

    for role in GRANTABLE:
        if role.value == text.casefold():
            return role
    raise UsageError("The roles are {roles}.", roles=", ".join(role.value for role in GRANTABLE))


def _name(opened: Opened, slack_user_id: str) -> str:
    profile = opened.store.slack_users.get(opened.workspace_id, slack_user_id)
    return profile.name if profile else "–"
