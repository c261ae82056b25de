"""`koploper schedule`: the same schedules without Slack."""

import pytest


@pytest.fixture
def board(koploper, company):
    words = ("--words", "revenue this month", "--channel", "C123")
    result = koploper("schedule", "add", "board", *words)
    assert result.code == 0
    return result


def test_a_schedule_is_added_with_what_a_new_one_has(koploper, board):
    assert board.out.startswith(
        "#1  Board `revenue this month` in C123, from Monday to Friday at 09:00. Next: "
    )
    listed = koploper("schedule", "list").out
    assert "From Monday to Friday at 09:00 · Europe/Amsterdam · English" in listed


def test_an_edit_changes_only_what_is_named(koploper, board):
    edited = koploper("schedule", "edit", 1, "--every", "month", "--day", "last", "--at", "17:30")
    assert "revenue this month` in C123, the last day of every month at 17:30." in edited.out
    assert "holidays" not in koploper("schedule", "list").out
    koploper("schedule", "edit", 1, "--holidays", "NL")
    assert "holidays: Netherlands" in koploper("schedule", "list").out


def test_it_is_paused_resumed_tested_and_deleted(koploper, board):
    assert koploper("schedule", "pause", 1).out.endswith("Paused.\n")
    assert "Next: " in koploper("schedule", "resume", 1).out
    assert "within half a minute" in koploper("schedule", "test", 1).out
    assert koploper("schedule", "delete", 1).code == 0
    assert koploper("schedule", "list").out == ""


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("edit", 1, "--at", "25:00"), "Write a time of day such as 09:00."),
        (("edit", 1, "--zone", "Amsterdm"), "Do you mean Europe/Amsterdam?"),
        (("edit", 1, "--words", "sofa chair"), "I do not know “sofa chair”. Try: metric revenue"),
        (("add", "song", "--channel", "C1AB"), "Choose what is posted."),
        (("add", "board", "--channel", "sales"), "Choose a channel; its id starts with C."),
        (("pause", 9), "That schedule is not there any more."),
    ],
)
def test_a_mistake_is_told_in_one_line_and_changes_nothing(koploper, board, arguments, problem):
    before = koploper("schedule", "list").out
    refused = koploper("schedule", *arguments)
    assert refused.code == 2
    assert problem in refused.err
    assert koploper("schedule", "list").out == before
