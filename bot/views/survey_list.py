"""What HR sees of surveys: all of them, and one of them as a page. Knows no results."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.surveys.listing import Listed, Names
from bot.domain.surveys.plans import Audience, Every, Plan, plan_from
from bot.domain.surveys.questions import MOST_QUESTIONS, Kind, Question
from bot.domain.surveys.templates import TEMPLATES, translated
from bot.i18n import Translator, msgid
from bot.ids import PulseId
from bot.views.modals import menu, modal
from bot.views.parts import Json, actions, button, clean, escape, option, section
from store.records_surveys import SurveyState, WaveState

OWN = "own"
"""The choice that starts a survey without a template."""
MOST_LISTED = 20
KINDS = {
    Kind.ENPS: msgid("eNPS"),
    Kind.SCALE: msgid("1 to 5"),
    Kind.CHOICE: msgid("one choice"),
    Kind.CHOICES: msgid("several choices"),
    Kind.TEXT: msgid("short text"),
    Kind.CHECK: msgid("knowledge check"),
}
RHYTHMS = {
    Every.ONCE: msgid("once"),
    Every.WEEK: msgid("every week"),
    Every.MONTH: msgid("every month"),
    Every.QUARTER: msgid("every quarter"),
}
_STATES = {
    SurveyState.DRAFT: msgid("draft, nobody has been asked"),
    SurveyState.ACTIVE: msgid("active"),
    SurveyState.PAUSED: msgid("paused, no new wave begins"),
    SurveyState.ENDED: msgid("ended"),
}


def list_modal(listed: Sequence[Listed], zone: str, tr: Translator) -> Json:
    """Every survey, the newest first, and a menu to begin a new one."""
    starts = [option(tr.gettext(t.name), key) for key, t in TEMPLATES.items()]
    starts.append(option(tr.gettext("Own questions"), OWN))
    chooser = menu(starts, placeholder=tr.gettext("New survey from…"))
    blocks = [actions("pulse-new", [chooser | {"action_id": PulseId.NEW}])]
    if not listed:
        told = tr.gettext("No surveys yet. Choose a template above: nothing is sent before Launch.")
        blocks.append(section(told))
    for one in listed[:MOST_LISTED]:
        look = button(PulseId.OPEN, tr.gettext("Open"), str(one.survey.id))
        entry = section(f"*{escape(one.survey.name)}*\n{_state(one, zone, tr)}")
        blocks.append(entry | {"accessory": look})
    return modal(PulseId.LIST, tr.gettext("Surveys"), blocks, tr)


def survey_modal(one: Listed, names: Names, zone: str, tr: Translator) -> Json:
    """One survey: its questions, who and when, and what can be done with it."""
    plan = plan_from(one.survey.definition)
    blocks = [section(f"*{escape(one.survey.name)}*\n{_state(one, zone, tr)}")]
    blocks += [_question(n, question, tr) for n, question in enumerate(plan.questions)]
    if len(plan.questions) < MOST_QUESTIONS:
        more = button(PulseId.QUESTION_NEW, tr.gettext("Add a question"), str(one.survey.id))
        blocks.append(actions("pulse-more", [more]))
    change = button(PulseId.SETTINGS_EDIT, tr.gettext("Change"), str(one.survey.id))
    blocks.append({"type": "divider"})
    blocks.append(section("\n".join(_plan_lines(plan, names, tr))) | {"accessory": change})
    blocks.append(actions("pulse-do", _buttons(one, tr)))
    return modal(
        PulseId.PAGE, tr.gettext("Survey"), blocks, tr, private_metadata=str(one.survey.id)
    )


def _question(number: int, question: Question, tr: Translator) -> Json:
    told = translated(question, tr.gettext)
    label = f"*{number + 1}.* {escape(told.text)}\n_{escape(tr.gettext(KINDS[question.kind]))}_"
    choices = [
        option(tr.gettext("Edit"), f"edit:{number}"),
        option(tr.gettext("Move up"), f"up:{number}"),
        option(tr.gettext("Remove"), f"remove:{number}"),
    ]
    overflow = {"type": "overflow", "action_id": PulseId.QUESTION_MENU, "options": choices}
    return section(label) | {"accessory": overflow, "block_id": f"pulse-question-{number}"}


def _buttons(one: Listed, tr: Translator) -> list[Json]:
    value = str(one.survey.id)
    made = [button(PulseId.PREVIEW, tr.gettext("Preview"), value)]
    is_open = one.wave is not None and one.wave.state is not WaveState.CLOSED
    if is_open:
        made.append(button(PulseId.CLOSE, tr.gettext("Close now"), value))
    else:
        launch = button(PulseId.LAUNCH, tr.gettext("Launch…"), value)
        made.insert(0, launch | {"style": "primary"})
    if one.wave is not None and one.wave.state is WaveState.CLOSED:
        made.append(button(PulseId.RESULTS, tr.gettext("Result"), str(one.wave.id)))
    if one.survey.state is SurveyState.ACTIVE:
        made.append(button(PulseId.PAUSE, tr.gettext("Pause"), value))
    if one.survey.state is SurveyState.PAUSED:
        made.append(button(PulseId.RESUME, tr.gettext("Go on"), value))
    return made


def _state(one: Listed, zone: str, tr: Translator) -> str:
    """Where it stands: participation as numbers of everybody, never of a group or a person."""
    wave = one.wave
    if wave is None:
        return tr.gettext(_STATES[one.survey.state])
    if wave.state is WaveState.CLOSED:
        return tr.gettext(
            "{state}; wave {number} closed on {day}: {answered} of {invited} answered",
            state=tr.gettext(_STATES[one.survey.state]),
            number=wave.number,
            day=tr.date(wave.closes_at.date()),
            answered=tr.number(wave.answered or 0),
            invited=tr.number(wave.invited),
        )
    return tr.gettext(
        "Wave {number} is open until {day}: {answered} of {invited} answered so far",
        number=wave.number,
        day=tr.instant(wave.closes_at, zone),
        answered=tr.number(one.answered),
        invited=tr.number(wave.invited),
    )


def _plan_lines(plan: Plan, names: Names, tr: Translator) -> list[str]:
    when = (
        tr.gettext("at once")
        if plan.minute is None
        else tr.gettext("at {time}, by everybody's own clock", time=clock_of(plan.minute))
    )
    lines = [
        tr.gettext("*Who:* {who}", who=audience_words(plan.audience, names, tr)),
        tr.gettext("*When:* {rhythm}, {when}", rhythm=tr.gettext(RHYTHMS[plan.every]), when=when),
        tr.ngettext("*Open:* {count} day", "*Open:* {count} days", plan.open_days)
        + ", "
        + tr.ngettext("{count} reminder", "{count} reminders", plan.reminders),
    ]
    if plan.is_named:
        return [*lines, tr.gettext("*With names:* HR sees who answered what.")]
    shown = tr.gettext(
        "*Shown:* scores from {least} answers on, comments from {comments}",
        least=plan.least,
        comments=plan.least_comments,
    )
    return [*lines, shown]


def audience_words(audience: Audience, names: Names, tr: Translator) -> str:
    """Who is asked, in words."""
    parts = [
        *(f"<#{channel}>" for channel in audience.channels),
        *(f"<!subteam^{group}>" for group in audience.usergroups),
        *(escape(names.teams.get(team, "?")) for team in audience.teams),
        *(escape(names.regions.get(region, "?")) for region in audience.regions),
    ]
    who = tr.join(parts) if parts else tr.gettext("everybody on Slack")
    if audience.percent < 100:
        who = tr.gettext("{percent}% of {who}, drawn by lot", percent=audience.percent, who=who)
    if audience.cap:
        told = tr.ngettext(
            "at most {count} time in 30 days", "at most {count} times in 30 days", audience.cap
        )
        who = f"{who}, {told}"
    return who


def clock_of(minute: int) -> str:
    """A minute of the day as 09:05."""
    return f"{minute // 60:02}:{minute % 60:02}"


def told_modal(title: str, lines: Sequence[str], tr: Translator) -> Json:
    """A modal that only says something."""
    return modal(PulseId.DONE, clean(title), [section("\n".join(lines))], tr)
