"""The only wiring of Slack to handlers: build_app(deps) gives a Bolt App that is ready to dispatch.
Knows no product rules; sends and starts nothing."""

from __future__ import annotations

import logging
import secrets

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize

from bot import commands, error_handler, home, surveys
from bot.commands.context import Introduce
from bot.deps import Deps

_QUIET = "slack_bolt.RequestVerification"


class OneTeam(Authorize):
    """Authorises by what was learnt at start instead of asking Slack at every request."""

    def __init__(self, result: AuthorizeResult) -> None:
        """`result.team_id` None lets every team pass: before the first connection."""
        self._result = result

    def __call__(self, *, team_id: str | None, **_others: object) -> AuthorizeResult | None:
        """The bot's own authorisation, for our team; None for any other."""
        ours = self._result.team_id
        return self._result if ours is None or team_id is None or team_id == ours else None


def build_app(
    deps: Deps,
    *,
    team_id: str | None = None,
    bot_user_id: str | None = None,
    bot_id: str | None = None,
) -> App:
    """A Bolt App with every listener, answering inside the acknowledgement.

    The ids are what auth.test said at start; without them nothing is checked against them and
    Slack is not asked either, as tests and benchmarks want it.
    """
    settings = deps.settings
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    secret = settings.slack_signing_secret
    ours = AuthorizeResult(
        enterprise_id=None,
        team_id=team_id,
        bot_user_id=bot_user_id,
        bot_id=bot_id,
        bot_token=token or "xoxb-none",
    )
    app = App(
        name="koploper",
        process_before_response=True,
        authorize=OneTeam(ours),  # type: ignore[arg-type]  # it takes an Authorize as well
        # Without a secret nothing can be signed rightly: an empty one could be guessed.
        signing_secret=secret.get_secret_value() if secret else secrets.token_hex(32),
        token_verification_enabled=False,
    )
    _wire(app, deps)
    return app


def _wire(app: App, deps: Deps) -> None:
    """Everything that is listened to, and how the app itself speaks to Slack."""
    logging.getLogger(_QUIET).setLevel(logging.WARNING)  # it logs whole bodies at INFO
    app.client.base_url = deps.client.base_url
    app.client.timeout = deps.client.timeout
    app.client.retry_handlers = list(deps.client.retry_handlers)
    app.use(Introduce(deps))
    # Bolt tries its listeners in this order, at some twenty microseconds each: first comes what a
    # thousand people may do at once. Slash commands are found before any of them.
    surveys.register(app)
    commands.register(app)
    home.register(app)
    error_handler.register(app, deps.once)
