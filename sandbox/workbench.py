"""Decides how a sandbox is put together, and offers it to tests, the demo and the command line.
Nothing starts before `start`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from sandbox import apps, people
from sandbox.clock import Clock, wall_clock
from sandbox.dispatch import Dispatcher, Patience
from sandbox.dispatch_socket import SocketHub
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.limits import Limits
from sandbox.person import Person
from sandbox.records import App, Complaint, Delivery, SeedUser, UserGroup, WebCall
from sandbox.server import SandboxServer
from sandbox.stage import Stage
from sandbox.state import Workspace
from sandbox.timers import Timers
from sandbox.waiting import wait_until
from sandbox.webapi.call import WebApi
from sandbox.webapi.table import METHODS


class Sandbox:
    """A small Slack with one workspace, in memory, on loopback. `rate_factor` widens Slack's rate
    limits (1 real, 0 off); `clock` returns seconds since 1970; `patience` says how long Slack
    waits for an app; `hint` is a line on what to try, above the page."""

    def __init__(
        self,
        *,
        port: int = 0,
        rate_factor: float = 1.0,
        clock: Clock = wall_clock,
        team_name: str = "Koploper Demo",
        domain: str = "koploper-demo",
        enterprise: tuple[str, str] | None = None,
        patience: Patience | None = None,
        hint: str = "",
    ) -> None:
        self.workspace = Workspace(
            clock=clock, name=team_name, domain=domain, enterprise=enterprise
        )
        self.workspace.hint = hint
        self.faults = Faults()
        self._timers = Timers(clock)
        self._limits = Limits(clock, rate_factor)
        self._hub = SocketHub(Ids())
        self.faults.connect_sockets(self._hub.disconnect)
        self._dispatcher = Dispatcher(
            self.workspace, self._hub, self._timers, self.faults, patience or Patience()
        )
        self.workspace.event_sink = self._dispatcher.emit
        self._server = SandboxServer(port, self._assemble, self._timers)
        self._stage = self._server.stage

    def _assemble(self, url: str) -> tuple[Stage, WebApi, SocketHub]:
        stage = Stage(ws=self.workspace, dispatcher=self._dispatcher, base_url=url)
        self._api = WebApi(
            stage,
            hub=self._hub,
            timers=self._timers,
            limits=self._limits,
            faults=self.faults,
            methods=METHODS,
        )
        return stage, self._api, self._hub

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return self._server.url

    @property
    def api_url(self) -> str:
        """What a WebClient takes as its base_url."""
        return f"{self.url}/api/"

    @property
    def calls(self) -> list[WebCall]:
        """Every Web API call so far, oldest first."""
        with self.workspace.lock:
            return list(self._api.journal)

    @property
    def errors(self) -> list[Complaint]:
        """What people were shown as an error because of an app: refused acks and answers, and
        acks that came too late."""
        with self.workspace.lock:
            return list(self.workspace.complaints)

    def start(self) -> None:
        """Serve in background threads."""
        self._server.start()

    def stop(self) -> None:
        """End every connection and thread and free the port."""
        self._api.stop()
        self._server.stop()
        self._dispatcher.stop()

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def add_user(
        self,
        *,
        name: str,
        email: str,
        locale: str = "en-US",
        tz: str = "Europe/Amsterdam",
        is_admin: bool = False,
    ) -> str:
        """Let somebody join; returns the user id."""
        seed = SeedUser(name=name, email=email, locale=locale, tz=tz, is_admin=is_admin)
        return people.add_user(self.workspace, seed).id

    def change_user(self, user_id: str, **changes: Any) -> list[Future[Delivery]]:
        """Change fields of a user (real_name, email, locale, tz, is_admin, deleted)."""
        user = replace(self.workspace.user(user_id), **changes)
        return people.change_user(self.workspace, user)

    def add_channel(self, name: str, *, private: bool = False, members: Iterable[str] = ()) -> str:
        """Make a channel; returns its id."""
        return people.add_channel(self.workspace, name, private=private, members=members).id

    def join(self, channel_id: str, *user_ids: str) -> list[Future[Delivery]]:
        """Make people or bots members of a channel; the futures end with the apps' acks."""
        return [
            heard
            for user_id in user_ids
            for heard in people.join(self.workspace, channel_id, user_id)
        ]

    def add_usergroup(self, handle: str, name: str, users: Iterable[str] = ()) -> str:
        """Make a user group; returns its id."""
        with self.workspace.lock:
            group = UserGroup(
                id=self.workspace.ids.new("S"), handle=handle, name=name, users=tuple(users)
            )
            self.workspace.usergroups[group.id] = group
            return group.id

    def install_app(
        self,
        *,
        name: str = "Koploper",
        scopes: Iterable[str] = (),
        commands: Iterable[Mapping[str, Any]] = (),
        events: Iterable[str] = (),
        shortcuts: Iterable[Mapping[str, Any]] = (),
        signing_secret: str | None = None,
        request_url: str | None = None,
        manifest: Mapping[str, Any] | None = None,
    ) -> App:
        """Install an app, described by a manifest or by the other arguments. Without
        `request_url` it is reached by Socket Mode."""
        spec = apps.AppSpec(
            name=name,
            scopes=tuple(scopes),
            commands=apps.commands_from(commands),
            events=tuple(events),
            shortcuts=apps.shortcuts_from(shortcuts),
        )
        if manifest is not None:
            spec = apps.spec_from_manifest(manifest)
        return apps.install(
            self.workspace, spec, signing_secret=signing_secret, request_url=request_url
        )

    def uninstall_app(self, app_id: str) -> None:
        """Take an app away; it hears tokens_revoked and app_uninstalled."""
        apps.uninstall(self.workspace, app_id)

    def verify_request_url(self, app_id: str) -> bool:
        """Whether the app's request URL answers Slack's url_verification challenge."""
        return self._dispatcher.verify_request_url(self.workspace.app(app_id))

    def act_as(self, user_id: str) -> Person:
        """A driver that does what this person does in the client."""
        self.workspace.user(user_id)
        return Person(self._stage, user_id)

    def connections(self, app_id: str) -> int:
        """How many Socket Mode connections an app has."""
        return self._hub.connections(app_id)

    def wait_connected(self, app_id: str, timeout: float = 10.0) -> None:
        """Wait until the app has a Socket Mode connection. Raises TimeoutError."""
        wait_until(
            self.workspace,
            lambda: self._hub.connections(app_id) > 0,
            f"no Socket Mode connection of {app_id}",
            timeout,
        )

    def tick(self) -> int:
        """Do what has become due on the clock: scheduled messages, repeated events."""
        return self._timers.run_due()
