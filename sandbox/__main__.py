"""Decides what `python -m sandbox` does: a sandbox with a seed until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.seeding import SAMPLE, SeedError, plant
from sandbox.workbench import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; prints the address and the tokens of the apps in the seed."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A small local Slack.")
    parser.add_argument("--port", type=int, default=8900, help="0 picks a free one")
    parser.add_argument("--seed", type=Path, help="JSON with users, channels and apps")
    parser.add_argument("--rate-factor", type=float, default=1.0, help="1 real limits, 0 none")
    options = parser.parse_args(arguments)
    try:
        seed: Any = json.loads(options.seed.read_text("utf-8")) if options.seed else SAMPLE
        sandbox = Sandbox(port=options.port, rate_factor=options.rate_factor)
        installed = plant(sandbox, seed)
    except (OSError, ValueError, SeedError) as wrong:
        sys.stderr.write(f"sandbox: {wrong}\n")
        return 1
    with sandbox:
        _say(f"Slack sandbox at {sandbox.url}/  (Ctrl-C ends it)")
        _say(f"SLACK_API_URL={sandbox.api_url}")
        for app in installed:
            _say(f"SLACK_BOT_TOKEN={app.bot_token}")
            _say(f"SLACK_APP_TOKEN={app.app_token}")
            _say(f"SLACK_SIGNING_SECRET={app.signing_secret}")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            _say("\nended")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
