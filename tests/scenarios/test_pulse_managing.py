"""HR makes a survey, looks at it as respondents will, launches and closes it; nobody else can."""

import json

import pytest

from bot.views.modals import VALUE
from store.records import Role
from store.records_surveys import SurveyState, WaveState
from tests.scenarios.pulses import HANNA, hire_colleagues, values

ANNA = "Anna de Vries"


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


@pytest.fixture
def hanna(pulse):
    return pulse.company.act_as(HANNA)


def open_list(hanna, pulse):
    hanna.command("/pulse", channel=pulse.company.sales)
    return hanna.open_view()


def start(hanna, pulse, template="enps-reason"):
    hanna.click(open_list(hanna, pulse), "pulse:new", value=template)
    return hanna.open_view()


def text_of(view) -> str:
    return json.dumps(view, ensure_ascii=False)


def only(pulse):
    (survey,) = pulse.company.store.surveys.all(pulse.company.workspace)
    return survey


def fields(**given) -> dict:
    return {name.replace("_", "-"): {VALUE: value} for name, value in given.items()}


def test_a_survey_goes_from_template_to_launch_to_closing(pulse, hanna):
    page = start(hanna, pulse)
    assert "eNPS and the reason" in text_of(page)
    hanna.click(page, "pulse:launch")
    asked = hanna.open_view()
    count = sum(not (user.is_bot or user.deleted) for user in profiles(pulse))
    assert f"goes to {count} people" in text_of(asked)
    assert hanna.submit() == {}
    assert "is on its way" in text_of(hanna.open_view())
    pulse.company.live(seconds=5)
    for number in range(1, 8):
        assert pulse.answer(number, enps=9) == {}
    hanna.close_view()
    hanna.click(hanna.open_view(), "pulse:close")
    assert "cannot be undone" in text_of(hanna.open_view())
    assert hanna.submit() == {}
    assert "7 of" in text_of(hanna.open_view())
    (wave,) = pulse.company.store.surveys.waves(pulse.company.workspace)
    assert wave.state is WaveState.CLOSED
    assert pulse.company.slack.errors == []


def profiles(pulse):
    return pulse.company.deps.desk.snapshots.current().profiles.values()


