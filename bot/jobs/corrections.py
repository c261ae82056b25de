"""Decides and writes down what is said about posted boards that moved: words in private first, one
line in the thread later. One transaction for a look; the poster says what was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.domain.corrections import Act, Concern, Step, step
from bot.i18n import Translator, translator
from bot.jobs.correction_plans import Plan, by_message, concerns_of, content_of, heard_by
from bot.outgoing import Kind
from bot.services.corrections import KEPT
from bot.services.rereading import Case
from bot.views.corrections import Corrected, HeadsUp, heads_up, line, put_right
from bot.views.parts import Message
from store.records_outbox import State
from store.records_posted import HeardBy, Pending

EVERY = timedelta(seconds=10)
_UNSAID = frozenset({State.PENDING, State.SENDING})
_PATIENCE = timedelta(hours=1)
"""So long the line waits for words in private that Slack does not take."""
_PUT_RIGHT = "put right before it was said"


class LostError(Exception):
    """Another process was quicker; nothing of ours was kept."""


def correct(deps: Deps) -> None:
    """Look at the posted boards under watch, and decide what is said about those that moved."""
    now = deps.clock()
    if not deps.corrections.is_due(now):
        return
    version, cases = deps.corrections.cases(now)
    look = Look(deps, version, now)
    plans = [plan for case in cases if (plan := look.plan(case)) is not None]
    try:
        if any(plan.act is not Act.REST for plan in plans):
            with deps.store.transaction():
                look.carry_out(plans)
    except LostError:
        deps.corrections.lost()
        return
    true = [plan.case.posted for plan in plans if plan.act is Act.REST]
    dues = [plan.pending.due for plan in plans if plan.pending]
    deps.corrections.looked(now, version, true, dues)


class Look:
    """One look at everything that is watched."""

    def __init__(self, deps: Deps, version: int, now: datetime) -> None:
        """`version` is that of the workspace when the cases were read."""
        self._deps = deps
        self._version = version
        self._now = now
        self._rules = deps.corrections.rules()

    def plan(self, case: Case) -> Plan | None:
        """What is to be done; None while the post is not in Slack, where nobody read it."""
        posted = case.posted
        post = self._deps.outgoing.get(posted.outbox_id)
        if post is None or post.state is not State.SENT:
            return None
        done = step(posted.pending, case.moves, self._now, self._rules.delay)
        if done.act is Act.TELL and posted.pending and self._is_unheard(posted.pending):
            done = Step(Act.WAIT, posted.pending)
        plan = Plan(case=case, post=post, act=done.act, pending=done.pending)
        if done.act in {Act.WAIT, Act.TELL}:
            plan.heard = list(plan.before)
        return plan

    def carry_out(self, plans: Sequence[Plan]) -> None:
        """Write down everything; part of the caller's transaction. LostError when somebody else
        decided about one of them meanwhile."""
        self._say_first(plans)
        self._mend(plans)
        for plan in plans:
            self._keep(plan)

    def _is_unheard(self, pending: Pending) -> bool:
        """Whether words in private are still on their way."""
        if self._now > pending.due + _PATIENCE:
            return False
        sent = (self._deps.outgoing.get(one.outbox_id) for one in pending.heard)
        return any(one is not None and one.state in _UNSAID for one in sent)

    def _say_first(self, plans: Sequence[Plan]) -> None:
        """Words in private to everybody who has heard nothing yet: one message for each."""
        new: dict[int, list[tuple[Plan, Concern]]] = {}
        for plan in plans:
            if plan.act not in {Act.OPEN, Act.CHANGE}:
                continue
            known = {one.person_id: one.outbox_id for one in plan.before}
            for concern in plan.case.concerned:
                if concern.key in known:
                    plan.heard.append(heard_by(concern, known[concern.key]))
                else:
                    new.setdefault(concern.key, []).append((plan, concern))
        for person_id, found in new.items():
            user = self._reachable(person_id)
            if user is not None:
                self._tell(person_id, user, found)

    def _tell(self, person_id: int, user: str, found: Sequence[tuple[Plan, Concern]]) -> None:
        first = found[0][0]
        outbox_id = self._deps.outgoing.post(
            kind=Kind.HEADS_UP,
            key=f"heads-up:{person_id}:{first.id}:{first.case.posted.round}:{self._version}",
            channel=user,
            message=self._words(found, user),
        )
        if outbox_id is None:
            raise LostError
        for plan, concern in found:
            plan.heard.append(heard_by(concern, outbox_id))

    def _mend(self, plans: Sequence[Plan]) -> None:
        """Words in private that are not so any more: edited, let go, or taken back in words."""
        before = by_message(plans, before=True)
        after = by_message(plans, before=False)
        for outbox_id, known in before.items():
            now = after.get(outbox_id, [])
            if [content_of(one) for one in known] == [content_of(one) for one in now]:
                continue
            if not now and self._deps.outgoing.drop(outbox_id, reason=_PUT_RIGHT):
                continue
            message = self._mended(known, now)
            if message is not None:
                key = f"heads-up:{outbox_id}:{self._version}"
                self._deps.outgoing.edit(outbox_id, key=key, message=message)

    def _mended(
        self, known: Sequence[tuple[Plan, HeardBy]], now: Sequence[tuple[Plan, HeardBy]]
    ) -> Message | None:
        """What somebody should have heard; None where nothing is said any more, and nothing was
        put right either."""
        user = self._user(known[0][1].person_id)
        concerns = [(plan, concern) for plan, one in now for concern in concerns_of(plan, one)]
        if concerns:
            return self._words(concerns, user)
        cases = [plan.case for plan, _ in known]
        boards = [(one.query, one.metric) for one in cases if one.query and one.metric]
        return put_right(boards, self._tr(user)) if boards and self._rules.is_on else None

    def _keep(self, plan: Plan) -> None:
        rows, posted = self._deps.store.posted_boards, plan.case.posted
        if plan.act is Act.TELL:
            self._tell_channel(plan)
            is_ours = rows.moved(posted, plan.case.top(), self._version, self._now)
        elif plan.act in {Act.OPEN, Act.CHANGE, Act.CALL_OFF}:
            pending = plan.pending and replace(plan.pending, heard=tuple(plan.heard))
            is_ours = rows.updated(posted, pending, self._version)
        else:
            return
        if not is_ours:
            raise LostError

    def _tell_channel(self, plan: Plan) -> None:
        deps, case, posted = self._deps, plan.case, plan.case.posted
        if case.query is None or case.metric is None:
            return
        schedule = deps.store.schedules.get(deps.workspace_id, posted.schedule_id)
        tr = translator(schedule.locale if schedule else deps.settings.locale)
        corrected = Corrected(
            query=case.query,
            metric=case.metric,
            told=case.told,
            causes=case.causes or {},
            names=case.names or {},
        )
        deps.outgoing.post(
            kind=Kind.CORRECTION,
            key=f"correction:{posted.outbox_id}:{posted.round + 1}",
            channel=plan.post.channel,
            message=line(corrected, tr),
            thread_of=posted.outbox_id,
        )
        deps.store.posted_boards.forget(deps.workspace_id, self._now - KEPT)

    def _words(self, found: Sequence[tuple[Plan, Concern]], user: str) -> Message:
        told = [
            HeadsUp(
                query=plan.case.query,
                metric=plan.case.metric,
                concern=concern,
                since=plan.case.posted.told_at,
                channel=plan.post.channel,
            )
            for plan, concern in found
            if plan.case.query and plan.case.metric
        ]
        return heads_up(told, self._rules.minutes, self._tr(user))

    def _user(self, person_id: int) -> str:
        person = self._deps.desk.snapshots.current().people.get(person_id)
        return (person.slack_user_id if person else None) or ""

    def _reachable(self, person_id: int) -> str | None:
        """The Slack user of somebody who works here; None for who is not on Slack."""
        user = self._user(person_id)
        snapshot, today = self._deps.desk.snapshots.current(), self._deps.today()
        return user if user and self._deps.access.who(user, snapshot, today).roles else None

    def _tr(self, user: str) -> Translator:
        profile = self._deps.desk.snapshots.current().profiles.get(user)
        return translator((profile.locale if profile else None) or self._deps.settings.locale)
