"""Decides what the handlers are given: one frozen bundle of services, built once at start.
Knows no command and no view."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from slack_sdk import WebClient

from bot.config import Settings
from bot.domain.periods import Calendar
from bot.i18n import Translator, translator
from bot.outgoing import Outgoing, Patience
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
from bot.services.once import Once
from bot.services.opening import open_services
from bot.services.pages import Pages
from bot.services.parked import Parked
from bot.services.points import Points
from bot.services.posts import Posts
from bot.services.roles import Roles
from bot.services.schedules import Schedules
from bot.services.slots import Slots
from bot.services.surveys.opening import SurveyServices, open_surveys
from bot.services.trials import Trials
from bot.services.typed_deals import TypedDeals
from bot.services.why import Whys
from store.open import Store

SLACK_TIMEOUT = 2
"""Seconds: whatever waits for Slack inside an acknowledgement has three in all."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """Everything a handler may use."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    client: WebClient
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
    surveys: SurveyServices
    outgoing: Outgoing
    patience: Patience = field(default_factory=Patience)
    closing: threading.Event = field(default_factory=threading.Event)  # jobs end soon once set
    once: Once = field(default_factory=Once)

    @property
    def workspace_id(self) -> int:
        """The workspace that everything here is about."""
        return self.desk.workspace_id

    def channel_language(self) -> Translator:
        """The language of what a whole channel reads."""
        return translator(self.settings.locale)

    def today(self) -> date:
        """The local date of the workspace."""
        return self.desk.today()


def build_deps(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    *,
    client: WebClient | None = None,
    patience: Patience | None = None,
) -> Deps:
    """The bundle over an open store. `client` speaks to Slack; by default as the settings say.

    `patience` is how the poster waits. Nothing is sent and nothing is started here.
    """
    services = open_services(
        store,
        calendar=calendar_of(settings),
        clock=clock,
        currency=settings.currency,
        main_metric=settings.main_metric,
        top=settings.top,
    )
    return Deps(
        settings=settings,
        store=store,
        clock=clock,
        client=client or slack_client(settings),
        surveys=open_surveys(services.desk, settings.keys),
        outgoing=Outgoing(store, services.desk.workspace_id, clock),
        patience=patience or Patience(),
        **vars(services),  # every service by its name
    )


def calendar_of(settings: Settings) -> Calendar:
    """The calendar that the settings describe."""
    return Calendar(
        week_start=settings.week_start_number,
        fiscal_start=settings.fiscal_start,
        zone=settings.zone,
    )


def slack_client(settings: Settings) -> WebClient:
    """A client that never sends twice: the SDK's own retry after a dropped connection is off."""
    token = settings.slack_bot_token
    return WebClient(
        token=token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT,
        retry_handlers=[],
    )
