"""What a board shows in Slack, and what it must never show."""

import json
from fractions import Fraction

import pytest

from bot.domain.grouping import Group
from bot.domain.query import Mode, Named
from bot.views.board import board_message, public_message
from bot.views.checks import cell_text, problems


def shown(board, tr):
    """The message as Slack gets it: the encoded answer, read again."""
    return board_message(board, tr).message()


def rows_of(message) -> list[list[str]]:
    table = next(block for block in message.blocks if block["type"] == "table")
    return [[cell_text(cell) for cell in row] for row in table["rows"]]


def texts_of(message, kind: str) -> str:
    found = []
    for block in message.blocks:
        if block["type"] == kind:
            found += [item["text"] for item in block.get("elements", [block.get("text")])]
    return " ".join(text["text"] if isinstance(text, dict) else text for text in found)


def element(message, action_id: str) -> dict | None:
    for block in message.blocks:
        for item in block.get("elements", ()):
            if item.get("action_id") == action_id:
                return item
    return None


CASES = {
    "in the top": {"own_key": 3},
    "outside the top": {"own_key": 13},
    "just outside the top": {"own_key": 11},
    "second page": {"own_key": 2, "page": 2},
    "me": {"own_key": 7, "mode": Mode.ME},
    "nobody of one's own": {"own_key": None},
    "nothing yet": {"values": {}, "own_key": 4},
    "by team": {"own_key": 2, "by": Group.TEAM, "values": {0: 500, 2: 700, 3: 700}},
    "company": {"own_key": -1, "by": Group.COMPANY, "values": {-1: 99}, "names": {-1: "Acme"}},
    "win rate": {"metric": "win_rate", "values": {1: Fraction(2, 3), 2: Fraction(1, 3)}},
    "cycle days": {"metric": "cycle_days", "values": {1: 12, 2: Fraction(27, 2)}, "own_key": 2},
    "talk time": {"metric": "talk_time", "values": {1: 754, 2: 61}, "own_key": 1},
    "too little volume": {"metric": "win_rate", "values": {}, "own_key": 5, "below_volume": {5: 2}},
    "filtered": {"own_key": 1, "sale_types": ("new",), "teams": (Named(id=1, name="Alpha & Co"),)},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_slack_would_take_every_board_in_both_languages(make_board, tr, case):
    message = shown(make_board(**case), tr)
    assert problems(message) == ()
    json.dumps(message.blocks)


def test_the_title_says_metric_and_period(make_board, en, nl):
    board = make_board()
    assert shown(board, en).blocks[0]["text"]["text"] == "Revenue · November 2026"
    assert shown(board, nl).blocks[0]["text"]["text"] == "Omzet · november 2026"


def test_a_row_has_place_name_value_and_movement(make_board, en):
    board = make_board({1: 120_000, 2: 90_000, 3: 80_000}, previous={1: 5, 2: 9})
    assert rows_of(shown(board, en)) == [
        ["#", "Rep", "Revenue", "▲▼"],
        ["1", "Sofia Peeters", "€1,200", "▲1"],
        ["2", "Daan Bakker", "€900", "▼1"],
        ["3", "Emma Jansen", "€800", "new"],
    ]


def test_equal_values_share_a_place_on_the_board(make_board, en):
    board = make_board({1: 500, 2: 500, 3: 400})
    assert [row[0] for row in rows_of(shown(board, en))[1:]] == ["1", "1", "3"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((120_000, 90_000), ["€1,200", "€900"]),
        ((120_049, 90_050), ["€1,200", "€901"]),
        ((120_020, 120_010), ["€1,200.20", "€1,200.10"]),
        ((120_050, 9_050), ["€1,200.50", "€90.50"]),
    ],
)
def test_cents_are_shown_where_they_tell_rows_apart_or_amounts_are_small(
    make_board, en, values, told
):
    board = make_board(dict(enumerate(values, start=1)))
    assert [row[2] for row in rows_of(shown(board, en))[1:]] == told


