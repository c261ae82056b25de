"""Decides how the services are put together over a store. Reads names and metrics into snapshots;
knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.metrics import Metric
from bot.domain.periods import Calendar
from bot.domain.vocabulary import Vocabulary
from bot.services.access import Access
from bot.services.announcements import Announcements
from bot.services.awarding import Awarding
from bot.services.badge_setup import BadgeSetup
from bot.services.badges import Badges
from bot.services.boards import Boards
from bot.services.confirming import Confirming
from bot.services.corrections import Corrections
from bot.services.desk import Desk
from bot.services.goals import Goals
from bot.services.leaves import LeaveBook
from bot.services.live import Live
from bot.services.matching import Matching
from bot.services.metrics import metrics_of
from bot.services.pages import Pages
from bot.services.parked import Parked
from bot.services.points import Points
from bot.services.posts import Posts
from bot.services.roles import Roles
from bot.services.schedules import Schedules
from bot.services.slots import Slots
from bot.services.snapshot import Snapshot, Snapshots, unique_names
from bot.services.trials import Trials
from bot.services.typed_deals import TypedDeals
from bot.services.why import Whys
from store.open import Store
from store.records import Label, LabelKind, Person


@dataclass(frozen=True, kw_only=True)
class Services:
    """Every use case over one workspace."""

    desk: Desk
    access: Access
    matching: Matching
    roles: Roles
    parked: Parked
    boards: Boards
    whys: Whys
    corrections: Corrections
    live: Live
    typed_deals: TypedDeals
    confirming: Confirming
    leaves: LeaveBook
    points: Points
    badges: Badges
    announcements: Announcements
    badge_setup: BadgeSetup
    trials: Trials
    awarding: Awarding
    pages: Pages
    goals: Goals
    posts: Posts
    slots: Slots
    schedules: Schedules


def open_services(
    store: Store,
    *,
    calendar: Calendar,
    clock: Callable[[], datetime],
    currency: str = "EUR",
    main_metric: str = "revenue",
    top: int = 10,
) -> Services:
    """The services over the store's one workspace.

    `clock` gives aware UTC moments, `currency` is printed until the first posting fixes one.
    """
    workspace_id = store.workspaces.sole().id
    reader = _Reader(store, workspace_id, calendar, currency, main_metric)
    desk = Desk(
        store=store,
        workspace_id=workspace_id,
        calendar=calendar,
        clock=clock,
        snapshots=Snapshots(lambda: store.workspaces.version(workspace_id), reader.read),
    )
    return _over(desk, top)


def _over(desk: Desk, top: int) -> Services:
    access = Access(desk)
    typed_deals = TypedDeals(desk, access)
    boards = Boards(desk, top=top)
    points = Points(desk, boards)
    badges = Badges(desk, boards, points)
    awarding = Awarding(desk, on_change=points.settle)
    goals = Goals(desk)
    slots = Slots(desk)
    return Services(
        desk=desk,
        access=access,
        matching=Matching(desk),
        roles=Roles(desk),
        parked=Parked(desk),
        boards=boards,
        whys=Whys(desk, boards),
        corrections=Corrections(desk),
        live=Live(desk, boards),
        typed_deals=typed_deals,
        confirming=Confirming(desk, access, typed_deals),
        leaves=LeaveBook(desk),
        points=points,
        badges=badges,
        announcements=Announcements(desk),
        awarding=awarding,
        trials=Trials(),
        badge_setup=BadgeSetup(desk, badges, points, awarding),
        pages=Pages(boards, badges),
        goals=goals,
        posts=Posts(desk, boards, goals, badges.of_week),
        slots=slots,
        schedules=Schedules(desk, slots),
    )


class _Reader:
    """Reads everything that names things in the workspace, as it is now."""

    def __init__(
        self,
        store: Store,
        workspace_id: int,
        calendar: Calendar,
        currency: str,
        main_metric: str,
    ) -> None:
        self._store = store
        self._workspace_id = workspace_id
        self._calendar = calendar
        self._currency = currency
        self._main_metric = main_metric

    def read(self, version: int, before: Snapshot | None) -> Snapshot:
        """A deal does not change names: then they are those of the snapshot before, and with them
        what the grammar has already understood."""
        store, workspace_id = self._store, self._workspace_id
        workspace = store.workspaces.get(workspace_id)
        if before and before.names_version == workspace.names_version:
            return replace(before, version=version)
        # Profiles first: who is seen as read by Slack is then never seen without their link.
        profiles = {user.slack_user_id: user for user in store.slack_users.all(workspace_id)}
        people = {person.id: person for person in store.people.all(workspace_id)}
        labels = [label for kind in LabelKind for label in store.labels.all(workspace_id, kind)]
        currency = workspace.currency or self._currency
        metrics = metrics_of(store, workspace_id, currency)
        if before and (before.people, before.labels, before.metrics) == (people, labels, metrics):
            vocabulary = before.vocabulary
        else:
            vocabulary = self._vocabulary(people.values(), labels, metrics)
        return Snapshot(
            version=version,
            names_version=workspace.names_version,
            company=workspace.name,
            currency=currency,
            people=people,
            person_names=unique_names(people),
            team_names=_names(labels, LabelKind.TEAM),
            region_names=_names(labels, LabelKind.REGION),
            product_names=_names(labels, LabelKind.PRODUCT),
            seats=store.people.seats(workspace_id),
            metrics=metrics,
            vocabulary=vocabulary,
            memberships=lambda: store.people.memberships(workspace_id),
            labels=labels,
            by_slack_user={one.slack_user_id: one for one in people.values() if one.slack_user_id},
            profiles=profiles,
            roles=store.roles.all(workspace_id),
        )

    def _vocabulary(
        self, people: Iterable[Person], labels: Sequence[Label], metrics: Mapping[str, Metric]
    ) -> Vocabulary:
        return Vocabulary(
            calendar=self._calendar,
            metrics=metrics.values(),
            main_metric=self._main_metric if self._main_metric in metrics else "revenue",
            labels=labels,
            people=people,
        )


def _names(labels: Sequence[Label], kind: LabelKind) -> dict[int, str]:
    return {label.id: label.name for label in labels if label.kind is kind}
