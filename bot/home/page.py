"""What happens on the Home tab: it is drawn anew when it is opened, and its buttons open modals.
Decides when a page is fresh enough to leave; knows no product rules."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.domain.grammar import parse
from bot.domain.query import Mode, Query
from bot.errors import UsageError
from bot.forms import open_modal
from bot.i18n import Translator
from bot.ids import HomeId
from bot.services.access import Actor
from bot.services.snapshot import Snapshot
from bot.views.badges import cabinet_message
from bot.views.board import board_message
from bot.views.home import home_view, unknown_home
from bot.views.home_surveys import with_surveys
from bot.views.in_modal import message_modal
from bot.views.invitations import Asking
from bot.views.parts import VALUE_LIMIT, Json
from bot.views.why import why_message

Body = Mapping[str, Any]
FRESH = timedelta(seconds=10)
"""A page that shows the same data and was drawn this lately is left as it is."""

_CONFLICT = "hash_conflict"
_MOST = 1_000  # people whose last page is remembered


class Drawn:
    """What each person's page was drawn from, and when. Safe from any thread."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._pages: dict[str, tuple[Snapshot, datetime]] = {}
        self._lock = threading.Lock()

    def is_fresh(self, user: str, snapshot: Snapshot, now: datetime) -> bool:
        """Whether their page needs no drawing; else it counts as drawn now."""
        with self._lock:
            held = self._pages.get(user)
            if held is not None and held[0] is snapshot and now - held[1] < FRESH:
                return True
            if len(self._pages) >= _MOST:
                self._pages.clear()
            self._pages[user] = (snapshot, now)
            return False

    def forget(self, user: str) -> None:
        """Draw their page at the next occasion."""
        with self._lock:
            self._pages.pop(user, None)


def register(app: App) -> None:
    """Draw pages and answer their buttons."""
    drawn = Drawn()

    def open_page(event: Body, context: Body) -> None:
        """Somebody opened the tab; Slack says so for the Messages tab, too."""
        if event.get("tab") != "home":
            return
        deps, user, snapshot = context["deps"], event["user"], context["snapshot"]
        if drawn.is_fresh(user, snapshot, deps.clock()):
            return
        try:
            publish(deps.client, user, own_view(context), (event.get("view") or {}).get("hash"))
        except (SlackApiError, OSError):
            drawn.forget(user)
            raise

    app.event("app_home_opened")(open_page)
    app.action(HomeId.BOARD.value)(show_board)
    app.action(HomeId.WHY.value)(show_why)
    app.action(HomeId.BADGES.value)(show_badges)
    app.action(HomeId.LINK_ME.value)(link_me)


def own_view(context: Body) -> Json:
    """The page of whoever is asking."""
    deps: Deps = context["deps"]
    actor: Actor = context["actor"]
    tr: Translator = context["tr"]
    if actor.roles:
        view = home_view(deps.pages.of(actor, context["snapshot"], context["today"]), tr)
    else:
        offered = deps.matching.offer(actor) if actor.is_read else None
        has_owner = bool(deps.roles.owners())
        view = unknown_home(actor.slack_user_id or "", offered, has_owner, tr)
    return with_surveys(view, _asked_of(actor, deps), tr)


def _asked_of(actor: Actor, deps: Deps) -> list[tuple[Asking, bool]]:
    """The surveys that wait for somebody, whoever they are in the sales data."""
    zone = actor.zone or deps.settings.zone
    return [
        (Asking(wave=wave, sender="", zone=zone), has_answered)
        for wave, has_answered in deps.surveys.overview.waiting_for(actor.slack_user_id or "")
    ]


def publish(client: WebClient, user: str, view: Json, known: str | None = None) -> None:
    """Put the page up. When the one it was to replace is no longer the newest, this one is still
    newer than what is shown: it is put up without asking again."""
    try:
        client.views_publish(user_id=user, view=view, **({"hash": known} if known else {}))
    except SlackApiError as error:
        if error.response.get("error") != _CONFLICT:
            raise
        client.views_publish(user_id=user, view=view)


def show_board(ack: Ack, body: Body, context: Body) -> None:
    """The board, to read; asking on is what the command is for."""
    deps, tr = context["deps"], context["tr"]
    board = deps.boards.board(_asked(body, context), context["actor"], context["today"])
    message = board_message(board, tr).message()
    view = message_modal(HomeId.BOARD, tr.gettext("The leaderboard"), message, tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def show_why(ack: Ack, body: Body, context: Body) -> None:
    """The deals behind my number."""
    deps, tr = context["deps"], context["tr"]
    why = deps.whys.why(_asked(body, context), context["actor"], context["today"])
    view = message_modal(HomeId.WHY, tr.gettext("Why this number"), why_message(why, tr), tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def show_badges(ack: Ack, body: Body, context: Body) -> None:
    """All my badges."""
    deps, tr = context["deps"], context["tr"]
    cabinet = deps.badges.cabinet(None, context["actor"], context["snapshot"], context["today"])
    message = cabinet_message(cabinet, tr)
    view = message_modal(HomeId.BADGES, tr.gettext("My badges"), message, tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def link_me(ack: Ack, body: Body, actor: Actor, deps: Deps, context: Body) -> None:
    """Link the person who tapped to the person that was offered to them, and show their page."""
    value = body["actions"][0].get("value")
    if not isinstance(value, str) or not value.isdecimal():
        raise UsageError("That button is not valid any more; send the command again.")
    deps.matching.accept(actor, int(value))
    user, snapshot, today = body["user"]["id"], deps.desk.snapshots.current(), deps.today()
    known = deps.access.who(user, snapshot, today)
    seen = {**context, "actor": known, "snapshot": snapshot, "today": today}
    publish(deps.client, user, own_view(seen))
    ack()


def _asked(body: Body, context: Body) -> Query:
    """The question a button carries: the user's input, parsed like typed words."""
    value = body["actions"][0].get("value")
    if not isinstance(value, str) or not 0 < len(value) <= VALUE_LIMIT:
        raise UsageError("That button is not valid any more; send the command again.")
    query = parse(value, context["snapshot"].vocabulary, context["today"])
    if query.mode is not Mode.BOARD:
        raise UsageError("That button is not valid any more; send the command again.")
    return query
