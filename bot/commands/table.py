"""Decides which commands there are: one immutable table that drives routing, help, the manifest
and the docs. Dutch aliases stand here and not in the catalogue: they are input."""

from __future__ import annotations

from bot.commands import (
    admin,
    badges,
    bell,
    board,
    corrections,
    deal,
    goal,
    leave,
    points,
    pulse,
    pulse_results,
    schedule,
)
from bot.commands.call import Call
from bot.commands.entries import Command, Subcommand
from bot.i18n import msgid
from bot.views.help import HelpRow, commands_help
from bot.views.parts import Message


def show_help(call: Call) -> Message:
    """Every command there is, as this very table says."""
    rows = [
        HelpRow(usage=f"{command.name} {sub.name} {sub.arguments}".strip(), summary=sub.summary)
        for command in COMMANDS
        for sub in command.subcommands
    ]
    rows += [
        HelpRow(usage=f"{command.name} {command.usage}", summary=command.summary)
        for command in COMMANDS
        if not command.subcommands
    ]
    return commands_help(rows, call.tr)


KOPLOPER = Command(
    name="/koploper",
    summary=msgid("Who is who, roles, and help"),
    usage="help | who | link @user NAME | role list | claim CODE",
    handler=show_help,
    subcommands=(
        Subcommand(
            name="help",
            handler=show_help,
            aliases=("hulp", "?"),
            summary=msgid("lists these commands"),
        ),
        Subcommand(
            name="who",
            handler=admin.show_who,
            aliases=("wie", "whoami", "wie ben ik"),
            summary=msgid("who you are here; for admins also who is not linked yet"),
        ),
        Subcommand(
            name="claim",
            handler=admin.claim_ownership,
            aliases=("opeisen",),
            arguments="CODE",
            summary=msgid("makes you the owner, with the code that the bot printed at its start"),
        ),
        Subcommand(
            name="role grant",
            handler=admin.grant_role,
            aliases=("rol geven", "rol geef"),
            arguments="@user owner|admin|hr|manager",
            summary=msgid("gives somebody a role"),
        ),
        Subcommand(
            name="role take",
            handler=admin.take_role,
            aliases=("rol nemen", "rol neem"),
            arguments="@user owner|admin|hr|manager",
            summary=msgid("takes a role back"),
        ),
        Subcommand(
            name="role list",
            handler=admin.list_roles,
            aliases=("rol lijst", "rollen", "roles", "role", "rol"),
            summary=msgid("who has which role"),
        ),
        Subcommand(
            name="link",
            handler=admin.link_person,
            aliases=("koppel", "koppelen"),
            arguments="@user NAME",
            summary=msgid("links a Slack user to a person in the sales data, by name or e-mail"),
        ),
        Subcommand(
            name="unlink",
            handler=admin.unlink_person,
            aliases=("ontkoppel", "ontkoppelen"),
            arguments="@user",
            summary=msgid("undoes a link"),
        ),
        Subcommand(
            name="badges",
            handler=badges.set_up_badges,
            aliases=("badge", "insignes"),
            summary=msgid("lists all badges: where they are told, on or off, new ones; for admins"),
        ),
        Subcommand(
            name="points",
            handler=points.set_points,
            aliases=("punten",),
            summary=msgid("sets what counts for how many points, and the levels; for admins"),
        ),
        Subcommand(
            name="goal",
            handler=goal.show_or_set_goal,
            aliases=("doel", "doelen", "goals", "goal list", "goal set", "doel zetten"),
            arguments="[METRIC month|quarter|year AMOUNT]",
            summary=msgid("the goals of the team, or sets one; posts show how far it is"),
        ),
        Subcommand(
            name="goal remove",
            handler=goal.remove_goal,
            aliases=("doel weg", "doel verwijderen"),
            arguments="METRIC month|quarter|year",
            summary=msgid("takes a goal back"),
        ),
        Subcommand(
            name="leave",
            handler=leave.enter_leave,
            aliases=("verlof", "vrij"),
            summary=msgid("writes down days away, which streaks then wait for"),
        ),
        Subcommand(
            name="deals",
            handler=deal.set_rules,
            aliases=("deal",),
            summary=msgid("sets whether a manager confirms logged deals; for admins"),
        ),
        Subcommand(
            name="schedule",
            handler=schedule.show_schedules,
            aliases=("schedules", "schedule list", "planning", "schema", "schemas"),
            summary=msgid(
                "what is posted by itself, where and when: add, edit, pause, test, delete"
            ),
        ),
        Subcommand(
            name="schedule new",
            handler=schedule.start_schedule,
            aliases=("schedule add", "planning nieuw", "schema nieuw"),
            summary=msgid("a new schedule for this channel"),
        ),
        Subcommand(
            name="bell",
            handler=bell.show_bells,
            aliases=("bel", "bells", "bellen"),
            summary=msgid("where a won deal rings, and how; for admins"),
        ),
        Subcommand(
            name="corrections",
            handler=corrections.show_or_set_corrections,
            aliases=("correction", "correcties", "correctie"),
            arguments="[14 days 10 minutes | off]",
            summary=msgid("what is said when a posted board moves later; for admins"),
        ),
        Subcommand(
            name="status",
            handler=admin.show_status,
            aliases=("toestand",),
            summary=msgid(
                "how many people are linked, where the data is, and what did not get through"
            ),
        ),
    ),
)

PULSE = Command(
    name="/pulse",
    summary=msgid("Anonymous surveys, for HR"),
    usage="list",
    handler=pulse.show_surveys,
    subcommands=(
        Subcommand(
            name="list",
            handler=pulse.show_surveys,
            aliases=("lijst", "surveys", "enquetes"),
            summary=msgid("every survey: create, change, preview, launch, close; for HR"),
        ),
        Subcommand(
            name="results",
            handler=pulse_results.show_results,
            aliases=("result", "resultaten", "resultaat", "uitslag"),
            arguments="[SURVEY]",
            summary=msgid("the result of a closed survey; managers see their own teams"),
        ),
        Subcommand(
            name="proof",
            handler=pulse_results.show_proof,
            aliases=("bewijs",),
            summary=msgid("what is stored of surveys at this moment; for everybody"),
        ),
        Subcommand(
            name="receipt",
            handler=pulse_results.check_receipt,
            aliases=("ontvangstbewijs", "bon"),
            arguments="WORD",
            summary=msgid("whether your answer was counted in a closed survey; for everybody"),
        ),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        name="/leaderboard",
        summary=msgid("Where you stand, and why"),
        usage="deals last month by team | me | why | as of friday | help",
        handler=board.answer,
    ),
    Command(
        name="/deal",
        summary=msgid("Log a deal you won"),
        usage="12500 Acme | list",
        handler=deal.log_deal,
    ),
    PULSE,
    KOPLOPER,
)
