"""Decides what the page's script can ask for and do, as JSON under /page/. Every request names the
acting user as `as`; refusals are `{"ok": false, "error": code}` with status 400.

An action's value is either `value` (a text, a date, an option's value, or a list of those) or the
field of Slack's `state.values` for that element (`selected_option`, `selected_date` …); `state` may
carry `{"values": …}` with what the other fields of a modal hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import acts, acts_blocks, acts_modals, reading
from sandbox.errors import SlackError
from sandbox.feed import Feed
from sandbox.records import Delivery, Json
from sandbox.stage import Stage
from sandbox.typing_state import FIELDS, NoSuchChoiceError

_STATE_KEYS = frozenset(key for key, _, _ in FIELDS.values()) - {"value"}
Answer = Json | tuple[Json, int]


def page_blueprint(stage: Stage, feed: Feed) -> Blueprint:
    """The routes below /page/, to be registered on the server's Flask app."""
    page = Blueprint("page", __name__, url_prefix="/page")

    @page.errorhandler(SlackError)
    def refuse(refused: SlackError) -> tuple[Response, int]:
        return jsonify({"ok": False, "error": refused.code} | refused.extra), 400

    @page.errorhandler(NoSuchChoiceError)
    def refuse_choice(refused: NoSuchChoiceError) -> tuple[Response, int]:
        return jsonify({"ok": False, "error": "no_such_choice", "detail": str(refused)}), 400

    @page.get("/events")
    def events() -> Response:
        lines = _event_lines(feed, request.args.get("as", ""))
        return Response(lines, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})

    for name, read in _READS.items():
        page.add_url_rule(f"/{name}", name, _reader(stage, read), methods=["GET"])
    for name, act in _ACTS.items():
        page.add_url_rule(f"/{name}", name, _actor(stage, act), methods=["POST"])
    return page


def _event_lines(feed: Feed, user_id: str) -> Iterator[str]:
    for change in feed.changes(user_id):
        if change is None:
            yield ": still here\n\n"
        else:
            yield f"event: change\ndata: {json.dumps(change)}\n\n"


def _reader(stage: Stage, read: Callable[[Stage, Json], Json]) -> Callable[[], Response]:
    def answer() -> Response:
        response = jsonify(read(stage, dict(request.args)))
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _actor(stage: Stage, act: Callable[[Stage, Json], Json]) -> Callable[[], Response]:
    def answer() -> Response:
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("as"), str):
            raise SlackError("invalid_arguments")
        return jsonify(act(stage, body))

    return answer


def _outcome(delivery: Delivery) -> Json:
    return {"ok": delivery.ok} | ({} if delivery.ok else {"error": delivery.error})


def _read_bootstrap(stage: Stage, args: Json) -> Json:
    return reading.bootstrap(stage.ws, args.get("as", ""))


def _read_messages(stage: Stage, args: Json) -> Json:
    seen = reading.visible_messages(
        stage.ws, args.get("as", ""), args.get("channel", ""), args.get("thread_ts")
    )
    return {"messages": seen}


def _read_home(stage: Stage, args: Json) -> Json:
    user_id, app = args.get("as", ""), stage.ws.app(args.get("app", ""))
    # Only the first look tells the app; a page that reads again after a change must not, or app
    # and page would keep each other busy for ever.
    if args.get("again") != "1":
        acts_modals.open_home(stage, user_id, app.app_id)
    return {"view": reading.shown_view(stage.ws, acts_modals.home_of(stage, app, user_id))}


def _read_view(stage: Stage, args: Json) -> Json:
    view = reading.modal_of(stage.ws, args.get("as", ""))
    return {"view": view, "errors": view["errors"] if view else {}}


def _run_command(stage: Stage, body: Json) -> Json:
    text, channel = str(body.get("text", "")), str(body.get("channel"))
    thread = body.get("thread_ts")
    if not text.startswith("/"):
        return _outcome(acts.say(stage, body["as"], channel, text, thread))
    command, _, words = text.partition(" ")
    return _outcome(
        acts.run_command(stage, body["as"], channel, command, words.strip(), thread_ts=thread)
    )


def _use_element(stage: Stage, body: Json) -> Json:
    raw: Any = {key: body[key] for key in _STATE_KEYS if key in body} or body.get("value")
    delivery = acts_blocks.use_element(
        stage,
        body["as"],
        _spot(body),
        raw,
        (body.get("state") or {}).get("values"),
    )
    return _outcome(delivery)


def _spot(body: Json) -> acts_blocks.Spot:
    container = body.get("container")
    if not isinstance(container, dict):
        raise SlackError("invalid_arguments")
    return acts_blocks.Spot(
        container=container, action_id=str(body.get("action_id")), block_id=body.get("block_id")
    )


def _suggest(stage: Stage, body: Json) -> Json:
    return acts_blocks.suggest(stage, body["as"], _spot(body), str(body.get("value") or ""))


def _submit(stage: Stage, body: Json) -> Json:
    typed = (body.get("state") or {}).get("values") or {}
    errors = acts_modals.submit_view(stage, body["as"], str(body.get("view_id")), typed)
    return {"ok": not errors} | ({"errors": errors} if errors else {})


def _close(stage: Stage, body: Json) -> Json:
    acts_modals.close_view(
        stage, body["as"], str(body.get("view_id") or ""), clear=bool(body.get("clear"))
    )
    return {"ok": True}


def _react(stage: Stage, body: Json) -> Json:
    channel, ts, name = (str(body.get(key)) for key in ("channel", "ts", "name"))
    add = body.get("add", True) is not False
    return _outcome(acts.add_reaction(stage, body["as"], channel, ts, name, add=add))


def _shortcut(stage: Stage, body: Json) -> Json:
    return _outcome(
        acts.run_shortcut(
            stage,
            body["as"],
            str(body.get("callback_id")),
            str(body.get("channel") or ""),
            str(body.get("ts") or ""),
        )
    )


def _join(stage: Stage, body: Json) -> Json:
    return _outcome(acts.enter_channel(stage, body["as"], str(body.get("channel"))))


_READS: dict[str, Callable[[Stage, Json], Json]] = {
    "bootstrap": _read_bootstrap,
    "messages": _read_messages,
    "home": _read_home,
    "view": _read_view,
}
_ACTS: dict[str, Callable[[Stage, Json], Json]] = {
    "command": _run_command,
    "action": _use_element,
    "suggest": _suggest,
    "submit": _submit,
    "close": _close,
    "react": _react,
    "shortcut": _shortcut,
    "join": _join,
}
