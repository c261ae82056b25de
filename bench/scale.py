"""Decides how much work a run does. The work is the same at every scale; only sizes differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Sizes of one run: `entries` in the large ledger, `few_entries` in the small one, `deals` in
    the file to import; `rounds` of how many `calls` for work of micro- and of milliseconds;
    `answers` to a survey, and the `crowd` that answers at one moment; people `asked` by a
    wave `speed` times as fast as Slack allows, and how many of them are `watched` as it is."""

    name: str
    reps: int
    entries: int
    few_entries: int
    deals: int
    rounds: int
    quick_calls: int
    slow_calls: int
    processes: int
    answers: int
    crowd: int
    asked: int
    speed: int
    watched: int


FULL = Scale(
    name="full",
    reps=1_000,
    entries=10_000_000,
    few_entries=100_000,
    deals=1_000_000,
    rounds=9,
    quick_calls=1_000,
    slow_calls=12,
    processes=3,
    answers=10_000,
    crowd=1_000,
    asked=10_000,
    speed=5,
    watched=240,
)
QUICK = Scale(
    name="quick",
    reps=1_000,
    entries=400_000,
    few_entries=40_000,
    deals=60_000,
    rounds=5,
    quick_calls=1_000,
    slow_calls=12,
    processes=3,
    answers=2_000,
    crowd=1_000,
    asked=400,
    speed=5,
    watched=60,
)
TINY = Scale(
    name="tiny",
    reps=20,
    entries=900,
    few_entries=300,
    deals=200,
    rounds=2,
    quick_calls=6,
    slow_calls=3,
    processes=1,
    answers=20,
    crowd=12,
    asked=8,
    speed=20,
    watched=4,
)
