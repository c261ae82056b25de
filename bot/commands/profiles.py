"""Decides when a Slack profile is read: once for somebody new, and when Slack says it changed.
Knows no command."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.members import profile_of

_LOG = logging.getLogger(__name__)


def register(app: App) -> None:
    """Keep profiles fresh."""
    app.event("user_change")(keep_profile)
    app.event("team_join")(keep_profile)


def keep_profile(event: Mapping[str, Any], deps: Deps) -> None:
    """Take over a changed or new profile. The event says no locale: the known one stays."""
    told = event["user"]
    known = deps.store.slack_users.get(deps.workspace_id, told["id"])
    locale = told.get("locale") or (known.locale if known else None)
    deps.matching.recognise(profile_of({**told, "locale": locale}, deps.clock()))


def read_profile(deps: Deps, user_id: str) -> bool:
    """Ask Slack once who somebody is. When it does not answer in time they stay unknown for
    now (False): the next command asks again."""
    try:
        answer = deps.client.users_info(user=user_id, include_locale=True)
    except (SlackApiError, OSError) as failure:
        _LOG.warning("could not read a profile: %s", type(failure).__name__)
        return False
    deps.matching.recognise(profile_of(answer["user"], deps.clock()))
    return True
