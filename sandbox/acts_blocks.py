"""Decides what happens when a person uses an element of a message, a modal or a Home tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.answers import show_error
from sandbox.errors import SlackError
from sandbox.modals import type_into
from sandbox.payloads import (
    message_action_payload,
    suggestion_payload,
    view_action_payload,
)
from sandbox.records import App, Complaint, Delivery, Json, Message, User, View
from sandbox.stage import Stage
from sandbox.state import Workspace
from sandbox.typing_state import FIELDS, elements_of, held_by, options_of, state_of
from sandbox.validate.suggestions import check_suggestions

Typed = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One element: the message or view it is in, and its ids. Without a block id the first
    element with that action id is meant."""

    container: Json
    action_id: str
    block_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Use:
    app: App
    user: User
    element: Json
    held: Json
    typed: Typed

    def entered(self) -> dict[str, dict[str, Any]]:
        """All that is typed, with what this use has just put into its own element."""
        entered = {block: dict(actions) for block, actions in self.typed.items()}
        if self.element["type"] in FIELDS:
            mine = entered.setdefault(self.element["block_id"], {})
            mine[self.element["action_id"]] = self.held
        return entered


def place_of(ws: Workspace, user_id: str, container: Json) -> Message | View:
    """The message or view a container names. Raises `message_not_found`, `not_found`, also for
    what somebody else is looking at."""
    view_id = container.get("view_id")
    if view_id:
        view = ws.view(str(view_id))
        if view.user != user_id:
            raise SlackError("not_found")
        return view
    channel = container.get("channel_id") or container.get("channel")
    message = ws.message(str(channel), str(container.get("message_ts")))
    if message.seen_by not in (None, user_id):
        raise SlackError("message_not_found")
    return message


def blocks_of(place: Message | View) -> list[Json]:
    """All blocks of a place, those of attachments included."""
    if isinstance(place, View):
        return list(place.content.get("blocks", []))
    attached = [
        block
        for attachment in place.body.get("attachments", [])
        for block in attachment.get("blocks", [])
    ]
    return [*place.body.get("blocks", []), *attached]


def find_element(place: Message | View, action_id: str, block_id: str | None = None) -> Json:
    """The element with those ids. Raises `no_such_action` with the ids there are."""
    elements = list(elements_of(blocks_of(place)))
    for element in elements:
        if element["action_id"] == action_id and block_id in (None, element["block_id"]):
            return element
    known = ", ".join(f"{element['block_id']}/{element['action_id']}" for element in elements)
    raise SlackError(
        "no_such_action",
        response_metadata={
            "messages": [f"no {block_id or '*'}/{action_id} here; there is {known or 'nothing'}"]
        },
    )


def _owner(ws: Workspace, place: Message | View) -> App:
    if place.app_id is None:
        raise SlackError("not_an_app_message")
    return ws.app(place.app_id)


def hold_typed(place: View, typed: Typed) -> dict[str, dict[str, Json]]:
    """What was typed in a modal, each value in the shape of `state.values`."""
    held: dict[str, dict[str, Json]] = {}
    for block_id, actions in typed.items():
        for action_id, raw in actions.items():
            element = find_element(place, action_id, block_id)
            held.setdefault(block_id, {})[action_id] = held_by(element, raw)
    return held


def use_element(
    stage: Stage, user_id: str, spot: Spot, raw: Any = None, typed: Typed | None = None
) -> Delivery:
    """Click a button, choose an option or pick a date; `typed` is what the other fields of the
    modal hold. Waits for the ack."""
    ws = stage.ws
    with ws.lock:
        user = ws.user(user_id)
        place = place_of(ws, user_id, spot.container)
        element = find_element(place, spot.action_id, spot.block_id)
        _refuse_silent_input(place, element)
        use = _Use(
            app=_owner(ws, place),
            user=user,
            element=element,
            held=held_by(element, raw),
            typed=typed or {},
        )
        if isinstance(place, View):
            payload = _view_payload(stage, place, use)
        else:
            payload = _message_payload(stage, place, use)
    delivery = stage.interact(use.app, "interactive", payload)
    if not delivery.ok:
        _show_failure(stage, use, place, delivery)
    return delivery


def _refuse_silent_input(place: Message | View, element: Json) -> None:
    """An input tells the app nothing before the modal is submitted, unless it was made to."""
    block = next(b for b in blocks_of(place) if b["block_id"] == element["block_id"])
    if block["type"] == "input" and not block.get("dispatch_action"):
        words = f"input block {element['block_id']!r} has no dispatch_action: fill or submit it"
        raise SlackError("no_dispatch_action", response_metadata={"messages": [words]})


def _action(ws: Workspace, element: Json, held: Json) -> Json:
    action: Json = {"action_id": element["action_id"], "block_id": element["block_id"]}
    if element["type"] in FIELDS:
        action |= held
        initial = FIELDS[element["type"]][1]
        if initial and initial in element:
            action[initial] = element[initial]
        if "placeholder" in element:
            action["placeholder"] = element["placeholder"]
    else:
        action |= {key: element[key] for key in ("text", "value", "style") if key in element}
    return action | {"type": element["type"], "action_ts": ws.new_ts()}


def _view_payload(stage: Stage, view: View, use: _Use) -> Json:
    ws = stage.ws
    view = type_into(ws, view, hold_typed(view, use.entered()))
    action = _action(ws, use.element, use.held)
    payload = view_action_payload(ws, use.app, use.user, view, action)
    return payload | {"trigger_id": stage.trigger(use.app, use.user, view.id)}


def _message_payload(stage: Stage, message: Message, use: _Use) -> Json:
    ws = stage.ws
    payload = message_action_payload(
        ws,
        use.app,
        use.user,
        message,
        action=_action(ws, use.element, use.held),
        state=state_of(blocks_of(message), use.entered()),
    )
    granted = stage.grant(
        use.app, use.user, message.channel, message_ts=message.ts, thread_ts=message.thread_ts
    )
    return payload | {
        "trigger_id": stage.trigger(use.app, use.user),
        "response_url": stage.response_url(granted, "actions"),
    }


def _show_failure(stage: Stage, use: _Use, place: Message | View, delivery: Delivery) -> None:
    code, user = delivery.error or "", use.user
    if isinstance(place, View):
        stage.ws.complain(Complaint(where="block_actions", code=code, user=user.id))
        return
    to = stage.grant(use.app, user, place.channel, thread_ts=place.thread_ts)
    show_error(stage.ws, to, "block_actions", code)


def suggest(stage: Stage, user_id: str, spot: Spot, value: str) -> Json:
    """What an external select offers for what was typed: `options` or `option_groups`. An
    answer Slack would refuse offers nothing and is remembered as a complaint."""
    ws = stage.ws
    with ws.lock:
        user = ws.user(user_id)
        place = place_of(ws, user_id, spot.container)
        app = _owner(ws, place)
        element = find_element(place, spot.action_id, spot.block_id)
        if not element["type"].endswith("external_select"):
            return {"options": options_of(element)}
        payload = suggestion_payload(ws, app, user, place, element=element, value=value)
    delivery = stage.interact(app, "interactive", payload)
    code = delivery.error or ""
    messages: tuple[str, ...] = ()
    if delivery.ok:
        try:
            return check_suggestions(delivery.body)
        except SlackError as refused:
            code, messages = refused.code, tuple(refused.messages)
    ws.complain(Complaint(where="block_suggestion", code=code, user=user_id, messages=messages))
    return {"options": []}
