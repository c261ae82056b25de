"""Answers to comments are delivered, and the database does not say to whom."""

import io
import logging
from datetime import timedelta

import pytest

from bot.domain.surveys.returning import address_opened
from bot.domain.surveys.templates import TEMPLATES
from bot.jobs.replies import deliver_replies
from bot.outgoing import Kind
from bot.services.surveys.keys import Keys
from bot.views.parts import Message
from tests.scenarios.company import company_in
from tests.scenarios.pulses import hire_colleagues
from tests.surveys.evidence import changed, everything, suspects

PEOPLE = 40


@pytest.fixture
def pulse(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("KOPLOPER_DATABASE_URL", database_url)
    with company_in(tmp_path / "home") as company:
        yield hire_colleagues(company, PEOPLE)


def closed_wave(pulse):
    """Everybody commented, allows answers, and is answered by HR."""
    wave = pulse.launch(TEMPLATES["enps-reason"].plan)
    surveys = pulse.company.deps.surveys
    for number, user in enumerate(pulse.people):
        given = {0: 1 + number % 10, 1: f"Comment {number}"}
        surveys.voting.answer(user, wave.id, given, may_reply=True)
    wave = pulse.close(wave)
    for comment in pulse.company.store.ballots.comments(wave.id):
        surveys.replies.answer(pulse.hr, wave.id, comment.id, f"About: {comment.text}")
    return wave


def said(pulse, wave):
    return [one for talk in pulse.company.store.replies.of(wave.id).values() for one in talk]


def linked(pulse, wave, rows) -> int:
    """How many writers an attack points at, alone or among a few."""
    found = 0
    for reply in said(pulse, wave):
        wrote = pulse.people[int(reply.text.rsplit(" ", 1)[1])]
        pointed = suspects(reply, rows, pulse.people).values()
        found += any(wrote in few and len(few) < PEOPLE / 2 for few in pointed)
    return found


def test_after_delivery_no_row_time_or_transaction_points_at_a_writer(pulse):
    wave = closed_wave(pulse)
    before, found = everything(pulse.company.store), 0
    for _ in range(25):
        pulse.company.time.now += timedelta(minutes=10)
        deliver_replies(pulse.company.deps)
        after = everything(pulse.company.store)
        found += linked(pulse, wave, after)
        news = changed(before, after)
        touched = {name for name, rows in news.items() if rows}
        assert touched <= {"reply", "pace"}
        assert {row["key"] for row in news["pace"]} <= {"workspace"}
        before = after
    delivered = sum(
        "answers what you wrote" in text or "antwoordt op wat je schreef" in text
        for number in range(PEOPLE)
        for text in [pulse.asked(number)["text"]]
    )
    assert delivered == PEOPLE
    assert found == 0


def test_the_same_attacks_find_everybody_when_answers_go_through_the_outbox(pulse):
    wave = closed_wave(pulse)
    keys = Keys(folder=pulse.company.deps.settings.keys)
    private = keys.read(bytes.fromhex(wave.definition["reply_key"]))
    addresses = {one.id: one.address for one in pulse.company.store.ballots.comments(wave.id)}
    for reply in said(pulse, wave):
        pulse.company.deps.outgoing.post(
            kind=Kind.SURVEY_REPLY,
            key=f"naive:{reply.comment_id}",
            channel=address_opened(addresses[reply.comment_id], private),
            message=Message(text=reply.text),
            not_before=reply.deliver_at,
        )
    rows = everything(pulse.company.store)
    assert linked(pulse, wave, rows) == PEOPLE
    by_time = [suspects(reply, rows, pulse.people)["time"] for reply in said(pulse, wave)]
    assert sum(bool(found) for found in by_time) == PEOPLE


def test_delivering_and_answering_back_leaves_no_name_in_any_log(pulse):
    closed_wave(pulse)
    heard = io.StringIO()
    listener, root = logging.StreamHandler(heard), logging.getLogger("bot")
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        pulse.company.slack.faults.inject(method="chat.postMessage", kind="500", times=3)
        for _ in range(5):
            pulse.company.live(hours=1)
        for number in range(5):
            value = pulse.asked(number)["blocks"][-1]["elements"][0]["value"]
            pulse.company.deps.surveys.replies.say_back(pulse.people[number], value, "Thanks")
        pulse.company.live(hours=4, minutes=1)
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
    assert not [user for user in pulse.people if user in heard.getvalue()]
    rows = everything(pulse.company.store)
    back = [row for row in rows["reply"] if row["responder"] is None]
    assert len(back) == 5
    for row in back:
        told = [repr(one) for name in rows for one in rows[name] if row["comment_id"] in repr(one)]
        assert not [user for user in pulse.people if any(user in line for line in told)]
