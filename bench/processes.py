"""Decides how other processes are run and measured: their seconds, their peak memory, a free
port. Ends only what it started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

REPOSITORY = Path(__file__).parent.parent
_MIB_IN_KIB = 1024


@dataclass(frozen=True)
class Finished:
    """What a process took: wall-clock seconds, and the most memory it held in MiB."""

    seconds: float
    peak_mib: float
    output: str


class ProcessFailedError(Exception):
    """A process that was to be measured ended with an error; the text is what it printed."""


def run_python(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Finished:
    """Run this Python with `arguments` from the repository and wait for its end."""
    started = perf_counter()
    process = start_python(arguments, environment)
    output: list[str] = []
    reader = threading.Thread(target=lambda: output.append(_everything(process)))
    reader.start()
    # wait4 tells what this one child used; getrusage would give the largest child so far.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    if process.returncode != 0:
        raise ProcessFailedError("".join(output)[-2000:])
    return Finished(seconds, usage.ru_maxrss / _MIB_IN_KIB, "".join(output))


def start_python(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start this Python from the repository; its output comes through a pipe."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
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
    if process.stdout is not None:
        process.stdout.close()


def free_port() -> int:
    """A port on the loopback that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _everything(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        return ""
    with process.stdout:
        return process.stdout.read()
