"""The words of the grammar in English and Dutch: input, so not in the translation catalogue.

Only data: what each phrase is in a sentence, and its value. All folded (see words.fold).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import product

from bot.domain.grouping import Group
from bot.domain.periods import Kind


class Role(IntEnum):
    """What a phrase does in a command."""

    METRIC = 1  # value: key
    NAME = 2  # value: (kind, Named)
    PART_OF_NAME = 3  # value: (kind, Named)
    SALE_TYPE = 4  # value: the type
    RELATIVE = 5  # value: (period kind, 0 this or -1 the one before)
    LAST = 6
    UNIT = 7  # value: period kind
    MONTH = 8  # value: 1..12
    WEEKDAY = 9  # value: 0 Monday … 6
    FISCAL = 10
    SINCE = 11
    FROM = 12
    TO = 13
    AS_OF = 14
    ON = 15
    BY = 16
    GROUP = 17  # value: Group; only after BY
    GROUPS = 18  # value: Group; says the grouping by itself
    PREFIX = 19  # value: the kind of name or word that follows
    MODE = 20  # value: the mode's name
    TOP = 21
    PAGE = 22
    ALL = 23
    BOARD = 24
    NOISE = 25
    EVER = 26
    NUMBER = 27  # value: 1..12
    OWN = 28  # value: the kind of place that is the viewer's own


# Phrases of one value are separated by a comma and a space.
_PHRASES: tuple[tuple[Role, object, str], ...] = (
    (Role.LAST, None, "last, past, previous, afgelopen, laatste, vorige, voorbije"),
    (Role.FISCAL, None, "fy, fiscal year, fiscal, boekjaar"),
    (Role.SINCE, None, "since, sinds, vanaf"),
    (Role.FROM, None, "from, between, van, tussen"),
    (Role.TO, None, ".., to, until, till, through, and, tot, en, t/m, tm, tot en met, up to"),
    (Role.AS_OF, None, "as of, as at, stand op, stand per, stand van, zoals op, peildatum, per"),
    (Role.ON, None, "on, op"),
    (Role.BY, None, "by, per, op"),
    (Role.TOP, None, "top"),
    (Role.PAGE, None, "page, pagina"),
    (Role.ALL, None, "all, everyone, everybody, alle, allemaal, iedereen"),
    (Role.EVER, None, "all time, all-time, of all time, ever, alles, altijd, aller tijden, ooit"),
    (
        Role.OWN,
        "team",
        "own team, my team, our team, mijn team, ons team, mijn eigen team",
    ),
    (
        Role.OWN,
        "region",
        "own region, my region, our region, mijn regio, onze regio, mijn land",
    ),
    (Role.BOARD, None, "board, boards, bord, borden, standings, stand, leaderboard, ranglijst"),
    (Role.NOISE, None, "the, in, for, of, and, a, an, show, please, our, with, who is, who's"),
    (Role.NOISE, None, "show me, give me, de, het, een, voor, van, en, onze, toon, met, wie is"),
    (Role.NOISE, None, "laat zien, geef me"),
    (Role.SALE_TYPE, "new", "new, nieuw, nieuwe"),
    (Role.SALE_TYPE, "renewal", "renewal, renewals, verlenging, verlengingen"),
    (Role.SALE_TYPE, "upsell", "upsell, upsells, up-sell"),
    (Role.MODE, "me", "me, my, mine, myself, my place, ik, mij, mijn, mijn plek, mijn plaats"),
    (Role.MODE, "why", "why, waarom, explain"),
    (Role.MODE, "badges", "badges, badge, insignes, insigne, my badges, mijn badges"),
    (Role.MODE, "badges", "mijn insignes"),
    (Role.MODE, "help", "help, hulp, ?"),
    (Role.MODE, "diff", "diff, moved, changes, changed, verschil, wijzigingen, verschoven"),
    (Role.PREFIX, "team", "team"),
    (Role.PREFIX, "region", "region, regio, country, land"),
    (Role.PREFIX, "product", "product"),
    (Role.PREFIX, "source", "source, bron"),
    (Role.PREFIX, "person", "person, rep, seller, persoon, verkoper"),
    (Role.PREFIX, "metric", "metric, meetwaarde"),
    (Role.PREFIX, "period", "period, periode"),
    (Role.PREFIX, "type", "type, kind, soort"),
    (Role.GROUP, Group.REP, "rep, person, people, seller, sellers, salesperson, verkoper"),
    (Role.GROUP, Group.REP, "persoon, personen, medewerker, medewerkers, vertegenwoordiger"),
    (Role.GROUP, Group.TEAM, "team"),
    (Role.GROUP, Group.REGION, "region, country, regio, land"),
    (Role.GROUP, Group.COMPANY, "total, totaal"),
    (Role.GROUPS, Group.REP, "reps, verkopers"),
    (Role.GROUPS, Group.TEAM, "teams"),
    (Role.GROUPS, Group.REGION, "regions, countries, regio's, landen"),
    (Role.GROUPS, Group.COMPANY, "company, bedrijf"),
)
_IN_ORDER = (
    (Role.MONTH, 1, "jan january januari"),
    (Role.MONTH, 2, "feb february februari"),
    (Role.MONTH, 3, "mar march mrt maart"),
    (Role.MONTH, 4, "apr april"),
    (Role.MONTH, 5, "may mei"),
    (Role.MONTH, 6, "jun june juni"),
    (Role.MONTH, 7, "jul july juli"),
    (Role.MONTH, 8, "aug august augustus"),
    (Role.MONTH, 9, "sep sept september"),
    (Role.MONTH, 10, "oct october okt oktober"),
    (Role.MONTH, 11, "nov november"),
    (Role.MONTH, 12, "dec december"),
    (Role.WEEKDAY, 0, "monday mon maandag ma"),
    (Role.WEEKDAY, 1, "tuesday tue dinsdag di"),
    (Role.WEEKDAY, 2, "wednesday wed woensdag wo"),
    (Role.WEEKDAY, 3, "thursday thu donderdag do"),
    (Role.WEEKDAY, 4, "friday fri vrijdag vr"),
    (Role.WEEKDAY, 5, "saturday sat zaterdag za"),
    (Role.WEEKDAY, 6, "sunday sun zondag zo"),
    (Role.NUMBER, 1, "one een"),
    (Role.NUMBER, 2, "two twee"),
    (Role.NUMBER, 3, "three drie"),
    (Role.NUMBER, 4, "four vier"),
    (Role.NUMBER, 5, "five vijf"),
    (Role.NUMBER, 6, "six zes"),
    (Role.NUMBER, 7, "seven zeven"),
    (Role.NUMBER, 8, "eight acht"),
    (Role.NUMBER, 9, "nine negen"),
    (Role.NUMBER, 10, "ten tien"),
    (Role.NUMBER, 11, "eleven elf"),
    (Role.NUMBER, 12, "twelve twaalf"),
)

_UNITS: dict[Kind, tuple[str, str]] = {  # one, and several
    Kind.DAY: ("day dag", "days dagen"),
    Kind.WEEK: ("week", "weeks weken"),
    Kind.MONTH: ("month maand", "months maanden"),
    Kind.QUARTER: ("quarter kwartaal", "quarters kwartalen"),
    Kind.YEAR: ("year jaar", "years jaren"),
}
_FISCAL_UNITS: dict[Kind, tuple[str, ...]] = {
    Kind.FISCAL_QUARTER: ("fiscal quarter", "fiscaal kwartaal"),
    Kind.FISCAL_YEAR: ("fiscal year", "boekjaar", "fiscaal jaar"),
}
_THIS = ("this", "the current", "current", "deze", "dit", "huidige", "huidig")
_BEFORE = ("last", "previous", "prior", "past", "vorige", "vorig", "afgelopen", "laatste")
_OWN_WORDS: dict[str, tuple[Kind, int]] = {
    "today": (Kind.DAY, 0),
    "vandaag": (Kind.DAY, 0),
    "yesterday": (Kind.DAY, -1),
    "gisteren": (Kind.DAY, -1),
    "ytd": (Kind.YEAR, 0),
    "year to date": (Kind.YEAR, 0),
    "qtd": (Kind.QUARTER, 0),
    "mtd": (Kind.MONTH, 0),
    "wtd": (Kind.WEEK, 0),
}


def phrases() -> Iterator[tuple[str, Role, object]]:
    """Every phrase of the grammar with its role and value; a phrase may have several."""
    for role, value, spelled in _PHRASES:
        yield from ((phrase, role, value) for phrase in spelled.split(", "))
    for role, number, spelled in _IN_ORDER:
        yield from ((word, role, number) for word in spelled.split())
    yield from _relative()


def _relative() -> Iterator[tuple[str, Role, object]]:
    """Units, "this week", "vorig jaar" and the like."""
    for kind, (one, several) in _UNITS.items():
        yield from ((word, Role.UNIT, kind) for word in f"{one} {several}".split())
    single = {kind: tuple(one.split()) for kind, (one, _) in _UNITS.items()}
    for kind, words in (single | _FISCAL_UNITS).items():
        for opening, offset in ((_THIS, 0), (_BEFORE, -1)):
            for start, word in product(opening, words):
                yield f"{start} {word}", Role.RELATIVE, (kind, offset)
    yield from ((word, Role.RELATIVE, value) for word, value in _OWN_WORDS.items())
