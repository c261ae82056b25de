"""Nobody who has the database, its backups and its logs can tell who answered what: the attacks
that work on a naive schema find chance at best here."""

import io
import itertools
import logging
import random
import sqlite3
from pathlib import Path

import psycopg
import pytest

from bot.domain.surveys.questions import Kind, Question
from tests.surveys import attacks
from tests.surveys.polling import open_poll

PEOPLE = 40
WAVES = 6
AT_MOST = 3  # of 40 in a wave, as the average of all waves; chance alone gives 1
CANARY = "canary-that-only-its-author-knows"
TELLING = tuple(
    Question(kind=Kind.CHOICE, text=f"Question {number}?", choices=("a", "b", "c", "d"))
    for number in range(3)
)
COMBINATIONS = [dict(enumerate(one)) for one in itertools.product(range(4), repeat=3)]


def vote_all(poll, order) -> list[str]:
    """Everybody answers in this order, each with answers of their own; those answers, in order."""
    for number in order:
        poll.voting.answer(poll.person(number), poll.wave.id, COMBINATIONS[number])
    return [attacks.answers_text(COMBINATIONS[number]) for number in order]


def shuffled() -> list[int]:
    return random.Random(5).sample(range(PEOPLE), PEOPLE)


@pytest.fixture
def sqlite_store(sqlite_url, open_database):
    return open_database(sqlite_url)


@pytest.fixture
def database(sqlite_url) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def test_neither_the_order_of_rows_nor_of_bytes_links_anybody(sqlite_store, tmp_path, database):
    found = {"sql": 0, "file": 0, "known order": 0}
    for wave in range(WAVES):
        poll = open_poll(sqlite_store, tmp_path / str(wave), people=PEOPLE, questions=TELLING)
        truth = vote_all(poll, shuffled())
        poll.close()
        rows = attacks.in_sql_order(
            lambda: sqlite3.connect(database), f"ballot WHERE wave_id = {poll.wave.id}"
        )
        assert sorted(rows) == sorted(truth)
        found["sql"] += attacks.linked(rows, truth)
        found["file"] += attacks.linked(attacks.in_file_order(database, rows), truth)
        found["known order"] += attacks.linked(rows, sorted(truth))
        sqlite_store.ballots.forget(poll.wave.id, ["ballot"])
    assert all(count <= AT_MOST * WAVES for count in found.values()), found


def test_the_same_attacks_link_everybody_in_a_naive_schema(tmp_path):
    order = shuffled()
    truth = [attacks.answers_text(COMBINATIONS[number]) for number in order]
    path = attacks.naive_sqlite(tmp_path, [(f"U{n}", a) for n, a in zip(order, truth, strict=True)])
    rows = attacks.in_sql_order(lambda: sqlite3.connect(path), "naive_ballot")
    assert attacks.linked(rows, truth) == PEOPLE
    assert attacks.linked(attacks.in_file_order(path, truth), truth) > PEOPLE / 2


def test_neither_transactions_nor_places_of_rows_link_anybody_on_postgres(
    postgres_url, open_database, tmp_path
):
    store, found = open_database(postgres_url), 0
    for wave in range(WAVES):
        poll = open_poll(store, tmp_path / str(wave), people=PEOPLE, questions=TELLING)
        truth = vote_all(poll, shuffled())
        poll.close()
        rows = attacks.by_transaction(postgres_url, "ballot", "answers")
        found += attacks.linked(rows, truth)
        store.ballots.forget(poll.wave.id, ["ballot"])
    assert found <= AT_MOST * WAVES


def test_who_voted_when_is_known_to_postgres_and_links_everybody_in_a_naive_schema(postgres_url):
    order = shuffled()
    truth = [attacks.answers_text(COMBINATIONS[number]) for number in order]
    attacks.naive_postgres(postgres_url, [(f"U{n}", a) for n, a in zip(order, truth, strict=True)])
    assert attacks.linked(
        attacks.by_transaction(postgres_url, "naive_ballot", "answers"), truth
    ) == (PEOPLE)