def test_questions_are_added_changed_moved_and_removed(pulse, hanna):
    page = start(hanna, pulse, "own")
    hanna.click(page, "pulse:question-new")
    typed = fields(text="Which tool?", kind="check", choices="Phone\n* Slack", required=["yes"])
    assert hanna.submit(typed) == {}
    page = hanna.open_view()
    assert "Which tool?" in text_of(page)
    hanna.click(page, "pulse:question-menu", value="up:1", block_id="pulse-question-1")
    hanna.click(
        hanna.open_view(), "pulse:question-menu", value="remove:1", block_id="pulse-question-1"
    )
    hanna.click(
        hanna.open_view(), "pulse:question-menu", value="edit:0", block_id="pulse-question-0"
    )
    assert "* Slack" in text_of(hanna.open_view())
    assert hanna.submit(fields(text="Which one?")) == {}
    (question,) = only(pulse).definition["questions"]
    assert question == {
        "kind": "check",
        "text": "Which one?",
        "choices": ["Phone", "Slack"],
        "right": 1,
        "required": True,
    }


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"kind": "choice", "choices": "one"}, "choices", "2 to 10"),
        ({"kind": "check", "choices": "a\nb"}, "choices", "begin its line with *"),
        ({"text": "   "}, "text", "empty"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(pulse, hanna, typed, field, says):
    hanna.click(start(hanna, pulse), "pulse:question-new")
    wrong = hanna.submit(fields(**({"text": "Why?"} | typed)))
    assert says in wrong[field]
    assert len(only(pulse).definition["questions"]) == 2


def test_who_and_when_are_kept_and_shown(pulse, hanna):
    hanna.click(start(hanna, pulse), "pulse:settings-edit")
    typed = fields(
        name="Pulse",
        channels=[pulse.company.sales],
        percent="50",
        cap="1",
        every="month",
        time="09:30",
        days="5",
        reminders="2",
        least="6",
        least_comments="12",
    )
    assert hanna.submit(typed) == {}
    shown = text_of(hanna.open_view())
    for told in (
        "50%",
        "at most 1 time in 30 days",
        "every month",
        "09:30",
        "5 days",
        "2 reminders",
    ):
        assert told in shown
    assert only(pulse).name == "Pulse"
    hanna.click(hanna.open_view(), "pulse:settings-edit")
    assert "least" in hanna.submit(fields(least="4"))
    assert hanna.submit(fields(least="7", percent="100")) == {}
    assert only(pulse).definition["least"] == 7


def test_the_preview_is_what_a_respondent_sees_and_sends_nothing(pulse, hanna):
    page = start(hanna, pulse)
    hanna.click(page, "pulse:preview")
    shown = hanna.open_view()
    for told in ("Hanna Smit would like to hear from you", "sealed until closing", "very unlikely"):
        assert told in text_of(shown)
    assert hanna.submit(values(enps=9)) == {}
    pulse.company.live(hours=1)
    assert pulse.person(1).messages(pulse.person(1).dm()) == []


def test_a_launch_that_could_never_be_shown_cannot_be_sent(pulse, hanna):
    hanna.click(start(hanna, pulse), "pulse:settings-edit")
    quiet = pulse.company.slack.add_channel("quiet", members=pulse.people[:3])
    pulse.company.deps.client.conversations_join(channel=quiet)
    assert hanna.submit(fields(channels=[quiet])) == {}
    hanna.click(hanna.open_view(), "pulse:launch")
    shown = hanna.open_view()
    assert "Nothing could ever be shown" in text_of(shown)
    assert not shown.get("submit")


def test_a_passphrase_given_at_launch_is_asked_for_at_closing(pulse, hanna):
    hanna.click(start(hanna, pulse), "pulse:launch")
    assert hanna.submit(fields(passphrase="works council")) == {}
    hanna.close_view()
    hanna.click(hanna.open_view(), "pulse:close")
    assert "passphrase" in text_of(hanna.open_view())
    assert "not the passphrase" in hanna.submit(fields(passphrase="wrong"))["passphrase"]
    (wave,) = pulse.company.store.surveys.waves(pulse.company.workspace)
    assert wave.state is WaveState.OPEN
    assert hanna.submit(fields(passphrase="works council")) == {}
    (wave,) = pulse.company.store.surveys.waves(pulse.company.workspace)
    assert wave.state is WaveState.CLOSED


def test_pausing_and_going_on(pulse, hanna):
    hanna.click(start(hanna, pulse), "pulse:launch")
    hanna.submit()
    hanna.close_view()
    hanna.click(hanna.open_view(), "pulse:pause")
    assert only(pulse).state is SurveyState.PAUSED
    hanna.click(hanna.open_view(), "pulse:resume")
    assert only(pulse).state is SurveyState.ACTIVE


@pytest.mark.parametrize("name", [ANNA, "Colleague 1"])
def test_nobody_but_hr_sees_or_starts_a_survey(pulse, hanna, name):
    start(hanna, pulse)
    other = pulse.company.act_as(name)
    told = other.command("/pulse", channel=pulse.company.sales).message["text"]
    assert "HR" in told
    assert other.view() is None


def test_in_dutch_the_whole_way(pulse):
    dutch = pulse.company.join("Fleur Bos", email="fleur@example.com", locale="nl-NL")
    pulse.company.store.roles.grant(
        pulse.company.workspace, pulse.company.users["Fleur Bos"], Role.HR
    )
    dutch.command("/pulse", channel=pulse.company.sales)
    dutch.click(dutch.open_view(), "pulse:new", value="mood")
    page = text_of(dutch.open_view())
    for told in ("Stemming van de week", "Hoe was je week?", "elke week", "Starten"):
        assert told in page
    dutch.click(dutch.open_view(), "pulse:preview")
    assert "hoort graag van je" in text_of(dutch.open_view())


def test_values_of_a_form_hold_nothing_but_what_is_offered():
    assert values(enps=9, text="Because", reply=True) == {
        "question-0": {VALUE: "9"},
        "question-1": {VALUE: "Because"},
        "reply": {VALUE: ["yes"]},
    }
