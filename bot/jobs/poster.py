"""Claims the messages that may go now, several channels at once and one at a time in each, and
writes down how each ended.

Any number of processes may do this at once. What a message says never reaches a log.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

from bot.clock import running
from bot.deps import Deps
from bot.jobs.notices import tell_admins
from bot.jobs.sending import Attempt
from bot.jobs.sending_calls import TOO_FAST
from bot.jobs.sending_endings import Ending, LostError, Safety
from store.outbox_claims import Terms
from store.pace import EDITS, WORKSPACE
from store.records_outbox import PARKED, Outbox, State, Verb

_LOG = logging.getLogger(__name__)
BROKEN = "an error of ours"
HANDS = 8
"""Messages under way at once. Slack takes a fifth of a second for one and up to two when it is
busy: with so many the pace of four a second is kept even then."""
_LOOK_SECONDS = 0.25  # how often it is looked for more while messages are under way


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
        self._parking = threading.Lock()
        self._owner = f"{socket.gethostname()}:{os.getpid()}"

    def run(self) -> None:
        """Until nothing is due, Slack asks for a pause, or the process is to end; what is under way
        then comes to its end."""
        deps, is_fresh = self._deps, False
        under_way: dict[Future[None], str] = {}
        with ThreadPoolExecutor(HANDS, "poster") as hands:
            while not deps.closing.is_set():
                under_way = _still(under_way)
                pause, claimed = self._next(under_way.values())
                if claimed is not None:
                    under_way[hands.submit(self._bring, claimed)] = claimed.channel
                    is_fresh = True
                elif under_way:
                    wait(under_way, timeout=pause or _LOOK_SECONDS, return_when=FIRST_COMPLETED)
                elif pause and is_fresh and pause <= self._turn_seconds:
                    deps.closing.wait(pause)
                    is_fresh = False
                else:
                    return

    def post_one(self) -> bool:
        """Claim the next message and bring it to an end; False when none may go."""
        claimed = self._claim(())
        if claimed is not None:
            self._bring(claimed)
        return claimed is not None

    @property
    def _turn_seconds(self) -> float:
        return self._deps.patience.workspace_every.total_seconds()

    def _next(self, busy: Collection[str]) -> tuple[float, Outbox | None]:
        """The message that may go now; else the seconds until one may, or 0 when nobody knows."""
        if len(busy) >= HANDS:
            return 0.0, None
        deps = self._deps
        turn = deps.store.outbox.claims.turn(deps.workspace_id, deps.clock(), busy=busy)
        if turn is None or turn > timedelta(0):
            return (turn or timedelta(0)).total_seconds(), None
        return 0.0, self._claim(busy)

    def _claim(self, busy: Collection[str]) -> Outbox | None:
        deps, patience = self._deps, self._deps.patience
        return deps.store.outbox.claims.claim(
            deps.workspace_id,
            owner=self._owner,
            at=deps.clock(),
            terms=Terms(
                lease=patience.lease,
                channel_every=patience.channel_every,
                workspace_every=patience.workspace_every,
                edits_every=patience.edits_every,
            ),
            busy=busy,
        )

    def _bring(self, claimed: Outbox) -> None:
        """Take it to Slack and write down how it ended."""
        try:
            self._end(claimed, self._attempt(claimed))
        except LostError:
            _LOG.warning("outbox %s: the lease ended before it was said", claimed.id)

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
        if ending.state in PARKED:
            is_written = self._parked(claimed, ending)
        else:
            is_written = self._written(claimed, ending)
        if ending.pause:
            # Slack limits posts and edits apart: too many edits are no reason to say nothing.
            is_edit = claimed.verb is not Verb.POST and ending.reason == TOO_FAST
            rows.pace.hold(deps.workspace_id, EDITS if is_edit else WORKSPACE, ending.pause)
        level = logging.INFO if ending.state is State.SENT else logging.WARNING
        told = ending.reason or "" if is_written else "overtaken by another process"
        _LOG.log(level, "outbox %s %s: %s %s", claimed.id, claimed.kind, ending.state, told)

    def _parked(self, claimed: Outbox, ending: Ending) -> bool:
        """Park it and tell admins; one after the other, so that of many only the first is told."""
        with self._parking, self._deps.store.transaction():
            is_written = self._written(claimed, ending)
            if is_written:
                parked = replace(claimed, state=ending.state, reason=ending.reason)
                tell_admins(self._deps, parked)
        return is_written

    def _written(self, claimed: Outbox, ending: Ending) -> bool:
        """Whether it was still ours to be written."""
        return self._deps.store.outbox.claims.end(
            claimed,
            ending.state,
            next_at=ending.next_at,
            reason=ending.reason,
            slack_channel=ending.slack_channel,
            slack_ts=ending.slack_ts,
            first_try=ending.first_try,
            attempts=ending.attempts,
        )


def _still(under_way: Mapping[Future[None], str]) -> dict[Future[None], str]:
    """What has not ended yet, with its channel; raises what went wrong with the others."""
    for one in under_way:
        if one.done():
            one.result()
    return {one: channel for one, channel in under_way.items() if not one.done()}
