"""Decides who is asking before any handler runs: puts the actor, their Translator and the services
into Bolt's context, and stops deliveries that were taken before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.commands.profiles import read_profile
from bot.deps import Deps
from bot.i18n import translator


class Introduce(Middleware):
    """A Middleware class and not a function: Bolt works out every argument of a function at each
    request, which costs more than all that is done here."""

    def __init__(self, deps: Deps) -> None:
        """What handlers are given."""
        self._deps = deps

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt passes it by name
        next: Callable[[], BoltResponse],  # noqa: A002
    ) -> BoltResponse:
        """Fill the context; a delivery taken before gets an empty 200."""
        body: dict[str, Any] = req.body
        key = delivery_key(body)
        if key is not None and not self._deps.once.is_first(key):
            return BoltResponse(status=200, body="")
        context = req.context
        context["deps"] = self._deps
        user_id = context.get("user_id")
        if isinstance(user_id, str) and _is_asking(body):
            self._introduce(context, user_id)
            context["trigger_id"] = body.get("trigger_id")
        return next()

    def _introduce(self, context: BoltContext, user_id: str) -> None:
        """Who is asking, and the one picture of the workspace that they are answered from."""
        deps = self._deps
        snapshot, today = deps.desk.snapshots.current(), deps.today()
        actor = deps.access.who(user_id, snapshot, today)
        if not actor.is_read and read_profile(deps, user_id):
            snapshot = deps.desk.snapshots.current()
            actor = deps.access.who(user_id, snapshot, today)
        context["actor"] = actor
        context["snapshot"] = snapshot
        context["today"] = today
        context["tr"] = translator(actor.locale or deps.settings.locale)


def _is_asking(body: dict[str, Any]) -> bool:
    """Whether there is somebody to answer: of events, only who opens the Home tab."""
    if body.get("type") != "event_callback":
        return True
    return str(body["event"]["type"]) == "app_home_opened"


def delivery_key(body: dict[str, Any]) -> str | None:
    """What tells one delivery from another: the id of an event, the trigger of a tap or command."""
    found = body.get("event_id") or body.get("trigger_id")
    return str(found) if found else None
