"""`make chaos`: the long form, on SQLite and PostgreSQL; ends with 1 when anything is missing or
doubled, or when taking a safety away does no harm.

    python -m tests.chaos [OCCURRENCES] [SEED]
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg

from bot.jobs.sending_endings import Safety
from tests.chaos.storm import Outcome, Plan, Storm
from tests.store_fixtures import own_server


def main(occurrences: int = 300, seed: int = 1) -> int:
    """Run everything and say how it went; the exit code."""
    whole = Plan(occurrences=occurrences, seed=seed)
    half = replace(whole, occurrences=max(60, occurrences // 3))
    blind = replace(half, safety=Safety(looks=False))
    heedless = replace(
        half,
        safety=Safety(keeps_to_lease=False),
        freezes=0.05,
        naps=0.1,
        kill_every=None,
        freeze_every=None,
    )
    heedful = replace(heedless, safety=Safety())
    is_well = True
    with ExitStack() as stack:
        server = stack.enter_context(tempfile.TemporaryDirectory(prefix="kp-pg-"))
        postgres = stack.enter_context(own_server(Path(server)))
        for number, engine in enumerate(("sqlite", "postgresql")):
            runs = (
                ("everything on", whole, False),
                ("frozen right before sending", heedful, False),
                ("without the look", blind, True),
                ("without lease and fence", heedless, True),
            )
            for turn, (name, plan, is_harmed) in enumerate(runs):
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                url = f"sqlite:///{folder}/koploper.db"
                if engine == "postgresql":
                    url = f"{postgres}/{_database(postgres, number * 10 + turn)}"
                outcome = Storm(plan, url, folder).run()
                fits = is_fine(outcome, is_harmed)
                is_well &= fits
                verdict = "as it should be" if fits else "WRONG"
                sys.stdout.write(f"{engine}, {name}: {outcome} – {verdict}\n")
                sys.stdout.flush()
    return 0 if is_well else 1


def is_fine(outcome: Outcome, is_harmed: bool) -> bool:
    """Once each; with a safety taken away something has to be doubled, or it shows nothing."""
    if is_harmed:
        return outcome.doubled > 0
    return outcome.is_over and outcome.missing == 0 and outcome.doubled == 0


def _database(server: str, number: int) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE chaos_{number}")
    return f"chaos_{number}"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
