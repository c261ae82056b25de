"""Nothing secret reaches the log, on any road."""

import io
import logging

import pytest

from bot.logs import redact, start_logging

SECRETS = [
    "xoxb-123456789012-abcdefABCDEF",
    "xoxp-1-2-3-4",
    "xoxe.xoxb-1-Mi0yLTk",
    "xoxe-1-My0xLTEw",
    "xapp-1-A0123-456-deadbeef",
    "s3cr3t-dsn-passw0rd",
]


@pytest.fixture
def log():
    stream = io.StringIO()
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    start_logging("DEBUG", stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.setLevel(level)
    root.handlers[:] = handlers


def carriers(secret: str) -> list[str]:
    if secret.startswith("s3"):
        return [
            f"postgresql+psycopg://koploper:{secret}@db/koploper",
            f"could not reach postgres://:{secret}@db",
            f"password={secret} host=db",
        ]
    return [secret, f"Authorization: Bearer {secret}", f"token={secret}&x=1", f"({secret})"]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_blotted_out_wherever_it_stands(secret):
    for text in carriers(secret):
        assert secret not in redact(text), text


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_stays_out_of_messages_arguments_and_tracebacks(log, secret):
    logger = logging.getLogger("bot.anything")
    for text in carriers(secret):
        logger.info(text)
        logger.info("arguments: %s", text)
        try:
            int(text)
        except ValueError:
            logger.exception("it went wrong")
    assert "ValueError" in log.getvalue()
    assert secret not in log.getvalue()


def test_ordinary_text_is_left_alone():
    text = "Anna won https://crm.example.com/deal/1 for € 1.250,00 at 12:30, box-office taxi"
    assert redact(text) == text


def test_what_a_user_types_cannot_forge_a_second_line(log):
    logging.getLogger("bot.x").info("word %r and %s", "a", "b\n2026-01-01 ERROR forged\r\x1b[31m")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize(
    ("name", "level", "heard"),
    [
        ("bot.services", logging.DEBUG, True),
        ("store", logging.DEBUG, True),
        ("slack_sdk.web.client", logging.DEBUG, False),
        ("slack_bolt.App", logging.DEBUG, False),
        ("slack_sdk.web.client", logging.INFO, True),
        ("urllib3", logging.DEBUG, False),
        ("slack_bolt.RequestVerification", logging.INFO, False),
        ("slack_bolt.RequestVerification", logging.WARNING, True),
    ],
)
def test_who_is_heard_at_which_level(log, name, level, heard):
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.log(level, "something was said")
    logger.setLevel(before)
    assert ("something was said" in log.getvalue()) is heard
