"""A measured row is judged by its ratio, and shown as a table or as one JSON object a line."""

from __future__ import annotations

import json

import pytest

from bench.results import Result, quantity, table

KEYS = ["bench", "anchor", "ours", "theirs", "ratio", "limit", "holds"]


def result(ours: float | None, theirs: float | None, limit: float = 1.5) -> Result:
    return Result(bench="import", anchor="csv", ours=ours, theirs=theirs, limit=limit)


@pytest.mark.parametrize(
    ("ours", "theirs", "holds"),
    [
        pytest.param(1.5, 1.0, True, id="at the limit"),
        pytest.param(1.51, 1.0, False, id="above it"),
        pytest.param(0.2, 1.0, True, id="faster than the anchor"),
        pytest.param(None, None, False, id="not measured"),
        pytest.param(1.0, None, False, id="nothing to compare with"),
        pytest.param(1.0, 0.0, False, id="an anchor that took no time"),
    ],
)
def test_a_row_holds_when_its_ratio_is_at_most_the_limit(
    ours: float | None, theirs: float | None, holds: bool
) -> None:
    assert result(ours, theirs).holds is holds


def test_json_has_the_seven_keys_on_one_line() -> None:
    line = result(0.003, 0.002).as_json()
    assert "\n" not in line
    assert list(json.loads(line)) == KEYS
    assert json.loads(line) | {"anchor": ""} == {
        "bench": "import",
        "anchor": "",
        "ours": 0.003,
        "theirs": 0.002,
        "ratio": 1.5,
        "limit": 1.5,
        "holds": True,
    }


def test_a_row_that_could_not_be_measured_is_valid_json_too() -> None:
    assert json.loads(result(None, None).as_json())["ratio"] is None


def test_the_table_shows_every_row_and_its_note() -> None:
    slow = Result(bench="start", anchor="imports", ours=2.0, theirs=1.0, limit=1.5, note="cold")
    lines = table([result(0.001, 0.002), slow]).splitlines()
    assert lines[0].split() == ["bench", "ours", "theirs", "ratio", "limit", "holds", "anchor"]
    assert lines[1].split()[-2:] == ["yes", "csv"]
    assert lines[2].split()[-2:] == ["NO", "imports"]
    assert lines[-1] == "start: cold"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "s", "-"),
        (0.0000123, "s", "12.3 µs"),
        (0.0456, "s", "45.6 ms"),
        (0.9996, "s", "1.00 s"),
        (12.345, "s", "12.35 s"),
        (299.6, "MiB", "300 MiB"),
    ],
)
def test_quantities_read_well(value: float | None, unit: str, text: str) -> None:
    assert quantity(value, unit) == text
