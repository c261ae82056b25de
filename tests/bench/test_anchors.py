"""The anchors answer correctly, so that Koploper is compared with something that works."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from bench.anchors.duck_ranges import DuckRanges
from bench.anchors.missing import AnchorMissingError
from bench.anchors.plain_sqlite import OneInsert, import_csv
from bench.anchors.raw_answers import RawAnswers
from bench.anchors.raw_claims import RawClaims
from bench.anchors.redis_boards import RedisBoards, redis_server
from bench.deals import CSV_COLUMNS, DAYS, FIRST_DAY, LAST_DAY, deals, write_deals_csv
from bench.measure import rush
from bench.processes import ProcessFailedError, run_python

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not installed"
)


@needs_redis
def test_the_leaderboard_package_gives_top_ten_own_place_and_places_before(
    tmp_path: Path,
) -> None:
    with redis_server(tmp_path) as port:
        boards = RedisBoards(port)
        boards.load("now", {str(rep): 100 - rep for rep in range(20)})
        boards.load("before", {str(rep): rep for rep in range(20)})
        top, mine, before = boards.read("now", "before", "15")
    assert [row["member"] for row in top] == [str(rep).encode() for rep in range(10)]
    assert (mine["rank"], mine["score"]) == (16, 85.0)
    assert [row["rank"] for row in before] == [*range(20, 10, -1), 5]


def test_without_a_redis_the_anchor_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(AnchorMissingError, match="redis-server is not installed"),
        redis_server(tmp_path),
    ):
        pass


def test_duckdb_ranks_a_range_and_finds_the_places_before(tmp_path: Path) -> None:
    entries = tmp_path / "entries.csv"
    rows = [(rep, f"2026-09-{day:02}", "revenue", rep * day) for rep in (1, 2, 3) for day in (1, 2)]
    with entries.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("rep", "day", "measure", "amount"))
        writer.writerows([*rows, (1, "2026-09-02", "units", 9_999)])
    duck = DuckRanges(entries)
    previous = (date(2026, 9, 1), date(2026, 9, 2))
    found = duck.read(date(2026, 9, 2), date(2026, 9, 3), previous, 1)
    duck.close()
    assert found == [(3, 6, 1, 1), (2, 4, 2, 2), (1, 2, 3, 3)]


def test_the_plain_import_holds_every_row_and_refuses_an_id_twice(tmp_path: Path) -> None:
    source = write_deals_csv(tmp_path / "deals.csv", 50, 5)
    database = tmp_path / "plain.db"
    assert import_csv(source, database, "DELETE") == 50
    with sqlite3.connect(database) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO deal SELECT * FROM deal LIMIT 1")
    connection.close()


def test_the_plain_insert_is_durable_at_once(tmp_path: Path) -> None:
    plain = OneInsert(tmp_path / "one.db", "WAL")
    plain.insert(7)
    other = sqlite3.connect(tmp_path / "one.db")
    assert other.execute("SELECT external_id FROM deal").fetchall() == [("D-7",)]
    other.close()
    plain.close()


def test_a_raw_claim_takes_what_is_due_once(tmp_path: Path) -> None:
    raw = RawClaims(tmp_path / "raw.db", "WAL", 5)
    assert raw.claim(1, 9) == [(0, 0, 1), (1, 1, 1)]
    assert raw.claim(1, 9) == []
    assert [number for number, *_ in raw.claim(9, 2)] == [2, 3]
    raw.close()


def test_raw_answers_of_many_threads_are_all_durable_and_of_one_size(tmp_path: Path) -> None:
    raw = RawAnswers(tmp_path / "raw.db", "DELETE", 500)
    rush(raw.insert, range(40), threads=8)
    other = sqlite3.connect(tmp_path / "raw.db")
    kept = other.execute("SELECT count(DISTINCT slack_user_id), sum(length(box)) FROM sealed")
    assert kept.fetchone() == (40, 20_000)
    other.close()
    raw.close()


def test_deals_cover_three_years_of_every_rep_and_are_the_same_every_time() -> None:
    found = list(deals(3_000, 20))
    assert found == list(deals(3_000, 20))
    assert (found[0].day, found[-1].day) == (FIRST_DAY, LAST_DAY)
    assert len({deal.day for deal in found}) == DAYS
    assert {deal.rep for deal in found} == set(range(20))


def test_the_file_to_import_has_every_deal_once(tmp_path: Path) -> None:
    path = write_deals_csv(tmp_path / "deals.csv", 100, 5)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert len({row["external_id"] for row in rows}) == 100


def test_the_peak_of_a_process_is_its_own_and_not_that_of_who_started_it() -> None:
    held = b"x" * (200 << 20)
    tell = "from bench.import_worker import peak_mib; print(peak_mib())"
    small = float(run_python(["-c", tell]).output)
    large = float(run_python(["-c", f"x = b'x' * (300 << 20); {tell}"]).output)
    assert len(held) > 200
    assert small < 200 < 300 < large


def test_a_process_that_fails_says_what_it_printed() -> None:
    with pytest.raises(ProcessFailedError, match="out of order"):
        run_python(["-c", "raise SystemExit('out of order')"])
