"""A file of deals into an empty Koploper, against Python's csv and sqlite3 into one bare table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.deals import write_deals_csv
from bench.lab import Lab
from bench.measure import Timing
from bench.processes import run_python
from bench.results import Result
from bench.rows.reading import WrongAnswerError, spread

ANCHOR = "csv and sqlite3 executemany into one table with a unique index"
MEMORY_ANCHOR = "300 MiB, the most the process may hold"
_LIMIT = 1.5
_MOST_MIB = 300.0


def run(lab: Lab) -> Iterator[Result]:
    """Every import in a process of its own, into a new file on the same disk.

    The seconds are those of the import, without starting Python; the memory is the whole process's.
    """
    scale = lab.scale
    source = write_deals_csv(lab.folder / "deals.csv", scale.deals, scale.reps)
    imports, plain = [], []
    for turn in range(scale.processes):
        place = lab.folder / f"import-{turn}"
        imports.append(_ours(source, place, scale.deals))
        plain.append(_theirs(source, place, imports[0].journal_mode))
        shutil.rmtree(place)
    mine = Timing(tuple((done.seconds,) for done in imports))
    other = Timing(tuple((seconds,) for seconds in plain))
    peak = max(done.peak_mib for done in imports)
    yield Result(
        bench="import",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"{scale.deals:,} deals, journal mode {imports[0].journal_mode},"
        f" {scale.deals / mine.p50:,.0f} deals a second; {spread(mine, other)};"
        f" {_with_more(lab)}",
    )
    yield Result(
        bench="import-memory",
        anchor=MEMORY_ANCHOR,
        limit=1.0,
        unit="MiB",
        ours=peak,
        theirs=_MOST_MIB,
    )


@dataclass(frozen=True)
class _Import:
    seconds: float
    peak_mib: float
    journal_mode: str


def _ours(source: Path, place: Path, count: int) -> _Import:
    process = run_python(["-m", "bench.import_worker", str(source), str(place)])
    told = json.loads(process.output.splitlines()[-1])
    if told["new"] != count:
        raise WrongAnswerError(f"{told} of {count}")
    return _Import(told["seconds"], told["peak_mib"], told["journal_mode"])


def _theirs(source: Path, place: Path, journal_mode: str) -> float:
    arguments = [str(source), str(place / "plain.db"), journal_mode]
    return float(run_python(["-m", "bench.anchors.plain_sqlite", *arguments]).output)


def _with_more(lab: Lab) -> str:
    """What a file costs whose deals make three entries each, once and smaller: for the reader."""
    count = max(100, lab.scale.deals // 10)
    path = lab.folder / "more.csv"
    source = write_deals_csv(path, count, lab.scale.reps, more=True)
    done = _ours(source, lab.folder / "more", count)
    return f"with units and creation dates {count / done.seconds:,.0f} deals a second"
