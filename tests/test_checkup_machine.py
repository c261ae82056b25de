"""What the doctor says about the machine: names, directories, modes, disk, time zones."""

from collections import namedtuple

import pytest

from bot import checkup_machine
from bot.checkup_machine import check_machine, check_names
from bot.config import Settings
from bot.findings import State

Usage = namedtuple("Usage", "total used free")


def told(findings, state):
    return [one.says.format(**one.params) for one in findings if one.state is state]


def advice(findings):
    return [one.do.format(**one.params) for one in findings if one.do]


def home(path, **more) -> Settings:
    return Settings(_env_file=None, data_dir=path, **more)


def test_a_good_home_has_no_complaints(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "koploper.db").touch(mode=0o600)
    findings = list(check_machine(home(folder, zone="Europe/Amsterdam")))
    assert {one.state for one in findings} == {State.OK}
    assert f"The data directory is {folder}." in told(findings, State.OK)


def test_a_home_that_does_not_exist_yet_will_be_made(tmp_path):
    folder = tmp_path / "a" / "b"
    assert f"The data directory {folder} will be made." in told(
        check_machine(home(folder)), State.OK
    )
    assert not folder.exists()


def test_a_file_where_the_directory_should_be_is_a_failure(tmp_path):
    (tmp_path / "data").touch()
    findings = list(check_machine(home(tmp_path / "data")))
    assert told(findings, State.FAILURE) == [
        f"The data directory {tmp_path / 'data'} cannot be written."
    ]


def test_files_that_others_can_read_are_told_with_the_command_that_closes_them(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    database = folder / "koploper.db"
    database.touch()
    database.chmod(0o640)
    findings = list(check_machine(home(folder)))
    assert told(findings, State.WARNING) == [
        f"{folder} can be read by others on this machine.",
        f"{database} can be read by others on this machine.",
    ]
    assert advice(findings) == [
        f"Close it: chmod 700 {folder}",
        f"Close it: chmod 600 {database}",
    ]


@pytest.mark.parametrize(
    ("free", "state"),
    [(10 * 1024**2, State.FAILURE), (500 * 1024**2, State.WARNING), (5 * 1024**3, State.OK)],
)
def test_a_full_disk_is_told_before_it_hurts(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr(checkup_machine.shutil, "disk_usage", lambda _: Usage(0, 0, free))
    [disk] = [one for one in check_machine(home(tmp_path)) if "disk" in one.says]
    assert disk.state is state


def test_missing_time_zone_data_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(checkup_machine, "available_timezones", lambda: {"UTC"})
    assert told(check_machine(home(tmp_path)), State.FAILURE) == [
        "The time zone data is incomplete: 1 zones."
    ]


def test_a_misspelt_setting_is_told_with_the_one_that_was_meant(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text("KOPLOPER_LOCAL=nl\nKOPLOPER_TOP=5\nOTHER=1\n")
    env_file.chmod(0o600)
    findings = list(check_names({"KOPLOPER_TIMEZONE": "UTC", "PATH": "/bin"}, env_file))
    assert told(findings, State.WARNING) == [
        "There is no setting KOPLOPER_LOCAL.",
        "There is no setting KOPLOPER_TIMEZONE.",
    ]
    assert "KOPLOPER_LOCALE" in advice(findings)[0]


def test_an_open_env_file_is_told(tmp_path):
    env_file = tmp_path / ".env"
    env_file.touch()
    env_file.chmod(0o644)
    assert told(check_names({}, env_file), State.WARNING) == [
        ".env can be read by others on this machine."
    ]
    env_file.chmod(0o600)
    assert list(check_names({}, env_file)) == []
