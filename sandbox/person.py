"""Decides what somebody at a keyboard can do, for tests: every act waits for the app's ack and
says clearly why it could not be done. Sees no more than that person sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox import acts, acts_blocks, acts_modals, reading
from sandbox.errors import SlackError
from sandbox.modals import top_modal, type_into
from sandbox.people import open_dm
from sandbox.records import App, Delivery, Json
from sandbox.stage import Stage
from sandbox.typing_state import elements_of, holds
from sandbox.waiting import wait_until


class Person:
    """One user of the workspace. Messages and views are the dicts this person sees; give them
    back to `click` to use what is in them."""

    def __init__(self, stage: Stage, user_id: str) -> None:
        self._stage = stage
        self.id = user_id

    def command(
        self, command: str, text: str = "", *, channel: str | None = None, thread: str | None = None
    ) -> Delivery:
        """Type a slash command, in the DM with the app unless a channel is given; waits for the
        ack. `delivery.message` is what the ack shows."""
        return acts.run_command(
            self._stage, self.id, channel or self.dm(), command, text, thread_ts=thread
        )

    def say(self, text: str, *, channel: str | None = None, thread: str | None = None) -> Delivery:
        """Post a message; waits until the apps that listen have acknowledged."""
        return acts.say(self._stage, self.id, channel or self.dm(), text, thread)

    def messages(self, channel: str | None = None, thread: str | None = None) -> list[Json]:
        """What this person sees in a conversation (the DM with the app unless given), oldest
        first; ephemeral ones are marked `is_ephemeral`."""
        place = channel or self.dm()
        return reading.visible_messages(self._stage.ws, self.id, place, thread)

    def last_message(self, channel: str | None = None) -> Json:
        """The newest message this person sees in a conversation."""
        seen = self.messages(channel)
        if not seen:
            raise AssertionError(f"{self.id} sees no message in {channel or 'the DM'}")
        return seen[-1]

    def wait_for(
        self, find: Callable[[], Any], *, missing: str = "it did not happen", timeout: float = 5.0
    ) -> Any:
        """The first truthy answer of `find`, for what an app does after its ack."""
        return wait_until(self._stage.ws, find, missing, timeout)

    def wait_for_message(
        self, says: str = "", *, channel: str | None = None, timeout: float = 5.0
    ) -> Json:
        """The newest message with `says` in its text, waiting for it to come."""
        place = channel or self.dm()

        def newest() -> Json | None:
            found = [m for m in self.messages(place) if says in m["text"]]
            return found[-1] if found else None

        seen: Json = self.wait_for(newest, missing=f"no message with {says!r}", timeout=timeout)
        return seen

    def click(
        self,
        place: Json,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        typed: acts_blocks.Typed | None = None,
    ) -> Delivery:
        """Use an element of a message or view: press a button, choose an option by value or
        text, pick a date. Of several with that action id, `value` picks the button or menu."""
        spot = acts_blocks.Spot(
            container=_container(place),
            action_id=action_id,
            block_id=block_id or self._block_of(place, action_id, value),
        )
        return acts_blocks.use_element(self._stage, self.id, spot, value, typed)

    def _block_of(self, place: Json, action_id: str, value: Any) -> str | None:
        found = acts_blocks.place_of(self._stage.ws, self.id, _container(place))
        for element in elements_of(acts_blocks.blocks_of(found)):
            if element["action_id"] == action_id and value is not None and holds(element, value):
                return str(element["block_id"])
        return None

    def suggest(
        self, place: Json, action_id: str, typed: str = "", *, block_id: str | None = None
    ) -> list[Json]:
        """The options an external select offers for what is typed into it."""
        spot = acts_blocks.Spot(container=_container(place), action_id=action_id, block_id=block_id)
        answer = acts_blocks.suggest(self._stage, self.id, spot, typed)
        groups = answer.get("option_groups") or []
        return [*answer.get("options", []), *(o for g in groups for o in g["options"])]

    def view(self) -> Json | None:
        """The modal on top, None when none is open."""
        return reading.modal_of(self._stage.ws, self.id)

    def open_view(self) -> Json:
        """The modal on top. Raises AssertionError when none is open."""
        view = self.view()
        if view is None:
            raise AssertionError(f"{self.id} has no modal open")
        return view

    def fill(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Type into the open modal without submitting it."""
        with self._stage.ws.lock:
            self.open_view()
            view = top_modal(self._stage.ws, self.id)
            if view is not None:
                type_into(self._stage.ws, view, acts_blocks.hold_typed(view, values))

    def submit(self, values: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, str]:
        """Fill in and submit the open modal; returns what is wrong per block id, {} when it went
        through."""
        return acts_modals.submit_view(self._stage, self.id, self.open_view()["id"], values or {})

    def close_view(self, *, clear: bool = False) -> None:
        """Cancel the open modal, with `clear` the whole stack."""
        acts_modals.close_view(self._stage, self.id, self.open_view()["id"], clear=clear)

    def open_home(self, app: App | None = None, *, timeout: float = 2.0) -> Json:
        """Open the app's Home tab and return it; an app that has nothing there yet gets up to
        `timeout` seconds to publish. Raises TimeoutError when there is none even then."""
        wanted = app or self._only_app()
        acts_modals.open_home(self._stage, self.id, wanted.app_id)
        return wait_until(
            self._stage.ws,
            lambda: self.home(wanted) or {},
            f"{wanted.name} published no Home for {self.id}",
            timeout,
        )

    def open_messages_tab(self, app: App | None = None) -> Delivery:
        """Open the app's Messages tab, which is also an app_home_opened event."""
        wanted = app or self._only_app()
        return acts_modals.open_home(self._stage, self.id, wanted.app_id, "messages")

    def home(self, app: App | None = None) -> Json | None:
        """The Home tab as it is, without opening it anew."""
        view = acts_modals.home_of(self._stage, app or self._only_app(), self.id)
        return reading.shown_view(self._stage.ws, view)

    def dm(self, app: App | None = None) -> str:
        """The id of the direct conversation with the app."""
        wanted = app or self._only_app()
        return open_dm(self._stage.ws, [self.id, wanted.bot_user_id]).id

    def react(self, message: Json, name: str, *, add: bool = True) -> Delivery:
        """Add a reaction to a message, or take it back."""
        return acts.add_reaction(
            self._stage, self.id, message["channel"], message["ts"], name, add=add
        )

    def shortcut(self, callback_id: str, message: Json | None = None) -> Delivery:
        """Use a global shortcut, or a message shortcut on a message."""
        place = message or {"channel": "", "ts": ""}
        return acts.run_shortcut(self._stage, self.id, callback_id, place["channel"], place["ts"])

    def join(self, channel: str) -> Delivery:
        """Join a public channel."""
        return acts.enter_channel(self._stage, self.id, channel)

    def leave(self, channel: str) -> Delivery:
        """Leave a channel."""
        return acts.leave_channel(self._stage, self.id, channel)

    def _only_app(self) -> App:
        apps = list(self._stage.ws.apps.values())
        if len(apps) != 1:
            names = ", ".join(app.name for app in apps) or "none"
            raise SlackError("say_which_app", installed=names)
        return apps[0]


def _container(place: Json) -> Json:
    if str(place.get("id", "")).startswith("V"):
        return {"type": "view", "view_id": place["id"]}
    if "ts" not in place:
        raise ValueError("give a message or a view of this person, as messages() or view() return")
    return {"type": "message", "message_ts": place["ts"], "channel": place["channel"]}
