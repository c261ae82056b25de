"""Decides how the benchmarks ask Koploper as Slack does: the real app over a ledger, and signed
requests for it. Sends nothing over a network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bench.lab import Lab
from bench.ledger import clock, database_url, slack_user_id
from bench.writing import Writer
from bot.app import build_app
from bot.config import Settings
from bot.deps import build_deps
from store.open import open_store

EMPTY = "/empty"
BOARD = "/leaderboard"
_SECRET = "0123456789abcdef"
# How often each is typed, of twenty: most people type nothing, or one thing.
WORDS = (
    *[""] * 8, *["me"] * 3, *["last month"] * 2, "deals", "this week", "this quarter by team",
    "win rate this year", "new revenue", "omzet vorige maand", "average deal last month",
)  # fmt: skip


class SlackSide:
    """The app over one ledger, and requests of its reps (`viewers`, by number) in turn."""

    def __init__(self, lab: Lab, place: Path) -> None:
        """`place` is a data directory that may be written in."""
        self._store = lab.stack.enter_context(
            closing(open_store(database_url(place), data_dir=place, clock=clock))
        )
        settings = Settings.model_validate(
            {
                "slack_bot_token": "xoxb-bench",
                "slack_signing_secret": _SECRET,
                "zone": "Europe/Amsterdam",
                "data_dir": place,
            }
        )
        self.app = build_app(build_deps(settings, self._store, clock))
        _answer_nothing(self.app)
        self.viewers: Sequence[int] = range(lab.scale.reps)
        self._verifier = SignatureVerifier(_SECRET)
        self._deliveries = count(1)
        workspace = self._store.workspaces.sole().id
        seated = {seat.person_id for seat in self._store.people.seats(workspace).values()}
        self._writer = Writer(self._store, sorted(seated))
        self.check()

    def request(self, command: str, number: int) -> BoltRequest:
        """Command `number`, signed now: another rep each time, words as they are mostly typed."""
        delivery = next(self._deliveries)
        body = urlencode(
            {
                "command": command,
                "text": WORDS[number % len(WORDS)],
                "user_id": slack_user_id(self.viewers[number * 7 % len(self.viewers)]),
                "team_id": "T00000001",
                "channel_id": "C00000001",
                "response_url": "http://127.0.0.1:9/none",
                # Slack sends each delivery with its own; a known one would be dropped unanswered.
                "trigger_id": f"{delivery}.1.bench",
            }
        )
        stamp = str(int(time.time()))
        headers = {
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [
                self._verifier.generate_signature(timestamp=stamp, body=body) or ""
            ],
        }
        return BoltRequest(body=body, headers=headers)

    def check(self) -> None:
        """RuntimeError unless every one of the words is answered with a board."""
        for number in range(len(WORDS)):
            body = answered(self.app, self.request(BOARD, number)).body
            if '"blocks"' not in body:
                raise RuntimeError(f"no board for {WORDS[number]!r}: {body}")

    def record(self, number: int) -> None:
        """Somebody wins a deal: everything remembered is out of date."""
        self._writer.record(number)


def answered(app: App, request: BoltRequest) -> BoltResponse:
    """The response to a request; an error when it was not taken."""
    response: BoltResponse = app.dispatch(request)
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {response.body}")
    return response


def _answer_nothing(app: App) -> None:
    """Add an empty handler, before all others: Bolt asks them in turn, which must not slow it."""

    def answer_nothing(ack: Ack) -> None:
        ack()

    app.command(EMPTY)(answer_nothing)
    listeners = app._listeners  # noqa: SLF001 - there is no public way to come first
    listeners.insert(0, listeners.pop())
