"""What HR does to begin a wave, or to close it before its time. Decides no rules: services do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.asking import Candidate
from bot.domain.surveys.plans import Plan, plan_from
from bot.errors import UsageError
from bot.forms import Form
from bot.i18n import Translator
from bot.ids import PulseId
from bot.members import members_of
from bot.services.access import Actor
from bot.surveys.managing import number_of, refresh_below, value_of
from bot.views.survey_launch import (
    PASSPHRASE,
    close_form,
    closed_modal,
    launch_form,
    launched_modal,
)
from store.records_surveys import Wave

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to Launch and Close."""
    app.action(PulseId.LAUNCH.value)(open_launch)
    app.view(PulseId.LAUNCH_FORM.value)(launch)
    app.action(PulseId.CLOSE.value)(open_close)
    app.view(PulseId.CLOSE_FORM.value)(close)


def open_launch(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Look before anything is sent: how many people, which groups could never be shown."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    plan = plan_from(survey.definition)
    check = deps.surveys.launching.check(actor, plan, _people(plan, deps))
    deps.client.views_push(trigger_id=body["trigger_id"], view=launch_form(survey, plan, check, tr))
    ack()


def launch(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Begin a wave; the messages leave within seconds."""
    form = Form(view)
    survey = deps.surveys.launching.survey(actor, number_of(form.about))
    people = _people(plan_from(survey.definition), deps)
    wave = deps.surveys.launching.launch(actor, survey.id, people, passphrase=form.text(PASSPHRASE))
    refresh_below(view, survey, actor, deps, tr)
    zone = actor.zone or deps.settings.zone
    ack(response_action="update", view=launched_modal(survey, wave, zone, tr))


def open_close(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Ask once more, and for the passphrase where there is one."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    needed = deps.surveys.closer.needs_passphrase(_open_wave(actor, survey.id, deps))
    view = close_form(survey, needs_passphrase=needed, tr=tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def close(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Close the open wave now; what it became is told in the conversation with the bot."""
    form = Form(view)
    survey = deps.surveys.launching.survey(actor, number_of(form.about))
    wave = _open_wave(actor, survey.id, deps)
    closed = deps.surveys.ending.close_now(actor, wave.id, passphrase=form.text(PASSPHRASE))
    refresh_below(view, survey, actor, deps, tr)
    ack(response_action="update", view=closed_modal(survey, closed, tr))


def _people(plan: Plan, deps: Deps) -> Sequence[Candidate]:
    members = members_of(deps.client, plan.audience)
    return deps.surveys.audiences.candidates(plan.audience, members)


def _open_wave(actor: Actor, survey_id: int, deps: Deps) -> Wave:
    wave = deps.surveys.overview.one(actor, survey_id).wave
    if wave is None:
        raise UsageError("This survey has no wave that is open.")
    return wave
