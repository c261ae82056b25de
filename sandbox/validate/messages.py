"""Decides what Slack accepts as a message: text, blocks, attachments and metadata, from the Web
API or as an answer to a person."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import SlackError
from sandbox.records import Json
from sandbox.validate.blocks import check_blocks
from sandbox.validate.report import Report
from sandbox.validate.tables import KINDS

MAX_TEXT, MAX_MARKDOWN, MAX_ATTACHMENTS = 40_000, 12_000, 100
MAX_METADATA_BYTES = 8_000
_EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]*")


def check_message(args: Json, *, cut_text: bool) -> None:
    """Refuse a message as chat.postMessage does. `cut_text`: too long a text is cut instead of
    refused. Raises `no_text`, `msg_too_long`, `invalid_blocks`, `too_many_attachments` …"""
    blocks, attachments = args.get("blocks"), args.get("attachments")
    _check_words(args, cut_text=cut_text)
    report = Report()
    if blocks:
        check_blocks(blocks, "message", report)
    _check_attachments(attachments or [], blocks or [], report)
    report.refuse()


def _check_words(args: Json, *, cut_text: bool) -> None:
    text, markdown = args.get("text") or "", args.get("markdown_text") or ""
    if not isinstance(text, str):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["text"]})
    if markdown and (text or args.get("blocks")):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MAX_MARKDOWN or (len(text) > MAX_TEXT and not cut_text):
        raise SlackError("msg_too_long")
    if not (text.strip() or markdown.strip() or args.get("blocks") or args.get("attachments")):
        raise SlackError("no_text")


def _check_attachments(attachments: Any, blocks: list[Json], report: Report) -> None:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    attached: list[list[Json]] = []
    for index, attachment in enumerate(attachments):
        if attachment.get("blocks"):
            check_blocks(attachment["blocks"], "message", report, f"/attachments/{index}/blocks")
            attached += [attachment["blocks"]]
    if report.problems:
        return
    tables = [b for part in (blocks, *attached) for b in part if b["type"] in KINDS]
    if len(tables) > 1:
        report.add("/attachments", "only one table is allowed", "only_one_table_allowed")


def check_answer(answer: Json) -> None:
    """Refuse the body of an ack or of a POST to a response URL."""
    if answer.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise SlackError("invalid_response_type")
    check_message(answer, cut_text=True)


def kept_metadata(metadata: Any) -> Json | None:
    """The metadata Slack keeps: nothing when event_type has a character outside [a-z0-9_], which
    is dropped without a word. Raises `invalid_metadata_format`, `metadata_too_large`."""
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata["event_payload"]).encode()) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    if not _EVENT_TYPE.fullmatch(metadata["event_type"]):
        return None
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}
