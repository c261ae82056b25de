"""What is tapped on a result: another wave, its comments, a picture, a file. Decides no rights:
services do, again at every tap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.errors import UsageError
from bot.forms import open_modal
from bot.i18n import Translator
from bot.ids import PulseId
from bot.outgoing import FileKind, Kind
from bot.services.access import Actor
from bot.surveys.managing import number_of
from bot.views.parts import Json, Message, escape
from bot.views.survey_comments import comments_modal
from bot.views.survey_pictures import result_picture
from bot.views.survey_results import pieces, result_modal, words

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to everything on a result."""
    app.action(PulseId.RESULTS.value)(show_result)
    app.action(PulseId.WAVE.value)(show_result)
    app.action(re.compile(f"^{PulseId.COMMENTS}"))(show_comments)
    app.action(PulseId.PICTURE.value)(send_picture)
    app.action(PulseId.EXPORT.value)(send_workbook)
    app.action(PulseId.EXPORT_CSV.value)(send_csv)


def show_result(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The result of a wave, in the place of the page that is open."""
    show(body, result_page(number_of(tapped(body)), actor, deps, tr), deps)
    ack()


def show_comments(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """A page of comments."""
    wave_id, _colon, page = tapped(body).partition(":")
    result = deps.surveys.results.of(actor, number_of(wave_id))
    show(body, comments_modal(result, number_of(page), tr), deps)
    ack()


def send_picture(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The picture, in the conversation with the bot."""
    wave_id = number_of(tapped(body))
    result = deps.surveys.results.of(actor, wave_id)
    picture = result_picture(result, tr) if result.is_hr else None
    if picture is None:
        raise UsageError("There is nothing to draw in this result.")
    text = words(pieces(result, deps.surveys.audiences.name_of, tr))
    deps.outgoing.post(
        kind=Kind.NOTICE,
        key=f"survey-picture:{body['trigger_id']}",
        channel=actor.slack_user_id or "",
        message=Message(text=text),
        picture=picture,
    )
    note = tr.gettext(":white_check_mark: The picture comes in our conversation.")
    show(body, result_page(wave_id, actor, deps, tr, note=note), deps)
    ack()


def send_workbook(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The result as a workbook, in the conversation with the bot."""
    _send_file(body, actor, deps, tr, "xlsx")
    ack()


def send_csv(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The result as CSV files in one archive, in the conversation with the bot."""
    _send_file(body, actor, deps, tr, "csv")
    ack()


def result_page(wave_id: int, actor: Actor, deps: Deps, tr: Translator, *, note: str = "") -> Json:
    """The result as this viewer may see it."""
    result = deps.surveys.results.of(actor, wave_id)
    others = deps.surveys.finding.closed(actor)
    return result_modal(result, others, deps.surveys.audiences.name_of, tr, note=note)


def show(body: Body, view: Json, deps: Deps) -> None:
    """In the place of the modal that was tapped in, or as a new one."""
    shown = body.get("view") or {}
    if shown.get("type") == "modal":
        deps.client.views_update(view_id=shown["id"], view=view)
    else:
        open_modal(deps.client, body["trigger_id"], view)


def tapped(body: Body) -> str:
    """The value of a button or of a chosen option: the user's input."""
    action = body["actions"][0]
    return str((action.get("selected_option") or action).get("value"))


def _send_file(body: Body, actor: Actor, deps: Deps, tr: Translator, kind: str) -> None:
    wave = deps.surveys.exports.check(actor, number_of(tapped(body)))
    told = tr.gettext(
        "Here is {name}, wave {number}, as a file.",
        name=escape(str(wave.definition.get("name", ""))),
        number=wave.number,
    )
    deps.outgoing.post(
        kind=Kind.EXPORT,
        key=f"survey-export:{body['trigger_id']}",
        channel=actor.slack_user_id or "",
        message=Message(text=told),
        file={"what": FileKind.SURVEY_EXPORT, "wave": wave.id, "format": kind},
    )
    note = tr.gettext(":white_check_mark: The file comes in our conversation.")
    show(body, result_page(wave.id, actor, deps, tr, note=note), deps)
