"""Whether this machine is a good home: settings, files and modes, disk, time zones, fonts."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import available_timezones

from dotenv import dotenv_values

from bot.config import Settings, environment_name
from bot.drawing import has_fonts
from bot.findings import Finding, failure, ok, warning
from bot.i18n import msgid

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LOW_DISK = 1024**3  # bytes
NO_DISK = 64 * 1024**2  # bytes: less than a migration's backup may need
FEW_ZONES = 400  # the IANA database has about 600


def check_names(environment: Mapping[str, str], env_file: Path) -> Iterator[Finding]:
    """Settings that look like ours but are not, in the environment and in .env, and its mode."""
    known = {environment_name(field) for field in Settings.model_fields}
    written = dotenv_values(env_file) if env_file.is_file() else {}
    ours = [name for name in {**environment, **written} if name.upper().startswith("KOPLOPER_")]
    for name in sorted(set(map(str.upper, ours)) - known):
        near = get_close_matches(name, known, n=1)
        yield warning(
            msgid("There is no setting {name}."),
            do=msgid("Perhaps {near} is meant? docs/settings.md lists them all."),
            name=name,
            near=near[0] if near else "KOPLOPER_ZONE",
        )
    if env_file.is_file():
        yield from _check_private(env_file, msgid(".env can be read by others on this machine."))


def check_machine(settings: Settings) -> Iterator[Finding]:
    """The directory, the disk, the time zones and the fonts."""
    yield from _check_directory(settings.data_dir)
    yield from _check_disk(_nearest(settings.data_dir))
    yield from _check_zones(available_timezones(), settings.zone)
    yield from check_fonts(has_letters=has_fonts())


def _check_directory(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        home = _nearest(folder)
        if not _is_writable(home):
            yield failure(
                msgid("The data directory {folder} cannot be made."),
                do=msgid("Set KOPLOPER_DATA_DIR to a directory that this user may write."),
                folder=str(folder),
            )
        else:
            yield ok(msgid("The data directory {folder} will be made."), folder=str(folder))
        return
    if not folder.is_dir() or not _is_writable(folder):
        yield failure(
            msgid("The data directory {folder} cannot be written."),
            do=msgid("Set KOPLOPER_DATA_DIR to a directory that this user may write."),
            folder=str(folder),
        )
        return
    yield ok(msgid("The data directory is {folder}."), folder=str(folder))
    for path in (folder, *sorted(folder.glob("*.db*"))):
        yield from _check_private(path, msgid("{path} can be read by others on this machine."))


def _check_private(path: Path, says: str) -> Iterator[Finding]:
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        mode = "700" if path.is_dir() else "600"
        yield warning(says, do=msgid("Close it: chmod {mode} {path}"), mode=mode, path=str(path))


def _check_disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    if free < NO_DISK:
        yield failure(
            msgid("The disk is full: {megabytes} MB left."),
            do=msgid("Make room, or move KOPLOPER_DATA_DIR."),
            megabytes=free // 1024**2,
        )
    elif free < LOW_DISK:
        yield warning(
            msgid("The disk is nearly full: {megabytes} MB left."),
            do=msgid("Make room, or move KOPLOPER_DATA_DIR."),
            megabytes=free // 1024**2,
        )
    else:
        yield ok(msgid("The disk has {gigabytes} GB left."), gigabytes=free // 1024**3)


def _check_zones(zones: Iterable[str], zone: str) -> Iterator[Finding]:
    count = len(set(zones))
    if count < FEW_ZONES:
        yield failure(
            msgid("The time zone data is incomplete: {count} zones."),
            do=msgid("Install the tzdata package again."),
            count=count,
        )
        return
    try:
        edition = version("tzdata")
    except PackageNotFoundError:
        edition = "?"
    yield ok(
        msgid("Days are those of {zone} (time zone data {edition})."), zone=zone, edition=edition
    )


def check_fonts(*, has_letters: bool) -> Iterator[Finding]:
    """Whether pictures can have letters."""
    if has_letters:
        yield ok(msgid("Pictures can be drawn: there is a font."))
    else:
        yield warning(
            msgid("There is no font, so recaps are posted without their picture."),
            do=msgid("Install one, for example the package fonts-dejavu-core."),
        )


def _nearest(folder: Path) -> Path:
    """The folder itself or the first one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _is_writable(folder: Path) -> bool:

    return os.access(folder, os.W_OK | os.X_OK)
