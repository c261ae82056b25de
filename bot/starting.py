"""`koploper run` up to the bot itself. Knows no command line: loading that library takes a tenth of
the time until the bot answers."""

from __future__ import annotations

import gc
import sys


def start(*, http: bool = False) -> None:
    """Run Koploper until Ctrl-C or SIGTERM, over signed HTTP or Socket Mode.

    UserError for what the operator can mend, StoreError when the database is in use.
    """
    gc.disable()  # what a start makes, it needs; at_work() collects again
    from bot.config import load_settings
    from bot.logs import start_logging
    from bot.running import run_http, run_socket_mode
    from bot.stopping import Stop

    settings = load_settings()
    start_logging(settings.log_level)
    with Stop().on_signals() as stop:
        (run_http if http else run_socket_mode)(settings, stop, tell=tell)


def tell(text: str) -> None:
    """A line that has to be seen at once, also when stdout is a file or a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
