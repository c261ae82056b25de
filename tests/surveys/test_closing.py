"""Answering and closing: what was promised is kept, whatever happens in between."""

import stat

import pytest
from nacl.public import SealedBox

from bot.domain.surveys.enps import Tally
from bot.domain.surveys.mixing import tally_from
from bot.domain.surveys.questions import Kind, Question
from bot.errors import NotAllowed, UsageError
from store.records_surveys import WaveState
from tests.surveys.polling import open_poll

EVERYBODY = "[]"
QUIZ = Question(kind=Kind.CHECK, text="Our margin?", choices=("10 %", "20 %"), right=1)


def everybody(poll, question=0):
    found = poll.store.ballots.released(poll.wave.id)
    return next((o.counts for o in found if (o.question, o.group) == (question, EVERYBODY)), None)


def answered(poll, *, promoters=0, passives=0, detractors=0):
    scores = [9] * promoters + [7] * passives + [3] * detractors
    for number, score in enumerate(scores):
        poll.vote(number, enps=score)


def test_after_closing_there_are_counts_and_nothing_to_read_back(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=20, passives=10, detractors=5)
    closed = poll.close()
    assert closed.state is WaveState.CLOSED
    assert closed.outcome == {"published": True, "broken": 0}
    assert tally_from(everybody(poll)) == Tally(promoters=20, passives=10, detractors=5)
    assert any_store.ballots.sealed(poll.wave.id) == []
    assert list(poll.keys.folder.iterdir()) == []


def test_the_last_answer_of_a_person_counts_and_one_taken_back_does_not(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=10)
    poll.vote(0, enps=1)
    poll.voting.take_back(poll.person(1), poll.wave.id)
    assert any_store.invitations.counts(poll.wave.id) == (40, 9)
    poll.close()
    assert tally_from(everybody(poll)) == Tally(promoters=8, detractors=1)


def test_skipped_questions_are_not_in_the_denominator(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=6)
    for number in range(6, 12):
        poll.vote(number, mood=4)
    poll.close()
    assert everybody(poll)["n"] == 6
    assert everybody(poll, 1)["4"] == 6


def test_too_few_answers_are_destroyed_and_only_participation_is_left(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=4)
    closed = poll.close()
    assert (closed.answered, closed.outcome) == (4, {"published": False, "why": "few"})
    left = any_store.ballots
    for kept in (left.of, left.comments, left.receipts, left.released, left.sealed):
        assert kept(poll.wave.id) == []
    assert list(poll.keys.folder.iterdir()) == []


def test_comments_need_more_people_than_scores(any_store, tmp_path):
    few = open_poll(any_store, tmp_path / "few")
    for number in range(9):
        few.vote(number, enps=9, text=f"comment {number}")
    few.close()
    assert any_store.ballots.comments(few.wave.id) == []
    assert everybody(few)["n"] == 9
    many = open_poll(any_store, tmp_path / "many")
    for number in range(10):
        many.vote(number, enps=9, text=f"comment {number}")
    many.close()
    told = any_store.ballots.comments(many.wave.id)
    assert {one.text for one in told} == {f"comment {number}" for number in range(10)}
    assert {one.part for one in told} == {"promoter"}
    assert len({len(one.address) for one in told}) == 1


