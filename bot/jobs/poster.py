"""Claims the messages that may go now, one after the other, and writes down how each ended.

Any number of processes may do this at once. What a message says never reaches a log.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import traceback
from collections.abc import Callable
from dataclasses import replace

from bot.clock import running
from bot.deps import Deps
from bot.jobs.notices import tell_admins
from bot.jobs.sending import Attempt
from bot.jobs.sending_endings import Ending, LostError, Safety
from store.outbox_claims import Terms
from store.records_outbox import PARKED, Outbox, State

_LOG = logging.getLogger(__name__)
BROKEN = "an error of ours"


def post_due(deps: Deps) -> None:
    """Say everything that may be said at this moment."""
    Poster(deps).run()


class Poster:
    """The one who speaks to Slack, in this process."""

    def __init__(
        self,
        deps: Deps,
        *,
        safety: Safety | None = None,
        elapsed: Callable[[], float] = running,
    ) -> None:
        """`elapsed` counts seconds that pass; `safety` is for the test that takes one away."""
        self._deps = deps
        self._safety = safety or Safety()
        self._elapsed = elapsed
        self._owner = f"{socket.gethostname()}:{os.getpid()}"

    def run(self) -> None:
        """Until nothing is due, Slack asks for a pause, or the process is to end."""
        deps = self._deps
        claims, pause = deps.store.outbox.claims, deps.patience.workspace_every
        while not deps.closing.is_set() and claims.is_due(deps.workspace_id, deps.clock()):
            if not self.post_one():
                return
            deps.closing.wait(pause.total_seconds())

    def post_one(self) -> bool:
        """Claim the next message and bring it to an end; False when none may go."""
        deps, patience = self._deps, self._deps.patience
        claimed = deps.store.outbox.claims.claim(
            deps.workspace_id,
            owner=self._owner,
            at=deps.clock(),
            terms=Terms(
                lease=patience.lease,
                channel_every=patience.channel_every,
                workspace_every=patience.workspace_every,
            ),
        )
        if claimed is None:
            return False
        try:
            self._end(claimed, self._attempt(claimed))
        except LostError:
            _LOG.warning("outbox %s: the lease ended before it was said", claimed.id)
        return True

    def _attempt(self, claimed: Outbox) -> Ending:
        attempt = Attempt(self._deps, claimed, safety=self._safety, elapsed=self._elapsed)
        try:
            return attempt.run()
        except LostError:
            raise
        except Exception as error:  # noqa: BLE001 - one broken message must not hold up the others
            frames = "".join(traceback.format_tb(error.__traceback__))
            reference = secrets.token_hex(4)
            _LOG.error("reference %s\n%s%s", reference, frames, type(error).__qualname__)
            return attempt.broken(BROKEN)

    def _end(self, claimed: Outbox, ending: Ending) -> None:
        rows, deps = self._deps.store.outbox, self._deps
        with deps.store.transaction():
            is_written = rows.claims.end(
                claimed,
                ending.state,
                next_at=ending.next_at,
                reason=ending.reason,
                slack_channel=ending.slack_channel,
                slack_ts=ending.slack_ts,
                first_try=ending.first_try,
                attempts=ending.attempts,
            )
            if is_written and ending.state in PARKED:
                tell_admins(deps, replace(claimed, state=ending.state, reason=ending.reason))
        if ending.pause:
            rows.pace.hold(deps.workspace_id, "workspace", ending.pause)
        level = logging.INFO if ending.state is State.SENT else logging.WARNING
        told = ending.reason or "" if is_written else "overtaken by another process"
        _LOG.log(level, "outbox %s %s: %s %s", claimed.id, claimed.kind, ending.state, told)
