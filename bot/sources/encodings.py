"""Decides which encoding a text file is in, from all of its bytes; knows nothing of columns.

UTF-8 is proven over the whole file. What is not UTF-8 is guessed from the lines that matter, shown
to whoever imports, and decoded strictly: a wrong letter in a name would make another person of it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from bot.errors import UserError

CHUNK = 1 << 20
SAMPLE_LINES = 2_000
GUESSES = ["cp1250", "cp1251", "cp850", "mac_roman", "cp932", "gb18030", "big5", "euc_kr"]
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸŠŽ€£§°«»®™·’‘“”–—…\u00a0ºª½¼²³"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoding:
    """How to decode a file, and whether NUL characters are in it (they are refused by row)."""

    name: str
    has_nul: bool


def find_encoding(path: Path, wanted: str | None = None) -> Encoding:
    """The encoding of the file, proven by decoding all of it.

    Raises UserError with the line number when it is damaged, or with advice when it cannot be told.
    """
    head = _head(path)
    name = wanted or _by_mark(head)
    if name is not None:
        return Encoding(name=name, has_nul=_prove(path, name))
    broken = _first_error(path, "utf-8")
    if broken is None:
        return Encoding(name="utf-8", has_nul=_has_nul(path))
    return _guess(path, broken)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _by_mark(head: bytes) -> str | None:
    """By byte order mark, or by the zeros that UTF-16 puts in every second byte of plain text."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    half = len(head) // 2
    if half and head[1::2].count(0) > 0.4 * half and not head[::2].count(0):
        return "utf-16-le"
    if half and head[::2].count(0) > 0.4 * half and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _prove(path: Path, name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        raise UserError("There is no encoding called {name}.", name=name) from None
    line = _first_error(path, name)
    if line is not None:
        raise UserError(
            "Line {line} is not {encoding} text. Save the file as UTF-8, or name its encoding "
            "with --encoding.",
            line=line,
            encoding=name,
        )
    return not name.startswith(("utf-16", "utf-32")) and _has_nul(path)


def _first_error(path: Path, name: str) -> int | None:
    """The number of the first line that does not decode, or None when all of them do."""
    decoder = codecs.getincrementaldecoder(name)()
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                # The decoder may have kept a few bytes of the chunk before: none is a line end.
                return lines + bytes(error.object[: error.start]).count(b"\n")
            lines += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return None


def _has_nul(path: Path) -> bool:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                return True
    return False


def _guess(path: Path, broken: int) -> Encoding:
    lines = _telling_lines(path)
    proper = sum(1 for line in lines if _decodes(line, "utf-8"))
    if proper * 2 >= len(lines):
        raise UserError(
            "Line {line} is not {encoding} text. Save the file as UTF-8, or name its encoding "
            "with --encoding.",
            line=broken,
            encoding="utf-8",
        )
    sample = b"".join(lines)
    name = _western(sample) or _other(sample)
    if name is None:
        raise UserError(
            "The encoding of this file cannot be told. Save it as UTF-8, or name its encoding "
            "with --encoding."
        )
    return Encoding(name=name, has_nul=_prove(path, name))


def _telling_lines(path: Path) -> list[bytes]:
    """The first lines that hold anything but ASCII: the only ones that tell encodings apart."""
    found: list[bytes] = []
    with path.open("rb") as file:
        while len(found) < SAMPLE_LINES and (line := file.readline(CHUNK)):
            if not line.isascii():
                found.append(line[:4096])
    return found


def _decodes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _western(sample: bytes) -> str | None:
    """Windows' Western encoding, when reading it so gives only what Western names are made of.

    Cyrillic and Greek read so give words of nothing but accented letters: three in a row are none.
    """
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return None
    run = 0
    for letter in text:
        run = run + 1 if not letter.isascii() and letter.isalpha() else 0
        if run == 3 or not (letter.isascii() or letter in WESTERN):
            return None
    return "cp1252"


def _other(sample: bytes) -> str | None:
    best = from_bytes(sample, cp_isolation=GUESSES).best()
    return None if best is None else best.encoding
