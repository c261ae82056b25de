"""What HR fills in about questions and about who and when. The plan checks it, beside its field
where one is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.editing import question_typed, with_question
from bot.domain.surveys.enps import Scale
from bot.domain.surveys.plans import Audience, Every, Plan, plan_from
from bot.domain.surveys.questions import Kind, checked
from bot.errors import FormError, UsageError
from bot.forms import Form
from bot.i18n import Translator
from bot.ids import PulseId
from bot.members import usergroups
from bot.services.access import Actor
from bot.surveys.managing import number_of, refresh_below, value_of
from bot.views.survey_forms import S, settings_form
from bot.views.survey_question import Q, question_form

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the forms."""
    app.action(PulseId.QUESTION_NEW.value)(add_question)
    app.action(PulseId.SETTINGS_EDIT.value)(open_settings)
    app.view(PulseId.QUESTION.value)(save_question)
    app.view(PulseId.SETTINGS.value)(save_settings)


def add_question(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """An empty form for one more question."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    view = question_form(f"{survey.id}:", None, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def save_question(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Add or change one question."""
    form = Form(view)
    survey_id, _colon, place = form.about.partition(":")
    survey = deps.surveys.launching.survey(actor, number_of(survey_id))
    question = question_typed(
        _kind(form.choice(Q.KIND)),
        form.text(Q.TEXT),
        lines=form.text(Q.CHOICES),
        scale=Scale.ZERO_TO_TEN if form.choice(Q.SCALE) == "0" else Scale.ONE_TO_TEN,
        ends=(form.text(Q.LOW), form.text(Q.HIGH)),
        is_required=bool(form.choices(Q.REQUIRED)),
    )
    try:
        checked([question])
    except UsageError as wrong:
        field = Q.CHOICES if question.choices or "choice" in wrong.message else Q.TEXT
        raise FormError(field, wrong.message, **wrong.params) from None
    plan = plan_from(survey.definition)
    changed = with_question(plan, number_of(place) if place else None, question)
    kept = deps.surveys.launching.change(actor, survey.id, survey.name, changed)
    refresh_below(view, kept, actor, deps, tr)
    ack()


def open_settings(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Who and when, as it is now."""
    survey = deps.surveys.launching.survey(actor, value_of(body))
    names = deps.surveys.overview.names()
    view = settings_form(
        str(survey.id),
        survey.name,
        plan_from(survey.definition),
        tr,
        groups=usergroups(deps.client),
        teams=names.teams,
        regions=names.regions,
    )
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def save_settings(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Another name, audience or rhythm; thresholds only rise."""
    form = Form(view)
    survey = deps.surveys.launching.survey(actor, number_of(form.about))
    plan = _filled(form, plan_from(survey.definition))
    kept = deps.surveys.launching.change(actor, survey.id, form.text(S.NAME), plan)
    refresh_below(view, kept, actor, deps, tr)
    ack()


def _filled(form: Form, before: Plan) -> Plan:
    at, split = form.clock(S.TIME), form.choices(S.SPLIT)
    return Plan(
        questions=before.questions,
        audience=Audience(
            channels=form.channels(S.CHANNELS),
            usergroups=form.choices(S.GROUPS),
            teams=tuple(map(number_of, form.choices(S.TEAMS))),
            regions=tuple(map(number_of, form.choices(S.REGIONS))),
            percent=_whole(form, S.PERCENT),
            cap=_whole(form, S.CAP),
        ),
        every=Every(form.choice(S.EVERY) or Every.ONCE),
        minute=at.hour * 60 + at.minute if at else None,
        open_days=_whole(form, S.DAYS),
        reminders=number_of(form.choice(S.REMINDERS)),
        least=_whole(form, S.LEAST),
        least_comments=_whole(form, S.LEAST_COMMENTS),
        by_team="team" in split,
        by_region="region" in split,
        is_named=bool(form.choices(S.NAMED)),
        announce_in=form.channel(S.ANNOUNCE),
    )


def _whole(form: Form, name: S) -> int:
    text = form.text(name)
    if not text.isdecimal() or len(text) > 6:
        raise FormError(name, "Write a whole number.")
    return int(text)


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise FormError(Q.KIND, "Choose how it is answered.") from None
