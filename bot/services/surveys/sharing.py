"""Decides who may show a result to a whole channel, and what of it. Knows no Slack and no texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.surveys.results import WaveResult
from bot.errors import NotAllowed, UsageError
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.results import Results
from bot.services.surveys.rights import require_hr
from store.records import Role


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Results without comments and names, for everybody."""

    desk: Desk
    results: Results

    def summary(self, actor: Actor, wave_id: int, *, with_groups: bool) -> WaveResult:
        """What everybody may read: no comments ever, and groups only when wanted.

        The survey is its owner's to share; any HR may once the owner is not HR any more. UsageError
        for a wave of which nothing was released and for a check with names.
        """
        require_hr(actor)
        result = self.results.of(actor, wave_id)
        self._check_owner(actor, result)
        if result.is_named:
            raise UsageError("A check with names is for HR alone: it cannot be shared.")
        if not result.is_published:
            raise UsageError("Nothing of this wave was released, so there is nothing to share.")
        groups = result.groups if with_groups else tuple(g for g in result.groups if not g.group)
        told = tuple(one for one in groups if one.silence is None)
        return replace(result, groups=told, comments=(), scores={}, is_hr=False)

    def note(self, actor: Actor, wave_id: int, channel: str) -> None:
        """Write down that it was shared; call it in the transaction that decides the message."""
        self.desk.store.audit.add(
            self.desk.workspace_id,
            self.desk.clock(),
            actor.label,
            "wave.share",
            {"wave": wave_id, "channel": channel},
        )

    def _check_owner(self, actor: Actor, result: WaveResult) -> None:
        owner = str(result.wave.definition.get("owner", ""))
        if owner == actor.slack_user_id:
            return
        if Role.HR in self.desk.store.roles.of(self.desk.workspace_id, owner):
            profile = self.desk.snapshots.current().profiles.get(owner)
            raise NotAllowed(
                "Sharing this result is for {owner}, whose survey it is.",
                owner=profile.name if profile else owner,
            )
