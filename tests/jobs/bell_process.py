"""A process that rings bells until it is killed, saying each time that it took a turn.

Run with: URL, data directory.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.config import load_settings
from bot.deps import build_deps
from bot.jobs.bell import ring_bells
from store.open import open_store
from tests.store_fixtures import START


def main(url: str, data_dir: str) -> None:
    folder = Path(data_dir)
    settings = load_settings(_env_file=None, data_dir=folder, database_url=url)
    store = open_store(url, data_dir=folder, clock=lambda: START)
    deps = build_deps(settings, store, lambda: START)
    while True:
        ring_bells(deps)
        sys.stdout.write("turn\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
