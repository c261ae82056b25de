"""Brings a file to a direct message. Slack does not say which message carries it, so that one in
doubt cannot be found again: the policies say it is given once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError

from bot.deps import Deps
from bot.errors import UserError
from bot.jobs.files import make
from bot.jobs.sending_calls import RefusedError, UnclearError, call
from bot.jobs.sending_endings import NO_FILE
from store.records_outbox import Outbox

_LOG = logging.getLogger(__name__)


def giving(
    deps: Deps, client: WebClient, claimed: Outbox, channel: str
) -> Callable[[], tuple[str, str]]:
    """The call, to be made once. The file is made now: RefusedError when it is not to be given any
    more, as when somebody lost the role for it meanwhile."""
    try:
        made = make(deps, claimed.channel, claimed.payload["file"])
    except UserError as error:
        _LOG.info("outbox %s: no file is made: %s", claimed.id, error.message)
        raise RefusedError(NO_FILE) from None

    def send() -> tuple[str, str]:
        try:
            call(
                client.files_upload_v2,
                channel=channel,
                content=made.content,
                filename=made.name,
                title=made.title,
                initial_comment=claimed.payload.get("text", ""),
            )
        except SlackRequestError as error:
            raise UnclearError(type(error).__name__) from None
        return channel, ""

    return send
