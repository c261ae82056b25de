"""Decides who is asking before any handler runs: puts the actor, their Translator and the services
into Bolt's context, and stops deliveries that were taken before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
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
        if isinstance(user_id, str) and body.get("type") != "event_callback":
            actor = self._deps.access.who(user_id)
            if not actor.is_read:
                read_profile(self._deps, user_id)
                actor = self._deps.access.who(user_id)
            context["actor"] = actor
            context["tr"] = translator(actor.locale or self._deps.settings.locale)
        return next()


def delivery_key(body: dict[str, Any]) -> str | None:
    """What tells one delivery from another: the id of an event, the trigger of a tap or command."""
    found = body.get("event_id") or body.get("trigger_id")
    return str(found) if found else None
