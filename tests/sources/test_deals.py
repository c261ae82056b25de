"""A file of deals in, a ledger out: once, exactly, and told anew when the file changes."""

from datetime import date
from decimal import Decimal

import pytest

from bot.errors import NotAllowed, UsageError, UserError
from bot.services.access import Actor
from bot.sources.importing import Listener
from store.records import Role

HEADER = "external_id,rep,amount,currency,kind,product,stage,closed_on,customer,region\n"
THREE = (
    HEADER
    + "D1,Ann,100.00,EUR,new,Bike,Won,2024-01-10,Acme,\n"
    + "D2,Ben,50.50,EUR,renewal,Lock,Closed Lost,2024-01-11,Bolt,\n"
    + "D3,Ann,70.00,EUR,upsell,Bike,Proposal,2024-02-01,Acme,North\n"
)


def test_won_lost_and_open_deals_are_told_apart(office):
    summary = office.deals(THREE)
    assert (summary.read, summary.new, summary.refused, summary.kept) == (3, 3, 0, True)
    assert office.money() == {"Ann": Decimal(100)}
    assert office.money("lost") == {"Ben": Decimal("50.50")}
    assert office.money("pipeline") == {"Ann": Decimal(70)}
    assert summary.stages == {"Won": "won", "Closed Lost": "lost", "Proposal": "open"}
    assert summary.unknown_reps == ("Ann", "Ben")


def test_the_same_file_again_changes_nothing(office):
    office.deals(THREE)
    before = office.entries(), office.store.workspaces.version(office.id)
    summary = office.deals(THREE)
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 3)
    assert (office.entries(), office.store.workspaces.version(office.id)) == before


def test_a_changed_deal_is_reversed_and_posted_anew(office):
    office.deals(THREE)
    summary = office.deals(THREE.replace("100.00", "120.00"))
    assert (summary.new, summary.changed, summary.unchanged) == (0, 1, 2)
    first, reversal, second = (e for e in office.entries("revenue") if e.external_id == "D1")
    assert (first.amount, reversal.amount, second.amount) == (10_000, -10_000, 12_000)
    assert reversal.reverses == first.id


def test_a_reassigned_deal_leaves_the_one_and_reaches_the_other(office):
    office.deals(THREE)
    office.deals(THREE.replace("D1,Ann", "D1,Ben"))
    assert office.money() == {"Ben": Decimal(100)}


def test_a_reopened_deal_no_longer_counts_as_won(office):
    office.deals(THREE)
    office.deals(THREE.replace("Won", "Negotiation"))
    assert office.money() == {}
    assert office.money("pipeline") == {"Ann": Decimal(170)}


def test_a_cancelled_deal_counts_for_nothing(office):
    office.deals(THREE)
    office.deals(THREE.replace("Won", "Cancelled"))
    assert office.money() == {}


def test_without_replace_a_missing_deal_stays_and_with_it_it_goes(office):
    office.deals(THREE)
    shorter = "".join(THREE.splitlines(keepends=True)[2:])
    assert office.deals(HEADER + shorter).unchanged == 2
    assert office.money() == {"Ann": Decimal(100)}
    summary = office.deals(HEADER + shorter, replace=True)
    assert (summary.changed, summary.unchanged, summary.removed) == (0, 2, 1)
    assert office.money() == {}


def test_replace_takes_back_only_what_its_own_source_said(office):
    office.deals(THREE, source="old crm")
    office.deals(HEADER + "N1,Cy,10.00,EUR,new,Bike,Won,2024-01-10,Acme,\n", replace=True)
    assert office.money() == {"Ann": Decimal(100), "Cy": Decimal(10)}


def test_replace_with_a_refused_row_changes_nothing(office):
    office.deals(THREE)
    summary = office.deals(THREE.replace("100.00", "lots"), replace=True)
    assert (summary.refused, summary.removed, summary.kept) == (1, 0, False)
    assert office.money() == {"Ann": Decimal(100)}


def test_replace_with_an_empty_file_is_refused(office):
    office.deals(THREE)
    with pytest.raises(UserError, match="would take everything back"):
        office.deals(HEADER, replace=True)
    assert office.money() == {"Ann": Decimal(100)}


def test_the_last_of_two_rows_with_one_id_counts(office):
    summary = office.deals(THREE + "D1,Ann,999.00,EUR,new,Bike,Won,2024-01-10,Acme,\n")
    assert (summary.read, summary.new, summary.repeated) == (4, 3, 1)
    assert office.money() == {"Ann": Decimal(999)}


def test_strict_is_all_or_nothing_and_otherwise_the_good_rows_count(office):
    bad = THREE + "D4,Ann,1.2.3,EUR,new,Bike,Won,2024-01-10,Acme,\n"
    summary = office.deals(bad, strict=True)
    assert (summary.refused, summary.kept) == (1, False)
    assert (office.entries(), office.names()) == ([], [])
    assert office.deals(bad).kept
    assert office.money() == {"Ann": Decimal(100)}


