"""`koploper doctor`: all is well, or what to do next, and an exit code to build on."""

from collections.abc import Iterator

import pytest

from bot.manifest import manifest
from sandbox import App, Sandbox


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(rate_factor=0) as sandbox:
        yield sandbox


@pytest.fixture
def app(slack, home, monkeypatch) -> App:
    """The app installed from our manifest, its tokens in the environment."""
    app = slack.install_app(manifest=manifest())
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", app.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", app.app_token)
    return app


def test_a_fresh_good_set_up_would_run(koploper, app, home):
    result = koploper("doctor")
    assert (result.code, result.err) == (0, "")
    assert "✗" not in result.out
    assert "! " not in result.out
    assert result.out.splitlines()[-1] == "Koploper would run."
    assert not (home / "data").exists()


def test_nothing_set_names_what_is_missing_and_exits_with_2(koploper, home):
    result = koploper("doctor")
    assert result.code == 2
    assert "✗ SLACK_BOT_TOKEN is not set." in result.out
    assert "  → Create the Slack app from manifest.yml" in result.out
    assert "would not run" in result.err


def test_people_who_are_not_linked_and_a_missing_owner_are_warnings(koploper, company, app):
    result = koploper("doctor")
    assert result.code == 0
    assert "! Nobody is owner yet." in result.out
    assert "! 5 people in the sales data are not linked to Slack: " in result.out
    assert "SQLite" in result.out
    assert "✓ No server is running on it." in result.out


def test_settings_that_do_not_work_end_the_examination(koploper, app, monkeypatch):
    monkeypatch.setenv("KOPLOPER_ZONE", "Mars/Olympus")
    result = koploper("doctor")
    assert result.code == 2
    assert "✗ These settings do not work: KOPLOPER_ZONE: " in result.out


def test_a_file_that_is_no_database_is_told(koploper, app, home):
    (home / "data").mkdir(mode=0o700)
    broken = home / "data" / "koploper.db"
    broken.write_text("this is not a database, but long enough to be taken for one")
    broken.chmod(0o600)
    result = koploper("doctor")
    assert result.code == 2
    assert "✗ The database cannot be opened" in result.out
    assert broken.read_text().startswith("this is not")


def test_a_postgresql_that_does_not_answer_is_told_without_its_password(koploper, app, monkeypatch):
    address = "postgresql://koploper:canary-password@127.0.0.1:1/koploper"
    monkeypatch.setenv("KOPLOPER_DATABASE_URL", address)
    result = koploper("doctor")
    assert result.code == 2
    assert "✗ The database cannot be opened" in result.out
    assert "canary" not in result.out + result.err


def test_the_doctor_speaks_the_operators_language(koploper, home, monkeypatch):
    monkeypatch.setenv("KOPLOPER_LOCALE", "nl")
    result = koploper("doctor")
    assert "✗ SLACK_BOT_TOKEN is niet ingesteld." in result.out
