"""A sales company in a local Slack with the real app connected to it: what scenarios happen in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import build_app
from bot.commands import COMMANDS
from bot.config import load_settings
from bot.deps import Deps, build_deps
from bot.jobs.table import drain
from bot.manifest import SCOPES
from bot.outgoing import Patience
from bot.socket_mode import DrainingHandler
from sandbox import Person as Typist
from sandbox import Sandbox
from store.open import Store, open_store
from store.records import Details, Fact, LabelKind, Line, Posted, SlackUser

REPS = (
    "Sofia Peeters", "Daan Bakker", "Emma Jansen", "Lucas de Boer", "Julia Visser", "Finn Smit",
    "Tess Mulder", "Sem Bos", "Nora Vos", "Levi Dekker", "Anna de Vries", "Bram Kok", "Lotte Prins",
    "Mees Blom",
)  # fmt: skip
ON_SLACK = {"Anna de Vries": "nl-NL", "Bram Kok": "en-GB", "Sofia Peeters": "en-US"}
MONDAY = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
FRIDAY = MONDAY - timedelta(days=3)
UNHURRIED = Patience(
    channel_every=timedelta(0), workspace_every=timedelta(0), edits_every=timedelta(0)
)
"""Time stands still here: a pause between two messages would never end."""


@dataclass
class Time:
    """The clock of a scenario: stands still until it is set."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Company:
    """Everything a scenario can use."""

    slack: Sandbox
    deps: Deps
    store: Store
    time: Time
    workspace: int
    source: int
    sales: str
    users: dict[str, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)

    def act_as(self, name: str) -> Typist:
        """Somebody at a keyboard."""
        return self.slack.act_as(self.users[name])

    def live(self, **by: float) -> None:
        """Let so much time pass (hours=1, seconds=30), then let the jobs do all there is to do."""
        self.time.now += timedelta(**by)
        drain(self.deps)

    def win(
        self, name: str, euros: int, *, deal: str, on: date = date(2026, 11, 20), **details: str
    ) -> Posted:
        """A deal is won, or changed when it was known; 0 euros takes it back."""
        line = Line(
            measure="revenue",
            seat_id=self.seats[name],
            occurred_on=on,
            amount=euros * 100,
            sale_type="new",
        )
        fact = Fact(
            source_id=self.source,
            external_id=deal,
            lines=(line,) if euros else (),
            details=Details(**{"customer": f"Customer {deal}", **details}),
        )
        return self.store.ledger.post(self.workspace, [fact], at=self.time.now, actor="scenario")

    def join(self, name: str, *, email: str, locale: str = "en-US") -> Typist:
        """Somebody new on Slack."""
        self.users[name] = self.slack.add_user(name=name, email=email, locale=locale)
        self.slack.join(self.sales, self.users[name])
        return self.act_as(name)


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.com"


@contextmanager
def company_in(folder: Path) -> Iterator[Company]:
    """Fourteen reps, three of them on Slack, and the bot connected by Socket Mode."""
    time = Time()
    with Sandbox(rate_factor=0) as slack:
        app = slack.install_app(
            name="Koploper",
            scopes=sorted(SCOPES),
            commands=[
                {"command": one.name, "description": one.summary, "should_escape": True}
                for one in COMMANDS
            ],
            events=["app_home_opened", "user_change", "team_join"],
        )
        settings = load_settings(
            _env_file=None,
            data_dir=folder,
            zone="Europe/Amsterdam",
            slack_bot_token=SecretStr(app.bot_token),
            slack_app_token=SecretStr(app.app_token),
            slack_api_url=slack.api_url,
        )
        store = open_store(settings.database, data_dir=folder, clock=time)
        deps = build_deps(settings, store, time, patience=UNHURRIED)
        made = _populate(slack, deps, time)
        bolt = build_app(deps, team_id=app.team_id, bot_user_id=app.bot_user_id, bot_id=app.bot_id)
        with _connected(bolt, app.app_token, lambda: slack.wait_connected(app.app_id)):
            yield made
        store.close()


@contextmanager
def _connected(bolt: object, app_token: str, wait: Callable[[], object]) -> Iterator[None]:
    handler = DrainingHandler(bolt, app_token)
    handler.connect()
    wait()
    try:
        yield
    finally:
        handler.close()


def _populate(slack: Sandbox, deps: Deps, time: Time) -> Company:
    store, workspace = deps.store, deps.workspace_id
    store.workspaces.set_currency(workspace, "EUR")
    made = Company(
        slack=slack,
        deps=deps,
        store=store,
        time=time,
        workspace=workspace,
        source=store.labels.id(workspace, LabelKind.SOURCE, "CRM"),
        sales=slack.add_channel("sales"),
    )
    teams = [store.labels.id(workspace, LabelKind.TEAM, name) for name in ("Alpha", "Beta")]
    north = store.labels.id(workspace, LabelKind.REGION, "North")
    for number, name in enumerate(REPS):
        person = store.people.add(workspace, name=name, email=email_of(name))
        team = teams[number % 2]
        store.people.join_team(workspace, person.id, team, north, None)
        made.people[name] = person.id
        made.seats[name] = store.people.seat(workspace, person.id, team, north)
    time.now = FRIDAY
    for number, name in enumerate(REPS):
        made.win(name, 20_000 - number * 1_000, deal=f"N{number}", on=date(2026, 11, 10))
        made.win(name, 5_000 + number * 500, deal=f"O{number}", on=date(2026, 10, 10))
    time.now = MONDAY
    for name, locale in ON_SLACK.items():
        made.users[name] = slack.add_user(name=name, email=email_of(name), locale=locale)
        slack.join(made.sales, made.users[name])
        profile = SlackUser(
            slack_user_id=made.users[name],
            name=name,
            email=email_of(name),
            locale=locale,
            fetched_at=MONDAY,
        )
        deps.matching.recognise(profile)
    return made
