"""Whether surveys can keep their promises: where the keys are, who can read them, and whether waves
close when they should."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.findings import Finding, failure, ok, warning
from bot.i18n import msgid
from bot.opening import Opened
from bot.services.surveys.keys import Keys
from store.records_surveys import Wave, WaveState

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OVERDUE = timedelta(hours=1)
BACKUPS = "backups"


def check_surveys(opened: Opened) -> Iterator[Finding]:
    """Everything about keys and open waves; one line when no survey was ever launched."""
    waves = opened.store.surveys.waves(opened.workspace_id)
    if not waves:
        yield ok(msgid("No survey was launched yet."))
        return
    keys, found = Keys(folder=opened.settings.keys), False
    for finding in (
        *_check_folder(keys.folder, opened.settings.data_dir / BACKUPS),
        *_check_keys(waves, keys),
        *_check_waves(waves, keys, opened),
    ):
        found = True
        yield finding
    if not found:
        yield ok(msgid("Surveys: the keys are private, and every wave is in time."))


def _check_folder(folder: Path, backups: Path) -> Iterator[Finding]:
    names = {part.casefold() for part in folder.parts}
    is_ours = folder.is_relative_to(backups)
    if is_ours or any("backup" in name for name in names):
        report = failure if is_ours else warning
        yield report(
            msgid("The keys of surveys are inside a folder of backups: {folder}."),
            do=msgid("Set KOPLOPER_KEY_DIR to a folder that no backup or snapshot ever takes in."),
            folder=str(folder),
        )
    paths = (folder, *sorted(folder.glob("*.key"))) if folder.is_dir() else ()
    for path in paths:
        if stat.S_IMODE(path.stat().st_mode) & OTHERS:
            yield failure(
                msgid("{path} can be read by others on this machine: answers could be opened."),
                do=msgid("Close it: chmod {mode} {path}"),
                mode="700" if path.is_dir() else "600",
                path=str(path),
            )


def _check_keys(waves: list[Wave], keys: Keys) -> Iterator[Finding]:
    for wave in waves:
        if wave.state is WaveState.OPEN and not keys.has(wave.public_key):
            yield failure(
                msgid("The key of the open wave {number} of {survey} is not in {folder}."),
                do=msgid(
                    "Point KOPLOPER_KEY_DIR to the folder it was launched with, the same one for"
                    " every process. Without the key its answers are destroyed at closing."
                ),
                number=wave.number,
                survey=str(wave.definition.get("name", "")),
                folder=str(keys.folder),
            )


def _check_waves(waves: list[Wave], keys: Keys, opened: Opened) -> Iterator[Finding]:
    now = opened.desk.clock()
    for wave in waves:
        if wave.state is WaveState.CLOSED or now - wave.closes_at < OVERDUE:
            continue
        needs = wave.state is WaveState.OPEN and keys.needs_passphrase(wave.public_key)
        yield warning(
            msgid("Wave {number} of {survey} should have closed on {day}."),
            do=msgid("It waits for its passphrase: /pulse, then Close.")
            if needs
            else msgid("Is the bot running? It closes waves by itself: `koploper run`."),
            number=wave.number,
            survey=str(wave.definition.get("name", "")),
            day=f"{wave.closes_at:%Y-%m-%d}",
        )
