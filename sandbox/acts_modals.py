"""Decides what happens when a person submits or closes a modal, or opens the Home tab, and what
the app's answer to that does."""

from __future__ import annotations

from typing import Any

from sandbox import modals
from sandbox.acts_blocks import Typed, hold_typed
from sandbox.errors import SlackError
from sandbox.payloads import closed_payload, submission_payload, view_object
from sandbox.people import open_dm
from sandbox.records import App, Complaint, Delivery, Json, User, View
from sandbox.stage import Stage, acknowledged
from sandbox.state import Event
from sandbox.typing_state import elements_of, state_values
from sandbox.validate.entries import entry_errors

TROUBLE = "We had some trouble connecting. Try again?"


def submit_view(stage: Stage, user_id: str, view_id: str, typed: Typed) -> dict[str, str]:
    """Press the submit button. Returns what is wrong per block id; empty when it went through.
    What a client checks itself (required, lengths, numbers) never reaches the app."""
    ws = stage.ws
    with ws.lock:
        user, view = ws.user(user_id), ws.view(view_id)
        if view.user != user_id:
            raise SlackError("not_found")
        view = modals.type_into(ws, view, hold_typed(view, typed))
        wrong = entry_errors(view)
        if wrong:
            modals.show_errors(ws, view, wrong)
            return wrong
        app = ws.app(view.app_id)
        urls = _response_urls(stage, app, user, view)
        payload = submission_payload(ws, app, user, view, urls)
        payload["trigger_id"] = stage.trigger(app, user, view.id)
    # The lock is free meanwhile: the app may update the very modal it is asked about.
    delivery = stage.interact(app, "interactive", payload)
    with ws.lock:
        try:
            return _follow(stage, app, user, view, delivery)
        except SlackError as refused:
            return _trouble(stage, user, view, refused)


def _trouble(stage: Stage, user: User, view: View, refused: SlackError) -> dict[str, str]:
    complaint = Complaint(
        where="view_submission",
        code=refused.code,
        user=user.id,
        messages=tuple(refused.messages),
    )
    stage.ws.complain(complaint)
    errors = {"": TROUBLE}
    if view.id in stage.ws.views:
        modals.show_errors(stage.ws, view, errors)
    return errors


def _follow(stage: Stage, app: App, user: User, view: View, delivery: Delivery) -> dict[str, str]:
    """Do what the ack of a submission says: nothing closes the modal."""
    ws = stage.ws
    if not delivery.ok:
        raise SlackError(delivery.error or "")
    answer: Any = delivery.body or {}
    action = answer.get("response_action") if isinstance(answer, dict) else "text"
    if action == "errors":
        errors = _checked_errors(view, answer.get("errors"))
        modals.show_errors(ws, view, errors)
        return errors
    if action == "update":
        modals.update_modal(ws, ws.view(view.id), _view_in(answer), None)
    elif action == "push":
        modals.push_modal(ws, app, user, _view_in(answer))
    elif action == "clear":
        modals.clear_stack(ws, user.id)
    elif action is None and not answer:
        modals.close_one(ws, view)
    else:
        raise SlackError("invalid_response_action")
    return {}


def _view_in(answer: Json) -> Json:
    view = answer.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["missing view"]})
    return view


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.content["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors")
    unknown = sorted(set(errors) - inputs)
    if unknown:
        raise SlackError(
            "invalid_errors",
            response_metadata={"messages": [f"no input block {name!r}" for name in unknown]},
        )
    return {str(block): str(text) for block, text in errors.items()}


def _response_urls(stage: Stage, app: App, user: User, view: View) -> list[Json]:
    values = state_values(view)
    urls = []
    for element in elements_of(view.content["blocks"]):
        if not element.get("response_url_enabled"):
            continue
        held = values[element["block_id"]][element["action_id"]]
        channel = held.get("selected_conversation") or held.get("selected_channel")
        if channel:
            granted = stage.grant(app, user, channel)
            urls.append(
                {
                    "block_id": element["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": stage.response_url(granted, "app"),
                }
            )
    return urls


def close_view(stage: Stage, user_id: str, view_id: str, *, clear: bool = False) -> None:
    """Cancel the top modal, or all of them; apps that asked are told by view_closed."""
    ws = stage.ws
    with ws.lock:
        top = modals.top_modal(ws, user_id)
        if top is None or (view_id and top.id != view_id):
            raise SlackError("not_found")
        if clear or top.content.get("clear_on_close"):
            closed = modals.clear_stack(ws, user_id)
        else:
            modals.close_top(ws, user_id)
            closed = [top]
    _notify_closed(stage, closed, is_cleared=clear)


def _notify_closed(stage: Stage, closed: list[View], *, is_cleared: bool) -> None:
    ws = stage.ws
    for view in closed:
        if not view.content.get("notify_on_close"):
            continue
        app = ws.app(view.app_id)
        with ws.lock:
            payload = closed_payload(ws, app, ws.users[view.user], view, is_cleared=is_cleared)
        delivery = stage.interact(app, "interactive", payload)
        if not delivery.ok:
            ws.complain(Complaint(where="view_closed", code=delivery.error or "", user=view.user))


def open_home(stage: Stage, user_id: str, app_id: str, tab: str = "home") -> Delivery:
    """Open the app's Home or Messages tab; waits for the ack of app_home_opened. Raises
    `not_enabled` for a Home the app does not have."""
    ws = stage.ws
    with ws.lock:
        app, user = ws.app(app_id), ws.user(user_id)
        if tab == "home" and not app.home_tab:
            raise SlackError("not_enabled")
        event: Json = {
            "user": user.id,
            "channel": open_dm(ws, [user.id, app.bot_user_id]).id,
            "tab": tab,
            "event_ts": ws.new_ts(),
        }
        shown = home_of(stage, app, user.id)
        if shown is not None:
            event["view"] = view_object(ws, shown)
        heard = ws.emit(Event(name="app_home_opened", body=event, app_id=app.app_id))
    return acknowledged(heard)


def home_of(stage: Stage, app: App, user_id: str) -> View | None:
    """The Home tab the app has published for somebody."""
    with stage.ws.lock:
        view_id = stage.ws.homes.get((app.app_id, user_id))
        return None if view_id is None else stage.ws.views[view_id]
