"""Decides how a modal is opened and how what was filled in is read. Knows no product words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import UsageError
from bot.views.modals import VALUE
from bot.views.parts import Json

_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"})


class Form:
    """The fields of a submitted modal by the block ids they were built with.

    Everything in it is the user's input: services check values and rights again.
    """

    def __init__(self, view: Mapping[str, Any]) -> None:
        """`view` as Slack submits it."""
        self._values: Mapping[str, Any] = view["state"]["values"]
        self.about: str = view.get("private_metadata") or ""

    def text(self, field: str) -> str:
        """What was typed, without spaces around it; "" when nothing was."""
        return (self._element(field).get("value") or "").strip()

    def choice(self, field: str) -> str:
        """The value of the chosen option; "" when none is."""
        chosen = self._element(field).get("selected_option") or {}
        return str(chosen.get("value") or "")

    def choices(self, field: str) -> tuple[str, ...]:
        """The values of all chosen options."""
        chosen = self._element(field).get("selected_options") or ()
        return tuple(str(one["value"]) for one in chosen)

    def channel(self, field: str) -> str:
        """The id of the chosen conversation; "" when none is."""
        return self._element(field).get("selected_conversation") or ""

    def channels(self, field: str) -> tuple[str, ...]:
        """The ids of the chosen conversations."""
        return tuple(self._element(field).get("selected_conversations") or ())

    def user(self, field: str) -> str:
        """The id of the chosen Slack user; "" when none is."""
        return self._element(field).get("selected_user") or ""

    def users(self, field: str) -> tuple[str, ...]:
        """The ids of the chosen Slack users."""
        return tuple(self._element(field).get("selected_users") or ())

    def day(self, field: str) -> date | None:
        """The chosen day."""
        chosen = self._element(field).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def clock(self, field: str) -> time | None:
        """The chosen time of day."""
        chosen = self._element(field).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def _element(self, field: str) -> Mapping[str, Any]:
        element: Mapping[str, Any] = (self._values.get(field) or {}).get(VALUE) or {}
        return element


def open_modal(client: WebClient, trigger_id: str, view: Json) -> None:
    """Show a modal to whoever caused the trigger; UsageError when three seconds have passed."""
    try:
        client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") in _TOO_LATE:
            raise UsageError("That took Slack too long. Please try once more.") from None
        raise