def test_my_own_number_is_told_to_the_cent(make_board, en):
    board = make_board({1: 120_049, 2: 90_050}, own_key=2)
    said = texts_of(shown(board, en), "section")
    assert said == "You are *2nd* of 2 with *€900.50*. *€299.99* more reaches the next place."


def test_outside_the_top_i_see_two_above_and_two_below_me(make_board, en):
    rows = rows_of(shown(make_board(own_key=14), en))
    assert [row[0] for row in rows] == [
        "#", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "⋮", "12", "13", "14", "15",
    ]  # fmt: skip
    assert rows[11][1] == "⋮ 1 more"
    assert rows[14][1] == "Mees Blom (you)"


def test_my_row_is_bold_and_said_in_words(make_board, en):
    message = shown(make_board(own_key=2), en)
    table = next(block for block in message.blocks if block["type"] == "table")
    styles = [row[1].get("type") for row in table["rows"]]
    assert styles.count("rich_text") == 1
    assert cell_text(table["rows"][2][1]) == "Daan Bakker (you)"


def test_without_a_gap_there_is_no_row_of_dots(make_board, en):
    rows = rows_of(shown(make_board(own_key=11), en))
    assert "⋮" not in [row[0] for row in rows]
    assert [row[0] for row in rows[-3:]] == ["11", "12", "13"]


def test_what_separates_me_from_the_next_place_is_said(make_board, en, nl):
    board = make_board({1: 300_000, 2: 180_000, 3: 100_000}, own_key=3)
    said = texts_of(shown(board, en), "section")
    assert said == "You are *3rd* of 3 with *€1,000*. *€800* more reaches the next place."
    dutch = texts_of(shown(board, nl), "section")
    assert "*€\xa0800* meer" in dutch


def test_less_is_better_for_cycle_days(make_board, en):
    board = make_board({1: 10, 2: 14}, own_key=2, metric="cycle_days")
    assert "*4 days* less reaches the next place" in texts_of(shown(board, en), "section")


def test_percentages_differ_by_percentage_points(make_board, en):
    values = {1: Fraction(1, 2), 2: Fraction(2, 5)}
    said = texts_of(shown(make_board(values, own_key=2, metric="win_rate"), en), "section")
    assert (
        said
        == "You are *2nd* of 2 with *40.0%*. *10 percentage points* more reaches the next place."
    )


def test_the_rules_are_printed(make_board, en):
    board = make_board(own_key=1, sale_types=("new",), teams=(Named(id=1, name="Alpha"),))
    rules = texts_of(shown(board, en), "context")
    for part in (
        "1–30 Nov 2026 (Europe/Amsterdam)",
        "Only: new business, Alpha.",
        "Won deals, on their closing date",
        "Equal values share a place.",
        "▲▼ against 1–23 Oct 2026.",
        "Data as of 23 Nov 2026, 14:05.",
        "5 more are not listed.",
    ):
        assert part in rules


def test_the_text_says_the_whole_board_in_words(make_board, en):
    board = make_board({1: 300, 2: 200, 3: 200}, own_key=3, previous={1: 1, 2: 2, 3: 3})
    text = shown(board, en).text
    assert "1st Sofia Peeters, €3, up 2; 2nd Daan Bakker, €2, same place; 2nd Emma Jansen" in text
    assert "You share 2nd place of 3" in text
    assert "Equal values share a place." in text


def test_a_long_board_still_fits_the_text(make_board, tr):
    names = {key: f"Somebody with quite a long name {key:03}" for key in range(1, 60)}
    values = {key: 100_000_000_000 - key for key in names}
    message = shown(make_board(values, own_key=59, size=50, names=names), tr)
    assert problems(message) == ()
    assert message.text.rstrip().endswith(".")


def test_somebody_with_nothing_is_encouraged_and_not_listed(make_board, en):
    message = shown(make_board({1: 100}, own_key=5), en)
    assert texts_of(message, "section").startswith("You have nothing here yet")
    assert len(rows_of(message)) == 2


