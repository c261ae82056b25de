"""Boards over a real ledger: who stands where, now, then, and for whom."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.query import Mode
from bot.errors import NotAllowed, UsageError
from bot.services.access import OPERATOR, Actor, Unknown
from store.records import Role
from tests.services.office import NOW, TODAY, shown


@pytest.fixture
def staffed(office):
    office.hire("Anna", "Alpha", "North")
    office.hire("Bram", "Alpha", "South")
    office.hire("Cato", "Beta", "South")
    office.sell("Anna", 30_000, "a1", product="GTX Pro", sale_type="new")
    office.sell("Anna", 10_000, "a2", product="MG", sale_type="renewal")
    office.sell("Bram", 20_000, "b1", product="GTX Pro", sale_type="new")
    office.sell("Cato", 20_000, "c1", product="MG", sale_type="new", source="Sheet")
    office.sell("Cato", 90_000, "c0", on=date(2026, 10, 5))
    return office


WORDS = {
    "": [(1, "Anna", 40_000), (2, "Bram", 20_000), (2, "Cato", 20_000)],
    "deals": [(1, "Anna", 2), (2, "Bram", 1), (2, "Cato", 1)],
    "by team": [(1, "Alpha", 60_000), (2, "Beta", 20_000)],
    "by region": [(1, "North", 40_000), (1, "South", 40_000)],
    "company": [(1, "", 80_000)],
    "new": [(1, "Anna", 30_000), (2, "Bram", 20_000), (2, "Cato", 20_000)],
    "new revenue": [(1, "Anna", 30_000), (2, "Bram", 20_000), (2, "Cato", 20_000)],
    "team alpha": [(1, "Anna", 40_000), (2, "Bram", 20_000)],
    "south by team": [(1, "Alpha", 20_000), (1, "Beta", 20_000)],
    'product "GTX Pro"': [(1, "Anna", 30_000), (2, "Bram", 20_000)],
    "source sheet": [(1, "Cato", 20_000)],
    "last month": [(1, "Cato", 90_000)],
    "this quarter": [(1, "Cato", 110_000), (2, "Anna", 40_000), (3, "Bram", 20_000)],
    "2026-10-05..2026-11-23": [(1, "Cato", 110_000), (2, "Anna", 40_000), (3, "Bram", 20_000)],
    "yesterday": [],
}


@pytest.mark.parametrize("words", WORDS)
def test_words_give_the_board_they_say(staffed, words):
    assert shown(staffed.board(words)) == WORDS[words]


def test_totals_and_their_comparison_are_of_everybody(staffed):
    ranking = staffed.board("top 1").ranking
    assert ranking.total == 80_000
    assert ranking.total_before == 90_000


def test_a_ratio_is_ranked_from_its_minimum_volume_on(staffed):
    for number in range(4):
        staffed.sell("Anna", 1_000, f"more{number}")
        staffed.sell("Bram", 100, f"lost{number}", measure="lost")
    board = staffed.board("win rate", "Cato")
    assert shown(board) == [(1, "Anna", 1), (2, "Bram", Fraction(1, 5))]
    assert board.ranking.below_volume == {staffed.people["Cato"]: 1}


def test_a_new_deal_shows_at_once_and_the_same_ledger_is_ranked_once(staffed):
    first = staffed.board("").ranking
    assert staffed.board("revenue this month").ranking is first
    staffed.sell("Bram", 99_000, "b2")
    assert shown(staffed.board())[0] == (1, "Bram", 119_000)


def test_a_changed_name_shows_at_once(staffed):
    staffed.store.people.update(staffed.workspace, staffed.people["Anna"], name="Anna B.")
    assert shown(staffed.board())[0][1] == "Anna B."


def test_old_deals_stay_with_the_old_team(staffed):
    staffed.move("Anna", "Beta", "North", date(2026, 11, 20))
    staffed.sell("Anna", 5_000, "a3", on=TODAY)
    staffed.sell("Anna", 1_000, "a4", on=date(2026, 11, 10))
    by_team = {name: value for _, name, value in shown(staffed.board("by team"))}
    assert by_team == {"Alpha": 61_000, "Beta": 25_000}
    assert staffed.board("by team", "Anna").mine.name == "Beta"


def test_as_of_is_what_was_known_then(staffed):
    before = staffed.time.now
    staffed.time.now = NOW + timedelta(hours=1)
    staffed.sell("Anna", 1_000, "a1")
    staffed.sell("Cato", 0, "c1", source="Sheet")
    then = f"as of {before.isoformat().replace('+00:00', 'Z')}"
    assert shown(staffed.board(then)) == WORDS[""]
    assert shown(staffed.board(f'{then} product "MG"')) == [
        (1, "Cato", 20_000),
        (2, "Anna", 10_000),
    ]
    assert shown(staffed.board()) == [(1, "Bram", 20_000), (2, "Anna", 11_000)]


def test_namesakes_are_told_apart(office):
    office.hire("Jan Smit", email="jan.s@example.com")
    first = office.people["Jan Smit"]
    office.hire("Jan Smit", email="j.smit@example.com")
    office.people["First"] = first
    office.sell("First", 200, "1")
    office.sell("Jan Smit", 100, "2")
    assert [name for _, name, _ in shown(office.board())] == [
        "Jan Smit (jan.s)",
        "Jan Smit (j.smit)",
    ]


@pytest.fixture
def crowd(office):
    for number in range(1, 21):
        office.hire(f"Rep {number:02}")
        office.sell(f"Rep {number:02}", 10_000 - number, f"d{number}")
    return office


@pytest.mark.parametrize(
    ("rep", "words", "around"),
    [
        (5, "", []),
        (11, "", [11, 12, 13]),
        (12, "", [11, 12, 13, 14]),
        (15, "", [13, 14, 15, 16, 17]),
        (20, "", [18, 19, 20]),
        (3, "page 2", [1, 2, 3, 4, 5]),
        (9, "page 2", [7, 8, 9, 10]),
        (7, "me", [5, 6, 7, 8, 9]),
        (1, "top 3 me", [1, 2, 3]),
    ],
)
def test_my_own_row_is_there_with_two_above_and_two_below(crowd, rep, words, around):
    board = crowd.board(words, f"Rep {rep:02}")
    assert [row.place for row in board.around] == around
    assert board.mine.place == rep
    assert len(board.rows) + len(board.around) + board.not_listed == 20


def test_everyone_is_every_row_and_a_page_has_room_for_so_many(crowd):
    assert len(crowd.board("all").rows) == 20
    assert len(crowd.board("all", most=15).rows) == 15


def test_who_is_nobody_here_sees_nothing(staffed):
    nobody = Actor(slack_user_id="U9", person_id=None, name="x", roles=frozenset())
    with pytest.raises(Unknown):
        staffed.services.boards.board(staffed.query(), nobody, TODAY)


@pytest.mark.parametrize(
    ("asker", "roles", "is_allowed"),
    [
        ("Anna", (), True),
        ("Bram", (), False),
        ("Bram", (Role.MANAGER,), False),
        ("Bram", (Role.HR,), False),
        ("Bram", (Role.ADMIN,), True),
        (None, (Role.OWNER,), True),
        ("Cato", (), True),
        ("Boss", (), True),
    ],
)
def test_why_is_for_oneself_ones_managers_and_admins(staffed, asker, roles, is_allowed):
    staffed.hire("Boss")
    people, workspace = staffed.store.people, staffed.workspace
    people.update(workspace, staffed.people["Anna"], manager_id=staffed.people["Cato"])
    people.update(workspace, staffed.people["Cato"], manager_id=staffed.people["Boss"])
    actor, query = staffed.actor(asker, *roles), staffed.query("why Anna")
    if is_allowed:
        assert staffed.services.whys.why(query, actor, TODAY).person_name == "Anna"
    else:
        with pytest.raises(NotAllowed):
            staffed.services.whys.why(query, actor, TODAY)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["Anna", "Bram", "Cato"]),
        st.integers(0, 6),  # which deal
        st.sampled_from([0, 100, 250, 5_000]),
        st.integers(0, 40),  # days ago
    ),
    max_size=25,
)


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes=CHANGES)
def test_any_history_of_deals_gives_the_board_and_reasons_of_its_last_state(office, changes):
    for name in ("Anna", "Bram", "Cato"):
        if name not in office.people:
            office.hire(name)
    for deal in range(7):
        office.sell("Anna", 0, f"d{deal}")
    state: dict[int, tuple[str, int, date]] = {}
    for name, deal, cents, ago in changes:
        on = TODAY - timedelta(days=ago)
        office.sell(name, cents, f"d{deal}", on=on)
        state[deal] = (name, cents, on)
    expected: dict[str, int] = defaultdict(int)
    for name, cents, on in state.values():
        if cents and on >= date(2026, 11, 1):
            expected[name] += cents
    board = office.board("all")
    assert {row.name: row.value for row in board.rows} == dict(expected)
    for row in board.rows:
        why = office.services.whys.why(office.query(f"why {row.name}"), OPERATOR, TODAY, size=500)
        assert sum(reason.top for reason in why.reasons) == row.value == why.value


def test_my_team_is_that_of_whoever_asks_and_colleagues_share_one_ranking(office):
    for name, team, region in (
        ("Ann", "Alpha", "North"),
        ("Bob", "Beta", "North"),
        ("Cas", "Alpha", "South"),
    ):
        office.hire(name, team, region)
        office.sell(name, 10_000, name)
    asked = office.query("my team")
    ann, bob, cas = (
        office.services.boards.board(asked, office.actor(name), TODAY)
        for name in ("Ann", "Bob", "Cas")
    )
    assert [row.name for row in ann.rows] == ["Ann", "Cas"]
    assert [row.name for row in bob.rows] == ["Bob"]
    assert cas.ranking is ann.ranking is not bob.ranking
    assert [team.name for team in bob.query.teams] == ["Beta"]
    assert [row.name for row in office.board("mijn regio", "Ann").rows] == ["Ann", "Bob"]
    moved = office.services.whys.moved(
        office.query("my team since 1 nov board"), office.actor("Bob"), TODAY
    )
    assert [shift.name for shift in moved.shifts] == ["Bob"]


@pytest.mark.parametrize(
    "words", ["my team", "mijn regio", "why Ann my team", "my team since 1 nov board"]
)
def test_who_has_no_place_of_their_own_is_told_to_name_one(office, words):
    office.hire("Ann")
    query = office.query(words)
    ask = {Mode.WHY: office.services.whys.why, Mode.DIFF: office.services.whys.moved}
    with pytest.raises(UsageError, match="so name one"):
        ask.get(query.mode, office.services.boards.board)(query, OPERATOR, TODAY)


def test_all_time_is_compared_with_nothing(office):
    office.hire("Ann")
    office.sell("Ann", 10_000, "old", on=date(1990, 1, 1))
    office.sell("Ann", 5_000, "new")
    board = office.board("all time", "Ann")
    (row,) = board.rows
    assert (row.value, row.movement, row.is_new) == (15_000, None, False)
    assert board.ranking.total_before is None


def test_why_it_moved_is_told_to_each_about_themselves_and_to_managers_about_their_people(office):
    boss = office.hire("Boss")
    office.hire("Ann", manager_id=boss)
    office.hire("Bob")
    for number in range(10):
        office.sell("Ann", 1_000 + number, f"a{number}")
    office.sell("Bob", 9_000, "b")
    office.sell("Boss", 500, "x")
    asked = office.query("since 20 nov board")

    def told(name):
        moved = office.services.whys.moved(asked, office.actor(name), TODAY)
        mine = (len(moved.mine.reasons), moved.mine.more)
        return mine, [(one.name, len(one.reasons), one.more) for one in moved.people]

    assert told("Ann") == ((8, 2), [])
    assert told("Bob") == ((1, 0), [])
    assert told("Boss") == ((1, 0), [("Ann", 3, 7)])


@pytest.mark.parametrize(
    ("own", "page", "around"),
    [
        (12, "top 5", [10, 11, 12, 13, 14]),
        (10, "top 5", [8, 9, 10, 11, 12]),
        (9, "top 5", [6, 7, 8, 9, 10, 11]),  # only the sixth would be hidden
        (8, "top 5", [6, 7, 8, 9, 10]),
        (6, "top 5", [6, 7, 8]),
        (1, "top 5 page 2", [1, 2, 3]),
        (2, "top 5 page 2", [1, 2, 3, 4, 5]),
        (1, "top 5 page 3", [1, 2, 3]),
    ],
)
def test_a_single_row_between_page_and_neighbourhood_is_shown(office, own, page, around):
    for number in range(1, 16):
        office.hire(f"P{number}")
        office.sell(f"P{number}", 100_000 - number * 1_000, f"d{number}")
    board = office.board(page, f"P{own}")
    assert [row.place for row in board.around] == around
