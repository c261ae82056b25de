"""Decides how other processes are run and timed. Ends only what it started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Finished:
    """What a process took, in wall-clock seconds, and what it printed."""

    seconds: float
    output: str


class ProcessFailedError(Exception):
    """A process that was to be measured ended with an error; the text is what it printed."""


def run_python(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Finished:
    """Run this Python with `arguments` from the repository and wait for its end."""
    started = perf_counter()
    process = start_python(arguments, environment)
    output, _ = process.communicate()
    seconds = perf_counter() - started
    if process.returncode != 0:
        raise ProcessFailedError(output[-2000:])
    return Finished(seconds, output)


def start_python(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    stdin: int | None = None,
) -> subprocess.Popen[str]:
    """Start this Python from the repository; its output comes through a pipe, and its input too
    when `stdin` is subprocess.PIPE."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and insist after ten seconds."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def free_port() -> int:
    """A port on the loopback that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
