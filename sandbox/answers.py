"""Decides what an app's answer to a person does: the body of an ack, or a POST to a response URL.
Refuses what Slack refuses and shows the person an error instead."""

from __future__ import annotations

from typing import Any

from sandbox.errors import SlackError
from sandbox.grants import remember_answer
from sandbox.posting import Draft, change_message, delete_message, post_as_app, post_as_person
from sandbox.records import App, Complaint, Json, Message, ResponseUrl
from sandbox.state import Workspace
from sandbox.validate.messages import check_answer

FAILURE_TEXT = {
    "operation_timeout": "the app did not answer within 3 seconds",
    "dispatch_failed": "the app could not be reached",
}


def answer_command(ws: Workspace, app: App, to: ResponseUrl, body: Any, typed: str) -> Json | None:
    """Show the ack of a slash command to the person who typed it. Returns the message body they
    see, None when the ack says nothing; refused blocks become an error marker."""
    answer = _as_answer(body)
    if answer is None:
        return None
    try:
        if answer.get("response_type") == "in_channel" and typed:
            post_as_person(ws, ws.users[to.user], ws.channels[to.channel], Draft(text=typed))
        message = apply_answer(ws, app, to, answer)
    except SlackError as refused:
        return show_error(ws, to, "command ack", refused.code, refused.messages)
    return None if message is None else message.body


def apply_answer(ws: Workspace, app: App, to: ResponseUrl, answer: Any) -> Message | None:
    """Post, replace or delete as a response URL does (docs.slack.dev/interactivity/
    handling-user-interaction). Raises what Slack refuses it with."""
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload")
    with ws.lock:
        if _flag(answer, "delete_original"):
            _delete_original(ws, to)
            return None
        check_answer(answer)
        draft = _draft(answer, to)
        if _flag(answer, "replace_original") and to.message_ts:
            original = ws.message(to.channel, to.message_ts)
            return change_message(ws, original, draft, edited_by=app.bot_user_id)
        message = post_as_app(ws, app, ws.channel(to.channel), draft)
        # From now on replace_original and delete_original mean this first answer.
        if to.message_ts is None:
            remember_answer(ws, to.key, message.ts)
        return message


def _delete_original(ws: Workspace, to: ResponseUrl) -> None:
    if to.message_ts is None:
        raise SlackError("message_not_found")
    delete_message(ws, ws.message(to.channel, to.message_ts))
    remember_answer(ws, to.key, None)


def _draft(answer: Json, to: ResponseUrl) -> Draft:
    is_public = answer.get("response_type") == "in_channel"
    # A reply in a thread needs in_channel and an explicit thread; an ephemeral answer goes to
    # where the person was.
    thread = answer.get("thread_ts") if is_public else answer.get("thread_ts", to.thread_ts)
    return Draft(
        text=str(answer.get("text") or ""),
        blocks=answer.get("blocks"),
        attachments=answer.get("attachments"),
        thread_ts=thread,
        seen_by=None if is_public else to.user,
        metadata=answer.get("metadata"),
    )


def _flag(answer: Json, name: str) -> bool:
    return answer.get(name) in (True, "true")


def _as_answer(body: Any) -> Json | None:
    if isinstance(body, str):
        return {"text": body} if body.strip() else None
    if not isinstance(body, dict) or not body:
        return None
    says_nothing = not any(body.get(key) for key in ("text", "blocks", "attachments"))
    return None if says_nothing and set(body) <= {"response_type"} else body


def show_error(
    ws: Workspace, to: ResponseUrl, where: str, code: str, messages: list[str] | None = None
) -> Json:
    """Put an error marker before the person, as Slackbot does, and remember the complaint."""
    ws.complain(Complaint(where=where, code=code, user=to.user, messages=tuple(messages or ())))
    app = ws.app(to.app_id)
    why = FAILURE_TEXT.get(code, "; ".join(messages or []) or "Slack refused the answer")
    text = f":warning: {app.name}: {where} failed because {why} (`{code}`)"
    draft = Draft(
        text=text,
        seen_by=to.user,
        thread_ts=to.thread_ts,
        extra={"subtype": "sandbox_error", "user": "USLACKBOT", "error": code},
    )
    return post_as_app(ws, app, ws.channel(to.channel), draft).body
