"""Where the keys of open waves are: one file each, readable by the server alone, outside the
database and so outside its backups. Knows no answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.utils import random

from bot.errors import UsageError


class KeyGone(Exception):
    """There is no key for this wave on this machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """A folder of private keys. `destroy` is best effort on disks that keep old blocks: encrypt
    them, and never snapshot this folder."""

    folder: Path

    def create(self, passphrase: str = "") -> bytes:
        """A new key pair: the private half goes to a file, the public one is returned.

        With a passphrase the file alone opens nothing: whoever knows it must give it at closing.
        """
        pair = PrivateKey.generate()
        content = json.dumps(_kept(bytes(pair), passphrase)).encode()
        public = bytes(pair.public_key)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        handle = os.open(self._path(public), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _sync(self.folder)
        return public

    def read(self, public: bytes, passphrase: str = "") -> bytes:
        """The private half. KeyGone without its file, UsageError for a wrong passphrase."""
        kept = self._kept(public)
        if kept is None:
            raise KeyGone
        if "private" in kept:
            return bytes.fromhex(kept["private"])
        try:
            return _unwrapped(kept, passphrase)
        except CryptoError:
            raise UsageError("That is not the passphrase this wave was launched with.") from None

    def needs_passphrase(self, public: bytes) -> bool:
        """Whether the file of this key is wrapped. False when there is no file."""
        return "box" in (self._kept(public) or {})

    def destroy(self, public: bytes) -> None:
        """Overwrite and remove the file; doing it again does nothing."""
        path = self._path(public)
        if path.exists():
            _wipe(path)
            _sync(self.folder)

    def destroy_all_but(self, needed: Collection[bytes], before: datetime | None = None) -> int:
        """Destroy keys that no wave needs, as a launch that was cut short leaves one; how many
        there were. Those made after `before` are left alone: a wave may be about to begin."""
        kept = {self._path(public) for public in needed}
        stray = [path for path in self.folder.glob("*.key") if path not in kept]
        if before is not None:
            stray = [path for path in stray if path.stat().st_mtime < before.timestamp()]
        for path in stray:
            _wipe(path)
        return len(stray)

    def has(self, public: bytes) -> bool:
        """Whether there is a file for this key."""
        return self._path(public).is_file()

    def _kept(self, public: bytes) -> dict[str, str] | None:
        try:
            kept: dict[str, str] = json.loads(self._path(public).read_bytes())
        except FileNotFoundError:
            return None
        return kept

    def _path(self, public: bytes) -> Path:
        return self.folder / f"{sha256(public).hexdigest()[:32]}.key"


def _kept(private: bytes, passphrase: str) -> dict[str, str]:
    if not passphrase:
        return {"private": private.hex()}
    salt = random(pwhash.argon2id.SALTBYTES)
    box = SecretBox(_stretched(passphrase, salt)).encrypt(private)
    return {"salt": salt.hex(), "box": bytes(box).hex()}


def _unwrapped(kept: dict[str, str], passphrase: str) -> bytes:
    key = _stretched(passphrase, bytes.fromhex(kept["salt"]))
    return bytes(SecretBox(key).decrypt(bytes.fromhex(kept["box"])))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return bytes(
        pwhash.argon2id.kdf(
            SecretBox.KEY_SIZE,
            passphrase.encode(),
            salt,
            opslimit=pwhash.argon2id.OPSLIMIT_MODERATE,
            memlimit=pwhash.argon2id.MEMLIMIT_INTERACTIVE,
        )
    )


def _wipe(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(random(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
