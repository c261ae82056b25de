"""Surveys from the command line: the same rules as in Slack, and no way around them."""

import io
import json
import stat
import sys
import zipfile
from contextlib import contextmanager

import pytest
from openpyxl import load_workbook

from bot.domain.surveys.asking import Candidate
from bot.domain.surveys.templates import TEMPLATES
from bot.opening import open_workspace
from bot.services.surveys.opening import open_surveys
from bot.services.surveys.rights import HR_OPERATOR
from store.records_surveys import WaveState

PEOPLE = 12


@contextmanager
def surveys():
    with open_workspace() as opened:
        yield open_surveys(opened.desk, opened.settings.keys)


def launch(name="Quarterly pulse", *, passphrase="", votes=PEOPLE):
    with surveys() as made:
        survey = made.launching.create(HR_OPERATOR, name, TEMPLATES["enps-reason"].plan)
        found = [
            Candidate(slack_user_id=f"U{n}", locale="en-US", zone="UTC", team="Alpha")
            for n in range(PEOPLE)
        ]
        wave = made.launching.launch(HR_OPERATOR, survey.id, found, passphrase=passphrase)
        for number in range(votes):
            made.voting.answer(f"U{number}", wave.id, {0: 9, 1: "=cmd"})
    return wave


@pytest.fixture
def typed(monkeypatch):
    """What comes on the standard input, which is no terminal."""

    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return type_in


def state() -> WaveState:
    with open_workspace() as opened:
        return opened.store.surveys.waves(opened.workspace_id)[0].state


def test_without_surveys_it_says_so(koploper, home):
    assert koploper("pulse", "list").out == "There are no surveys.\n"
    assert "No survey has closed yet" in koploper("pulse", "results").err


def test_a_wave_is_listed_closed_and_read(koploper, home, typed):
    launch()
    listed = "Quarterly pulse  active  wave 1 open  12 of 12\n"
    assert koploper("pulse", "list").out == listed
    early = koploper("pulse", "results", "quarterly")
    assert (early.code, early.out) == (2, "")
    assert "Nobody sees results before it has closed" in early.err
    typed("")
    assert koploper("pulse", "close", "quarterly", "--yes").out == "12 / 12\n"
    made = json.loads(koploper("pulse", "results", "quarterly").out)
    everybody = made["questions"][0]["groups"][0]
    assert (everybody["n"], everybody["enps"]["score"]) == (12, 100)
    assert [one["text"] for one in made["comments"]] == ["=cmd"] * 12
    assert "U0" not in json.dumps(made)


def test_closing_asks_first(koploper, home, typed):
    launch()
    typed("")
    asked = koploper("pulse", "close")
    assert asked.code == 2
    assert "say --yes" in asked.err
    assert state() is WaveState.OPEN


@pytest.mark.parametrize(("given", "closes"), [("works council\n", True), ("wrong\n", False)])
def test_a_passphrase_is_read_from_the_standard_input(koploper, home, typed, given, closes):
    launch(passphrase="works council")
    typed(given)
    result = koploper("pulse", "close", "--yes")
    assert (result.code == 0) is closes
    assert (state() is WaveState.CLOSED) is closes
    if not closes:
        assert "not the passphrase" in result.err


def test_no_option_takes_a_passphrase_or_goes_around_a_rule(koploper, home):
    launch()
    for words in (
        ("close", "--passphrase", "x"),
        ("results", "--force"),
        ("results", "--all"),
        ("export", "--open"),
    ):
        assert koploper("pulse", *words).code == 2
    assert state() is WaveState.OPEN


def test_of_too_few_answers_there_is_participation_and_no_file(koploper, home, typed):
    launch(votes=3)
    typed("")
    koploper("pulse", "close", "--yes")
    made = json.loads(koploper("pulse", "results").out)
    assert (made["published"], made["why"], made["answered"]) == (False, "few", 3)
    assert all(question["groups"] == [] for question in made["questions"])
    assert "nothing to export" in koploper("pulse", "export").err
    assert not list(home.glob("*.xlsx"))


def test_a_file_is_for_its_owner_alone_and_is_never_written_over(koploper, home, typed):
    launch()
    typed("")
    koploper("pulse", "close", "--yes")
    assert koploper("pulse", "export").err == "quarterly-pulse-wave-1.xlsx\n"
    path = home / "quarterly-pulse-wave-1.xlsx"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Comments" in load_workbook(path).sheetnames
    again = koploper("pulse", "export")
    assert "exists already; nothing was written" in again.err
    assert koploper("pulse", "export", "--format", "csv", "-o", "made.zip").code == 0
    with zipfile.ZipFile(home / "made.zip") as archive:
        assert b"'=cmd" in archive.read("comments.csv")


def test_the_proof_says_what_is_stored(koploper, home):
    launch()
    told = koploper("pulse", "proof").out
    assert "sealed: answers in sealed boxes, until the wave closes" in told
    assert "12 rows of waves that are open" in told
    assert "ballot: answers without a name, a time or an order\nwave_id integer, id text" in told


def test_two_open_surveys_are_told_apart_by_name(koploper, home, typed):
    launch("Pulse north")
    launch("Pulse south")
    typed("")
    assert "say the whole name" in koploper("pulse", "close", "pulse", "--yes").err
    assert koploper("pulse", "close", "pulse south", "--yes").code == 0
    assert "There is no open wave" in koploper("pulse", "close", "pulse south", "--yes").err