def test_a_dry_run_tells_everything_and_changes_nothing(office):
    summary = office.deals(THREE, dry_run=True)
    assert (summary.new, summary.kept, summary.unknown_reps) == (3, False, ("Ann", "Ben"))
    assert (office.entries(), office.names()) == ([], [])
    assert office.store.workspaces.sole().currency is None


def test_refused_rows_go_to_a_file_with_line_reason_and_cells(office):
    office.deals(
        HEADER
        + "D1,Ann,100.00,EUR,new,Bike,Won,2024-01-10,Acme,\n"
        + 'D2,Ann,"1,00,0",EUR,new,Bike,Won,2024-01-10,"two\nlines",\n'
        + "D3,Ann,5.00,EUR,new,Bike,Won,someday,Acme,\n"
        + "D4,Ann,5.00\n"
        + ",Ann,5.00,EUR,new,Bike,Won,2024-01-10,Acme,\n"
        + "D6,,5.00,EUR,new,Bike,Won,2024-01-10,Acme,\n"
        + "D7,Ann,5.00,EUR,new,Bike,Won,,Acme,\n"
        + "D8,Ann,5.00,XQQ,new,Bike,Won,2024-01-10,Acme,\n"
        + "D9,Ann 50% & Ben 40%,5.00,EUR,new,Bike,Won,2024-01-10,Acme,\n"
        + 'D10,"=HYPERLINK(""http://x"")",x,EUR,new,Bike,Won,2024-01-10,Acme,\n'
    )
    lines = office.refused().splitlines()
    assert lines[0] == "line,reason," + HEADER.strip()
    text = office.refused()
    for line, reason in {
        3: "is not an amount",
        5: "“someday” is not a date",
        6: "the row has 3 cells, the header has 10",
        7: "there is no external id",
        8: "there is no rep",
        9: "Deal D7 is won but has no closing date.",
        10: "“XQQ” is not a currency code",
        11: "do not add up to 100",
        12: "“x” is not an amount",
    }.items():
        assert any(row.startswith(f"{line},") and reason in row for row in lines), reason
    assert "'=HYPERLINK" in text
    assert office.money() == {"Ann": Decimal(100)}


def test_the_file_of_refused_rows_goes_when_none_is_refused(office):
    office.deals(THREE.replace("100.00", "lots"))
    assert office.refused()
    office.deals(THREE)
    assert not office.refused()


def test_unknown_reps_are_refused_with_known_only(office):
    office.store.people.add(office.id, name="Ann Ábel", email="ann@x.nl")
    text = THREE.replace("D1,Ann", "D1,ANN ABEL").replace("D3,Ann", "D3,Ann@X.nl")
    summary = office.deals(text, known_only=True)
    assert (summary.new, summary.refused, summary.unknown_reps) == (2, 1, ())
    assert "nobody called Ben is known" in office.refused()
    assert office.money() == {"Ann Ábel": Decimal(100)}


def test_two_people_of_one_name_are_not_guessed_between(office):
    for email in ("a@x.nl", "b@x.nl"):
        office.store.people.add(office.id, name="Ann", email=email)
    assert office.deals(THREE).refused == 2
    assert "2 people are called Ann: use the e-mail" in office.refused()


def test_a_split_deal_is_shared_out_to_the_cent(office):
    office.deals(
        "id,rep,amount,closed on,quantity\n"
        'D1,"Ann 60%, Ben 40%",100.01,2024-01-10,3\n'
        "D2,Ann & Ben & Cy,0.10,2024-01-10,1\n"
    )
    assert office.sums() == {"Ann": (6001 + 4, 9334), "Ben": (4000 + 3, 7333), "Cy": (3, 3333)}
    assert sum(amount for amount, _ in office.sums("units").values()) == 400
    assert office.deals(office.folder / "file.csv").unchanged == 2


def test_a_known_name_with_signs_in_it_is_one_person(office):
    office.store.people.add(office.id, name="Smith & Sons")
    office.deals("id,rep,amount,date\n1,Smith & Sons,5.00,2024-01-10\n")
    assert office.money() == {"Smith & Sons": Decimal(5)}


def test_without_a_stage_every_row_with_a_closing_date_is_won(office):
    office.deals("id,rep,amount,closed,created\n1,Ann,5.00,2024-01-10,2024-01-01\n2,Ann,7.00,,\n")
    assert office.money() == {"Ann": Decimal(5)}
    assert office.sums("cycle") == {"Ann": (900, 10_000)}


def test_stage_words_can_be_named(office):
    text = THREE.replace("Won", "Contract binnen").replace("Closed Lost", "Helaas")
    office.deals(text, won=["contract BINNEN"], lost=["helaas"])
    assert office.money() == {"Ann": Decimal(100)}
    assert office.money("lost") == {"Ben": Decimal("50.50")}


