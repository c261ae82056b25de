"""People write their own leave down, managers that of their people; nobody is asked why."""

from datetime import date

import pytest

from store.records import Role

BRAM, ANNA, SOFIA = "Bram Kok", "Anna de Vries", "Sofia Peeters"


def days(company, name):
    return company.store.leaves.of_person(company.workspace, company.people[name])


def texts(view) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


@pytest.fixture
def anna_manages_bram(company):
    company.store.people.update(
        company.workspace, company.people[BRAM], manager_id=company.people[ANNA]
    )
    return company


def test_somebody_writes_their_own_leave_down_sees_it_and_removes_it(company):
    bram = company.act_as(BRAM)
    bram.command("/koploper", "leave", channel=company.sales)
    assert "No days away are known of you" in texts(bram.open_view())[0]
    assert not any(block["block_id"] == "leave-whose" for block in bram.open_view()["blocks"])
    assert bram.submit({"first": {"value": "2026-12-21"}, "last": {"value": "2027-01-02"}}) == {}
    assert days(company, BRAM) == [(date(2026, 12, 21), date(2027, 1, 3))]
    view = bram.open_view()
    assert texts(view)[0] == ":white_check_mark: Added: 21 Dec 2026 – 2 Jan 2027."
    bram.click(view, "leave-remove")
    assert days(company, BRAM) == []
    assert "No days away are known of you" in texts(bram.open_view())[0]
    assert company.slack.errors == []


def test_one_day_needs_no_last_day_and_the_form_speaks_dutch(company):
    anna = company.act_as(ANNA)
    anna.command("/koploper", "verlof", channel=company.sales)
    assert anna.open_view()["title"]["text"] == "Verlof"
    anna.submit({"first": {"value": "2026-11-30"}})
    assert days(company, ANNA) == [(date(2026, 11, 30), date(2026, 12, 1))]
    assert "Niemand vraagt waarom" in str(anna.open_view())


@pytest.mark.parametrize(
    ("last", "told"),
    [("2026-12-20", "The last day is before the first."), ("2029-12-20", "longer than two years")],
)
def test_days_that_make_no_sense_are_told_beside_their_field(company, last, told):
    bram = company.act_as(BRAM)
    bram.command("/koploper", "leave", channel=company.sales)
    errors = bram.submit({"first": {"value": "2026-12-21"}, "last": {"value": last}})
    assert list(errors) == ["last"]
    assert told in errors["last"]
    assert days(company, BRAM) == []


def test_a_manager_writes_down_the_leave_of_their_people(anna_manages_bram):
    company = anna_manages_bram
    anna = company.act_as(ANNA)
    anna.command("/koploper", "leave", channel=company.sales)
    whose = anna.open_view()["blocks"][0]["element"]
    assert [one["text"]["text"] for one in whose["options"]] == [ANNA, BRAM]
    anna.click(anna.open_view(), "value", str(company.people[BRAM]))
    assert (
        texts(anna.open_view())[0] == "Vanaf vandaag zijn er geen vrije dagen van Bram Kok bekend."
    )
    anna.submit({"first": {"value": "2026-12-01"}})
    assert days(company, BRAM) == [(date(2026, 12, 1), date(2026, 12, 2))]
    assert days(company, ANNA) == []


def test_nobody_else_reads_or_writes_it(company):
    bram = company.act_as(BRAM)
    bram.command("/koploper", "leave", channel=company.sales)
    actor = company.deps.access.who(
        company.users[BRAM], company.deps.desk.snapshots.current(), company.deps.today()
    )
    for act in (
        lambda: company.deps.leaves.page(actor, company.people[ANNA]),
        lambda: company.deps.leaves.add(actor, company.people[ANNA], date(2026, 12, 1), None),
    ):
        with pytest.raises(Exception, match="Only they, their manager"):
            act()
    assert days(company, ANNA) == []


def test_an_admin_who_sells_nothing_writes_down_everybodys(company):
    owner = company.join("Olga Owner", email="olga@elsewhere.example")
    company.store.roles.grant(company.workspace, company.users["Olga Owner"], Role.OWNER)
    owner.command("/koploper", "leave", channel=company.sales)
    assert len(owner.open_view()["blocks"][0]["element"]["options"]) == 14
    owner.click(owner.open_view(), "value", str(company.people[SOFIA]))
    owner.submit({"first": {"value": "2026-12-01"}})
    assert days(company, SOFIA) == [(date(2026, 12, 1), date(2026, 12, 2))]


def test_a_forged_button_changes_nothing(company):
    bram = company.act_as(BRAM)
    bram.command("/koploper", "leave", channel=company.sales)
    bram.submit({"first": {"value": "2026-12-21"}})
    view = company.slack.workspace.views[bram.open_view()["id"]]
    for block in view.content["blocks"]:
        if "accessory" in block:
            block["accessory"]["value"] = f"{company.people[SOFIA]}/2026-12-21/2026-12-21"
    company.store.leaves.add(
        company.workspace, company.people[SOFIA], date(2026, 12, 21), date(2026, 12, 22), by="x"
    )
    bram.click(bram.open_view(), "leave-remove")
    assert len(days(company, SOFIA)) == 1


def test_more_people_than_a_menu_holds_can_all_be_chosen(company):
    company.store.roles.grant(company.workspace, company.users[SOFIA], Role.ADMIN)
    with company.store.transaction():
        people = [
            company.store.people.add(company.workspace, name=f"Person {n:03}") for n in range(130)
        ]
    sofia = company.act_as(SOFIA)
    sofia.command("/koploper", "leave", channel=company.sales)
    sofia.click(sofia.open_view(), "value", str(people[129].id))
    assert "No days away are known of Person 129" in texts(sofia.open_view())[0]
    assert company.slack.errors == []
