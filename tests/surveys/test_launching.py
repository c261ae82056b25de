"""Launching: HR alone, promises frozen, nobody asked when nothing could ever be shown."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.surveys.asking import Candidate
from bot.domain.surveys.plans import Audience
from bot.domain.surveys.templates import TEMPLATES
from bot.errors import NotAllowed, UsageError
from bot.services.access import OPERATOR, Actor
from bot.services.surveys.audience import Audiences
from bot.services.surveys.closing import Closer
from bot.services.surveys.keys import Keys
from bot.services.surveys.launching import Launching
from store.records import Role, SlackUser
from tests.services.office import NOW, Office, Time

HR = Actor(slack_user_id="UHR", person_id=None, name="Hanna", roles=frozenset({Role.HR}))
PLAN = TEMPLATES["enps-reason"].plan


@pytest.fixture
def office(any_store):
    return Office(store=any_store, time=Time())


@pytest.fixture
def launching(office, tmp_path):
    return Launching(desk=office.services.desk, keys=Keys(folder=tmp_path / "keys"))


def people(count: int) -> list[Candidate]:
    return [
        Candidate(slack_user_id=f"U{n}", locale="nl-NL", zone="Europe/Amsterdam", team="Alpha")
        for n in range(count)
    ]


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MANAGER, Role.REP])
def test_surveys_are_for_hr_and_nobody_else(launching, role):
    other = replace(HR, roles=frozenset({role}))
    for act in (
        lambda: launching.create(other, "Pulse", PLAN),
        lambda: launching.all(other),
        lambda: launching.launch(other, 1, people(10)),
        lambda: launching.launch(OPERATOR, 1, people(10)),
    ):
        with pytest.raises(NotAllowed, match="for HR"):
            act()


def test_a_wave_freezes_what_was_promised(launching, office):
    survey = launching.create(HR, " Pulse ", PLAN)
    wave = launching.launch(HR, survey.id, people(10))
    assert (survey.name, wave.number, wave.invited, wave.least) == ("Pulse", 1, 10, 5)
    assert wave.closes_at == NOW + timedelta(days=7)
    launching.change(HR, survey.id, "Other", replace(PLAN, least=9, questions=PLAN.questions[:1]))
    kept = office.store.surveys.wave(office.workspace, wave.id)
    assert (kept.least, len(kept.definition["questions"]), kept.definition["name"]) == (
        5,
        2,
        "Pulse",
    )
    assert kept.definition["dimensions"] == ["team"]
    assert kept.definition["asked"] == [["Alpha"]]


def test_the_next_wave_never_has_lower_thresholds(launching, office, tmp_path):
    survey = launching.create(HR, "Pulse", replace(PLAN, least=8, least_comments=12))
    wave = launching.launch(HR, survey.id, people(10))
    office.time.now = wave.closes_at
    Closer(desk=office.services.desk, keys=launching.keys).close(wave)
    changed = launching.change(HR, survey.id, "Pulse", PLAN)
    assert (changed.definition["least"], changed.definition["least_comments"]) == (8, 12)
    assert launching.launch(HR, survey.id, people(10)).least == 8


def test_a_wave_that_could_never_be_shown_is_not_launched(launching, office):
    survey = launching.create(HR, "Pulse", PLAN)
    with pytest.raises(UsageError, match="Only 4 people"):
        launching.launch(HR, survey.id, people(4))
    assert office.store.surveys.waves(office.workspace) == []


def test_two_waves_of_a_survey_are_never_open_together(launching):
    survey = launching.create(HR, "Pulse", PLAN)
    launching.launch(HR, survey.id, people(10))
    with pytest.raises(UsageError, match="still open"):
        launching.launch(HR, survey.id, people(10))


def test_everybody_is_asked_at_their_own_time_and_the_wave_is_open_for_all_its_days(
    launching, office
):
    survey = launching.create(HR, "Pulse", replace(PLAN, minute=9 * 60, open_days=2))
    mixed = [*people(9), replace(people(1)[0], slack_user_id="U99", zone="America/New_York")]
    wave = launching.launch(HR, survey.id, mixed)
    sent = {one.slack_user_id: one.send_at for one in office.store.invitations.of(wave.id)}
    assert sent["U99"].hour == 14
    assert sent["U0"].hour == 8
    assert wave.closes_at == max(sent.values()) + timedelta(days=2)


def test_who_is_asked_too_often_is_left_alone(launching, office):
    capped = replace(PLAN, audience=Audience(cap=1))
    first = launching.create(HR, "One", capped)
    launching.launch(HR, first.id, people(10))
    second = launching.create(HR, "Two", capped)
    wave = launching.launch(HR, second.id, people(17))
    asked = {one.slack_user_id for one in office.store.invitations.of(wave.id)}
    assert asked == {f"U{n}" for n in range(10, 17)}


@pytest.mark.parametrize("name", ["", "  ", "x" * 76])
def test_a_survey_without_a_usable_name_is_refused(launching, name):
    with pytest.raises(UsageError, match="1 to 75"):
        launching.create(HR, name, PLAN)


def test_what_hr_does_is_in_the_audit_trail(launching, office):
    survey = launching.create(HR, "Pulse", PLAN)
    launching.launch(HR, survey.id, people(6))
    told = [(line.actor, line.action) for line in office.store.audit.recent(office.workspace)]
    assert told == [("slack:UHR", "survey.launch"), ("slack:UHR", "survey.create")]


def test_an_audience_is_people_and_never_bots_or_closed_accounts(office):
    office.hire("Anna", "Alpha", slack_user_id="U1")
    office.hire("Bo", "Beta", slack_user_id="U2")
    for user, more in (("U1", {}), ("U2", {}), ("U3", {}), ("U4", {"deleted": True})):
        put(office, user, **more)
    put(office, "U5", is_bot=True)
    audiences = Audiences(desk=office.services.desk)
    everybody = audiences.candidates(Audience())
    assert [(one.slack_user_id, one.team) for one in everybody] == [
        *(("U1", "Alpha"), ("U2", "Beta"), ("U3", "–"))
    ]
    beta = next(
        iter(
            k for k, v in office.services.desk.snapshots.current().team_names.items() if v == "Beta"
        )
    )
    chosen = Audience(teams=(beta,), channels=("C1",))
    found = audiences.candidates(chosen, members={"U3", "U4", "U5", "U9"})
    assert [one.slack_user_id for one in found] == ["U2", "U3"]


def put(office, user: str, **more) -> None:
    profile = SlackUser(slack_user_id=user, name=user, locale="en", fetched_at=NOW, **more)
    office.store.slack_users.put(office.workspace, profile)


def test_nothing_about_answers_is_in_what_a_wave_is_launched_with(launching):
    survey = launching.create(HR, "Pulse", PLAN)
    wave = launching.launch(HR, survey.id, people(6))
    assert "private" not in json.dumps(wave.definition)
    assert len(list(launching.keys.folder.glob("*.key"))) == 2
