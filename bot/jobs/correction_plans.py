"""What is planned about one posted board at one look, and who has heard of it. Does nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.corrections import Act, Concern
from bot.services.rereading import Case
from store.records_outbox import Outbox
from store.records_posted import HeardBy, Pending


@dataclass(kw_only=True, eq=False, slots=True)
class Plan:
    """One posted board at this look: what is done, and who has heard of it afterwards."""

    case: Case
    post: Outbox
    act: Act
    pending: Pending | None
    heard: list[HeardBy] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The post it is about."""
        return self.case.posted.outbox_id

    @property
    def before(self) -> tuple[HeardBy, ...]:
        """Who had heard of it before this look."""
        pending = self.case.posted.pending
        return pending.heard if pending else ()


def heard_by(concern: Concern, outbox_id: str) -> HeardBy:
    """That somebody hears of their move in this message."""
    return HeardBy(concern.key, outbox_id, concern.was, concern.now)


def by_message(plans: Sequence[Plan], *, before: bool) -> Mapping[str, list[tuple[Plan, HeardBy]]]:
    """Every word in private, by its message, as it was or as it should be."""
    found: dict[str, list[tuple[Plan, HeardBy]]] = {}
    for plan in plans:
        for one in plan.before if before else plan.heard:
            found.setdefault(one.outbox_id, []).append((plan, one))
    return found


def content_of(told: tuple[Plan, HeardBy]) -> tuple[str, int | None, int | None]:
    """What a word in private says: of which post, and which places."""
    plan, one = told
    return plan.id, one.was, one.now


def concerns_of(plan: Plan, one: HeardBy) -> Iterator[Concern]:
    """The move that somebody heard of, as it is now."""
    return (concern for concern in plan.case.concerned if concern.key == one.person_id)
