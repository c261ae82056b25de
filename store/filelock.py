"""An flock on a file beside the database: who may serve it, and who may migrate it.

The kernel drops the lock with its process, so a killed server never leaves one behind.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from store.errors import Locked


class FileLock:
    """An exclusive lock while it exists; the holder's process id is written in the file."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Take the lock, waiting for it or raising Locked with the holder's process id."""
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            holder = os.pread(self._file, 32, 0).decode() or "unknown"
            os.close(self._file)
            raise Locked(f"{path} is held by process {holder}") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Give the lock back; the file stays, because removing it would race with the next."""
        os.close(self._file)
