"""What the columns of a file are called, by us and by the systems that export them.

Decides nothing: headers.py matches. Names are folded (lower case, no accents, letters and digits
only: `Deal - Won time` is `dealwontime`) and go from sure to likely, tier by tier (`|`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A canonical column and what else it is called."""

    name: str
    words: str
    required: bool = False

    @property
    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """The other names, the surest first."""
        return tuple(tuple(tier.split()) for tier in self.words.split("|"))


REP = Column(
    name="rep",
    required=True,
    words="""
    salesrep representative salesrepresentative salesperson salespersonname seller repname repemail
    verkoper vertegenwoordiger verkoopmedewerker
    | owner dealowner opportunityowner ownername recordowner activityowner accountmanager
    accountexecutive accountowner eigenaar medewerker adviseur
    | agent employee user username owneremail dealowneremail assigned assignedto assignedtouser
    toegewezenaan
    """,
)
REGION = Column(
    name="region",
    words="""
    regio salesregion regionname verkoopregio
    | territory salesterritory territoryname area gebied rayon
    | country land shipcountry countryname
    """,
)
EXTERNAL_ID = Column(
    name="external_id",
    required=True,
    words="""
    id dealid opportunityid recordid orderid salesorderid transactionid invoiceid
    | ordernumber orderno dealnumber invoicenumber invoiceno transactionnumber quotenumber
    ordernummer dealnummer factuurnummer transactienummer offertenummer opportunityid18
    | reference ref referentie kenmerk number nummer key sleutel
    """,
)
DEALS = (
    EXTERNAL_ID,
    REP,
    Column(
        name="amount",
        required=True,
        words="""
        dealvalue dealamount opportunityamount bedrag ordervalue orderamount dealbedrag
        | value revenue total totalamount netamount waarde omzet totaal totaalbedrag nettobedrag
        orderbedrag factuurbedrag invoiceamount saleamount sales
        | price totalprice acv tcv prijs
        """,
    ),
    Column(
        name="currency",
        words="""
        currencycode dealcurrency amountcurrency dealcurrencyofvalue opportunitycurrency
        currencyisocode valuta munt valutacode
        """,
    ),
    Column(
        name="units", words="quantity qty aantal stuks numberofunits aantalstuks | seats licenses"
    ),
    Column(
        name="kind",
        words="saletype salestype dealtype opportunitytype soort dealsoort verkoopsoort | type",
    ),
    Column(
        name="product",
        words="productname artikel productnaam dienst | productline item service sku",
    ),
    Column(
        name="stage",
        words="""
        status dealstatus opportunitystatus orderstatus
        | dealstage stagename opportunitystage fase dealfase verkoopfase
        | state result resultaat uitkomst
        """,
    ),
    Column(
        name="closed_on",
        required=True,
        words="""
        closedate closeddate dateclosed closingdate dealclosedate dealdealclosedon dealclosedon
        sluitdatum afgeslotenop gesloten geslotenop datumgesloten
        | wondate dealwontime wontime wonon gewonnenop
        | orderdate saledate salesdate solddate invoicedate transactiondate dealdate orderdatum
        verkoopdatum factuurdatum transactiedatum
        | date datum closed
        | expectedclosedate dealexpectedclosedate verwachtesluitdatum
        """,
    ),
    Column(
        name="created_on",
        words="""
        createddate createdate creationdate created createdat datecreated dealcreated
        dealdealcreated aangemaakt aangemaaktop aanmaakdatum datumaangemaakt
        | openeddate openedon startdate startdatum
        """,
    ),
    Column(
        name="customer",
        words="""
        customername account accountname company companyname client clientname organization
        organisation klant klantnaam bedrijf bedrijfsnaam relatie organisatie
        | dealorganization associatedcompany primaryassociatedcompany debiteur customerid
        | opportunityname dealname dealtitle deal titel title
        """,
    ),
    REGION,
    Column(name="link", words="url dealurl deallink recordurl href | web website"),
)
PEOPLE = (
    Column(
        name="name",
        required=True,
        words="""
        fullname displayname naam volledigenaam employeename personname repname
        | rep salesrep salesperson employee medewerker verkoper user
        """,
    ),
    Column(
        name="email",
        words="emailaddress mail workemail emailadres mailadres emailwerk | useremail login",
    ),
    Column(
        name="team",
        words="""
        teamname salesteam teamnaam verkoopteam
        | department afdeling group groep squad
        | office kantoor vestiging branch
        """,
    ),
    Column(
        name="manager",
        words="""
        managername manageremail reportsto leidinggevende teamleider teamlead teamleader
        | supervisor boss lead chef rapporteertaan
        """,
    ),
    REGION,
    Column(
        name="starts_on",
        words="""
        startdate hiredon hiredate datehired joinedon indienst indienstsinds datumindienst
        startdatum indienstdatum
        | start started joined employedsince
        """,
    ),
    Column(
        name="ends_on",
        words="""
        enddate lefton leavedate terminationdate uitdienst datumuitdienst einddatum uitdienstdatum
        lastday
        | end left laatstewerkdag
        """,
    ),
    Column(name="fte", words="parttimefactor deeltijdfactor ftefactor | parttime deeltijd"),
    Column(
        name="team_since",
        words="inteamsince teamstart teamsinds inteamsinds | effective effectivedate ingangsdatum",
    ),
)
ACTIVITIES = (
    replace(
        EXTERNAL_ID,
        words="""
        id activityid recordid callid meetingid eventid ticketid responseid taskid
        | reference ref referentie kenmerk number nummer
        """,
    ),
    REP,
    Column(
        name="measure",
        words="measurename activitytype activity activiteit meting soort | type kind",
    ),
    Column(
        name="value",
        words="""
        waarde count aantal quantity
        | minutes duration minuten duur score points punten amount rating cijfer
        """,
    ),
    Column(
        name="occurred_on",
        required=True,
        words="""
        occurredat activitydate date datum activiteitdatum
        | start startdate starttime duedate createdate createddate calldate meetingdate
        """,
    ),
    REGION,
)
LEAVE = (
    *(replace(column, required=False) for column in PEOPLE if column.name in {"name", "email"}),
    Column(
        name="starts_on",
        required=True,
        words="""
        startdate firstday fromdate leavestart absentfrom begindatum startdatum eerstedag
        eersteverlofdag vanaf afwezigvanaf
        | start begin from van begint date datum dag day
        """,
    ),
    Column(
        name="ends_on",
        words="""
        enddate lastday todate leaveend absentuntil einddatum laatstedag laatsteverlofdag
        totenmet tm afwezigtotenmet
        | end einde until to tot eindigt
        """,
    ),
)