def test_ballots_comments_and_receipts_of_a_person_stand_in_different_places(any_store, tmp_path):
    same = 0
    for wave in range(WAVES):
        poll = open_poll(any_store, tmp_path / str(wave), people=PEOPLE)
        receipts = {
            poll.vote(
                number, enps=1 + number % 10, mood=1 + number % 5, text=f"comment {number}"
            ): (number)
            for number in range(PEOPLE)
        }
        poll.close()
        ballots = any_store.ballots.of(poll.wave.id)
        comments = any_store.ballots.comments(poll.wave.id)
        words = any_store.ballots.receipts(poll.wave.id)
        for ballot, comment, word in zip(ballots, comments, words, strict=True):
            writer = int(comment.text.split()[1])
            same += writer == receipts[word]
            assert set(ballot.answers) == {"0", "1"}
    assert same <= AT_MOST * WAVES


def test_before_closing_nothing_readable_is_in_any_file_or_copy(sqlite_store, tmp_path, database):
    poll = open_poll(sqlite_store, tmp_path, people=PEOPLE)
    for number in range(PEOPLE):
        poll.vote(number, enps=3, text=f"{CANARY} {number}")
        if number == PEOPLE // 2:
            sqlite_store.backup(database.with_name(f"{database.name}.copy"))
    for hidden in (CANARY, '"0": 3', '"answers"'):
        assert hidden.encode() not in attacks.files_beside(database)
    poll.close()
    readable = attacks.files_beside(database)
    assert CANARY.encode() in readable


def test_a_backup_taken_in_between_is_of_no_use_after_closing(sqlite_store, tmp_path, database):
    poll = open_poll(sqlite_store, tmp_path, people=PEOPLE)
    for number in range(PEOPLE):
        poll.vote(number, enps=3, text=f"{CANARY} {number}")
    copy = sqlite_store.backup(database.with_name("copy.db"))
    poll.close()
    with sqlite3.connect(copy) as stolen:
        boxes = stolen.execute("SELECT slack_user_id, box FROM sealed").fetchall()
    stolen.close()
    assert len(boxes) == PEOPLE
    assert list(poll.keys.folder.iterdir()) == []
    assert not any(CANARY.encode() in box for _person, box in boxes)


def test_sealed_rows_leave_no_trace_in_the_file_after_closing(sqlite_store, tmp_path, database):
    poll = open_poll(sqlite_store, tmp_path, people=PEOPLE)
    for number in range(PEOPLE):
        poll.vote(number, enps=3)
    boxes = [box for _person, box in sqlite_store.ballots.sealed(poll.wave.id)]
    assert all(box[:32] in attacks.files_beside(database) for box in boxes)
    poll.close()
    left = attacks.files_beside(database)
    assert not any(box[:32] in left for box in boxes)


def test_two_snapshots_around_one_vote_show_who_answered_and_never_what(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=PEOPLE)
    for number in range(PEOPLE - 1):
        poll.vote(number, enps=9)
    before = snapshot(any_store, poll.wave.id)
    poll.vote(PEOPLE - 1, enps=1, text=CANARY)
    after = snapshot(any_store, poll.wave.id)
    assert after["ballots"] == before["ballots"] == []
    (added,) = set(after["sealed"]) - set(before["sealed"])
    assert len(added[1]) == len(before["sealed"][0][1])
    assert CANARY.encode() not in added[1]


def snapshot(store, wave_id) -> dict[str, list]:
    return {"ballots": store.ballots.of(wave_id), "sealed": store.ballots.sealed(wave_id)}


def test_an_answer_is_in_no_log_at_any_level(any_store, tmp_path):
    heard = io.StringIO()
    listener = logging.StreamHandler(heard)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(listener)
    root.setLevel(1)
    try:
        poll = open_poll(any_store, tmp_path, people=PEOPLE)
        for number in range(12):
            poll.vote(number, enps=3, text=f"{CANARY} {number}")
        with pytest.raises(Exception, match="offered"):
            poll.vote(0, enps=99, text=CANARY)
        poll.close()
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
    assert CANARY not in heard.getvalue()


def test_after_closing_no_table_of_answers_has_a_person_a_time_or_a_number_in_a_row(
    postgres_url, open_database
):
    open_database(postgres_url)
    with psycopg.connect(postgres_url) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_name IN ('ballot', 'comment', 'receipt', 'released')"
        ).fetchall()
    assert {column for _table, column in columns} == {
        *("wave_id", "id", "answers", "question", "part", "text", "address", "word"),
        *("group_key", "counts"),
    }
