"""Decides how the services are put together over a store. Reads names and metrics into snapshots;
knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from store.records import Label, LabelKind


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

    def read(version: int, before: Snapshot | None) -> Snapshot:
        return read_snapshot(
            store,
            calendar=calendar,
            version=version,
            currency=currency,
            main_metric=main_metric,
            before=before,
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
    store: Store,
    *,
    calendar: Calendar,
    version: int,
    currency: str,
    main_metric: str,
    before: Snapshot | None = None,
) -> Snapshot:
    """Everything that names things in the workspace, as it is now.

    A deal does not change names: then the vocabulary of the snapshot `before` is kept, and with
    it what the grammar has already understood.
    """
    workspace = store.workspaces.sole()
    people = {person.id: person for person in store.people.all(workspace.id)}
    labels = [label for kind in LabelKind for label in store.labels.all(workspace.id, kind)]
    metrics = metrics_of(store, workspace.id)
    if before and (before.people, before.labels, before.metrics) == (people, labels, metrics):
        vocabulary = before.vocabulary
    else:
        vocabulary = Vocabulary(
            calendar=calendar,
            metrics=metrics.values(),
            main_metric=main_metric if main_metric in metrics else "revenue",
            labels=labels,
            people=people.values(),
        )
    return Snapshot(
        version=version,
        company=workspace.name,
        currency=workspace.currency or currency,
        people=people,
        person_names=unique_names(people),
        team_names=_names(labels, LabelKind.TEAM),
        region_names=_names(labels, LabelKind.REGION),
        product_names=_names(labels, LabelKind.PRODUCT),
        seats=store.people.seats(workspace.id),
        metrics=metrics,
        vocabulary=vocabulary,
        memberships=lambda: store.people.memberships(workspace.id),
        labels=labels,
        by_slack_user={one.slack_user_id: one for one in people.values() if one.slack_user_id},
        profiles={user.slack_user_id: user for user in store.slack_users.all(workspace.id)},
        roles=store.roles.all(workspace.id),
    )


def _names(labels: Sequence[Label], kind: LabelKind) -> dict[int, str]:
    return {label.id: label.name for label in labels if label.kind is kind}
