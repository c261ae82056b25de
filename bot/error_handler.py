"""Decides what becomes of every exception of a handler: told to its cause, or logged under a
reference. The only place that catches everything; knows no command."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from bot.commands.answers import NotDeliveredError, acknowledgement, add
from bot.commands.context import delivery_key
from bot.errors import FormError, UserError
from bot.i18n import Translator, translator
from bot.services.once import Once
from bot.views.errors import field_problem, problem_message, problem_modal, unexpected_message
from bot.views.parts import Message

_LOG = logging.getLogger(__name__)
_SHORTEST = 3  # payload texts below this length say nothing and would blot out whole messages


def register(app: App, once: Once) -> None:
    """Make this the error listener of the app. Failed deliveries may be delivered again."""

    def explain(
        error: Exception, body: dict[str, Any], context: BoltContext
    ) -> BoltResponse | None:
        """Answer the person who asked; None leaves Bolt's 500, so that Slack sends it again."""
        tr = context.get("tr") or translator(None)
        if isinstance(error, FormError):
            return _beside_field(error, tr)
        beside = _last_field(body)
        if beside and isinstance(error, UserError):
            return _beside_field(FormError(beside, error.message, **error.params), tr)
        if isinstance(error, UserError):
            _LOG.info("refused: %s: %s", type(error).__name__, error.message)
            message = problem_message(error, tr)
        else:
            reference = secrets.token_hex(4)
            _LOG.error("reference %s\n%s", reference, traceback_of(error, body))
            message = unexpected_message(reference, tr)
            once.release(delivery_key(body) or "")
        answered = _answer(message, body, context)
        if answered is None and isinstance(error, UserError):
            return BoltResponse(status=200, body="")
        return answered

    app.error(explain)


def _beside_field(error: FormError, tr: Translator) -> BoltResponse:
    """The modal stays open with all that was typed, and says what is wrong beside the field."""
    told = {error.field: field_problem(error, tr)}
    return BoltResponse(status=200, body={"response_action": "errors", "errors": told})


def _last_field(body: dict[str, Any]) -> str:
    """Where an error is told in the third modal of a stack, as Slack shows no fourth on top; ""
    for any other payload."""
    view = body.get("view") or {}
    is_third = view.get("previous_view_id") not in (None, view.get("root_view_id"))
    if body.get("type") != "view_submission" or not is_third:
        return ""
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return str(fields[-1]) if fields else ""


def _answer(message: Message, body: dict[str, Any], context: BoltContext) -> BoltResponse | None:
    """The message where the person is: below their command, beside the tap, over their modal."""
    kind = body.get("type")
    if "command" in body:
        return acknowledgement(message)
    if kind == "view_submission":
        view = problem_modal(message, context.get("tr") or translator(None))
        return BoltResponse(status=200, body={"response_action": "push", "view": view})
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if kind == "block_actions" and body.get("view"):
        return _over_view(message, body, context)
    if context.response_url:
        _try_to_add(context.response_url, message)
        return BoltResponse(status=200, body="")
    return None


def _over_view(message: Message, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """A tap in a modal or on the Home tab is answered on top: Slack shows no message there."""
    view = problem_modal(message, context.get("tr") or translator(None))
    client = context.client
    show = client.views_push if body["view"]["type"] == "modal" else client.views_open
    try:
        show(trigger_id=body["trigger_id"], view=view)
    except (SlackApiError, OSError) as failure:
        _LOG.warning("an explanation did not reach the person who tapped: %s", failure)
    return BoltResponse(status=200, body="")


def _try_to_add(response_url: str, message: Message) -> None:
    try:
        add(response_url, message)
    except NotDeliveredError as failure:
        _LOG.warning("an explanation did not reach the person who tapped: %s", failure)


def traceback_of(error: BaseException, body: dict[str, Any]) -> str:
    """Frames and messages of an exception and its causes, without any text of the payload."""
    lines: list[str] = []
    private = sorted({text for text in _texts(body) if len(text) >= _SHORTEST}, key=len)
    seen: BaseException | None = error
    while seen is not None:
        told = str(seen)
        for text in reversed(private):
            told = told.replace(text, "…")
        frames = "".join(traceback.format_tb(seen.__traceback__))
        lines.append(f"{frames}{type(seen).__qualname__}: {told}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\ncaused by:\n".join(lines)


def _texts(value: Any) -> Iterator[str]:
    """Every string in a payload, and the words in it."""
    if isinstance(value, str):
        yield value
        yield from value.split()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
