"""Somebody is asked, answers in two taps and a choice, changes their mind, and is left alone."""

import json
import logging
from datetime import timedelta

import pytest

from bot.domain.surveys.mixing import tally_from
from bot.errors import NotAllowed
from store.records_surveys import WaveState
from tests.scenarios.pulses import hire_colleagues, values

CANARY = "canary that only its author knows"


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


def text_of(message) -> str:
    return message["text"]


def test_everybody_is_asked_once_in_their_own_language_with_the_promise_and_its_limit(pulse):
    pulse.launch()
    pulse.company.live(minutes=5)
    english, dutch = text_of(pulse.asked(1)), text_of(pulse.asked(0))
    assert "Hanna Smit would like to hear from you. 2 questions, about 1 minute." in english
    assert "30 Nov 2026, 14:05" in english
    assert "sealed until closing" in english
    assert "scores from 5 answers on and comments from 10" in english
    assert "can see that you tapped, not what you answered" in english
    assert "Hanna Smit hoort graag van je" in dutch
    for number in range(12):
        person = pulse.person(number)
        assert len(person.messages(person.dm())) == 1
    assert pulse.company.slack.errors == []


def test_answering_takes_two_taps_and_a_choice_and_the_message_says_thanks_and_no_more(pulse):
    wave = pulse.launch()
    assert pulse.answer(1, enps=3) == {}
    shown = json.dumps(pulse.person(1).open_view())
    assert "Your receipt is" in shown
    pulse.company.live(seconds=5)
    told = json.dumps(pulse.asked(1))
    assert "thank you, your answer is in" in told
    receipt = shown.split("Your receipt is *")[1][:11]
    assert receipt not in told
    assert pulse.company.store.invitations.counts(wave.id) == (12, 1)


def test_the_follow_up_fits_the_score_and_says_nothing_of_it(pulse):
    pulse.launch()
    person = pulse.person(1)
    person.click(pulse.asked(1), "pulse:answer")
    before = json.dumps(person.open_view())
    person.fill(values(text="typed before choosing"))
    asked = {}
    for score in (10, 7, 2):
        person.click(person.open_view(), "value", value=str(score), block_id="question-0")
        view = person.open_view()
        asked[score] = view["blocks"][1]["label"]["text"]
        ids = [block.get("block_id") for block in view["blocks"] if block["type"] == "input"]
        assert ids == ["question-0", "question-1", "reply"]
        assert view["private_metadata"] == json.loads(before)["private_metadata"]
    assert len(set(asked.values())) == 3
    assert person.submit() == {}


def test_an_answer_can_be_changed_and_taken_back_until_closing(pulse):
    wave = pulse.launch()
    for number in range(1, 8):
        pulse.answer(number, enps=9)
        pulse.person(number).close_view()
    pulse.company.live(seconds=5)
    pulse.answer(1, enps=2)
    person = pulse.person(1)
    person.close_view()
    assert pulse.person(2).click(pulse.asked(2), "pulse:take-back").status == 200
    pulse.company.live(seconds=5)
    assert "would like to hear from you" in text_of(pulse.asked(2))
    closed = pulse.close(wave)
    assert closed.state is WaveState.CLOSED
    (all_of_them,) = [
        one.counts
        for one in pulse.company.store.ballots.released(wave.id)
        if one.group == "[]" and one.question == 0
    ]
    tally = tally_from(all_of_them)
    assert (tally.promoters, tally.detractors, tally.n) == (5, 1, 6)


def test_reminders_go_to_those_who_have_not_answered_and_stop_with_the_answer(pulse):
    wave = pulse.launch()
    pulse.answer(1, enps=9)
    pulse.company.live(days=4)
    assert "Answering is up to you" in text_of(pulse.asked(2))
    assert "thank you" in text_of(pulse.asked(1))
    pulse.company.live(days=2)
    person = pulse.person(2)
    assert len(person.messages(person.dm())) == 2
    assert pulse.close(wave).state is WaveState.CLOSED
    assert len(person.messages(person.dm())) == 2


@pytest.mark.parametrize("when", ["before sending", "before opening"])
def test_who_comes_too_late_is_told_kindly_and_nothing_changes(pulse, when):
    wave = pulse.launch()
    for number in range(1, 7):
        pulse.answer(number, enps=9)
    late = pulse.person(8)
    if when == "before sending":
        late.click(pulse.asked(8), "pulse:answer")
        pulse.close(wave)
        late.submit(values(enps=1))
        assert "This survey is closed" in json.dumps(late.open_view())
    else:
        pulse.close(wave)
        late.click(pulse.asked(8), "pulse:answer")
        assert "This survey is closed" in late.last_message(late.dm())["text"]
    assert len(pulse.company.store.ballots.of(wave.id)) == 6


def test_an_open_survey_waits_on_ones_own_page_too(pulse):
    wave = pulse.launch()
    person = pulse.person(1)
    home = person.open_home()
    assert "asks for your answer" in json.dumps(home)
    person.click(home, "pulse:answer")
    assert person.submit(values(enps=9)) == {}
    person.close_view()
    pulse.company.live(minutes=1)
    assert "your answer is in" in json.dumps(person.open_home())
    pulse.close(wave)
    pulse.company.live(minutes=1)
    person.click(home, "pulse:answer")
    assert "This survey is closed" in json.dumps(person.open_view())
    assert "pulse:answer" not in json.dumps(person.open_home())


def test_an_empty_form_and_a_stranger_get_an_answer_that_helps(pulse):
    pulse.launch()
    assert pulse.answer(1) != {}
    stranger = pulse.company.join("Stranger", email="stranger@example.com")
    pulse.person(1).close_view()
    wave = int(pulse.asked(1)["blocks"][-1]["elements"][0]["value"])
    with pytest.raises(NotAllowed, match="not sent to you"):
        pulse.company.deps.surveys.voting.form(stranger.id, wave)


def test_hr_hears_that_a_wave_has_closed_and_nothing_of_a_wave_with_too_few(pulse):
    wave = pulse.launch()
    pulse.answer(1, enps=9)
    closed = pulse.close(wave)
    assert closed.outcome == {"published": False, "why": "few"}
    hanna = pulse.company.act_as("Hanna Smit")
    told = text_of(hanna.last_message(hanna.dm()))
    assert "1 of 12 people answered" in told
    assert "destroyed, as was promised" in told


def test_a_wave_with_a_passphrase_waits_for_it_and_takes_no_more_answers(pulse):
    wave = pulse.launch(passphrase="works council")
    for number in range(1, 7):
        pulse.answer(number, enps=9)
    assert pulse.close(wave).state is WaveState.OPEN
    pulse.company.live(hours=1)
    hanna = pulse.company.act_as("Hanna Smit")
    told = [text_of(message) for message in hanna.messages(hanna.dm())]
    assert len([line for line in told if "passphrase" in line]) == 1


def test_nothing_of_an_answer_is_in_a_message_a_log_or_a_row(pulse, caplog):
    caplog.set_level(logging.DEBUG)
    wave = pulse.launch()
    pulse.answer(1, enps=3, text=CANARY)
    pulse.company.live(seconds=5)
    person = pulse.person(1)
    assert CANARY not in json.dumps(person.messages(person.dm()))
    assert CANARY not in caplog.text
    for table in ("outbox", "invitation", "sealed", "audit"):
        assert CANARY.encode() not in rows_of(pulse.company.store, table)
    pulse.company.time.now += timedelta(minutes=1)
    assert pulse.company.store.ballots.of(wave.id) == []


def rows_of(store, table) -> bytes:
    with store._database.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
    return repr(rows).encode()
