"""`koploper run` until it says it is ready, against importing two of the libraries it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import perf_counter

from bench.lab import Lab
from bench.measure import Timing
from bench.processes import ProcessFailedError, run_python, start_python, stop
from bench.results import Result
from bench.rows.reading import spread
from sandbox import Sandbox

ANCHOR = "importing slack_bolt and sqlmodel"
_LIMIT = 1.5
_STARTS_A_ROUND = 2
_SCOPES = ("chat:write", "commands", "users:read", "users:read.email")
_READY = "is ready"


def run(lab: Lab) -> Iterator[Result]:
    """Starts on a database that is there already, against a Slack on this machine."""
    sandbox = lab.stack.enter_context(Sandbox(rate_factor=0))
    app = sandbox.install_app(scopes=_SCOPES)
    environment = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "KOPLOPER_DATA_DIR": str(lab.folder / "started"),
    }
    seconds_until_ready(environment)
    seconds_to_import()
    mine: list[tuple[float, ...]] = []
    other: list[tuple[float, ...]] = []
    sides = [(mine, lambda: seconds_until_ready(environment)), (other, seconds_to_import)]
    for _turn in range(lab.scale.processes):
        for taken, start in sides:
            taken.append(tuple(start() for _ in range(_STARTS_A_ROUND)))
        sides.reverse()
    ours, theirs = Timing(tuple(mine)), Timing(tuple(other))
    yield Result(
        bench="start",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=ours.p50,
        theirs=theirs.p50,
        note=f"whole processes; {spread(ours, theirs)}",
    )


def seconds_until_ready(environment: Mapping[str, str]) -> float:
    """Start the bot, wait until it says that it is ready, and stop it."""
    started = perf_counter()
    process = start_python(["-m", "bot.cli", "run"], environment)
    said = []
    try:
        for line in process.stdout or ():
            if _READY in line:
                return perf_counter() - started
            said.append(line)
    finally:
        stop(process)
    raise ProcessFailedError("".join(said)[-2000:])


def seconds_to_import() -> float:
    """Start Python, import both libraries, and end."""
    return run_python(["-c", "import slack_bolt, sqlmodel"]).seconds
