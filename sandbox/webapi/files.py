"""Decides how a file gets in: an upload address, the bytes, and the sharing of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from sandbox.errors import SlackError
from sandbox.posting import Draft, post_as_app
from sandbox.records import File, Json
from sandbox.showing import file_object
from sandbox.stage import Stage
from sandbox.webapi.caller import Call

MAX_BYTES = 1 << 30


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal"""
    name = call.args.need("filename")
    length = call.args.whole("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["length"]})
    if length > MAX_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = File(
        id=call.ws.ids.new("F"),
        name=name,
        title=name,
        length=length,
        user=call.bot,
        created=int(call.ws.now()),
        alt_txt=call.args.text("alt_txt"),
    )
    call.ws.files[file.id] = file
    return {"upload_url": f"{call.stage.base_url}/upload/{file.id}", "file_id": file.id}


def receive_upload(stage: Stage, file_id: str, content: bytes) -> Response:
    """The bytes of a file, posted to its upload address."""
    with stage.ws.lock:
        file = stage.ws.files.get(file_id)
        if file is None or file.is_complete:
            return Response("no such upload", status=404)
        if len(content) != file.length:
            return Response("wrong length", status=400)
        stage.ws.files[file_id] = replace(file, content=content)
        return Response(f"OK - {len(content)}")


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal; with a channel the files are shared there in one message."""
    wanted = call.args.data("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["files"]})
    places = call.args.words("channels") or call.args.words("channel_id")
    for place in places:
        if call.bot not in call.ws.channel(place).members:
            raise SlackError("channel_not_found")
    found = [_uploaded(call, str(row.get("id"))) for row in wanted]
    files = []
    for row, file in zip(wanted, found, strict=True):
        title = str(row.get("title") or file.title)
        done = replace(file, is_complete=True, title=title, channels=tuple(places))
        call.ws.files[file.id] = done
        files.append(file_object(done, call.stage.base_url))
    for place in places:
        draft = Draft(
            text=call.args.text("initial_comment"),
            thread_ts=call.args.text("thread_ts") or None,
            extra={"files": files, "upload": False},
        )
        post_as_app(call.ws, call.app, call.ws.channel(place), draft)
    return {"files": files}


def _uploaded(call: Call, file_id: str) -> File:
    file = call.ws.files.get(file_id)
    if file is None or file.content is None or file.is_complete:
        raise SlackError("file_not_found")
    return file


def info(call: Call) -> Json:
    """files.info"""
    file = call.ws.files.get(call.args.need("file", "file_not_found"))
    if file is None or not file.is_complete:
        raise SlackError("file_not_found")
    return {"file": file_object(file, call.stage.base_url), "comments": []}


def delete(call: Call) -> Json:
    """files.delete"""
    file = call.ws.files.get(call.args.need("file", "file_not_found"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.bot:
        raise SlackError("cant_delete_file")
    del call.ws.files[file.id]
    return {}
