"""Decides what the users.* and usergroups.* methods do."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.records import Json, UserGroup
from sandbox.showing import user_object
from sandbox.webapi.caller import Call, has_scope
from sandbox.webapi.paging import page

MAX_PAGE = 200


def info(call: Call) -> Json:
    """users.info"""
    user = call.ws.user(call.args.need("user", "user_not_found"))
    return {"user": _shown(call, user.id)}


def list_all(call: Call) -> Json:
    """users.list. Without a limit a workspace above the page size is `limit_required`."""
    users = list(call.ws.users)
    if "limit" not in call.args and "cursor" not in call.args and len(users) > MAX_PAGE:
        raise SlackError("limit_required")
    shown, cursor = page(users, call.args, default=MAX_PAGE, maximum=MAX_PAGE)
    return {
        "members": [_shown(call, user_id) for user_id in shown],
        "cache_ts": int(call.ws.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail"""
    wanted = call.args.need("email", "users_not_found").casefold()
    for user in call.ws.users.values():
        if user.email.casefold() == wanted and not user.deleted:
            return {"user": _shown(call, user.id)}
    raise SlackError("users_not_found")


def _shown(call: Call, user_id: str) -> Json:
    return user_object(
        call.ws,
        call.ws.user(user_id),
        locale=call.args.flag("include_locale"),
        email=has_scope(call.app, "users:read.email"),
    )


def list_groups(call: Call) -> Json:
    """usergroups.list"""
    rows = [
        _group(call, group)
        for group in call.ws.usergroups.values()
        if call.args.flag("include_disabled") or not group.is_disabled
    ]
    return {"usergroups": rows}


def _group(call: Call, group: UserGroup) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": call.ws.team_id,
        "is_usergroup": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_delete": 1 if group.is_disabled else 0,
        "prefs": {"channels": [], "groups": []},
        "user_count": len(group.users),
    }
    if call.args.flag("include_users"):
        shown["users"] = list(group.users)
    return shown


def list_group_users(call: Call) -> Json:
    """usergroups.users.list"""
    group = call.ws.usergroups.get(call.args.need("usergroup", "no_such_subteam"))
    if group is None or (group.is_disabled and not call.args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}
