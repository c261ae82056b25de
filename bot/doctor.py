"""`koploper doctor`: every check, in the order in which somebody would mend things.

Changes nothing: it neither creates nor migrates a database, and holds no lock longer than a look.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.checkup_data import check_data
from bot.checkup_machine import check_machine, check_names
from bot.checkup_slack import check_slack
from bot.clock import Clock, system_clock
from bot.config import SettingsError, load_settings
from bot.findings import Finding, State, failure, ok
from bot.i18n import msgid
from bot.manifest import SCOPES


def examine_all(clock: Clock = system_clock) -> Iterator[Finding]:
    """Everything there is to say; what depends on broken settings is left out."""
    yield ok(
        msgid("Python is {version}."), version=".".join(str(part) for part in sys.version_info[:3])
    )
    yield from check_names(os.environ, Path(".env"))
    try:
        settings = load_settings()
    except SettingsError as error:
        yield failure(
            error.message, do=msgid("docs/settings.md says what they may be."), **error.params
        )
        return
    yield from check_machine(settings)
    yield from check_data(settings, clock)
    yield from check_slack(settings, scopes=tuple(SCOPES), clock=clock)


def would_run(findings: Iterable[Finding]) -> bool:
    """Whether nothing found would keep it from running."""
    return all(finding.state is not State.FAILURE for finding in findings)
