"""Two sides take turns, each call is timed by itself, and neither sees an input twice."""

from __future__ import annotations

import threading

import pytest

from bench.measure import Timing, interleaved, rush, timed


def test_both_sides_do_the_same_calls_in_turns_and_change_who_goes_first() -> None:
    seen: list[tuple[str, int]] = []
    ours, theirs = interleaved(
        lambda number: seen.append(("ours", number)),
        lambda number: seen.append(("theirs", number)),
        rounds=2,
        calls=2,
        warmup=1,
    )
    assert seen == [
        ("ours", 0), ("theirs", 0),
        ("ours", 1), ("ours", 2), ("theirs", 1), ("theirs", 2),
        ("theirs", 3), ("theirs", 4), ("ours", 3), ("ours", 4),
    ]  # fmt: skip
    assert [len(calls) for calls in (*ours.rounds, *theirs.rounds)] == [2, 2, 2, 2]


def test_medians_and_spread_come_from_all_calls_and_from_the_rounds() -> None:
    timing = Timing(((1.0, 2.0, 9.0), (3.0, 4.0, 5.0)))
    assert timing.p50 == 3.5
    assert timing.spread == (2.0, 4.0)
    assert timing.p99 == 9.0


def test_the_99th_percentile_leaves_the_worst_hundredth_out() -> None:
    timing = Timing((tuple([1.0] * 995 + [50.0] * 5),))
    assert timing.p99 == 1.0


def test_a_call_is_timed_around_the_work_alone() -> None:
    calls: list[int] = []
    assert timed(calls.append, 7) >= 0
    assert calls == [7]


def test_a_rush_does_every_number_once_and_waits_from_one_moment():
    done: list[int] = []
    everybody_is_here = threading.Barrier(4)

    def work(number: int) -> None:
        if number < 4:
            everybody_is_here.wait(5)
        done.append(number)

    found = rush(work, range(20), threads=4)
    assert sorted(done) == list(range(20))
    assert len(found.waits) == 20
    assert found.seconds == max(found.waits)


def test_what_goes_wrong_in_a_rush_is_raised():
    def work(number: int) -> None:
        if number == 7:
            raise IndexError("lost")

    with pytest.raises(IndexError, match="lost"):
        rush(work, range(8), threads=2)
