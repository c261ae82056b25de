"""Makes the files that people asked for, at the moment they are sent and for who they are by then:
between asking and sending only what is wanted is kept, never what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.deps import Deps
from bot.errors import NotFound
from bot.i18n import translator
from bot.outgoing import FileKind
from bot.views.survey_export import file_name, sheets
from bot.workbooks import csv_archive, xlsx


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A file to be sent: its name with its end, what people read above it, its bytes."""

    name: str
    title: str
    content: bytes


def make(deps: Deps, user: str, wanted: Mapping[str, Any]) -> Made:
    """The file for a Slack user. UserError when they may not have it (any more)."""
    maker = _MAKERS.get(str(wanted.get("what")))
    if maker is None:
        raise NotFound("There is no such file.")
    return maker(deps, user, wanted)


def _survey(deps: Deps, user: str, wanted: Mapping[str, Any]) -> Made:
    actor = deps.access.who(user, deps.desk.snapshots.current(), deps.today())
    exported = deps.surveys.exports.of(actor, int(wanted["wave"]))
    tr = translator(actor.locale or deps.settings.locale)
    made = sheets(exported, deps.surveys.audiences.name_of, tr)
    is_csv = wanted.get("format") == "csv"
    name = file_name(exported.result, "zip" if is_csv else "xlsx")
    return Made(name=name, title=name, content=csv_archive(made) if is_csv else xlsx(made))


_MAKERS: Mapping[str, Callable[[Deps, str, Mapping[str, Any]], Made]] = MappingProxyType(
    {FileKind.SURVEY_EXPORT: _survey}
)