def test_which_part_a_comment_is_from_is_told_only_when_every_part_is_large(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    for number in range(20):
        poll.vote(number, enps=10 if number < 17 else 2, text=f"comment {number}")
    poll.close()
    assert {one.part for one in any_store.ballots.comments(poll.wave.id)} == {None}


def test_a_reply_goes_only_to_those_who_agreed_to_one(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    for number in range(12):
        answers = {0: 9, 2: f"comment {number}"}
        agrees = number == 3
        poll.voting.answer(poll.person(number), poll.wave.id, answers, may_reply=agrees)
    poll.close()
    box = SealedBox(poll.reply_key)
    to = {
        one.text: box.decrypt(one.address).decode().strip()
        for one in any_store.ballots.comments(poll.wave.id)
    }
    assert {text: user for text, user in to.items() if user} == {"comment 3": poll.person(3)}


def test_a_receipt_says_that_an_answer_was_counted_and_is_in_no_order(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    receipts = [poll.vote(number, enps=8) for number in range(10)]
    with pytest.raises(UsageError, match="still open"):
        poll.voting.was_counted(poll.wave.id, receipts[0])
    replaced, receipts[0] = receipts[0], poll.vote(0, enps=2)
    poll.close()
    assert all(poll.voting.was_counted(poll.wave.id, receipt) for receipt in receipts)
    assert poll.voting.was_counted(poll.wave.id, f" {receipts[0].lower()} ")
    assert not poll.voting.was_counted(poll.wave.id, replaced)
    assert any_store.ballots.receipts(poll.wave.id) == sorted(receipts)


@pytest.mark.parametrize("late", ["after its time", "after closing"])
def test_a_late_answer_is_refused_kindly_and_changes_nothing(any_store, tmp_path, late):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=6)
    if late == "after closing":
        poll.close()
    poll.time.now = poll.wave.closes_at
    for act in (
        lambda: poll.vote(7, enps=1),
        lambda: poll.voting.take_back(poll.person(0), poll.wave.id),
        lambda: poll.voting.form(poll.person(0), poll.wave.id),
    ):
        with pytest.raises(UsageError, match="is closed"):
            act()
    poll.close()
    assert everybody(poll)["n"] == 6


def test_who_was_not_asked_cannot_answer(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=5)
    with pytest.raises(NotAllowed, match="not sent to you"):
        poll.vote(5, enps=9)
    with pytest.raises(NotAllowed):
        poll.voting.form(poll.person(5), poll.wave.id)
    assert any_store.ballots.sealed(poll.wave.id) == []


def test_a_row_put_in_the_place_of_another_counts_for_nobody(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=10)
    boxes = dict(any_store.ballots.sealed(poll.wave.id))
    forged = boxes[poll.person(0)]
    any_store.ballots.seal(poll.wave.id, poll.person(1), forged, poll.time.now)
    closed = poll.close()
    assert (closed.answered, closed.outcome["broken"]) == (10, 1)
    assert everybody(poll)["n"] == 9


def test_closing_twice_is_closing_once(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=6)
    assert poll.close() == poll.close()


def test_a_wave_without_its_key_closes_and_says_that_its_answers_are_lost(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    answered(poll, promoters=6)
    poll.keys.destroy(poll.wave.public_key)
    closed = poll.close()
    assert (closed.state, closed.outcome["why"]) == (WaveState.CLOSED, "key")
    assert any_store.ballots.sealed(poll.wave.id) == []


def test_with_a_passphrase_the_machine_alone_cannot_open_anything(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, passphrase="works council")
    answered(poll, promoters=6)
    assert poll.closer.needs_passphrase(poll.wave)
    for wrong in ("", "guess"):
        with pytest.raises(UsageError, match="passphrase"):
            poll.close(wrong)
    assert len(any_store.ballots.sealed(poll.wave.id)) == 6
    assert poll.close("works council").state is WaveState.CLOSED
    assert everybody(poll)["n"] == 6


def test_keys_are_readable_by_the_server_alone_and_strays_are_removed(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path)
    (key,) = poll.keys.folder.iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(poll.keys.folder.stat().st_mode) == 0o700
    poll.keys.create()
    assert poll.keys.destroy_all_but([poll.wave.public_key]) == 1
    assert list(poll.keys.folder.iterdir()) == [key]


def test_a_knowledge_check_with_names_keeps_them_and_no_ballots(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, questions=[QUIZ], people=3, is_named=True)
    poll.voting.answer(poll.person(0), poll.wave.id, {0: 1})
    poll.voting.answer(poll.person(1), poll.wave.id, {0: 0})
    assert poll.close().outcome == {"published": True, "broken": 0}
    assert any_store.ballots.named(poll.wave.id) == {"U0000": {"0": 1}, "U0001": {"0": 0}}
    assert any_store.ballots.of(poll.wave.id) == []


def test_groups_are_shown_only_when_they_give_no_smaller_one_away(any_store, tmp_path):
    teams = ("Alpha",) * 7 + ("Beta",) * 3
    poll = open_poll(any_store, tmp_path, people=10, segments=lambda number: (teams[number],))
    answered(poll, promoters=10)
    poll.close()
    shown = {one.group for one in any_store.ballots.released(poll.wave.id) if one.question == 0}
    assert shown == {EVERYBODY}
