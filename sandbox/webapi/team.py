"""Decides what the methods about tokens, apps and the workspace itself do."""

from __future__ import annotations

from sandbox.apps import revoke
from sandbox.errors import SlackError
from sandbox.records import Json
from sandbox.validate.blocks import check_blocks
from sandbox.validate.messages import check_message
from sandbox.validate.report import Report
from sandbox.validate.views import check_view
from sandbox.webapi.caller import Call


def api_test(call: Call) -> Json:
    """api.test"""
    if "error" in call.args:
        raise SlackError(call.args.text("error"), args=call.args.raw)
    return {"args": call.args.raw}


def auth_test(call: Call) -> Json:
    """auth.test"""
    ws, app = call.ws, call.app
    answer: Json = {
        "url": f"{call.stage.base_url}/",
        "team": ws.name,
        "user": ws.users[app.bot_user_id].name,
        "team_id": ws.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }
    if ws.enterprise:
        answer["enterprise_id"] = ws.enterprise[0]
    return answer


def auth_revoke(call: Call) -> Json:
    """auth.revoke"""
    if call.args.flag("test"):
        return {"revoked": False}
    revoke(call.ws, call.app.app_id)
    return {"revoked": True}


def team_info(call: Call) -> Json:
    """team.info"""
    ws = call.ws
    team: Json = {
        "id": ws.team_id,
        "name": ws.name,
        "url": f"{call.stage.base_url}/",
        "domain": ws.domain,
        "email_domain": "",
        "icon": {"image_default": True},
        "avatar_base_url": f"{call.stage.base_url}/avatars/",
        "is_verified": False,
    }
    if ws.enterprise:
        team |= {"enterprise_id": ws.enterprise[0], "enterprise_name": ws.enterprise[1]}
    return {"team": team}


def bots_info(call: Call) -> Json:
    """bots.info"""
    wanted = call.args.text("bot") or call.app.bot_id
    for app in call.ws.apps.values():
        if app.bot_id == wanted:
            user = call.ws.users[app.bot_user_id]
            return {
                "bot": {
                    "id": app.bot_id,
                    "deleted": user.deleted,
                    "name": app.name,
                    "updated": user.updated,
                    "app_id": app.app_id,
                    "user_id": app.bot_user_id,
                    "icons": {},
                }
            }
    raise SlackError("bot_not_found")


def open_connection(call: Call) -> Json:
    """apps.connections.open"""
    ticket = call.hub.new_ticket(call.app.app_id)
    address = call.stage.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.app.app_id}"}


def validate_blocks(call: Call) -> Json:
    """blocks.validate: exactly one of blocks, view, message"""
    given = [name for name in ("blocks", "view", "message") if name in call.args]
    if len(given) != 1:
        raise SlackError(
            "invalid_arguments",
            response_metadata={"messages": ["exactly one of blocks, view, message"]},
        )
    content = call.args.data(given[0])
    if given[0] == "blocks":
        report = Report()
        check_blocks(content, "message", report)
        report.refuse()
    elif not isinstance(content, dict):
        raise SlackError("invalid_arguments")
    elif given[0] == "view":
        check_view(content, kind=str(content.get("type")))
    else:
        # This method does not mind a message without text.
        check_message({"text": "-"} | content, cut_text=True)
    return {}
