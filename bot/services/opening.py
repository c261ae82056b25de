"""Decides how the services are put together over a store. Reads names and metrics into snapshots;
knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.metrics import Metric
from bot.domain.periods import Calendar
from bot.domain.vocabulary import Vocabulary
from bot.services.access import Access
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.matching import Matching
from bot.services.metrics import metrics_of
from bot.services.roles import Roles
from bot.services.snapshot import Snapshot, Snapshots, unique_names
from bot.services.why import Whys
from store.open import Store
from store.records import LabelKind


@dataclass(frozen=True, kw_only=True)
class Services:
    """Every use case over one workspace."""

    desk: Desk
    access: Access
    matching: Matching
    roles: Roles
    boards: Boards
    whys: Whys


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

    def read(version: int) -> Snapshot:
        return read_snapshot(
            store, calendar=calendar, version=version, currency=currency, main_metric=main_metric
        )

    snapshots = Snapshots(lambda: store.workspaces.version(workspace_id), read)
    desk = Desk(
        store=store,
        workspace_id=workspace_id,
        calendar=calendar,
        clock=clock,
        snapshots=snapshots,
    )
    access = Access(desk)
    boards = Boards(desk, top=top)
    return Services(
        desk=desk,
        access=access,
        matching=Matching(desk, access),
        roles=Roles(desk, access),
        boards=boards,
        whys=Whys(desk, boards),
    )


def read_snapshot(
    store: Store, *, calendar: Calendar, version: int, currency: str, main_metric: str
) -> Snapshot:
    """Everything that names things in the workspace, as it is now."""
    workspace = store.workspaces.sole()
    people = {person.id: person for person in store.people.all(workspace.id)}
    labels = {kind: store.labels.all(workspace.id, kind) for kind in LabelKind}
    metrics: Mapping[str, Metric] = metrics_of(store, workspace.id)

    def names(kind: LabelKind) -> dict[int, str]:
        return {label.id: label.name for label in labels[kind]}

    return Snapshot(
        version=version,
        company=workspace.name,
        currency=workspace.currency or currency,
        people=people,
        person_names=unique_names(people),
        team_names=names(LabelKind.TEAM),
        region_names=names(LabelKind.REGION),
        product_names=names(LabelKind.PRODUCT),
        seats=store.people.seats(workspace.id),
        metrics=metrics,
        vocabulary=Vocabulary(
            calendar=calendar,
            metrics=metrics.values(),
            main_metric=main_metric if main_metric in metrics else "revenue",
            labels=[label for kind in LabelKind for label in labels[kind]],
            people=people.values(),
        ),
        memberships=lambda person_id: list(store.people.memberships(workspace.id, person_id)),
    )
