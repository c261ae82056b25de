"""Decides what happens to views: the stack of modals of each person and the Home tab of each
app. Refuses what Slack refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.errors import SlackError
from sandbox.filling import fill_blocks
from sandbox.ids import Ids
from sandbox.records import App, Json, User, View
from sandbox.state import Workspace
from sandbox.typing_state import elements_of
from sandbox.validate.views import check_view

MAX_DEPTH = 3
_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


def open_modal(ws: Workspace, app: App, user: User, content: Json) -> View:
    """Show a modal; one that was open is gone, as a client shows one stack at a time."""
    with ws.lock:
        check_view(content, kind="modal")
        for view_id in ws.stacks.pop(user.id, []):
            ws.views.pop(view_id, None)
        return _keep(ws, app, user, content, stack=True)


def push_modal(ws: Workspace, app: App, user: User, content: Json) -> View:
    """Put a modal on top of the open one. Raises `not_found`, `push_limit_reached`."""
    with ws.lock:
        check_view(content, kind="modal")
        stack = ws.stacks.get(user.id, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_DEPTH:
            raise SlackError("push_limit_reached")
        return _keep(ws, app, user, content, stack=True)


def publish_home(ws: Workspace, app: App, user: User, content: Json, hash_: str | None) -> View:
    """Show the Home tab. With a `hash_` that is not the present one: `hash_conflict`."""
    with ws.lock:
        check_view(content, kind="home")
        present = ws.homes.get((app.app_id, user.id))
        if present is None:
            view = _keep(ws, app, user, content, stack=False)
            ws.homes[(app.app_id, user.id)] = view.id
            return view
        return replace_view(ws, ws.views[present], content, hash_)


def update_modal(ws: Workspace, view: View, content: Json, hash_: str | None) -> View:
    """Put new content into a modal; what was typed stays where block and action id stay."""
    with ws.lock:
        check_view(content, kind=view.kind)
        return replace_view(ws, view, content, hash_)


def replace_view(ws: Workspace, view: View, content: Json, hash_: str | None) -> View:
    """Keep checked `content` in a view that exists. Raises `hash_conflict`."""
    if hash_ and hash_ != view.hash:
        raise SlackError("hash_conflict")
    _refuse_taken_external_id(ws, content, view)
    filled = _filled(content, ws.ids)
    known = {(e["block_id"], e["action_id"]) for e in elements_of(filled.get("blocks", []))}
    typed = {
        block: {action: state for action, state in held.items() if (block, action) in known}
        for block, held in view.typed.items()
    }
    changed = replace(view, content=filled, hash=_new_hash(ws), typed=typed, errors={})
    ws.views[view.id] = changed
    _announce(ws, changed)
    return changed


def _keep(ws: Workspace, app: App, user: User, content: Json, *, stack: bool) -> View:
    _refuse_taken_external_id(ws, content, None)
    view_id = ws.ids.new("V")
    below = ws.stacks.get(user.id, []) if stack else []
    view = View(
        id=view_id,
        app_id=app.app_id,
        user=user.id,
        kind=str(content["type"]),
        content=_filled(content, ws.ids),
        hash=_new_hash(ws),
        root_id=below[0] if below else view_id,
        previous_id=below[-1] if below else None,
    )
    ws.views[view_id] = view
    if stack:
        ws.stacks.setdefault(user.id, []).append(view_id)
    _announce(ws, view)
    return view


def close_top(ws: Workspace, user_id: str) -> View | None:
    """Take the uppermost modal away; the one below is on top again."""
    with ws.lock:
        stack = ws.stacks.get(user_id, [])
        if not stack:
            return None
        view = ws.views.pop(stack.pop())
        _announce(ws, view)
        return view


def close_one(ws: Workspace, view: View) -> None:
    """Take one modal away, wherever it is in its stack; nothing happens when it is gone."""
    with ws.lock:
        stack = ws.stacks.get(view.user, [])
        # The app may have put other modals in its place or on top before its ack closed it.
        if view.id in stack:
            stack.remove(view.id)
            del ws.views[view.id]
            _announce(ws, view)


def clear_stack(ws: Workspace, user_id: str) -> list[View]:
    """Take all modals of a person away, uppermost first."""
    closed = []
    while (view := close_top(ws, user_id)) is not None:
        closed.append(view)
    return closed


def top_modal(ws: Workspace, user_id: str) -> View | None:
    """The modal a person is looking at."""
    with ws.lock:
        stack = ws.stacks.get(user_id, [])
        return ws.views[stack[-1]] if stack else None


def type_into(ws: Workspace, view: View, typed: Mapping[str, Mapping[str, Json]]) -> View:
    """Remember what a person entered, merged over what they entered before."""
    with ws.lock:
        merged = {block: dict(held) for block, held in ws.views[view.id].typed.items()}
        for block, held in typed.items():
            merged.setdefault(block, {}).update(held)
        ws.views[view.id] = replace(ws.views[view.id], typed=merged)
        return ws.views[view.id]


def show_errors(ws: Workspace, view: View, errors: Mapping[str, str]) -> View:
    """Mark fields of an open modal as wrong."""
    with ws.lock:
        ws.views[view.id] = replace(ws.views[view.id], errors=dict(errors))
        _announce(ws, view)
        return ws.views[view.id]


def find_view(ws: Workspace, app: App, view_id: str | None, external_id: str | None) -> View:
    """One of the app's own views by either id. Raises `not_found`."""
    for view in ws.views.values():
        is_it = view.id == view_id or (
            external_id and view.content.get("external_id") == external_id
        )
        if is_it and view.app_id == app.app_id:
            return view
    raise SlackError("not_found")


def _filled(content: Json, ids: Ids) -> Json:
    kind = content["type"]
    shown = {**_DEFAULTS, **content, "blocks": fill_blocks(content.get("blocks", []), ids)}
    if kind == "home":
        shown["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
    return shown


def _new_hash(ws: Workspace) -> str:
    return f"{int(ws.now())}.{ws.ids.word('view_hash', 8)}"


def _refuse_taken_external_id(ws: Workspace, content: Json, view: View | None) -> None:
    wanted = content.get("external_id")
    if not wanted:
        return
    for other in ws.views.values():
        if other.content.get("external_id") == wanted and (view is None or other.id != view.id):
            raise SlackError("duplicate_external_id")


def _announce(ws: Workspace, view: View) -> None:
    ws.changed("home" if view.kind == "home" else "view", user=view.user)
