"""Whatever happens to deals, in whatever order it is followed: people have the badges that a fresh
replay of the final ledger gives, and that the rules alone give."""

from __future__ import annotations

import shutil
from contextlib import closing
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings

from bot.services import awarding
from store.open import open_store
from tests.services.badge_office import (
    BadgeOffice,
    Office,
    Time,
    found_company,
    history,
    steps,
    take,
)

_copies = count()


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """The folder of a database with the company in it, closed."""
    folder = tmp_path_factory.mktemp("founded")
    with closing(open_store(f"sqlite:///{folder}/k.db", data_dir=folder, clock=Time())) as store:
        found_company(store).drain()
    return folder


@pytest.mark.parametrize("at_a_time", [awarding.BATCH, 2])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happened=steps())
def test_any_changes_end_in_the_badges_of_a_fresh_replay(founded, tmp_path, at_a_time, happened):
    """Also when the entries of one deal are taken in apart."""
    place = tmp_path / str(next(_copies))
    place.mkdir()
    shutil.copy(founded / "k.db", place)
    time = Time()
    database = open_store(f"sqlite:///{place}/k.db", data_dir=place, clock=time)
    with closing(database) as store, pytest.MonkeyPatch.context() as changed:
        changed.setattr(awarding, "BATCH", at_a_time)
        company = BadgeOffice(Office(store=store, time=time))
        company.sales = history(company.people)
        for step in happened:
            take(step, company)
        company.drain()
        followed = company.stored()
        assert followed == company.earned()
        assert company.replay() == followed
    shutil.rmtree(place)
