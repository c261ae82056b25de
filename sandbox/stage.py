"""Decides nothing: the things every act of a person needs, handed around together."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from sandbox.dispatch import Dispatcher
from sandbox.grants import new_response_url, new_trigger
from sandbox.records import App, Delivery, Json, ResponseUrl, User
from sandbox.state import Workspace


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`base_url` is the address of the sandbox, without a slash at its end."""

    ws: Workspace
    dispatcher: Dispatcher
    base_url: str

    def response_url(self, granted: ResponseUrl, kind: str) -> str:
        """The address of a granted response URL; `kind` is commands, actions or app."""
        return f"{self.base_url}/response/{kind}/{self.ws.team_id}/{granted.key}"

    def trigger(self, app: App, user: User, view_id: str | None = None) -> str:
        """A fresh trigger id."""
        return new_trigger(self.ws, app, user, view_id)

    def interact(self, app: App, kind: str, payload: Json) -> Delivery:
        """Deliver and wait for the ack."""
        return self.dispatcher.interact(app, kind, payload)

    def grant(
        self,
        app: App,
        user: User,
        channel: str,
        *,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> ResponseUrl:
        """A fresh response URL for `channel`."""
        return new_response_url(
            self.ws, app, user, channel, message_ts=message_ts, thread_ts=thread_ts
        )


def acknowledged(futures: list[Future[Delivery]]) -> Delivery:
    """Wait for all apps that hear an event; the first failure, else the last ack."""
    deliveries = [future.result() for future in futures]
    failed = [delivery for delivery in deliveries if not delivery.ok]
    return (failed or deliveries or [Delivery(status=None)])[-1]
