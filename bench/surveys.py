"""Decides how the benchmarks ask people: an open wave in a real database behind the real app, and
what Slack sends when somebody submits the form. Sends nothing over a network."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bench.lab import Lab
from bot.app import build_app
from bot.clock import system_clock
from bot.config import Settings
from bot.deps import Deps, build_deps
from bot.domain.surveys.questions import Question
from bot.domain.surveys.templates import TEMPLATES
from bot.i18n import translator
from bot.outgoing import Patience
from bot.services.access import Actor
from bot.views.answer_form import answer_form, block_id
from bot.views.invitations import Asking
from bot.views.modals import VALUE
from sandbox import Sandbox
from sandbox.acts_blocks import hold_typed
from sandbox.modals import open_modal, type_into
from sandbox.payloads import submission_payload
from store.open import Store, open_store
from store.records import Role, SlackUser
from store.records_surveys import Wave

_SECRET = "0123456789abcdef"
_HR = "UHR"
_ZONE = "Europe/Amsterdam"
_PLAN = TEMPLATES["enps-reason"].plan
_REASON = "Good colleagues; the route planning could be better, and so could the coffee."


def settings_for(place: Path, **more: Any) -> Settings:
    """Settings of a bot in `place`, which is made."""
    place.mkdir(parents=True, exist_ok=True)
    known = {
        "slack_bot_token": "xoxb-bench",
        "slack_signing_secret": _SECRET,
        "zone": _ZONE,
        "data_dir": place,
    }
    return Settings.model_validate(known | more)


def opened_deps(lab: Lab, settings: Settings, patience: Patience | None = None) -> Deps:
    """The services over a new SQLite file, closed with the lab."""
    store = lab.stack.enter_context(
        closing(open_store(settings.database, data_dir=settings.data_dir, clock=system_clock))
    )
    return build_deps(settings, store, system_clock, patience=patience)


def launched(deps: Deps, people: Sequence[str]) -> Wave:
    """An open wave of the most used template to these Slack users, whose profiles are known."""
    with deps.store.transaction():
        for user in people:
            _know(deps.store, deps.workspace_id, user)
    actor = Actor(slack_user_id=_HR, person_id=None, name="HR", roles=frozenset({Role.HR}))
    survey = deps.surveys.launching.create(actor, "Pulse", _PLAN)
    found = deps.surveys.audiences.candidates(_PLAN.audience)
    return deps.surveys.launching.launch(actor, survey.id, found)


def _know(store: Store, workspace: int, user: str) -> None:
    profile = SlackUser(
        slack_user_id=user,
        name=f"Person {user}",
        locale="en-US",
        zone=_ZONE,
        fetched_at=system_clock(),
    )
    store.slack_users.put(workspace, profile)


class Respondents:
    """An open wave behind the real app, and everybody's answer as Slack would send it."""

    def __init__(self, lab: Lab, place: Path, people: int) -> None:
        """`people` are asked, and have their form filled in."""
        self.deps = opened_deps(lab, settings_for(place))
        self._app = build_app(self.deps)
        self._slack = Sandbox()  # never started: only what it sends is wanted
        lab.stack.callback(self._slack.stop)
        self._bot = self._slack.install_app()
        users = [
            self._slack.add_user(name=f"Person {number}", email=f"p{number}@example.com")
            for number in range(people)
        ]
        self.wave = launched(self.deps, users)
        wave, self._questions = self.deps.surveys.voting.form(users[0], self.wave.id)
        asking = Asking(wave=wave, sender="HR", zone=_ZONE)
        self._form = answer_form(asking, self._questions, translator("en"))
        self._bodies = [self._submitted(number, user) for number, user in enumerate(users)]
        self._verifier = SignatureVerifier(_SECRET)
        self._signed: dict[int, dict[str, list[str]]] = {}

    @property
    def questions(self) -> Sequence[Question]:
        """What is asked."""
        return self._questions

    def sign(self, numbers: Iterable[int]) -> None:
        """Let Slack sign the answers of these people; they have to arrive within five minutes."""
        stamp = str(int(time.time()))
        for number in numbers:
            body = self._bodies[number]
            signature = self._verifier.generate_signature(timestamp=stamp, body=body) or ""
            self._signed[number] = {
                "content-type": ["application/x-www-form-urlencoded"],
                "x-slack-request-timestamp": [stamp],
                "x-slack-signature": [signature],
            }

    def arrive(self, number: int) -> None:
        """Person `number` presses Send: from the bytes of the signed request to the response.

        RuntimeError unless the answer is acknowledged with the view that says it is in.
        """
        response = self._dispatched(number)
        if response.status != 200 or '"response_action": "update"' not in response.body:
            raise RuntimeError(f"{response.status}: {response.body}")

    def box_size(self) -> int:
        """The bytes of one sealed answer; all have the same. One must have arrived."""
        return len(self.deps.store.ballots.sealed(self.wave.id)[0][1])

    def kept(self) -> int:
        """How many sealed answers there are."""
        return len(self.deps.store.ballots.sealed(self.wave.id))

    def _dispatched(self, number: int) -> BoltResponse:
        request = BoltRequest(body=self._bodies[number], headers=self._signed.pop(number))
        response: BoltResponse = self._app.dispatch(request)
        return response

    def _submitted(self, number: int, user_id: str) -> str:
        """A view_submission as Slack sends it: scores of all kinds, a reason from every other."""
        slack = self._slack.workspace
        user = slack.user(user_id)
        typed = {block_id(0): {VALUE: str(1 + number % 10)}}
        if number % 2:
            typed[block_id(1)] = {VALUE: _REASON}
        view = open_modal(slack, self._bot, user, self._form)
        view = type_into(slack, view, hold_typed(view, typed))
        payload = submission_payload(slack, self._bot, user, view, [])
        payload["trigger_id"] = f"{number}.1.bench"
        return urlencode({"payload": json.dumps(payload, separators=(",", ":"))})