def test_a_deals_own_region_and_the_team_of_its_date_count(office):
    ann = office.store.people.add(office.id, name="Ann")
    label = office.store.labels.id
    red, blue = (label(office.id, "team", name) for name in ("Red", "Blue"))
    south = label(office.id, "region", "South")
    office.store.people.join_team(office.id, ann.id, red, south, None)
    office.store.people.join_team(office.id, ann.id, blue, south, date(2024, 1, 15))
    rows = "id,rep,amount,closed on,region\n1,Ann,1.00,2024-01-14,\n2,Ann,2.00,2024-01-15,\n"
    office.deals(rows + "3,Ann,4.00,2024-01-16,North\n4,Ann,8.00,2024-01-01,\n")
    assert office.money(by="team") == {"Red": Decimal(9), "Blue": Decimal(6)}
    assert office.money(by="region") == {"South": Decimal(11), "North": Decimal(4)}


def test_amounts_in_another_currency_need_a_rate(office):
    office.deals(THREE)
    dollars = HEADER + "U1,Ann,10.00,USD,new,Bike,Won,2024-03-01,Acme,\n"
    assert office.deals(dollars).refused == 1
    assert "there is no rate from USD to EUR for 2024-03-01" in office.refused()
    office.store.rates.set(office.id, "USD", date(2024, 1, 1), Decimal("0.925"))
    assert office.deals(dollars).new == 1
    assert office.money() == {"Ann": Decimal("109.25")}
    (entry,) = (e for e in office.entries("revenue") if e.external_id == "U1")
    assert entry.details.original == "10.00 USD"


def test_the_currency_is_that_of_the_option_the_column_or_the_setting(office):
    assert office.deals("id,rep,amount,date\n1,Ann,5.00,2024-01-10\n", currency="usd").kept
    assert office.store.workspaces.sole().currency == "USD"
    assert office.deals(THREE).refused == 3


def test_a_sign_beside_the_amount_must_agree_with_the_currency(office):
    office.deals(
        "id;rep;amount;currency;date\n1;Ann;€ 5,00;USD;2024-01-10\n2;Ann;€ 5,00;;2024-1-1\n"
    )
    assert "the amount is in EUR, the currency column says USD" in office.refused()


def test_credit_notes_count_against(office):
    office.deals("id,rep,amount,date\n1,Ann,50.00,2024-01-10\n2,Ann,-20.00,2024-01-11\n")
    assert office.sums() == {"Ann": (3000, 20_000)}


def test_a_file_without_ids_says_what_to_do_and_can_make_them(office):
    text = "rep,amount,date\nAnn,5.00,2024-01-10\nAnn,5.00,2024-01-10\nBen,7.00,2024-01-10\n"
    with pytest.raises(UsageError, match="--id-from rep,amount,date"):
        office.deals(text)
    assert office.deals(text, id_from=["rep,amount", "date"]).new == 3
    assert office.deals(text, id_from=["rep", "amount", "date"]).unchanged == 3
    assert office.money() == {"Ann": Decimal(10), "Ben": Decimal(7)}
    with pytest.raises(UsageError, match="no column called team"):
        office.deals(text, id_from=["team"])


def test_only_owner_and_admin_may_import(office):
    for role in (Role.REP, Role.MANAGER, Role.HR):
        actor = Actor(slack_user_id="U1", person_id=1, name="x", roles=frozenset({role}))
        with pytest.raises(NotAllowed):
            office.deals(THREE, actor=actor)
    assert office.entries() == []


def test_an_import_leaves_a_line_in_the_audit_trail(office):
    office.deals(THREE)
    office.deals(THREE)
    (line,) = office.store.audit.recent(office.id)
    assert (line.actor, line.action) == ("operator", "import")
    assert line.details == {"source": "file", "new": 3, "changed": 0}


def test_a_sign_of_several_currencies_must_fit_what_the_amount_counts_as(office):
    text = "id;rep;amount;date\n1;Ann;$ 5.00;2024-01-10\n"
    assert office.deals(text).refused == 1
    assert "the amount has the sign $, but counts as EUR: say --currency" in office.refused()
    assert office.store.workspaces.sole().currency is None
    assert office.deals(text, currency="USD").new == 1
    assert office.store.workspaces.sole().currency == "USD"


def test_a_stage_with_its_pipeline_is_still_that_stage(office):
    office.deals(THREE.replace("Won", "Closed won (Sales Pipeline)"))
    assert office.money() == {"Ann": Decimal(100)}


def test_progress_and_the_guess_are_told_while_it_runs(office):
    told, guesses = [], []
    listener = Listener(
        progress=lambda done, size: told.append((done, size)),
        announce=lambda table, layout: guesses.append((table.format, layout.names["rep"])),
    )
    rows = "".join(f"D{n},Ann,5.00,EUR,new,Bike,Won,2024-01-10,Acme,\n" for n in range(40_000))
    office.deals(HEADER + rows, listener=listener, dry_run=True)
    size = office.folder.joinpath("file.csv").stat().st_size
    assert guesses == [("CSV, utf-8, comma", "rep")]
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == (size, size)


def test_nothing_is_kept_when_refused_rows_cannot_be_written(office):
    (office.folder / "file.csv.refused.csv").mkdir()
    with pytest.raises(UserError, match="cannot be written to"):
        office.deals(THREE.replace("100.00", "x"))
    assert (office.names(), office.entries()) == ([], [])
