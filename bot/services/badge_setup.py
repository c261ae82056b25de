"""Decides who makes, changes and switches badges, and tries a rule out before it is kept. Every
change leaves an audit line; who earns what under it is services/awarding.py's business."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.defining import badge_from, definition_of
from bot.domain.badges.rules import Badge
from bot.domain.money import decimals
from bot.domain.points import POINTS
from bot.errors import NotFound, UsageError, UserError
from bot.services.access import ADMINS, Actor, require
from bot.services.awarding import Awarding
from bot.services.badges import Badges
from bot.services.desk import Desk
from bot.services.points import Points

MOST_OWN = 50
"""Badges of a team's own: with the built-in ones they fit one modal."""

LOOK_BACK = timedelta(days=182)
"""How far back a rule is tried out: six months."""

_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")

Data = Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A badge with what it is worth now."""

    badge: Badge
    worth: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What a rule would have given: to how many people, how many times; or why it will not do."""

    people: int = 0
    times: int = 0
    problem: UserError | None = None


class BadgeSetup:
    """The badges of a workspace, as admins want them."""

    def __init__(self, desk: Desk, badges: Badges, points: Points, awarding: Awarding) -> None:
        """`awarding` tries rules out."""
        self._desk = desk
        self._badges = badges
        self._points = points
        self._awarding = awarding

    def listed(self, actor: Actor) -> Sequence[Listed]:
        """Every badge, built in first; owner and admin."""
        require(actor, ADMINS)
        worth = self._points.worth()
        found = self._badges.all(self._desk.snapshots.current())
        return [Listed(badge=badge, worth=worth[key]) for key, badge in found.items()]

    def get(self, actor: Actor, key: str) -> Listed:
        """One badge; NotFound when there is none."""
        for one in self.listed(actor):
            if one.badge.key == key:
                return one
        raise NotFound("There is no badge “{key}”.", key=key)

    def definition(self, badge: Badge) -> dict[str, object]:
        """What an own badge was made of, to be changed."""
        snapshot = self._desk.snapshots.current()
        digits = decimals(snapshot.currency)
        return definition_of(badge, snapshot.metrics, digits=digits)

    def try_out(self, actor: Actor, data: Data) -> Tried:
        """Who would have earned it in the past six months; nothing is kept."""
        require(actor, ADMINS)
        try:
            badge = self._badge("preview", data)
        except UserError as problem:
            return Tried(problem=problem)
        since = self._desk.today() - LOOK_BACK
        found = self._awarding.preview(actor, badge, since)
        return Tried(people=found.people, times=found.times)

    def save(self, actor: Actor, key: str | None, data: Data, *, is_on: bool = True) -> Badge:
        """Make a badge (no key), or put other rules in the place of an own one's.

        FormError names the field that will not do; UsageError when there are too many.
        """
        require(actor, ADMINS)
        store, workspace_id = self._desk.store, self._desk.workspace_id
        with store.transaction():
            said = store.badges.all(workspace_id)
            own = [one.key for one in said.values() if one.definition]
            if key is None and len(own) >= MOST_OWN:
                raise UsageError("There are {most} badges of your own already.", most=MOST_OWN)
            if key is not None and key not in own:
                raise NotFound("There is no badge “{key}”.", key=key)
            name = str(data.get("name") or "")
            badge = self._badge(key or key_for(name, {*BUILT_IN_BADGES, *said}), data)
            kept = self.definition(badge)
            store.badges.put(workspace_id, badge.key, kept, enabled=is_on)
            self._audit(actor, "badge.save", badge.key, kept)
            self._worth_of_its_own(badge.key)
            self._points.post_again([badge.key])
        return badge

    def switch(self, actor: Actor, key: str, *, is_on: bool, worth: int | None = None) -> Badge:
        """Let a badge be earned or not, and say what it is worth. What people have, they keep."""
        badge = self.get(actor, key).badge
        store, workspace_id = self._desk.store, self._desk.workspace_id
        with store.transaction():
            if worth is not None:
                self._change_worth(actor, badge, worth)
            if is_on and badge.is_built_in:
                self._forget(key)
            else:
                kept = {} if badge.is_built_in else self.definition(badge)
                store.badges.put(workspace_id, key, kept, enabled=is_on)
            self._audit(actor, "badge.switch", key, {"on": is_on})
        return badge

    def remove(self, actor: Actor, key: str) -> Badge:
        """Delete an own badge. Who has it keeps it, without its points."""
        badge = self.get(actor, key).badge
        if badge.is_built_in:
            raise UsageError("A built-in badge cannot be deleted, only switched off.")
        store, workspace_id = self._desk.store, self._desk.workspace_id
        with store.transaction():
            store.badges.remove(workspace_id, key)
            self._worth_of_its_own(key)
            self._points.post_again([key])
            self._audit(actor, "badge.remove", key, {})
        return badge

    def _badge(self, key: str, data: Data) -> Badge:
        snapshot = self._desk.snapshots.current()
        return badge_from(key, data, snapshot.metrics, digits=decimals(snapshot.currency))

    def _change_worth(self, actor: Actor, badge: Badge, worth: int) -> None:
        rules = self._points.rules()
        changed = {key: points for key, points in rules.badges.items() if key != badge.key}
        if worth != badge.points:
            changed[badge.key] = worth
        if changed != rules.badges:
            self._points.change(actor, replace(rules, badges=changed))

    def _forget(self, key: str) -> None:
        store, workspace_id = self._desk.store, self._desk.workspace_id
        if key in store.badges.all(workspace_id):
            store.badges.remove(workspace_id, key)

    def _worth_of_its_own(self, key: str) -> None:
        """What was said about its points elsewhere gives way to what its definition says."""
        store, workspace_id = self._desk.store, self._desk.workspace_id
        rules = self._points.rules()
        if key in rules.badges:
            own = {name: points for name, points in rules.badges.items() if name != key}
            store.preferences.set(workspace_id, POINTS, replace(rules, badges=own).data())

    def _audit(self, actor: Actor, action: str, key: str, details: Data) -> None:
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details={"key": key, **details},
        )


def key_for(name: str, taken: Collection[str]) -> str:
    """A key for a badge of this name that none has yet."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    bare = _NOT_IN_KEYS.sub("_", plain).strip("_")[:30].rstrip("_")
    base = bare if bare[:1].isalpha() else f"badge_{bare}".rstrip("_")
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key
