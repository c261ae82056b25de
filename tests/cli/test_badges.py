"""`koploper badges`: settings, badges of one's own, and what a rule would have given."""

import re
import shlex
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs/commands.md").read_text(encoding="utf-8")
RULE = ("--comparison", "threshold", "--metric", "deals", "--period", "month", "--threshold", "1")


def listed(koploper):
    lines = koploper("badges", "list").out.splitlines()
    return {line.split()[0]: line for line in lines}


def test_every_built_in_badge_is_listed_with_its_points(koploper, company):
    found = listed(koploper)
    assert found["hat_trick"].split() == ["hat_trick", "Hat-trick", "15", "on"]
    assert len(found) == 19


def test_settings_are_changed_one_at_a_time(koploper, company):
    assert "told in no channel yet" in koploper("badges", "show").out
    assert koploper("badges", "set", "--channel", "C0123ABCD", "--off", "hat_trick").code == 0
    assert koploper("badges", "set", "--time", "9:30", "--correction-days", "1").code == 0
    told = koploper("badges", "show").out
    assert "<#C0123ABCD> on working days at 09:30" in told
    assert "for 1 day." in told
    assert listed(koploper)["hat_trick"].endswith("off")
    assert koploper("badges", "set", "--on", "hat_trick", "--channel", "none").code == 0
    assert listed(koploper)["hat_trick"].endswith("on")
    assert "told in no channel yet" in koploper("badges", "show").out


def test_a_badge_of_ones_own_is_added_and_removed(koploper, company):
    made = koploper("badges", "add", "Déjà vu!", "--tells", "A deal in a month.", *RULE)
    assert (made.code, made.out) == (0, "deja_vu\n")
    again = koploper("badges", "add", "Déjà vu!", "--tells", "Again.", "--points", "3", *RULE)
    assert again.out == "deja_vu_2\n"
    assert listed(koploper)["deja_vu_2"].split()[-2:] == ["3", "on"]
    assert koploper("badges", "remove", "deja_vu").code == 0
    assert "deja_vu" not in listed(koploper)
    assert koploper("badges", "remove", "hat_trick").code == 2


def test_the_example_of_the_docs_does_what_it_says(koploper, company):
    section = PAGE.partition("### `koploper badges add")[2].partition("\n#")[0]
    example = re.search(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]
    trying, adding = [shlex.split(line)[1:] for line in example.splitlines()]
    assert "nobody would have earned it" in koploper(*trying).out
    assert koploper(*adding).out == "full_house\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["set", "--channel", "#sales"], "A channel is named by its id"),
        (["set", "--time", "25:00"], "Write a time as 16:30."),
        (["set", "--off", "nothing"], "There is no badge “nothing”."),
        (["set", "--time", "10:00", "--off", "nothing"], "There is no badge “nothing”."),
        (["remove", "nothing"], "There is no badge “nothing”."),
        (["preview", "--comparison", "luck"], "The comparison is one of"),
        (["preview", "--comparison", "best", "--metric", "points", "--period", "day"], "points"),
    ],
)
def test_what_will_not_do_is_refused_and_changes_nothing(koploper, company, arguments, says):
    before = koploper("badges", "show").out
    refused = koploper("badges", *arguments)
    assert refused.code == 2
    assert says in refused.err
    assert koploper("badges", "show").out == before


def test_badges_are_shown_on_the_command_line_by_name(koploper, company):
    told = koploper("board", "badges", "Anna", "--today", "2026-11-23").out
    assert told.startswith("Badges of Anna de Vries. 0 badges.")
    nobody = koploper("board", "badges")
    assert nobody.code == 2
    assert "name one: badges NAME" in nobody.err
