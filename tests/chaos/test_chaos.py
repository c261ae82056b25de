"""The short form of `make chaos`: workers killed and frozen while Slack fails, and every occurrence
said once; and doubles as soon as one of the two safeties is taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.sending_endings import Safety
from tests.chaos.storm import Plan, Storm
from tests.chaos.worker import HURRIED

SHORT = Plan(occurrences=12, faults=0.4, kill_every=0.8, frozen=(2.0, 7.0), longest=90)
HARMED = replace(SHORT, kill_every=None, freeze_every=None, ends_with_double=True)
pytestmark = pytest.mark.xdist_group("chaos")


def test_everything_is_said_once_whatever_happens(database_url, tmp_path):
    outcome = Storm(SHORT, database_url, str(tmp_path)).run()
    assert outcome.is_over, outcome
    assert (outcome.missing, outcome.doubled) == (0, 0), outcome
    assert outcome.kills > 0
    assert sum(outcome.faults.values()) > 0


def test_without_the_look_something_is_said_twice(sqlite_url, tmp_path):
    accepted = (("500_after_accept", 0.0), ("drop_after_accept", 0.0))
    plan = replace(HARMED, safety=Safety(looks=False), weather=accepted)
    outcome = Storm(plan, sqlite_url, str(tmp_path)).run()
    assert outcome.doubled > 0, outcome


def test_without_lease_and_fence_something_is_said_twice(sqlite_url, tmp_path):
    plan = replace(
        HARMED,
        faults=0.0,
        naps=0.3,
        patience=replace(HURRIED, lease=timedelta(seconds=3), timeout=timedelta(seconds=1)),
        safety=Safety(keeps_to_lease=False),
    )
    outcome = Storm(plan, sqlite_url, str(tmp_path)).run()
    assert outcome.doubled > 0, outcome
