"""An answer goes through the real app at the most talkative log level: it is found nowhere but in
its sealed box, also when a handler fails with the answer in its hands."""

import io
import json
import logging

import pytest

from bot.logs import start_logging
from tests.scenarios.pulses import hire_colleagues, values
from tests.surveys.evidence import everything

CANARY = "Canary-7f3a that only its author knows"


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


@pytest.fixture
def heard():
    """Everything the bot would write to its log at DEBUG."""
    root, text = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    start_logging("DEBUG", text)
    yield text
    logging.captureWarnings(capture=False)
    root.handlers[:], level = before
    root.setLevel(level)


def broken(pulse, statement: str) -> None:
    with pulse.company.store._database.write() as connection:
        connection.exec_driver_sql(statement)


def found_in_rows(pulse) -> list[str]:
    rows = everything(pulse.company.store)
    return [name for name, listed in rows.items() for row in listed if CANARY in repr(row)]


def test_an_answer_is_in_no_log_and_no_row(pulse, heard):
    wave = pulse.launch()
    assert pulse.answer(1, enps=3, text=CANARY, reply=True) == {}
    pulse.company.live(seconds=5)
    assert found_in_rows(pulse) == []
    assert len(pulse.company.store.ballots.sealed(wave.id)) == 1
    person = pulse.person(1)
    assert CANARY not in json.dumps(person.messages(person.dm()))
    assert CANARY not in heard.getvalue()
    assert heard.getvalue()


def test_a_handler_that_fails_with_an_answer_in_its_hands_says_nothing_of_it(pulse, heard):
    pulse.launch()
    broken(pulse, "ALTER TABLE sealed RENAME TO sealed_away")
    person = pulse.person(1)
    person.click(pulse.asked(1), "pulse:answer")
    person.submit(values(enps=3, text=CANARY))
    assert "no such table" in heard.getvalue()
    assert "reference" in heard.getvalue()
    for word in (CANARY, "Canary-7f3a"):
        assert word not in heard.getvalue()
        assert word not in json.dumps(person.open_view())
    assert found_in_rows(pulse) == []
    broken(pulse, "ALTER TABLE sealed_away RENAME TO sealed")
    person.close_view()
    assert person.submit() == {}
    assert CANARY not in heard.getvalue()


def test_what_a_writer_says_back_is_in_no_log_when_it_cannot_be_kept(pulse, heard):
    wave = pulse.launch()
    for number in range(12):
        pulse.answer(number, enps=9, text=f"Comment {number}", reply=True)
    wave = pulse.close(wave)
    comment = pulse.company.store.ballots.comments(wave.id)[0]
    pulse.company.deps.surveys.replies.answer(pulse.hr, wave.id, comment.id, "Thanks")
    pulse.company.live(hours=4, minutes=1)
    writer = int(comment.text.split()[1])
    person = pulse.person(writer)
    person.click(pulse.asked(writer), "pulse:back")
    broken(pulse, "ALTER TABLE reply RENAME COLUMN about TO about_away")
    person.submit({"text": {"value": CANARY}})
    assert "no column named about" in heard.getvalue() or "no such column" in heard.getvalue()
    assert CANARY not in heard.getvalue()
    assert comment.text not in heard.getvalue()
    broken(pulse, "ALTER TABLE reply RENAME COLUMN about_away TO about")
