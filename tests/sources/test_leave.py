"""A list of leave in: whose days away, in English and Dutch, once however often it is imported."""

from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from bot.errors import NotAllowed, UserError
from bot.services.access import Actor
from bot.sources.importing import Listener
from bot.sources.importing_leave import LeaveImporter
from bot.sources.reading import import_options, reading
from store.records import Role

PEOPLE = "name,email\nAnn,ann@x.nl\nBen,ben@x.nl\nBen,ben2@x.nl\n"
LEAVE = "name,email,starts_on,ends_on\nAnn,,2026-12-21,2027-01-02\n,ben@x.nl,2026-12-24,\n"


@pytest.fixture
def firm(office):
    office.people(PEOPLE)
    return office


def leave(office, content, *, name="leave.csv", **said):
    path = office.file(content, name) if isinstance(content, (str, bytes)) else content
    actor = said.pop("actor", None) or office.importer().actor
    importer = LeaveImporter(
        desk=office.desk,
        actor=actor,
        listener=Listener(),
        options=import_options(said),
        reading=reading(said),
    )
    return importer.leave(path)


def days(office) -> dict[str, list[tuple[date, date]]]:
    """By e-mail, both days included."""
    emails = {person.id: person.email for person in office.store.people.all(office.id)}
    found = office.store.leaves.of(office.id)
    one = timedelta(days=1)
    return {emails[who]: [(a, b - one) for a, b in spans] for who, spans in found.items()}


def test_names_or_addresses_with_first_and_last_day_both_included(firm):
    summary = leave(firm, LEAVE)
    assert (summary.read, summary.new, summary.refused, summary.kept) == (2, 2, 0, True)
    assert days(firm) == {
        "ann@x.nl": [(date(2026, 12, 21), date(2027, 1, 2))],
        "ben@x.nl": [(date(2026, 12, 24), date(2026, 12, 24))],
    }


def test_the_same_file_again_adds_nothing_and_leaves_no_trace(firm):
    leave(firm, LEAVE)
    before = len(firm.store.audit.recent(firm.id))
    summary = leave(firm, LEAVE)
    assert (summary.new, summary.unchanged) == (0, 2)
    assert len(firm.store.audit.recent(firm.id)) == before


@pytest.mark.parametrize(
    "header",
    [
        "Naam;Begindatum;Einddatum",
        "medewerker;vanaf;tot en met",
        "E-mail;Eerste dag;Laatste dag",
        "Employee;Start date;End date",
        "user;from;to",
    ],
)
def test_headers_are_understood_in_english_and_dutch(firm, header):
    who = "ann@x.nl" if header.startswith("E-mail") else "Ann"
    leave(firm, f"{header}\n{who};24-12-2026;31-12-2026\n")
    assert days(firm) == {"ann@x.nl": [(date(2026, 12, 24), date(2026, 12, 31))]}


def test_a_workbook_is_read_as_well(firm, tmp_path):
    book = Workbook()
    book.active.append(["Naam", "Eerste verlofdag", "Laatste verlofdag", "Reden"])
    book.active.append(["Ann", date(2026, 12, 24), date(2026, 12, 31), "ziek"])
    path = tmp_path / "verlof.xlsx"
    book.save(path)
    leave(firm, path)
    assert days(firm) == {"ann@x.nl": [(date(2026, 12, 24), date(2026, 12, 31))]}


def test_a_reason_in_the_file_is_kept_nowhere(firm):
    secret = "something private"
    leave(firm, f"name,starts_on,ends_on,reason\nAnn,2026-12-24,2026-12-31,{secret}\n")
    for path in firm.folder.glob("koploper.db*"):
        assert secret.encode() not in path.read_bytes()


def test_what_makes_no_sense_is_refused_and_the_rest_is_kept(firm):
    rows = [
        "Nobody,,2026-12-24,2026-12-31",
        "Ben,,2026-12-24,2026-12-31",
        "Ann,,2026-12-31,2026-12-24",
        "Ann,,,2026-12-24",
        "Ann,,2020-01-01,2029-01-01",
        ",,2026-12-24,2026-12-31",
        "Ann,,someday,2026-12-31",
        "Ann,gone@x.nl,2026-12-24,2026-12-31",
    ]
    content = "name,email,starts_on,ends_on\n" + "\n".join(rows) + "\n"
    summary = leave(firm, content)
    assert (summary.new, summary.refused, summary.kept) == (1, 7, True)
    refused = firm.refused("leave.csv")
    for reason in (
        "nobody called Nobody is known",
        "2 people are called Ben",
        "The last day is before the first.",
        "there is no first day",
        "longer than two years",
        "there is no name",
    ):
        assert reason in refused
    assert firm.names() == ["Ann", "Ben", "Ben"]


@pytest.mark.parametrize("said", [{"dry_run": True}, {"strict": True}])
def test_a_dry_run_and_a_strict_one_with_a_refused_row_keep_nothing(firm, said):
    summary = leave(firm, LEAVE + "Nobody,,2026-12-24,\n", **said)
    assert (summary.new, summary.refused, summary.kept) == (2, 1, False)
    assert days(firm) == {}


def test_a_file_that_says_nobody_is_refused_with_a_way_out(firm):
    with pytest.raises(UserError, match="--map name=COLUMN"):
        leave(firm, "what,starts_on\nx,2026-12-24\n")
    with pytest.raises(UserError, match="starts_on"):
        leave(firm, "name,what\nAnn,x\n")


def test_only_owner_and_admin_import(firm):
    rep = Actor(slack_user_id="U1", person_id=1, name="Ann", roles=frozenset({Role.REP}))
    with pytest.raises(NotAllowed):
        leave(firm, LEAVE, actor=rep)


def test_deals_cannot_be_imported_as_if_they_were_typed_in_slack(firm):
    with pytest.raises(UserError, match="deals logged in Slack"):
        firm.deals("id,rep,amount,date\n1,Ann,1.00,2026-11-22\n", source=" Typed ")
