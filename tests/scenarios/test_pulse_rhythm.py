"""Surveys that ask again by themselves, and what is told about them around a wave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.surveys.plans import Audience, Every
from bot.domain.surveys.stories import Story
from bot.domain.surveys.templates import TEMPLATES
from bot.errors import NotAllowed, NotFound, UsageError
from bot.jobs.profiles import ONCE_IN
from bot.views.modals import VALUE
from store.records import Role, SlackUser
from store.records_surveys import SurveyState, WaveState
from tests.scenarios.pulses import HANNA, hire_colleagues

WEEKLY = replace(TEMPLATES["enps-reason"].plan, every=Every.WEEK, open_days=2)


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


def waves(pulse):
    return pulse.company.store.surveys.waves(pulse.company.workspace)


def told(pulse, user):
    person = pulse.company.slack.act_as(user)
    return [message["text"] for message in person.messages(person.dm())]


def told_hanna(pulse):
    return told(pulse, pulse.company.users[HANNA])


def channel_texts(pulse, channel):
    person = pulse.company.act_as("Anna de Vries")
    return [message["text"] for message in person.messages(channel)]


def test_a_weekly_survey_asks_again_a_week_later_at_the_same_minute_and_once(pulse):
    first = pulse.launch(WEEKLY)
    pulse.company.live(days=6)
    assert [wave.number for wave in waves(pulse)] == [1]
    pulse.company.live(days=1)
    second = waves(pulse)[0]
    assert second.number == 2
    assert second.opens_at - first.opens_at == timedelta(days=7)
    pulse.company.live(hours=1)
    assert len(waves(pulse)) == 2
    (survey,) = pulse.company.store.surveys.all(pulse.company.workspace)
    assert survey.next_wave_at == first.opens_at + timedelta(days=14)
    assert sum("would like to hear" in line for line in told(pulse, pulse.people[1])) == 2


def test_a_wave_that_is_open_still_or_a_pause_delays_the_next(pulse):
    pulse.launch(WEEKLY, passphrase="")
    (survey,) = pulse.company.store.surveys.all(pulse.company.workspace)
    surveys = pulse.company.deps.surveys
    surveys.launching.set_state(pulse.hr, survey.id, SurveyState.PAUSED)
    pulse.company.live(days=7, hours=3)
    assert len(waves(pulse)) == 1
    surveys.launching.set_state(pulse.hr, survey.id, SurveyState.ACTIVE)
    pulse.company.live(minutes=1)
    assert [wave.state for wave in waves(pulse)] == [WaveState.OPEN, WaveState.CLOSED]


def test_a_wave_that_is_late_by_days_is_left_out_and_written_down(pulse):
    pulse.launch(WEEKLY)
    (survey,) = pulse.company.store.surveys.all(pulse.company.workspace)
    surveys = pulse.company.deps.surveys
    surveys.launching.set_state(pulse.hr, survey.id, SurveyState.PAUSED)
    pulse.company.live(days=10)
    surveys.launching.set_state(pulse.hr, survey.id, SurveyState.ACTIVE)
    pulse.company.live(minutes=1)
    assert len(waves(pulse)) == 1
    assert pulse.company.store.audit.recent(pulse.company.workspace)[0].action == (
        "survey.wave_left_out"
    )
    pulse.company.live(days=4)
    assert len(waves(pulse)) == 2


def test_a_wave_with_too_few_people_waits_and_its_owner_is_told_once(pulse):
    quiet = pulse.company.slack.add_channel("quiet", members=pulse.people[:8])
    pulse.company.deps.client.conversations_join(channel=quiet)
    pulse.launch(WEEKLY)
    smaller = replace(WEEKLY, audience=Audience(channels=(quiet,)))
    launching = pulse.company.deps.surveys.launching
    launching.change(pulse.hr, launching.all(pulse.hr)[0].id, "Pulse", smaller)
    pulse.company.live(days=6)
    for user in pulse.people[:4]:
        for heard in pulse.company.slack.change_user(user, deleted=True):
            heard.result(timeout=5)
    pulse.company.live(days=1)
    pulse.company.live(minutes=11)
    pulse.company.live(minutes=11)
    (line,) = [line for line in told_hanna(pulse) if "has not begun" in line]
    assert "Only 4 people would be asked" in line
    assert len(waves(pulse)) == 1
    for user in pulse.people[4:9]:
        pulse.company.slack.join(quiet, user)
    pulse.company.live(minutes=11)
    assert (len(waves(pulse)), waves(pulse)[0].invited) == (2, 5)


def test_a_survey_with_a_passphrase_is_launched_by_hand_only(pulse):
    wave = pulse.launch(WEEKLY, passphrase="works council")
    pulse.company.deps.surveys.ending.close_now(pulse.hr, wave.id, passphrase="works council")
    pulse.company.live(days=7)
    assert len(waves(pulse)) == 1
    (line,) = [line for line in told_hanna(pulse) if "has not begun" in line]
    assert "launch it with one" in line


def test_only_one_of_two_processes_begins_a_wave(pulse):
    pulse.launch(WEEKLY)
    pulse.company.time.now += timedelta(days=7)
    deps = pulse.company.deps
    for wave in deps.store.surveys.to_close(deps.workspace_id, deps.clock()):
        deps.surveys.closer.close(wave)
    (survey,) = deps.surveys.recurring.due()
    assert deps.surveys.recurring.begin(survey, ()) is not None
    deps.surveys.closer.close(replace(waves(pulse)[0]))
    assert deps.surveys.recurring.begin(survey, ()) is None
    assert len(waves(pulse)) == 2


def test_another_rhythm_is_counted_from_the_last_launch(pulse):
    first = pulse.launch(WEEKLY)
    surveys = pulse.company.deps.surveys
    (survey,) = surveys.launching.all(pulse.hr)
    changed = surveys.launching.change(
        pulse.hr, survey.id, "Pulse", replace(WEEKLY, every=Every.MONTH)
    )
    assert changed.next_wave_at.date().isoformat() == "2026-12-23"
    once = surveys.launching.change(pulse.hr, survey.id, "Pulse", replace(WEEKLY, every=Every.ONCE))
    assert once.next_wave_at is None
    assert first.closes_at == first.opens_at + timedelta(days=2)


def test_the_beginning_of_a_wave_is_announced_once(pulse):
    sales = pulse.company.sales
    pulse.launch(replace(WEEKLY, announce_in=sales))
    pulse.company.live(minutes=5)
    (line,) = [text for text in channel_texts(pulse, sales) if "have it as a direct" in text]
    assert "Pulse ‹Q4›" in line
    assert "only from 5 answers on" in line


def story(**given) -> dict:
    return {name.replace("_", "-"): {VALUE: value} for name, value in given.items()}


def closed_with_result(pulse, plan):
    wave = pulse.launch(plan)
    for number in range(1, 8):
        pulse.answer(number, enps=9)
    return pulse.close(wave)


def test_what_came_of_a_wave_is_told_where_it_was_announced_and_opens_the_next_invitation(pulse):
    sales = pulse.company.sales
    closed_with_result(pulse, replace(WEEKLY, announce_in=sales))
    hanna = pulse.company.act_as(HANNA)
    hanna.click(hanna.last_message(hanna.dm()), "pulse:story")
    assert hanna.submit(story(heard=" ")) != {}
    typed = story(heard="Too many <!channel> tools", doing="One tool less by May", where=sales)
    assert hanna.submit(typed) == {}
    pulse.company.live(seconds=5)
    (line,) = [text for text in channel_texts(pulse, sales) if "what came of it" in text]
    assert "by Hanna Smit" in line
    assert "Too many ‹!channel› tools" in line
    hanna.close_view()
    hanna.click(hanna.last_message(hanna.dm()), "pulse:story")
    assert hanna.submit(story(doing="Two tools less by May")) == {}
    pulse.company.live(days=5, hours=1)
    (line,) = [text for text in channel_texts(pulse, sales) if "what came of it" in text]
    assert "Two tools less" in line
    asked = pulse.asked(1)["text"]
    assert asked.startswith("_Since last time:_ Two tools less by May")
    assert not [line for line in told_hanna(pulse) if "A week ago" in line]
    assert pulse.company.slack.errors == []


def test_an_owner_who_tells_nothing_is_reminded_once(pulse):
    closed_with_result(pulse, replace(WEEKLY, every=Every.ONCE))
    pulse.company.live(days=6)
    assert not [line for line in told_hanna(pulse) if "A week ago" in line]
    pulse.company.live(days=2)
    pulse.company.live(days=3)
    assert len([line for line in told_hanna(pulse) if "A week ago" in line]) == 1


def test_nobody_but_hr_tells_what_came_of_a_wave(pulse):
    wave = closed_with_result(pulse, WEEKLY)
    told = Story(heard="Something")
    for roles in ({Role.OWNER}, {Role.ADMIN}, {Role.MANAGER}, {Role.REP}):
        other = replace(pulse.hr, roles=frozenset(roles))
        with pytest.raises(NotAllowed, match="for HR"):
            pulse.company.deps.surveys.stories.tell(other, wave.id, told)
    with pytest.raises(NotFound):
        pulse.company.deps.surveys.stories.tell(pulse.hr, wave.id + 1, told)
    with pytest.raises(UsageError, match="at least what you heard"):
        pulse.company.deps.surveys.stories.tell(pulse.hr, wave.id, Story(heard=" "))


def test_everybody_s_profile_is_read_page_by_page_and_again_after_a_day(company):
    for number in range(230):
        company.slack.add_user(name=f"Person {number}", email=f"p{number}@example.com")
    last = company.slack.add_user(name="Late Comer", email="late@example.com")
    outdated = SlackUser(slack_user_id=last, name="Outdated", fetched_at=company.time.now)
    pages = []
    for wait in (1, 10, 3600, ONCE_IN.total_seconds(), 10):
        company.live(seconds=wait)
        company.store.slack_users.put(company.workspace, outdated)
        pages.append(sum(call.method == "users.list" for call in company.slack.calls))
    assert pages == [1, 2, 2, 3, 4]
    company.store.preferences.set(company.workspace, "profiles", None)
    company.live(seconds=10)
    company.live(seconds=10)
    assert company.store.slack_users.get(company.workspace, last).name == "Late Comer"


def test_a_list_of_people_that_slack_withholds_is_asked_for_again_later(company):
    company.slack.faults.inject(method="users.list", kind="429", seconds=60)
    company.live(seconds=1)
    assert company.store.preferences.get(company.workspace, "profiles") is None
    company.live(seconds=30)
    assert company.store.preferences.get(company.workspace, "profiles") is None
    company.live(seconds=31)
    assert company.store.preferences.get(company.workspace, "profiles")["done_at"]
    company.slack.faults.inject(method="users.list", kind="error", error="invalid_cursor")
    company.live(days=1, minutes=1)
    company.live(minutes=11)
    assert company.store.preferences.get(company.workspace, "profiles")["done_at"][:10] == (
        "2026-11-24"
    )
