"""What every command shares: how errors look, in which language, and how to say things.

Imports nothing heavy at the top: `koploper --help` loads this and Typer, nothing more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.errors import UserError
    from bot.i18n import Translator

WRONG = 2
"""The exit code of everything the operator can mend: words, files, settings, a busy database."""


def say(text: str) -> None:
    """One piece of a command's result, to stdout."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Something about the work rather than its result, to stderr."""
    sys.stderr.write(f"{text}\n")


def speak() -> Translator:
    """The translator of the command line: KOPLOPER_LOCALE, and English when that is broken."""
    from bot.config import SettingsError, load_settings
    from bot.i18n import translator

    try:
        return translator(load_settings().locale)
    except SettingsError:
        return translator("en")


def read_day(text: str | None) -> date | None:
    """An ISO date from the command line, or None; UsageError for anything else."""
    from bot.errors import UsageError

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("{text} is not a date; write 2026-11-23.", text=text) from None


def guarded(command: Callable[[], object]) -> int:
    """Run a command; what people can mend becomes one clear line, never a traceback."""
    from bot.errors import UserError
    from store.errors import StoreError

    try:
        command()
    except UserError as error:
        explain(error)
        return WRONG
    except StoreError as error:
        note(f"koploper: {_store_trouble(error)}")
        return WRONG
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (`| head`); Python would complain at exit
        return 0
    except OSError as error:
        if error.filename is None:
            raise  # not a file the operator named or can move
        note(f"koploper: {error.filename}: {error.strerror}")
        return WRONG
    except KeyboardInterrupt:
        return 130
    return 0


def explain(error: UserError) -> None:
    """The error on one line, and below it what would have worked."""
    tr = speak()
    note(f"koploper: {tr.gettext(error.message, **error.params)}")
    if error.suggestions:
        note(tr.gettext("Did you mean:"))
        for suggestion in error.suggestions:
            # The way out can be no words at all: then its label says what that shows.
            note(f"  {suggestion.words or suggestion.label}")


def _store_trouble(error: Exception) -> str:
    from store.errors import Locked, NewerDatabase

    tr = speak()
    if isinstance(error, Locked):
        return tr.gettext("Another process is using the database; stop it, or try again later.")
    if isinstance(error, NewerDatabase):
        return tr.gettext("A newer Koploper wrote this database; install that version to open it.")
    return str(error)
