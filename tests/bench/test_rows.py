"""Every benchmark runs at a tiny size and yields its rows; how fast they are is not tested."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.lab import open_lab
from bench.ledger import clock, database_url
from bench.registry import BENCHES, Bench, measured
from bench.scale import TINY
from store.open import open_store

KEYS = ["bench", "anchor", "ours", "theirs", "ratio", "limit", "holds"]


def is_there(bench: Bench) -> bool:
    """Whether this machine has what the anchor needs."""
    if bench.name == "standings":
        has_redis = shutil.which("redis-server") is not None
        return has_redis and importlib.util.find_spec("leaderboard") is not None
    return bench.name != "ranges" or importlib.util.find_spec("duckdb") is not None


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers")


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_a_benchmark_yields_its_rows(bench: Bench, cache: Path) -> None:
    with open_lab(TINY, cache) as lab:
        results = list(measured(bench, lab))
    assert [result.bench for result in results] == list(bench.limits)
    for result in results:
        told = json.loads(result.as_json())
        assert list(told) == KEYS
        assert told["limit"] == bench.limits[result.bench]
        if is_there(bench):
            assert told["ratio"] == pytest.approx(told["ours"] / told["theirs"], rel=1e-4)
        else:
            assert "cannot run" in told["anchor"]
            assert not told["holds"]


def test_a_benchmark_leaves_nothing_behind_but_the_kept_ledgers(cache: Path) -> None:
    with open_lab(TINY, cache) as lab:
        place = lab.ledger(TINY.entries).place
        lab.working_copy(TINY.entries)
    assert all(found.name.split("-")[0] != "run" for found in cache.iterdir())
    assert (place / "complete").exists()


def test_a_built_ledger_has_the_totals_of_a_rebuild(cache: Path) -> None:
    with open_lab(TINY, cache) as lab:
        place = lab.working_copy(TINY.entries)
        store = open_store(database_url(place), data_dir=place, clock=clock)
        try:
            assert store.totals.differences(store.workspaces.sole().id) == []
        finally:
            store.close()


def test_a_ledger_that_was_not_finished_is_built_again(cache: Path) -> None:
    with open_lab(TINY, cache) as lab:
        place = lab.ledger(TINY.few_entries).place
        (place / "complete").unlink()
        (place / "rubbish").touch()
        again = lab.ledger(TINY.few_entries).place
    assert again == place
    assert not (place / "rubbish").exists()


def test_without_its_anchor_a_row_says_so_and_does_not_hold(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    standings = next(bench for bench in BENCHES if bench.name == "standings")
    with open_lab(TINY, cache) as lab:
        (result,) = measured(standings, lab)
    assert result.anchor == "cannot run: redis-server is not installed"
    assert not result.holds


def test_the_list_names_every_benchmark_with_its_anchor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [bench.name for bench in BENCHES]


def test_an_unknown_name_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["standngs"])
    assert refused.value.code == 2
    assert "no such benchmark: standngs (there are: standings," in capsys.readouterr().err
