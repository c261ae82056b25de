"""Imports one file of deals into a new data directory, as `koploper import deals` does, and prints
what came of it as JSON. A process of its own, so that its memory is that of an import alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from bench.ledger import clock, database_url
from bot.config import Settings
from bot.opening import open_workspace
from bot.services.access import OPERATOR
from bot.services.imports import ImportOptions
from bot.sources.importing import Importer
from bot.sources.reading import Reading


def main(arguments: list[str]) -> None:
    """Import FILE into the data directory PLACE."""
    source, place = map(Path, arguments)
    settings = Settings.model_validate(
        {"data_dir": place, "database_url": database_url(place), "zone": "Europe/Amsterdam"}
    )
    with open_workspace(settings=settings, clock=clock) as opened:
        importer = Importer(
            desk=opened.desk,
            actor=OPERATOR,
            options=ImportOptions(source="crm"),
            reading=Reading(),
        )
        started = perf_counter()
        summary = importer.deals(source)
        seconds = perf_counter() - started
        told = {
            "seconds": seconds,
            "new": summary.new,
            "refused": summary.refused,
            "journal_mode": opened.store.journal_mode,
            "peak_mib": peak_mib(),
        }
    print(json.dumps(told))


def peak_mib() -> float:
    """The most memory this process has held, in MiB.

    Of its own program only: what getrusage says includes the process that started it.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return getrusage(RUSAGE_SELF).ru_maxrss / 2**20
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