def test_too_little_volume_is_explained(make_board, en):
    board = make_board({1: 1}, own_key=5, metric="win_rate", below_volume={5: 2})
    assert texts_of(shown(board, en), "section") == "You are not ranked yet: 2 of at least 5."


def test_the_menus_carry_whole_questions_and_show_what_is_chosen(make_board, en):
    message = shown(make_board(own_key=1), en)
    metric = element(message, "show:metric")
    assert metric["initial_option"]["text"]["text"] == "Revenue"
    deals = next(item for item in metric["options"] if item["text"]["text"] == "Deals")
    assert deals["value"] == "metric deals period 2026-11 by rep"
    period = element(message, "show:period")
    assert period["initial_option"]["text"]["text"] == "This month"
    last = next(item for item in period["options"] if item["text"]["text"] == "Last month")
    assert last["value"] == "metric revenue last month by rep"
    assert element(message, "show:by")["initial_option"]["text"]["text"] == "By rep"


def test_pages_lead_on_and_back(make_board, en):
    first = shown(make_board(own_key=1), en)
    assert element(first, "show:previous") is None
    assert element(first, "show:next")["value"].endswith("page 2")
    second = shown(make_board(own_key=1, page=2), en)
    assert element(second, "show:next") is None
    assert "page" not in element(second, "show:previous")["value"]


def test_why_is_offered_for_my_own_number_only(make_board, en):
    assert element(shown(make_board(own_key=4), en), "show:why") is not None
    assert element(shown(make_board(own_key=None), en), "show:why") is None
    by_team = make_board({1: 5, 2: 3}, own_key=1, by=Group.TEAM)
    assert element(shown(by_team, en), "show:why") is None


def test_a_shared_board_shows_neither_me_nor_the_last_place(make_board, en):
    board = make_board({1: 500, 2: 400, 3: 350, 4: 300, 5: 300}, own_key=2)
    message = public_message(board, "Anna de Vries", en)
    assert [row[1] for row in rows_of(message)] == ["Rep", "Sofia Peeters", "Daan Bakker"]
    assert "you" not in message.text.split()
    assert "Shared by Anna de Vries." in message.text
    assert "3 more are not listed." in message.text
    assert not any(block["type"] == "actions" for block in message.blocks)
    assert "Emma" not in json.dumps(message.blocks)
    assert problems(message) == ()


def test_a_shared_board_of_one_row_shows_it(make_board, tr):
    message = public_message(make_board({1: 500}), "Anna", tr)
    assert [row[1] for row in rows_of(message)[1:]] == ["Sofia Peeters"]


HOSTILE = {
    1: "<!channel>", 2: "<@U123ABC>", 3: "*bold* _it_ ~s~ `c`", 4: "a & b < c",
    5: "\u202eevil\u202c", 6: "line\nbreak\ttab", 7: "x" * 400, 8: "<https://evil.example|click>",
}  # fmt: skip


def test_hostile_names_stay_names(make_board, tr):
    board = make_board({key: 100 - key for key in HOSTILE}, names=HOSTILE, own_key=1)
    for message in (shown(board, tr), public_message(board, "<!here>", tr)):
        assert problems(message) == ()
        dumped = json.dumps([message.text, *message.blocks], ensure_ascii=False)
        parsed = [message.text, texts_of(message, "section"), texts_of(message, "context")]
        assert not any(sign in dumped for sign in ("<!", "<@", "<http", "\u202e"))
        assert not any(sign in text for text in parsed for sign in ("`c`", "*bold*", "~s~"))


def test_a_menu_that_would_not_fit_is_left_out(make_board, tr):
    long = tuple(Named(id=n, name=f"Product with a long name {n}") for n in range(1, 6))
    message = shown(make_board(own_key=1, products=long), tr)
    assert problems(message) == ()
    assert element(message, "show:metric") is None
    assert element(message, "share") is not None
