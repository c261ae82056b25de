"""Brings a picture to Slack before its message: uploaded without a channel nobody sees it, so that
doing it twice does no harm, and one message carries it. A message goes without it rather than not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError

from bot.drawing import CannotDrawError, png
from bot.jobs.sending_calls import RefusedError, UnclearError, call
from bot.views.parts import Json

_LOG = logging.getLogger(__name__)
PICTURE_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "file_not_found"})
"""What Slack says of a file that it has not processed yet, among other things."""
PICTURE_ATTEMPTS = 4
"""After so many refusals the message goes without its picture."""
_LAST = frozenset({"actions", "context"})


def blocks_with_picture(
    client: WebClient,
    payload: Mapping[str, Any],
    *,
    keep: Callable[[Mapping[str, Any]], None],
    plain: bool,
) -> list[Json] | None:
    """The blocks of a message, its picture above the buttons and the small print.

    `keep` writes the payload down once the file is uploaded; `plain` leaves the picture out.
    LimitedError, UnclearError, UnreachedError when the upload has to be tried again.
    """
    blocks: list[Json] = list(payload.get("blocks") or ())
    picture = payload.get("picture")
    if not picture or plain:
        return blocks or None
    file = picture.get("file")
    if file is None:
        file = _uploaded(client, picture)
        if file is None:
            return blocks or None
        keep({**payload, "picture": {**picture, "file": file}})
    image = {"type": "image", "slack_file": {"id": file}, "alt_text": picture["alt"][:2_000]}
    at = len(blocks)
    while at and blocks[at - 1]["type"] in _LAST:
        at -= 1
    return [*blocks[:at], image, *blocks[at:]]


def _uploaded(client: WebClient, picture: Mapping[str, str]) -> str | None:
    """The id of the uploaded file; None when there is no way to it."""
    try:
        answer = call(
            client.files_upload_v2,
            content=png(picture["svg"]),
            filename=f"{picture['name']}.png",
            title=picture["name"],
            alt_txt=picture["alt"][:1_000],
        )
    except RefusedError as error:
        _LOG.warning("a picture was refused (%s): the message goes without it", error.reason)
        return None
    except CannotDrawError as error:
        _LOG.warning("a picture cannot be drawn (%s): the message goes without it", error)
        return None
    except SlackRequestError as error:
        raise UnclearError(type(error).__name__) from None
    return str(answer["files"][0]["id"])
