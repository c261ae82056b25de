"""Which column is which: told from the header in two languages and six systems, or asked for."""

import pytest

from bot.errors import UsageError
from bot.sources.columns import ACTIVITIES, DEALS, PEOPLE
from bot.sources.headers import bare, find_columns

SYSTEMS = {
    "canonical": (
        (
            "external_id,rep,amount,currency,units,kind,product,stage,closed_on,created_on,customer,"
            "region,link"
        ),
        dict.fromkeys(column.name for column in DEALS),
    ),
    "salesforce": (
        (
            "Opportunity ID,Opportunity Name,Opportunity Owner,Account Name,Amount,Amount Currency,"
            "Close Date,Created Date,Stage,Type"
        ),
        {
            "external_id": "Opportunity ID",
            "rep": "Opportunity Owner",
            "amount": "Amount",
            "currency": "Amount Currency",
            "closed_on": "Close Date",
            "created_on": "Created Date",
            "stage": "Stage",
            "kind": "Type",
            "customer": "Account Name",
        },
    ),
    "hubspot": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Amount in company currency",
        {
            "external_id": "Record ID",
            "rep": "Deal owner",
            "amount": "Amount",
            "closed_on": "Close Date",
            "stage": "Deal Stage",
            "customer": "Deal Name",
        },
    ),
    "pipedrive": (
        (
            "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,"
            "Deal - Stage,Deal - Status,Deal - Won time,Deal - Expected close date,"
            "Deal - Deal created,"
            "Deal - Organization"
        ),
        {
            "external_id": "Deal - ID",
            "rep": "Deal - Owner",
            "amount": "Deal - Value",
            "currency": "Deal - Currency of Value",
            "stage": "Deal - Status",
            "closed_on": "Deal - Won time",
            "created_on": "Deal - Deal created",
            "customer": "Deal - Organization",
        },
    ),
    "northwind": (
        "order_id,customer,salesperson,order_date,country,amount,units",
        {
            "external_id": "order_id",
            "customer": "customer",
            "rep": "salesperson",
            "closed_on": "order_date",
            "region": "country",
            "amount": "amount",
            "units": "units",
        },
    ),
    "dutch": (
        (
            "Ordernummer,Verkoper,Bedrag,Valuta,Aantal,Soort,Artikel,Fase,Sluitdatum,Aangemaakt op,"
            "Klant,Regio"
        ),
        {
            "external_id": "Ordernummer",
            "rep": "Verkoper",
            "amount": "Bedrag",
            "currency": "Valuta",
            "units": "Aantal",
            "kind": "Soort",
            "product": "Artikel",
            "stage": "Fase",
            "closed_on": "Sluitdatum",
            "created_on": "Aangemaakt op",
            "customer": "Klant",
            "region": "Regio",
        },
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_columns_of_known_systems_are_recognised(system):
    header, expected = SYSTEMS[system]
    layout = find_columns(header.split(","), DEALS)
    assert dict(layout.names) == {name: own or name for name, own in expected.items()}
    assert set(layout.ignored) == set(header.split(",")) - set(layout.names.values())


@pytest.mark.parametrize(
    "header",
    [
        "name,title,hired_on,office,region,reports_to",
        "Naam,Functie,In dienst,Kantoor,Regio,Leidinggevende",
        "FULL NAME,Job,Start Date,Team,Country,Manager",
    ],
)
def test_the_columns_of_people_are_recognised(header):
    layout = find_columns(header.split(","), PEOPLE)
    assert layout.places == {
        "name": 0, "starts_on": 2, "team": 3, "region": 4, "manager": 5
    }  # fmt: skip


def test_the_columns_of_activities_are_recognised():
    layout = find_columns(
        ["Activity ID", "Assigned to", "Type", "Due date", "Duration"], ACTIVITIES
    )
    assert layout.places == {
        "external_id": 0, "rep": 1, "measure": 2, "occurred_on": 3, "value": 4
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Closed_On", " CLOSED ON ", "clósed-on", "Closed  on"])
def test_case_accents_spaces_and_signs_do_not_matter(name):
    assert bare(name) == "closedon"


def test_a_map_wins_from_every_guess_and_frees_the_other_column():
    header = ["id", "rep", "amount", "Net value", "close date"]
    layout = find_columns(header, DEALS, ["amount=net VALUE", "link=amount"])
    assert layout.names["amount"] == "Net value"
    assert layout.names["link"] == "amount"


def test_a_map_to_nothing_drops_a_guess():
    layout = find_columns(["id", "rep", "amount", "date", "country"], DEALS, ["region="])
    assert layout.place("region") is None
    assert layout.ignored == ("country",)


def test_two_columns_that_could_each_be_the_one_are_not_chosen_between():
    with pytest.raises(UsageError, match=r"Revenue, Total could each be amount.*--map amount="):
        find_columns(["id", "rep", "date", "Revenue", "Total"], DEALS)
    find_columns(["id", "rep", "date", "Revenue", "Total"], DEALS, ["amount=Total"])


def test_one_column_cannot_be_two():
    with pytest.raises(UsageError, match="could be rep or customer"):
        find_columns(["id", "x", "amount", "date"], DEALS, ["rep=x", "customer=x"])


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        (["amount"], "--map amount is not understood"),
        (["bedrag=x"], "--map bedrag=x is not understood"),
        (["amount=nowhere"], "no column called nowhere. Its columns are: id, rep, amount, date"),
        (["region=TWIN"], "more than one column called TWIN"),
    ],
)
def test_a_map_that_fits_nothing_is_refused(maps, words):
    twins = ["twin", "Twin "] if "TWIN" in maps[0] else []
    with pytest.raises(UsageError, match=words):
        find_columns(["id", "rep", "amount", "date", *twins], DEALS, maps)


def test_what_is_needed_and_not_there_is_named_with_what_is():
    with pytest.raises(UsageError, match=r"external_id, amount was recognised.*Who, When, x"):
        find_columns(["Who", "When", "x"], DEALS, ["rep=Who", "closed_on=When"])
