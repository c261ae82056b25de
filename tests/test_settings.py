"""Settings: from the environment or .env, checked at the door, secret where they are secret."""

import os
import re
from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, default_data_dir, environment_name, load_settings

ROOT = Path(__file__).resolve().parent.parent
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-canary-1",
    "SLACK_APP_TOKEN": "xapp-canary-2",
    "SLACK_SIGNING_SECRET": "canary-3",
    "KOPLOPER_DATABASE_URL": "postgresql://koploper:canary-4@db/koploper",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """An empty directory and an environment without any of our names."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "KOPLOPER_", "XDG_DATA_HOME")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set():
    settings = load_settings()
    assert settings.slack_bot_token is None
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database == f"sqlite:///{settings.data_dir}/koploper.db"
    assert (settings.zone, settings.locale, settings.currency, settings.top) == (
        ("UTC", "en", "EUR", 10)
    )


def test_the_environment_wins_over_the_env_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("KOPLOPER_TOP=7\nKOPLOPER_ZONE=Europe/Amsterdam\nOTHER=1\n")
    monkeypatch.setenv("KOPLOPER_TOP", "9")
    settings = load_settings()
    assert (settings.top, settings.zone) == (9, "Europe/Amsterdam")


def test_the_example_file_is_a_working_env_file(tmp_path):
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    settings = load_settings()
    assert settings.slack_bot_token is None
    assert settings.zone == "Europe/Amsterdam"


def test_a_line_left_empty_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("KOPLOPER_TOP", "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    assert (load_settings().top, load_settings().slack_bot_token) == (10, None)


def test_secrets_are_readable_only_on_purpose(monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "canary" not in shown
    assert settings.slack_bot_token.get_secret_value() == "xoxb-canary-1"
    assert settings.database == SECRETS["KOPLOPER_DATABASE_URL"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("KOPLOPER_ZONE", "Europe/Amsterdm", "is not a time zone"),
        ("KOPLOPER_ZONE", "../../etc/passwd", "is not a time zone"),
        ("KOPLOPER_LOCALE", "fr", "'en' or 'nl'"),
        ("KOPLOPER_CURRENCY", "euro", "pattern"),
        ("KOPLOPER_WEEK_START", "someday", "'monday'"),
        ("KOPLOPER_FISCAL_START", "13", "less than or equal to 12"),
        ("KOPLOPER_TOP", "0", "greater than or equal to 1"),
        ("KOPLOPER_HTTP_PORT", "65536", "65535"),
        ("SLACK_API_URL", "http://slack.example.com/api/", "https://"),
        ("SLACK_API_URL", "slack.com", "web address"),
        ("SLACK_BOT_TOKEN", "canary-not-a-token", "xox"),
        ("SLACK_APP_TOKEN", "xoxb-canary-wrong-kind", "xapp-"),
    ],
)
def test_a_setting_that_cannot_work_is_named_but_its_secret_is_not(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    problems = caught.value.params["problems"]
    assert problems.startswith(f"{name}: ")
    assert says in problems
    assert "canary" not in f"{problems} {caught.value!r}"


def test_every_wrong_setting_is_named_at_once(monkeypatch):
    monkeypatch.setenv("KOPLOPER_TOP", "many")
    monkeypatch.setenv("KOPLOPER_ZONE", "Mars/Olympus")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "KOPLOPER_TOP" in caught.value.params["problems"]
    assert "KOPLOPER_ZONE" in caught.value.params["problems"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:3001/api", "http://localhost:1/api/"])
def test_a_local_slack_may_be_plain_http_and_gets_its_slash(monkeypatch, address):
    monkeypatch.setenv("SLACK_API_URL", address)
    assert load_settings().slack_api_url == address.rstrip("/") + "/"


def test_the_data_directory_is_the_checkouts_own_or_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("sys.platform", "linux")
    assert default_data_dir() == tmp_path / "share" / "koploper"
    monkeypatch.setattr("sys.platform", "darwin")
    assert "Application Support" in str(default_data_dir())
    monkeypatch.chdir(ROOT)
    assert default_data_dir() == ROOT / "data"


def test_a_relative_data_directory_does_not_move_with_the_process(monkeypatch, tmp_path):
    monkeypatch.setenv("KOPLOPER_DATA_DIR", "here")
    settings = load_settings()
    monkeypatch.chdir("/")
    assert settings.data_dir == tmp_path / "here"


def test_the_docs_list_every_setting_with_its_default_and_meaning():
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \| (.*) \|$",
        (ROOT / "docs/settings.md").read_text(),
        re.MULTILINE,
    )
    documented = {name: (default, meaning) for name, default, meaning in rows}
    for field, info in Settings.model_fields.items():
        default, meaning = documented.pop(environment_name(field))
        assert meaning == info.description, field
        if info.default_factory is None and info.default is not None:
            assert default == f"`{info.default}`", field
    assert documented == {}


def test_every_name_in_the_example_file_is_a_setting():
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert names
    assert set(names) <= {environment_name(field) for field in Settings.model_fields}
