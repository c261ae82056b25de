"""What HR taps on the list of surveys and on the page of one. Decides no rights: services do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.editing import moved_up, without_question
from bot.domain.surveys.plans import Plan, plan_from
from bot.domain.surveys.questions import Kind, Question
from bot.domain.surveys.templates import TEMPLATES
from bot.errors import UsageError
from bot.i18n import Translator
from bot.ids import PulseId
from bot.services.access import Actor
from bot.views.answer_form import preview_form
from bot.views.parts import Json
from bot.views.survey_list import OWN, survey_modal
from bot.views.survey_question import question_form
from store.records_surveys import Survey, SurveyState

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the list and the page."""
    app.action(PulseId.NEW.value)(start_survey)
    app.action(PulseId.OPEN.value)(open_survey)
    app.action(PulseId.QUESTION_MENU.value)(change_questions)
    app.action(PulseId.PREVIEW.value)(preview_survey)
    app.action(PulseId.PAUSE.value)(pause_survey)
    app.action(PulseId.RESUME.value)(resume_survey)
    app.view(PulseId.DONE.value)(leave_preview)


def start_survey(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """A draft from a template, or with one question to be written; its page comes on top."""
    chosen = str(body["actions"][0]["selected_option"]["value"])
    template = TEMPLATES.get(chosen)
    name = tr.gettext(template.name) if template else tr.gettext("New survey")
    if template is None and chosen != OWN:
        raise UsageError("That button is not valid any more.")
    survey = deps.surveys.launching.create(actor, name, template.plan if template else _own(tr))
    view = page_of(survey, actor, deps, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def open_survey(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The page of one survey, on top of the list."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    deps.client.views_push(trigger_id=body["trigger_id"], view=page_of(survey, actor, deps, tr))
    ack()


def change_questions(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Edit, move up or remove a question."""
    survey_id = number_of(body["view"]["private_metadata"])
    survey = deps.surveys.launching.survey(actor, survey_id)
    what, _colon, place = str(body["actions"][0]["selected_option"]["value"]).partition(":")
    plan, at = plan_from(survey.definition), number_of(place)
    if what == "edit":
        if at >= len(plan.questions):
            raise UsageError("That question is not there any more. Open the survey again.")
        form = question_form(f"{survey_id}:{at}", plan.questions[at], tr)
        deps.client.views_push(trigger_id=body["trigger_id"], view=form)
    else:
        changed = moved_up(plan, at) if what == "up" else without_question(plan, at)
        kept = deps.surveys.launching.change(actor, survey_id, survey.name, changed)
        refresh(body["view"], kept, actor, deps, tr)
    ack()


def preview_survey(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Exactly what a respondent will see: the message, then the form."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    sender = deps.surveys.audiences.name_of(actor.slack_user_id or "")
    since = deps.surveys.launching.waves.since(survey.id)
    survey = replace(survey, definition={**survey.definition, "since": since})
    view = preview_form(survey, sender, deps.clock(), actor.zone or deps.settings.zone, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def leave_preview(ack: Ack) -> None:
    """Nothing of what was tried out is taken in."""
    ack()


def pause_survey(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """No new wave begins; an open one runs to its end."""
    _set_state(body, actor, deps, tr, SurveyState.PAUSED)
    ack()


def resume_survey(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """New waves begin again."""
    _set_state(body, actor, deps, tr, SurveyState.ACTIVE)
    ack()


def page_of(survey: Survey, actor: Actor, deps: Deps, tr: Translator) -> Json:
    """The page of a survey as it is now."""
    listed = deps.surveys.overview.one(actor, survey.id)
    return survey_modal(listed, deps.surveys.overview.names(), actor.zone or deps.settings.zone, tr)


def refresh(view: Body, survey: Survey, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Draw a page that is open again."""
    deps.client.views_update(view_id=view["id"], view=page_of(survey, actor, deps, tr))


def refresh_below(view: Body, survey: Survey, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Draw the page below a form that was just sent again."""
    below = view.get("previous_view_id")
    if below:
        deps.client.views_update(view_id=below, view=page_of(survey, actor, deps, tr))


def value_of(body: Body) -> int:
    """The number a button carries."""
    return number_of(str(body["actions"][0].get("value")))


def number_of(text: str) -> int:
    """A number of ours in a payload, which is user input."""
    if not text.isdecimal() or len(text) > 12:
        raise UsageError("That button is not valid any more.")
    return int(text)


def _set_state(body: Body, actor: Actor, deps: Deps, tr: Translator, state: SurveyState) -> None:
    survey = deps.surveys.launching.set_state(actor, value_of(body), state)
    refresh(body["view"], survey, actor, deps, tr)


def _own(tr: Translator) -> Plan:
    return Plan(questions=(Question(kind=Kind.TEXT, text=tr.gettext("Your question")),))
