"""Takes one claimed message to Slack and says how that ended; writes nothing but what it learnt on
the way. The rules of docs/posting.md: look before saying anything twice, and never say it late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.deps import Deps
from bot.jobs.lookup import Heard, TooMuchError, heard_since
from bot.jobs.sending_calls import (
    TOKEN,
    LimitedError,
    RefusedError,
    UnclearError,
    UnreachedError,
    speaker,
)
from bot.jobs.sending_endings import (
    ATTEMPTS,
    GONE,
    LAST_LOOK,
    NO_TARGET,
    PINNED_SO,
    PINNING,
    TOO_LATE,
    Ending,
    LostError,
    Safety,
)
from bot.jobs.sending_files import giving
from bot.jobs.sending_message import saying
from bot.jobs.sending_pictures import PICTURE_ATTEMPTS, PICTURE_REFUSED, blocks_with_picture
from bot.jobs.sending_places import conversation_of, is_person, join
from bot.outgoing import POLICIES, InDoubt, Kind, Policy
from bot.views.parts import Json
from store.outbox import IN_DOUBT, OVERTAKEN
from store.records_outbox import Outbox, State, Verb


class Attempt:
    """One claimed message, from the claim to its end."""

    def __init__(
        self, deps: Deps, claimed: Outbox, *, safety: Safety, elapsed: Callable[[], float]
    ) -> None:
        """`elapsed` counts seconds that pass."""
        self._deps = deps
        self._claimed = claimed
        self._safety = safety
        self._elapsed = elapsed
        self._client: WebClient = speaker(deps, self._may_send)
        self._policy: Policy = POLICIES[Kind(claimed.kind)]
        self._begun = 0.0
        self._begun_at: datetime | None = None
        self._is_in_flight = False

    def run(self) -> Ending:
        """How it ended. LostError when it is not ours any more: then nothing may be written."""
        try:
            return self._settled() or self._said()
        except LimitedError as limited:
            return self._later(limited.reason, limited.pause, pauses=True)
        except UnreachedError as error:
            return self._later(error.reason, self._deps.patience.look_after, pauses=True)
        except UnclearError as error:
            unclear = self._is_in_flight
            return self._later(error.reason, self._deps.patience.look_after, unclear=unclear)
        except RefusedError as error:
            return self._refused(error.reason)

    def broken(self, reason: str) -> Ending:
        """It failed for a reason of ours: a few more times, later and later."""
        if self._claimed.attempts >= self._deps.patience.attempts:
            return self._over(State.DEAD, reason)
        pause = self._deps.patience.look_after * 2 ** min(self._claimed.attempts, 8)
        ending = self._later(reason, pause, unclear=self._is_in_flight)
        return replace(ending, attempts=0 if self._begun_at else 1)

    def _settled(self) -> Ending | None:
        """What ends it without saying anything."""
        claimed, now = self._claimed, self._deps.clock()
        if claimed.reason == OVERTAKEN:
            return self._over(State.DROPPED, OVERTAKEN)
        if claimed.verb is Verb.POST and claimed.is_in_doubt and self._safety.looks:
            looked = self._looked()
            if looked is not None:
                return looked
        if claimed.expires_at is not None and now > claimed.expires_at:
            return self._over(State.EXPIRED, TOO_LATE)
        if claimed.attempts >= self._deps.patience.attempts:
            return self._over(State.DEAD, ATTEMPTS)
        target = self._target()
        if target is not None and target.slack_ts is None:
            return self._over(State.DROPPED, NO_TARGET)
        return None

    def _looked(self) -> Ending | None:
        """Whether Slack has it; None when it has not, or when it is said again without a look."""
        claimed, deps = self._claimed, self._deps
        assert claimed.first_try is not None  # noqa: S101  (it is in doubt)
        try:
            channel = claimed.slack_channel or conversation_of(self._client, claimed.channel)
            heard = self._heard(channel, claimed.first_try)
        except (RefusedError, TooMuchError) as error:
            if isinstance(error, RefusedError) and error.reason in TOKEN:
                raise
            is_again = self._policy.in_doubt is InDoubt.AGAIN
            return None if is_again else self._over(State.DEAD, IN_DOUBT)
        except (LimitedError, UnclearError, UnreachedError):
            if deps.clock() > (claimed.expires_at or claimed.created_at) + LAST_LOOK:
                return self._over(State.DEAD, IN_DOUBT)
            raise
        mine = next((one for one in heard if one.id == claimed.id), None)
        return self._sent(channel, mine.ts) if mine else None

    def _heard(self, channel: str, since: datetime) -> list[Heard]:
        """What was said there since; from outside a public channel, by going in."""
        look = partial(
            heard_since, self._client, channel, self._thread_ts(), since, self._deps.clock
        )
        try:
            return look()
        except RefusedError as error:
            if error.reason != "not_in_channel":
                raise
        join(self._client, channel)
        return look()

    def _said(self) -> Ending:
        claimed = self._claimed
        channel = self._place()
        give_up = claimed.attempts >= PICTURE_ATTEMPTS
        blocks = blocks_with_picture(self._client, claimed.payload, keep=self._keep, plain=give_up)
        try:
            return self._deliver(channel, blocks)
        except RefusedError as error:
            if error.reason != "not_in_channel":
                raise
            self._is_in_flight = False
            join(self._client, channel)
        return self._deliver(channel, blocks)

    def _deliver(self, channel: str, blocks: list[Json] | None) -> Ending:
        """Say it, once, if the message is still ours for as long as that can take."""
        if "file" in self._claimed.payload:
            send = giving(self._deps, self._client, self._claimed, channel)
        else:
            send = saying(self._client, self._claimed, self._target(), channel, blocks)
        self._begun, self._begun_at = self._elapsed(), self._deps.clock()
        is_mine = self._deps.store.outbox.claims.begin(
            self._claimed,
            at=self._begun_at,
            lease=self._deps.patience.lease,
            slack_channel=None if is_person(channel) else channel,
        )
        if self._safety.keeps_to_lease and not is_mine:
            raise LostError
        self._is_in_flight = True
        return self._sent(*send())

    def _may_send(self) -> None:
        """Asked right before the first byte: whether the lease outlives what is sent now."""
        if not self._is_in_flight or self._begun_at is None:
            return
        patience = self._deps.patience
        counted = self._elapsed() - self._begun
        spent = max(counted, (self._deps.clock() - self._begun_at).total_seconds())
        is_time = spent <= (patience.lease - patience.timeout).total_seconds()
        if self._safety.keeps_to_lease and not is_time:
            raise LostError

    def _place(self) -> str:
        """The conversation it goes to, or the person: Slack then says which conversation it is."""
        claimed = self._claimed
        target = self._target()
        if target is not None and target.slack_channel:
            return target.slack_channel
        if claimed.slack_channel:
            return claimed.slack_channel
        if "file" in claimed.payload:
            return conversation_of(self._client, claimed.channel)
        return claimed.channel

    def _target(self) -> Outbox | None:
        name = self._claimed.edits or self._claimed.thread_of
        return self._deps.outgoing.get(name) if name else None

    def _thread_ts(self) -> str | None:
        target = self._target()
        return target.slack_ts if target else None

    def _keep(self, payload: Mapping[str, Any]) -> None:
        if not self._deps.store.outbox.claims.keep(self._claimed, payload=payload):
            raise LostError

    def _sent(self, channel: str, ts: str) -> Ending:
        return Ending(
            state=State.SENT,
            slack_channel=channel,
            slack_ts=ts,
            first_try=self._claimed.first_try or self._begun_at,
        )

    def _over(self, state: State, reason: str) -> Ending:
        return Ending(state=state, reason=reason, first_try=self._claimed.first_try)

    def _later(
        self, reason: str, pause: timedelta, *, unclear: bool = False, pauses: bool = False
    ) -> Ending:
        """Once more after the pause; what certainly was not heard was no attempt."""
        before = self._claimed.first_try
        was_begun = self._begun_at is not None
        return Ending(
            state=State.PENDING,
            reason=reason,
            next_at=self._deps.clock() + min(pause, self._deps.patience.longest_pause),
            first_try=(before or self._begun_at) if unclear else before,
            attempts=-1 if was_begun and not unclear else 0,
            pause=pause if pauses else None,
        )

    def _refused(self, reason: str) -> Ending:
        claimed = self._claimed
        if reason in PINNED_SO:
            return self._sent(claimed.slack_channel or claimed.channel, self._thread_ts() or "")
        if claimed.verb in PINNING or reason in GONE:
            return self._over(State.DROPPED, reason)
        if reason in TOKEN and claimed.kind == Kind.NOTICE:
            return self._later(reason, self._deps.patience.longest_pause)
        if reason in PICTURE_REFUSED and "picture" in claimed.payload:
            pause = timedelta(seconds=2 << claimed.attempts)
            return replace(self._later(reason, pause), attempts=0)
        return self._over(State.DEAD, reason)
