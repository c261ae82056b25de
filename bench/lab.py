"""Decides where a benchmark works and what it finds there: a folder that is thrown away, and
ledgers that are built once and kept. Knows nothing of what is measured."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.ledger import BuiltLedger, build_ledger, ledger_key
from bench.scale import Scale

CACHE = Path(__file__).parent / ".cache"


class Lab:
    """What one benchmark works with. Everything entered in `stack` is left at its end."""

    def __init__(self, scale: Scale, folder: Path, cache: Path, stack: ExitStack) -> None:
        self.scale = scale
        self.folder = folder
        self.stack = stack
        self._cache = cache

    def ledger(self, entries: int) -> BuiltLedger:
        """A ledger of about `entries` entries; built when the cache has none for this schema.

        Only to be read: other benchmarks and later runs read the same file.
        """
        place = self._cache / f"{ledger_key()}-{self.scale.reps}-{entries}"
        if not (place / "complete").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            build_ledger(place, entries=entries, reps=self.scale.reps)
            (place / "complete").touch()
        return BuiltLedger(place)

    def working_copy(self, entries: int) -> Path:
        """A data directory with a copy of such a ledger, to write in."""
        target = self.folder / f"copy-{entries}"
        if not target.exists():
            shutil.copytree(self.ledger(entries).place, target)
        return target


@contextmanager
def open_lab(scale: Scale, cache: Path = CACHE) -> Iterator[Lab]:
    """A lab with an empty folder on the disk of the cache, so that its commits cost the same."""
    cache.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="run-", dir=cache) as folder,
        ExitStack() as stack,
    ):
        yield Lab(scale, Path(folder), cache, stack)
