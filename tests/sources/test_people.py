"""A list of people in: who is new, who moved and since when, whose manager is whom."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.services.imports_directory import Directory, PersonRow
from bot.sources.people_cells import part_time
from bot.sources.table import RecordError

HEADER = "name,email,team,manager,region,starts_on,ends_on,fte\n"
TEAM = (
    HEADER
    + "Ann,ann@x.nl,Red,Max,North,2020-01-01,,1\n"
    + "Ben,ben@x.nl,Red,max@x.nl,South,2021-02-03,2026-12-31,80%\n"
    + 'Max,max@x.nl,Leads,,North,,,"0,8"\n'
)


def person(office, name):
    return next(p for p in office.store.people.all(office.id) if p.name == name)


def test_people_come_with_team_manager_region_dates_and_part_time(office):
    summary = office.people(TEAM)
    assert (summary.read, summary.new, summary.refused, summary.kept) == (3, 3, 0, True)
    ann, ben, boss = (person(office, name) for name in ("Ann", "Ben", "Max"))
    assert (ann.manager_id, ben.manager_id, boss.manager_id) == (boss.id, boss.id, None)
    assert (ben.starts_on, ben.ends_on, ben.fte) == (date(2021, 2, 3), date(2026, 12, 31), 80)
    assert boss.fte == 80
    (spell,) = office.store.people.memberships(office.id, ann.id)
    assert spell.starts_on is None


def test_the_same_file_again_changes_nothing(office):
    office.people(TEAM)
    version = office.store.workspaces.version(office.id)
    summary = office.people(TEAM)
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 3)
    assert office.store.workspaces.version(office.id) == version


def test_somebody_who_moves_keeps_old_deals_with_the_old_team(office):
    office.people(TEAM)
    deals = "id,rep,amount,date\n1,Ann,1.00,2026-11-22\n2,Ann,2.00,2026-11-23\n"
    office.deals(deals)
    summary = office.people(TEAM.replace("ann@x.nl,Red", "ann@x.nl,Blue"))
    assert (summary.changed, summary.unchanged) == (1, 2)
    assert office.money(by="team") == {"Red": Decimal(3)}
    office.deals(deals)
    assert office.money(by="team") == {"Red": Decimal(1), "Blue": Decimal(2)}


@pytest.mark.parametrize("how", ["option", "column"])
def test_a_move_can_be_dated(office, how):
    office.people(TEAM)
    if how == "option":
        office.people("name,team\nAnn,Blue\n", moved_on=date(2026, 9, 1))
    else:
        office.people("name,team,team since\nAnn,Blue,2026-09-01\n")
    before, after = office.store.people.memberships(office.id, person(office, "Ann").id)
    assert (before.ends_on, after.starts_on) == (date(2026, 9, 1), date(2026, 9, 1))
    assert office.people("name,team\nAnn,Blue\n").unchanged == 1


def test_a_move_before_the_latest_one_is_refused(office):
    office.people(TEAM)
    office.people("name,team\nAnn,Blue\n", moved_on=date(2026, 9, 1))
    summary = office.people("name,team\nAnn,Green\nBen,Blue\n", moved_on=date(2026, 8, 1))
    assert (summary.refused, summary.changed) == (1, 1)
    assert "Ann already moved on 2026-09-01" in office.refused("people.csv")


def test_an_empty_cell_leaves_what_is_known(office):
    office.people(TEAM)
    assert office.people(HEADER + "Ann,,,,,,,\nBen,ben@x.nl,,,,,,\n").unchanged == 2


def test_a_changed_name_email_or_date_is_a_change(office):
    office.people(TEAM)
    assert office.people("name,email\nÄnn,ann@x.nl\n").changed == 1
    assert office.people("name,fte\nÄnn,0.5\n").changed == 1
    assert person(office, "Änn").fte == 50


def test_somebody_known_from_deals_gets_an_email_instead_of_a_double(office):
    office.deals("id,rep,amount,date\n1,ANN,1.00,2026-11-22\n")
    summary = office.people(TEAM)
    assert (summary.new, summary.changed) == (2, 1)
    assert office.names() == ["Ann", "Ben", "Max"]


def test_the_same_name_with_another_email_is_somebody_else(office):
    office.people(TEAM)
    assert office.people("name,email\nAnn,other.ann@x.nl\n").new == 1
    assert office.names().count("Ann") == 2
    assert office.people("name,team\nAnn,Blue\n").refused == 1
    assert "2 people are called Ann: add the e-mail" in office.refused("people.csv")


REFUSED = [
    ("Cy,not an address,,,,,,", "is not an e-mail address"),
    ("Cy,,,Nobody,,,,", "the manager Nobody is not known"),
    ("Cy,,,Cy,,,,", "their own manager"),
    ("Cy,,,,,2026-02-01,2026-01-01,", "the last day is before the first"),
    ("Cy,,,,,,,120%", "is not a part of full time"),
    ("Cy,,,,,yesterday,,", "is not a date"),
    (",cy@x.nl,,,,,,", "there is no name"),
    ("Cy,cy@x.nl", "the row has 2 cells, the header has 8"),
    ("Ann,ann@x.nl,,,,,,", "Ann is on line 2 already"),
    (f"{'x' * 200},,,,,,,", "is too long for a name"),
]


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_a_row_that_makes_no_sense_is_refused_alone(office, row, reason):
    summary = office.people(TEAM + row + "\n")
    assert (summary.read, summary.new, summary.refused) == (4, 3, 1)
    assert reason in office.refused("people.csv")
    assert office.names() == ["Ann", "Ben", "Max"]


def test_a_row_whose_manager_is_refused_is_refused_too(office):
    summary = office.people("name,manager\nAnn,Ben\nBen,Cy\nCy,Nobody\nDi,\n")
    assert (summary.refused, summary.new) == (3, 1)
    assert office.names() == ["Di"]


def test_managers_in_a_circle_are_refused(office):
    office.people("name,manager\nAnn,\nBen,Ann\nCy,Ben\n")
    assert office.people("name,manager\nAnn,Cy\n").refused == 1
    assert "Ann would be their own manager in the end" in office.refused("people.csv")


def test_strict_and_dry_run_change_nobody(office):
    assert not office.people(TEAM + "Cy,,,Nobody,,,,\n", strict=True).kept
    assert not office.people(TEAM, dry_run=True).kept
    assert office.names() == []
    assert office.store.audit.recent(office.id) == []


def test_dutch_headers_and_hostile_names_are_only_names(office):
    office.people(
        "Naam;E-mailadres;Afdeling;Leidinggevende;In dienst\n"
        "<!channel>;a@x.nl;=cmd|' /C calc'!A0;Eve \u202egnp.exe;1-5-2020\n"
        "Eve \u202egnp.exe;b@x.nl;@SUM(A1);;31-05-2020\n"
        '"new\nline\tname";;;;\n'
    )
    assert sorted(office.names()) == ["<!channel>", "Eve gnp.exe", "new line name"]


def test_too_many_people_are_refused_at_once(office):
    with pytest.raises(UserError, match="more than 100000 people"):
        office.people("name\n" + "".join(f"Rep {n}\n" for n in range(100_001)))
    assert office.names() == []


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("1", 100), ("0.8", 80), ("0,8", 80), ("80", 80), ("80%", 80), ("80 %", 80), ("", None)],
)
def test_part_time_is_a_fraction_or_a_percentage(text, hundredths):
    assert part_time(text) == hundredths


@pytest.mark.parametrize("text", ["0", "-1", "101", "0.333", "full", "0%"])
def test_what_is_no_part_of_full_time_is_refused(text):
    with pytest.raises((RecordError, UserError)):
        part_time(text)


names = st.sampled_from(["Ann", "Ben", "Cy", "Di", "Eve"])


@settings(max_examples=200)
@given(st.lists(st.tuples(names, st.sampled_from(["", "Ann", "Ben", "Cy", "Zed"])), max_size=8))
def test_what_is_followed_never_has_a_circle_and_every_row_is_followed_or_refused(pairs):
    rows = [PersonRow(line=n, name=name, manager=boss) for n, (name, boss) in enumerate(pairs)]
    refused = []
    plans, count = Directory([]).plans(
        rows, lambda row, _error: refused.append(row), lambda _row, _person: None
    )
    assert count == len(refused)
    assert sorted([plan.row.line for plan in plans] + [row.line for row in refused]) == [
        row.line for row in rows
    ]
    for plan in plans:
        above, steps = plan.manager, 0
        while above is not None:
            above, steps = above.manager, steps + 1
            assert steps <= len(plans)
