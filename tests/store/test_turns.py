"""Who has waited longest writes next; nobody waits for somebody who writes all the time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.open import Store
from store.turns import Turns
from tests.store.facts import office
from tests.store_fixtures import START


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def until(is_so) -> None:
    for _ in range(2_000):
        if is_so():
            return
        time.sleep(0.005)
    raise AssertionError("it never came to that")


def test_the_turn_goes_round_in_the_order_of_asking():
    turns, came = Turns(), []

    def come(name: int) -> None:
        with turns:
            came.append(name)

    threads = [threading.Thread(target=come, args=(name,)) for name in range(5)]
    with turns:
        for number, thread in enumerate(threads, 1):
            thread.start()
            until(lambda number=number: waiting(turns) == number)
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_only_one_has_the_turn():
    turns, inside, most = Turns(), [0], [0]

    def come(_: int) -> None:
        for _ in range(50):
            with turns:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0)
                inside[0] -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(come, range(8)))
    assert (inside, most) == ([0], [1])


def test_an_error_gives_the_turn_back():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        assert waiting(turns) == 0


def test_who_gives_up_waiting_leaves_the_queue_and_holds_nobody_up():
    turns = Turns()
    mine = threading.Lock()
    mine.acquire()
    with turns:
        turns._waiting.append(mine)
        turns._give_up(mine)
        assert waiting(turns) == 0
    with turns:
        turns._waiting.append(mine)
        turns._hand_over()  # it is given the turn at the moment it gives up
        turns._give_up(mine)
    with turns:
        assert waiting(turns) == 0


def test_a_deal_is_recorded_while_somebody_writes_without_a_pause(any_store: Store):
    acme = office(any_store)
    done, written = threading.Event(), [0]

    def keep_writing() -> None:
        while not done.is_set():
            any_store.followers.move(acme.id, "bell", written[0])
            written[0] += 1

    busy = [threading.Thread(target=keep_writing) for _ in range(2)]
    for thread in busy:
        thread.start()
    until(lambda: written[0] > 10)
    most = 0
    for number in range(5):
        before = written[0]
        acme.post(START, acme.fact(f"D-{number}", acme.line()))
        most = max(most, written[0] - before)
    done.set()
    for thread in busy:
        thread.join()
    if any_store.dialect == "sqlite":  # each of the two may go first once, and once is under way
        assert most <= 4
