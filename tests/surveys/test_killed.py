"""A process killed while voting and closing loses no acknowledged answer and doubles none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("KOPLOPER_TEST_KILLS", "12"))
"""`make chaos` asks for 200 of each database."""


def test_no_acknowledged_answer_is_lost_or_doubled_and_nothing_is_left_to_read(
    database_url, tmp_path, record_property
):
    run = subprocess.run(
        [sys.executable, "-m", "tests.surveys.killing", database_url, tmp_path, str(KILLS), "11"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    record_property("told", told)
    assert told["kills"] >= KILLS
    wrong = {"lost": 0, "doubled": 0, "sealed": 0, "participation": 0, "keys": 0}
    assert told["wrong"] == wrong, pytest.fail(str(told))
