"""Decides what the views.* methods do."""

from __future__ import annotations

from sandbox import modals
from sandbox.errors import SlackError
from sandbox.grants import use_trigger
from sandbox.payloads import view_object
from sandbox.records import Json, View
from sandbox.validate.views import check_view
from sandbox.webapi.caller import Call


def _content(call: Call, kind: str) -> Json:
    view = call.args.data("view")
    if not isinstance(view, dict):
        messages = ["[ERROR] missing required field: view"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    check_view(view, kind=kind)
    return view


def _answer(call: Call, view: View) -> Json:
    return {"view": view_object(call.ws, view)}


def _trigger_id(call: Call) -> str:
    return call.args.text("trigger_id") or call.args.need("interactivity_pointer")


def open_view(call: Call) -> Json:
    """views.open"""
    # The view is checked first, so that a mistake in it does not cost the trigger.
    content = _content(call, "modal")
    trigger = use_trigger(call.ws, call.app, _trigger_id(call))
    user = call.ws.user(trigger.user)
    return _answer(call, modals.open_modal(call.ws, call.app, user, content))


def push_view(call: Call) -> Json:
    """views.push. The trigger must come from inside a modal."""
    content = _content(call, "modal")
    trigger = use_trigger(call.ws, call.app, _trigger_id(call))
    if trigger.view_id not in call.ws.stacks.get(trigger.user, []):
        raise SlackError("not_found")
    user = call.ws.user(trigger.user)
    return _answer(call, modals.push_modal(call.ws, call.app, user, content))


def update_view(call: Call) -> Json:
    """views.update, by view_id or external_id"""
    args = call.args
    if "view_id" not in args and "external_id" not in args:
        args.need("view_id")
    view = modals.find_view(
        call.ws, call.app, args.text("view_id") or None, args.text("external_id") or None
    )
    content = _content(call, view.kind)
    changed = modals.update_modal(call.ws, view, content, args.text("hash") or None)
    return _answer(call, changed)


def publish_view(call: Call) -> Json:
    """views.publish. Raises `not_enabled` for an app without a Home tab."""
    if not call.app.home_tab:
        raise SlackError("not_enabled")
    user = call.ws.user(call.args.need("user_id", "user_not_found"))
    if user.is_bot or user.deleted:
        raise SlackError("user_not_found")
    content = _content(call, "home")
    view = modals.publish_home(call.ws, call.app, user, content, call.args.text("hash") or None)
    return _answer(call, view)
