"""Keeps the sample company selling while somebody looks: one invented deal after the other goes
through the importer, as `koploper import deals` beside a running bot would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.demo.life import Beat
from bot.demo_stage import Books
from bot.opening import open_workspace
from bot.stopping import Stop


@contextmanager
def living(beats: Iterable[Beat], settings: Settings, folder: Path) -> Iterator[None]:
    """Live in a thread of its own; at the end of the block it stops, and is waited for."""
    own = Stop()
    with ThreadPoolExecutor(1, thread_name_prefix="life") as threads:
        life = threads.submit(live, beats, settings, folder, own)
        try:
            yield
        finally:
            own.ask()
            life.result()


def live(
    beats: Iterable[Beat],
    settings: Settings,
    folder: Path,
    stop: Stop,
    clock: Clock = system_clock,
) -> None:
    """Record the deal of each beat after its pause, until there are no more or `stop`."""
    with open_workspace(settings=settings, clock=clock) as opened:
        books = Books(desk=opened.desk, folder=folder)
        for beat in beats:
            if stop.wait(beat.pause):
                return
            books.deals([beat.deal])
