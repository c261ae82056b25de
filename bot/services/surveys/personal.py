"""Decides what somebody is given, and what is deleted, who asks what is kept about them in surveys.

Sealed answers can be deleted and never read; what a closed wave holds is nobody's any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.errors import NotFound
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.rights import require_hr
from store.records_surveys import WaveState


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Rights of the people who are asked. `kinds` are those of messages about surveys."""

    desk: Desk

    def found(self, actor: Actor, who: str) -> str:
        """The Slack user with this id, e-mail address or name; NotFound when it is not just one."""
        require_hr(actor)
        profiles = self.desk.store.slack_users.all(self.desk.workspace_id)
        wanted = who.strip().casefold()
        if self.desk.store.invitations.of_person(wanted.upper()):
            return wanted.upper()  # somebody whose profile is gone already
        ids = [one.slack_user_id for one in profiles if one.slack_user_id.casefold() == wanted]
        mails = [one.slack_user_id for one in profiles if (one.email or "").casefold() == wanted]
        names = [one.slack_user_id for one in profiles if one.name.casefold() == wanted]
        for same in (ids, mails, names):
            if len(same) == 1:
                return same[0]
        raise NotFound("There is nobody, or more than one, called {who}: give their id.", who=who)

    def export(self, actor: Actor, who: str, kinds: Collection[str]) -> dict[str, Any]:
        """Everything that surveys keep about somebody, as JSON can hold it."""
        user = self.found(actor, who)
        store, workspace = self.desk.store, self.desk.workspace_id
        waves = {wave.id: wave for wave in store.surveys.waves(workspace)}
        asked = []
        for one in store.invitations.of_person(user):
            wave = waves[one.wave_id]
            is_open = wave.state is not WaveState.CLOSED
            kept = "sealed until closing" if is_open else "mixed: nobody's any more"
            named = store.ballots.named(wave.id).get(user)
            asked.append(
                {
                    "survey": wave.definition["name"],
                    "wave": wave.number,
                    "asked_at": one.send_at.isoformat(),
                    "reminders": one.reminders,
                    "groups": list(one.segments),
                    "has_answered": one.has_answered,
                    "answer": (named or kept) if one.has_answered else None,
                }
            )
        messages = [row["kind"] for row in store.forgetting.messages_to(workspace, user, kinds)]
        return {"slack_user_id": user, "asked": asked, "messages_kept": messages}

    def erase(self, actor: Actor, who: str, kinds: Collection[str]) -> str:
        """Delete all that surveys keep about somebody, sealed answers included; who it was."""
        user = self.found(actor, who)
        store, workspace = self.desk.store, self.desk.workspace_id
        with store.transaction():
            store.ballots.erase(user)
            store.forgetting.person(workspace, user, kinds)
            store.audit.add(workspace, self.desk.clock(), actor.label, "survey.erase", {})
        return user
