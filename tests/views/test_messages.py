"""Every other answer, in both languages: taken by Slack, complete in words, safe."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from bot.commands.table import COMMANDS
from bot.domain import periods
from bot.domain.built_in import BUILT_IN
from bot.domain.explaining import Behind, Moved, Shift, Why, reason
from bot.domain.periods import Calendar
from bot.domain.query import Mode, Query
from bot.errors import NotFound, Suggestion, UnknownWords
from bot.views import replies
from bot.views.checks import cell_text, problems
from bot.views.errors import problem_message, problem_modal, unexpected_message
from bot.views.help import HelpRow, board_help, commands_help
from bot.views.moved import moved_message
from bot.views.unknown import linked_message, unknown_message
from bot.views.why import why_message
from store.records import Details, Entry, Person, Role, SlackUser

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
ANNA = Person(id=1, name="Anna <!here>")
GUEST = SlackUser(slack_user_id="U1", name="<!x>", fetched_at=NOW)
ENTRY = Entry(
    id=1, recorded_at=NOW, measure="revenue", seat_id=1, person_id=1,
    occurred_on=date(2026, 11, 20),
    amount=120_000, share=10_000, sale_type="new", product_id=None, source_id=1, external_id="D1",
    revision=1, reverses=None,
    details=Details(customer="Acme & <Sons>", link="https://crm.example/1"),
)  # fmt: skip


def why_of(*entries, metric="revenue", **changes):
    query = Query(metric=metric, period=periods.month(2026, 11), mode=Mode.WHY)
    made = Why(
        query=query,
        metric=BUILT_IN[metric],
        period=query.period,
        calendar=Calendar(zone="Europe/Amsterdam"),
        currency="EUR",
        person_name="Anna",
        is_self=True,
        value=120_000,
        reasons=tuple(reason(BUILT_IN[metric], entry, {}) for entry in entries),
        page=1,
        has_more=False,
        as_of=NOW,
        since=None,
    )
    return replace(made, **changes)


def cells_of(message):
    table = next(block for block in message.blocks if block["type"] == "table")
    return [[cell_text(cell) for cell in row] for row in table["rows"]][1:]


def test_every_entry_has_its_date_name_amount_and_link(tr):
    message = why_message(why_of(ENTRY), tr)
    assert problems(message) == ()
    assert "https://crm.example/1" in json.dumps(message.blocks)
    assert "Acme &amp; ‹Sons›" in message.text


@pytest.mark.parametrize(
    ("changes", "note", "amount"),
    [
        ({"amount": -120_000, "share": -10_000, "reverses": 1}, "↩ taken back", "-€1,200.00"),
        ({"revision": 2}, "corrected", "€1,200.00"),
        ({"amount": 60_000, "share": 5_000}, "50% of the credit", "€600.00"),
        ({"sale_type": "upsell"}, "upsell", "€1,200.00"),
        ({"details": Details(original="1250.00 USD")}, "1250.00 USD", "€1,200.00"),
    ],
)
def test_what_makes_an_entry_special_is_noted(en, changes, note, amount):
    (row,) = cells_of(why_message(why_of(replace(ENTRY, **changes)), en))
    assert note in row[1]
    assert row[2] == amount


def test_a_lost_deal_counts_as_none_of_one_for_the_win_rate(en):
    lost = replace(ENTRY, measure="lost")
    message = why_message(why_of(lost, ENTRY, metric="win_rate", value=Fraction(1, 2)), en)
    assert [(row[1], row[2]) for row in cells_of(message)] == [
        ("Acme & ‹Sons› (lost, new business)", "0 of 1"),
        ("Acme & ‹Sons› (won, new business)", "1"),
    ]


def test_a_dangerous_link_is_not_a_link(tr):
    bad = replace(ENTRY, details=Details(customer="X", link="javascript:alert(1)"))
    assert "javascript" not in json.dumps(why_message(why_of(bad), tr).blocks)


def test_nothing_behind_a_number_is_said_in_words(tr):
    for changes in ({"value": None}, {"since": NOW}):
        message = why_message(why_of(**changes), tr)
        assert problems(message) == ()
        assert not any(block["type"] == "table" for block in message.blocks)


def test_pages_of_entries_lead_both_ways(en):
    message = why_message(why_of(ENTRY, page=2, has_more=True), en)
    words = {item["action_id"]: item["value"] for item in message.blocks[-1]["elements"]}
    assert words["show:next"].endswith("page 3")
    assert "page" not in words["show:previous"]
    assert words["show:board"].startswith("metric revenue")


REASON = reason(BUILT_IN["revenue"], ENTRY, {})


def test_what_moved_shows_then_and_now_but_not_who_fell_off(make_board, tr):
    now = make_board({1: 500, 2: 400}).ranking
    then = make_board({2: 400, 3: 300}).ranking
    shifts = (
        Shift(key=1, name="Sofia", then=None, now=now.standings[0]),
        Shift(key=2, name="Daan", then=then.standings[0], now=now.standings[1]),
    )
    moved = Moved(
        query=Query(metric="revenue", period=periods.month(2026, 11), mode=Mode.DIFF, since=NOW),
        now=now, then=then, since=NOW - timedelta(days=3), as_of=NOW, shifts=shifts, others=1,
        own_key=2, mine=Behind(key=2, name="Daan", reasons=(REASON,) * 8, more=3),
        people=(Behind(key=1, name="<!here>", reasons=(REASON,)),),
    )  # fmt: skip
    message = moved_message(moved, tr)
    assert problems(message) == ()
    assert [row[0] for row in cells_of(message)] == [
        "Sofia Peeters (–→1)", "Daan Bakker (1→2)",
    ]  # fmt: skip
    assert cells_of(message)[0][1] == "–"
    assert "Emma" not in message.text
    mine, theirs = (block["text"]["text"].splitlines() for block in message.blocks[3:5])
    assert mine[0] == f"*{tr.gettext('Why yours moved')}*"
    assert (len(mine), "3" in mine[9]) == (10, True)
    assert len(theirs) == 2
    assert "<!" not in theirs[0]


def test_nothing_moved_is_an_answer_too(make_board, en):
    board = make_board({1: 500})
    moved = Moved(
        query=board.query, now=board.ranking, then=board.ranking, since=NOW, as_of=NOW, shifts=(),
        others=0, own_key=None,
    )  # fmt: skip
    assert "Nothing moved on this board since then." in moved_message(moved, en).text


REPLIES = {
    "claimed": replies.claimed,
    "granted": lambda tr: replies.role_changed("<!here>", Role.ADMIN, True, tr),
    "taken": lambda tr: replies.role_changed("Anna", Role.HR, False, tr),
    "roles": lambda tr: replies.role_list({"U1": ("Anna", frozenset(Role))}, tr),
    "no roles": lambda tr: replies.role_list({}, tr),
    "linked": lambda tr: replies.linked("<!here>", ANNA, tr),
    "unlinked": lambda tr: replies.unlinked("A", ANNA, tr),
    "nobody": lambda tr: replies.who_am_i(None, frozenset(), tr),
    "somebody": lambda tr: replies.who_am_i(ANNA, frozenset({Role.REP}), tr),
    "waiting": lambda tr: replies.waiting(
        replies.said("me"), [ANNA] * 30, [GUEST], tr
    ),
    "status": lambda tr: replies.status_message(
        replies.Status(
            people=1, linked=0, waiting=2, owners=0, currency="EUR", zone="UTC", database="sqlite"
        ),
        tr,
    ),
    "stranger": lambda tr: unknown_message("U1", None, False, tr),
    "offer": lambda tr: unknown_message("U1", ANNA, True, tr),
    "linked to": lambda tr: linked_message(ANNA, tr),
    "board help": lambda tr: board_help("/leaderboard", list(BUILT_IN.values()), tr),
    "commands": lambda tr: commands_help(
        [HelpRow(usage=one.name, summary=one.summary) for one in COMMANDS], tr
    ),
    "unexpected": lambda tr: unexpected_message("4f2a", tr),
    "not found": lambda tr: problem_message(
        NotFound("They do not have the role {role}.", role=Role.HR), tr
    ),
}  # fmt: skip


@pytest.mark.parametrize("reply", REPLIES)
def test_slack_takes_every_reply_and_no_name_pings(reply, tr):
    message = REPLIES[reply](tr)
    assert problems(message) == ()
    assert "<!" not in json.dumps([message.text, *message.blocks])


def test_a_way_out_is_a_button_with_the_whole_command(en, nl):
    error = UnknownWords(
        "I do not know “{words}”.",
        words=("revnue",),
        suggestions=[Suggestion(label="revenue", words="revenue last month")],
    )
    message = problem_message(error, en)
    assert message.text == "I do not know “revnue”. Did you mean: “revenue”"
    assert message.blocks[1]["elements"][0]["value"] == "revenue last month"
    assert problem_message(error, nl).text.startswith("Ik ken “revnue” niet.")


def test_a_problem_can_be_shown_on_a_modal(tr):
    modal = problem_modal(unexpected_message("4f2a", tr), tr)
    assert modal["type"] == "modal"
    assert len(modal["title"]["text"]) <= 24
    assert len(modal["close"]["text"]) <= 24
    assert modal["blocks"]
