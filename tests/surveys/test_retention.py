"""What is deleted when, and what somebody is given or loses who asks for it."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotAllowed, NotFound
from bot.outgoing import SURVEY_KINDS, Kind
from bot.services.access import OPERATOR
from bot.services.surveys.personal import Personal
from bot.services.surveys.retention import Retention, months_between
from bot.services.surveys.rights import HR_OPERATOR
from store.records import SlackUser
from store.records_outbox import Draft, State
from store.records_surveys import Reply
from tests.services.office import NOW
from tests.surveys.polling import open_poll

EVERY_TABLE = ("invitation", "sealed", "ballot", "comment", "reply", "receipt", "released")


def retention(poll) -> Retention:
    return Retention(desk=poll.voting.desk, keys=poll.keys)


def rows(poll) -> dict[str, int]:
    with poll.store._database.read() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in EVERY_TABLE
        }


def closed(any_store, tmp_path, people=12):
    poll = open_poll(any_store, tmp_path, people=people)
    for number in range(people):
        poll.vote(number, enps=9, text=f"Comment {number}")
    poll.wave = poll.close()
    comment = any_store.ballots.comments(poll.wave.id)[0]
    any_store.replies.add(
        Reply(
            wave_id=poll.wave.id,
            comment_id=comment.id,
            number=1,
            responder="UHR",
            text="Thanks",
            deliver_at=poll.time.now,
        )
    )
    return poll


@pytest.mark.parametrize(
    ("age", "gone"),
    [
        (timedelta(days=29, hours=23), set()),
        (timedelta(days=30), {"invitation"}),
        (timedelta(days=364), {"invitation"}),
        (timedelta(days=366), {"invitation", "comment", "reply"}),
        (timedelta(days=729), {"invitation", "comment", "reply"}),
        (timedelta(days=732), {"invitation", "comment", "reply", "ballot", "receipt"}),
    ],
)
def test_everything_goes_when_it_was_promised_to_go_and_the_numbers_stay(
    any_store, tmp_path, age, gone
):
    poll = closed(any_store, tmp_path)
    poll.time.now = poll.wave.closes_at + age
    for _ in range(2):
        retention(poll).keep_promises(SURVEY_KINDS)
    left = rows(poll)
    assert {name for name, count in left.items() if not count} == gone | {"sealed"}
    wave = any_store.surveys.wave(poll.voting.desk.workspace_id, poll.wave.id)
    assert (wave.invited, wave.answered) == (12, 12)
    assert left["released"] > 0
    addresses = {one.address for one in any_store.ballots.comments(poll.wave.id)}
    assert (addresses <= {b""}) is bool(gone)


def test_an_open_wave_loses_nothing_however_old(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=6)
    poll.vote(0, enps=9)
    poll.time.now += timedelta(days=900)
    retention(poll).keep_promises(SURVEY_KINDS)
    assert (rows(poll)["invitation"], rows(poll)["sealed"]) == (6, 1)
    assert poll.keys.has(poll.wave.public_key)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ((2026, 1, 31), (2026, 2, 28), 0),
        ((2026, 1, 31), (2026, 3, 1), 1),
        ((2026, 11, 23), (2027, 11, 22), 11),
        ((2026, 11, 23), (2027, 11, 23), 12),
        ((2024, 2, 29), (2026, 2, 28), 23),
    ],
)
def test_months_are_whole_months_of_the_calendar(start, end, months):
    assert months_between(datetime(*start, tzinfo=UTC), datetime(*end, tzinfo=UTC)) == months


def age_keys(poll, by: timedelta) -> None:
    old = (poll.time.now - by).timestamp()
    for path in poll.keys.folder.iterdir():
        os.utime(path, (old, old))


def test_stray_keys_go_and_those_of_open_waves_and_of_launches_under_way_stay(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=6)
    stray = poll.keys.create()
    age_keys(poll, timedelta(hours=2))
    young = poll.keys.create()
    newest = max(poll.keys.folder.iterdir(), key=os.path.getmtime)
    os.utime(newest, (NOW.timestamp(),) * 2)
    retention(poll).keep_promises(SURVEY_KINDS)
    assert not poll.keys.has(stray)
    assert poll.keys.has(young)
    assert poll.keys.has(poll.wave.public_key)


def test_the_reply_key_lives_thirty_days_or_as_long_as_an_address_is_left(any_store, tmp_path):
    poll = closed(any_store, tmp_path)
    reply_key = poll.keys.create()
    with any_store._database.write() as connection:
        definition = json.dumps({**poll.wave.definition, "reply_key": reply_key.hex()})
        connection.exec_driver_sql(f"UPDATE wave SET definition = '{definition}'")
    age_keys(poll, timedelta(days=2))
    poll.time.now = poll.wave.closes_at + timedelta(days=29)
    retention(poll).keep_promises(SURVEY_KINDS)
    assert poll.keys.has(reply_key)
    any_store.ballots.forget_addresses(poll.wave.id)
    retention(poll).keep_promises(SURVEY_KINDS)
    assert list(poll.keys.folder.iterdir()) == []


def test_messages_about_surveys_go_after_thirty_days_and_others_stay(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=3)
    workspace = poll.voting.desk.workspace_id
    ids = {}
    for key, kind, state in (
        ("old", Kind.SURVEY, State.SENT),
        ("spoken of", Kind.SURVEY, State.SENT),
        ("waiting", Kind.SURVEY, State.PENDING),
        ("other", Kind.BOARD, State.SENT),
    ):
        draft = Draft(key=key, kind=kind, channel="U0000", payload={}, not_before=NOW)
        ids[key] = any_store.outbox.add(workspace, draft, at=NOW, state=state)
    any_store.invitations.mark_asked(poll.wave.id, "U0000", ids["spoken of"])
    poll.time.now = NOW + timedelta(days=31)
    retention(poll).keep_promises(SURVEY_KINDS)
    left = {key for key, one in ids.items() if any_store.outbox.get(workspace, one)}
    assert left == {"spoken of", "waiting", "other"}


def known(poll, user="U0003", name="Anna") -> Personal:
    desk = poll.voting.desk
    profile = SlackUser(slack_user_id=user, name=name, email="a@example.com", fetched_at=NOW)
    poll.store.slack_users.put(desk.workspace_id, profile)
    return Personal(desk=desk)


@pytest.mark.parametrize("who", ["U0003", "anna", "A@example.com"])
def test_an_erased_person_is_not_asked_any_more_and_their_sealed_answer_is_gone(
    any_store, tmp_path, who
):
    poll = open_poll(any_store, tmp_path, people=12)
    for number in range(12):
        poll.vote(number, enps=9 if number != 3 else 1)
    personal = known(poll)
    assert personal.erase(HR_OPERATOR, who, SURVEY_KINDS) == "U0003"
    assert "U0003" not in {user for user, _box in any_store.ballots.sealed(poll.wave.id)}
    with pytest.raises(NotAllowed, match="not sent to you"):
        poll.vote(3, enps=1)
    assert poll.close().answered == 11
    (everybody,) = [one for one in any_store.ballots.released(poll.wave.id) if not one.question]
    assert everybody.counts["detractors"] == 0


def test_somebody_gets_what_is_kept_of_them_and_no_answer_that_is_sealed(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=12)
    poll.wave = any_store.surveys.wave(poll.voting.desk.workspace_id, poll.wave.id)
    with any_store._database.write() as connection:
        definition = json.dumps({**poll.wave.definition, "name": "Pulse"})
        connection.exec_driver_sql(f"UPDATE wave SET definition = '{definition}'")
    poll.vote(3, enps=1)
    (asked,) = known(poll).export(HR_OPERATOR, "Anna", SURVEY_KINDS)["asked"]
    assert (asked["survey"], asked["has_answered"]) == ("Pulse", True)
    assert asked["answer"] == "sealed until closing"


def test_only_one_person_and_only_by_hr_is_found(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=3)
    personal = known(poll)
    known(poll, "U0001")
    with pytest.raises(NotFound, match="more than one"):
        personal.erase(HR_OPERATOR, "Anna", SURVEY_KINDS)
    with pytest.raises(NotAllowed):
        personal.erase(OPERATOR, "U0003", SURVEY_KINDS)
