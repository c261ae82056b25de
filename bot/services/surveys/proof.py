"""Answers whoever wants to check the promise: what is stored now, what runs, was mine counted.

Everybody may ask; nothing here tells who or what. A program that was changed could lie about all of
it, and the answer says so.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.domain.surveys.plans import LEAST, LEAST_COMMENTS
from bot.domain.surveys.proving import Proof, TableProof
from bot.errors import UsageError
from bot.services.desk import Desk
from bot.services.surveys.voting import LETTERS
from store.records_surveys import Wave

_ROOT = Path(__file__).resolve().parents[3]
_PACKAGES = ("bot", "store")
_HALF = 5  # letters on each side of a receipt's dash


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """The live schema, the running code, and receipts."""

    desk: Desk

    def now(self) -> Proof:
        """What is so at this moment, the tables by the database's own account."""
        store = self.desk.store
        return Proof(
            version=running_version(),
            digest=running_digest(),
            database=store.dialect,
            tables=[
                TableProof(
                    name=one.name,
                    columns=[f"{name} {kind.lower()}" for name, kind in one.columns],
                    rows=one.rows,
                )
                for one in store.catalogue.of_waves(self.desk.workspace_id)
            ],
            least=LEAST,
            least_comments=LEAST_COMMENTS,
        )

    def counted_in(self, typed: str) -> Wave | None:
        """The closed wave in which the answer with this receipt was counted; None for no wave.

        UsageError for what no receipt looks like.
        """
        store, workspace = self.desk.store, self.desk.workspace_id
        found = store.ballots.counted_in(workspace, receipt_from(typed))
        return None if found is None else store.surveys.wave(workspace, found)


def receipt_from(typed: str) -> str:
    """The receipt as it is kept, however it was typed; UsageError when it cannot be one."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(letters) != 2 * _HALF or not set(letters) <= set(LETTERS):
        raise UsageError("A receipt is ten letters and digits, such as K7QF2-9MXWB.")
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def running_version() -> str:
    """The version that is installed, or that of the folder it runs from."""
    try:
        return version("koploper")
    except PackageNotFoundError:
        told = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(told["project"]["version"])


@lru_cache(maxsize=1)
def running_digest() -> str:
    """The digest of the source files as they were when it was first asked for."""
    return digest_of(_ROOT)


def digest_of(root: Path) -> str:
    """SHA-256 over one line for each source file, as sha256sum prints them, sorted by path:
    `find bot store -name '*.py' | LC_ALL=C sort | xargs sha256sum | sha256sum`."""
    paths = (path for package in _PACKAGES for path in (root / package).rglob("*.py"))
    names = sorted(path.relative_to(root).as_posix() for path in paths)
    lines = (f"{sha256((root / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    return sha256("".join(lines).encode()).hexdigest()
