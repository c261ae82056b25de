"""What reaches the log: nothing secret, nothing of what people typed, one line per event.

Tokens and passwords are blotted out in the finished text, so exceptions are covered too.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

OWN = ("bot", "store")
SECRETS = (
    (re.compile(r"\bxox[a-z]*(?:\.xox[a-z])?-[\w-]+", re.IGNORECASE), "xox*-…"),
    (re.compile(r"\bxapp-[\w-]+", re.IGNORECASE), "xapp-…"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), r"\1 …"),
    (re.compile(r"(\b[a-z][\w+.-]*://[^\s:/@]*):[^\s@]+@", re.IGNORECASE), r"\1:…@"),
    (re.compile(r"\b(password|passwd|secret|token)=[^\s&;,'\"]+", re.IGNORECASE), r"\1=…"),
    (re.compile(r"(hooks\.slack\.com/\w+)/[\w/]+", re.IGNORECASE), r"\1/…"),
)
CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127)} | {10: "\\n", 13: "\\r", 9: " "}


def redact(text: str) -> str:
    """The text with every token, password and authorisation header blotted out."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats as usual, escapes control characters in the message, then redacts the whole."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """One line per message: what a user typed cannot forge a second one."""
        record.message = record.message.translate(CONTROL)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """The finished text, exception included, without secrets."""
        return redact(super().format(record))


def is_wanted(record: logging.LogRecord) -> bool:
    """Libraries speak from INFO up; Bolt's signature check from WARNING up.

    At DEBUG slack_sdk logs message texts, and at INFO a bad signature logs the whole body. Bolt
    resets its loggers' levels when it is built, so the level alone would not hold.
    """
    if record.name.startswith("slack_bolt.RequestVerification"):
        return record.levelno >= logging.WARNING
    own = record.name.split(".", 1)[0] in OWN
    return own or record.levelno >= logging.INFO


def start_logging(level: str, stream: TextIO | None = None) -> logging.Handler:
    """Send everything from `level` up to the stream (stderr by default), redacted."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(is_wanted)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    return handler
