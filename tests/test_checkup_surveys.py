"""What the doctor says about the keys of surveys and about waves that do not close."""

from datetime import timedelta

import pytest

from bot.checkup_surveys import check_surveys
from bot.config import Settings
from bot.findings import State
from bot.opening import Opened
from tests.services.office import Office
from tests.surveys.polling import open_poll


@pytest.fixture
def poll(sqlite_url, open_database, tmp_path):
    return open_poll(open_database(sqlite_url), tmp_path, people=6)


def examined(poll, tmp_path, key_dir=None) -> list:
    settings = Settings(_env_file=None, data_dir=tmp_path, key_dir=key_dir or tmp_path / "keys")
    office = Office(store=poll.store, time=poll.time)
    opened = Opened(settings=settings, store=poll.store, services=office.services)
    return list(check_surveys(opened))


def told(findings) -> list[str]:
    return [one.says.format(**one.params) for one in findings if one.state is not State.OK]


def test_private_keys_and_waves_in_time_are_well(poll, tmp_path):
    (finding,) = examined(poll, tmp_path)
    assert finding.state is State.OK


def test_without_a_survey_there_is_nothing_to_say(sqlite_url, open_database, tmp_path):
    poll = open_poll(open_database(sqlite_url), tmp_path, people=6)
    with poll.store._database.write() as connection:
        for table in ("invitation", "wave", "survey"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    (finding,) = examined(poll, tmp_path)
    assert (finding.state, finding.says) == (State.OK, "No survey was launched yet.")


def test_a_key_folder_or_key_that_others_can_read_is_a_failure(poll, tmp_path):
    key = next(poll.keys.folder.glob("*.key"))
    key.chmod(0o640)
    poll.keys.folder.chmod(0o755)
    findings = examined(poll, tmp_path)
    assert [one.state for one in findings] == [State.FAILURE] * 2
    assert [one.do.format(**one.params).split()[-2] for one in findings] == ["700", "600"]


@pytest.mark.parametrize(
    ("folder", "state"), [("backups/keys", State.FAILURE), ("daily-Backup", State.WARNING)]
)
def test_keys_in_a_folder_of_backups_are_reported(poll, tmp_path, folder, state):
    place = tmp_path / folder
    place.parent.mkdir(exist_ok=True)
    poll.keys.folder.rename(place)
    (finding,) = examined(poll, tmp_path, place)
    assert finding.state is state
    assert "KOPLOPER_KEY_DIR" in finding.do


def test_an_open_wave_without_its_key_is_a_failure(poll, tmp_path):
    poll.keys.destroy(poll.wave.public_key)
    (line,) = told(examined(poll, tmp_path))
    assert "The key of the open wave 1" in line


def test_a_wave_that_should_have_closed_is_reported_with_what_it_waits_for(
    sqlite_url, open_database, tmp_path
):
    poll = open_poll(open_database(sqlite_url), tmp_path, people=6)
    poll.time.now = poll.wave.closes_at + timedelta(minutes=59)
    assert told(examined(poll, tmp_path)) == []
    poll.time.now += timedelta(minutes=2)
    (finding,) = examined(poll, tmp_path)
    assert "Is the bot running?" in finding.do


def test_a_wave_that_waits_for_its_passphrase_says_so(sqlite_url, open_database, tmp_path):
    poll = open_poll(open_database(sqlite_url), tmp_path, people=6, passphrase="works council")
    poll.time.now = poll.wave.closes_at + timedelta(hours=2)
    (finding,) = examined(poll, tmp_path)
    assert "waits for its passphrase" in finding.do
