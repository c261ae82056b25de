"""Decides who works at the sample company, and who of them is in its Slack. Knows no deals.

All names are invented; addresses end in `.example`, which cannot exist.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from bot.demo.records import ZONE, Move, Person, SlackChannel, SlackUser

DOMAIN = "bakfiets.example"

REGIONS = {
    "Amstel": "EMEA",
    "Baltic": "EMEA",
    "Cascade": "Americas",
    "Delta": "Americas",
    "Everest": "APAC",
    "Fuji": "APAC",
}
_ZONES = {"EMEA": ZONE, "Americas": "America/New_York", "APAC": "Asia/Singapore"}
_MANAGERS = {
    "Amstel": "Ingrid Visser",
    "Baltic": "Henrik Ström",
    "Cascade": "Olivia Reyes",
    "Delta": "Rafael Monteiro",
    "Everest": "Anjali Kapoor",
    "Fuji": "Kenji Ishida",
}
_REPS = {
    "Amstel": (
        "Sanne Bakker", "Zoë van den Berg", "Thijs Hendriks", "Fatima El Amrani",
        "Bram de Wit", "Marie-Claire Dubois", "Nuala O'Rourke",
    ),
    "Baltic": (
        "Łukasz Wójcik", "Jürgen Groß", "Søren Møller", "Åsa Lindqvist", "Ayşe Yıldız",
        "Dmytro Kovalenko", "Siobhán Kelly",
    ),
    "Cascade": (
        "Emily Carter", "Marcus Whitfield", "José Hernández", "Camila Rojas", "Tyrone Banks",
        "Hannah Goldberg", "Joaquín Núñez",
    ),
    "Delta": (
        "João Pereira", "Beatriz Conceição", "Renée Tremblay", "Emily Novák", "Luis Ortega",
        "Grace Mitchell",
    ),
    "Everest": (
        "Priya Raghavan", "Arjun Mehta", "Nguyễn Thị Lan", "Siti Rahmawati", "Aroha Ngata",
        "Callum Fraser", "Tan Mei Lin",
    ),
    "Fuji": (
        "Yūki Tanaka", "Kim Ji-woo", "Chen Xiaoming", "Somchai Wattana", "Ravi Perera",
        "Haruka Mori",
    ),
}  # fmt: skip
_LETTERS = str.maketrans("øłıßđ", "olisd")

OWNER = "Willemijn Jansen"
HR = "Noor Haddad"
LEAVER = "Tyrone Banks"
PART_TIMER = "Zoë van den Berg"
MOVER = "Søren Møller"
_JOINED_DAYS_AGO = {"Bram de Wit": 48, "Emily Novák": 95, "Ravi Perera": 152}
NOT_IN_SLACK = "Luis Ortega"
OTHER_ADDRESS = "Aroha Ngata"
STRANGER = "Robin Verhoeven"
_DUTCH = {
    "Sanne Bakker", "Zoë van den Berg", "Thijs Hendriks", "Fatima El Amrani", "Bram de Wit",
    "Ingrid Visser", STRANGER,
}  # fmt: skip


def people(today: date) -> tuple[Person, ...]:
    """Everybody on the people list: the owner, HR, six managers, then the reps by team."""
    since = today - timedelta(days=2400)
    office = [
        Person(name=name, email=address(name), team=None, region=None, manager=manager,
               starts_on=since, is_rep=False)
        for name, manager in ((OWNER, None), (HR, OWNER))
    ]  # fmt: skip
    managers = [
        Person(name=name, email=address(name), team=team, region=REGIONS[team], manager=OWNER,
               starts_on=since + timedelta(days=90), is_rep=False)
        for team, name in _MANAGERS.items()
    ]  # fmt: skip
    reps = [_rep(name, team, today) for team, names in _REPS.items() for name in names]
    return (*office, *managers, *reps)


def slack_users(everybody: tuple[Person, ...]) -> tuple[SlackUser, ...]:
    """Who has a Slack account: not the leaver, not everybody, and one who is on no list."""
    absent = {LEAVER, NOT_IN_SLACK}
    present = [_user(person) for person in everybody if person.name not in absent]
    stranger = SlackUser(name=STRANGER, email=address(STRANGER), locale="nl-NL", tz=ZONE)
    return (*present, stranger)


def channels(everybody: tuple[Person, ...]) -> tuple[SlackChannel, ...]:
    """#general, #sales, #deals and one channel for each team with its manager in it."""
    absent = {LEAVER, NOT_IN_SLACK}
    here = [person for person in everybody if person.name not in absent]
    every = tuple(_user(person).email for person in here)
    sellers = tuple(_user(person).email for person in here if person.name != HR)
    teams = [
        SlackChannel(
            name=f"team-{team.lower()}",
            members=tuple(_user(person).email for person in here if person.team == team),
        )
        for team in REGIONS
    ]
    general = SlackChannel(name="general", members=(*every, address(STRANGER)))
    selling = [SlackChannel(name=name, members=sellers) for name in ("sales", "deals")]
    return (general, *selling, *teams)


def address(name: str) -> str:
    """A plain e-mail address for a name in any Latin spelling."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    words = "".join(c if c.isascii() and c.isalpha() else " " * c.isspace() for c in plain)
    first, *rest = words.split()
    return f"{first}.{''.join(rest)}@{DOMAIN}"


def _rep(name: str, team: str, today: date) -> Person:
    # The spread of starting days is arbitrary but fixed; everybody else was there all along.
    days = _JOINED_DAYS_AGO.get(name, 700 + sum(map(ord, name)) % 1500)
    moved = Move(team="Baltic", region="EMEA", on=(today - timedelta(days=130)).replace(day=1))
    return Person(
        name=name,
        email=address(name),
        team="Cascade" if name == MOVER else team,
        region="Americas" if name == MOVER else REGIONS[team],
        manager=_MANAGERS["Cascade" if name == MOVER else team],
        starts_on=today - timedelta(days=days),
        ends_on=today - timedelta(days=75) if name == LEAVER else None,
        fte=60 if name == PART_TIMER else 100,
        moved=moved if name == MOVER else None,
    )


def _user(person: Person) -> SlackUser:
    # One account has a private address, so that only the equal name gives the person away.
    email = f"aroha@post.{DOMAIN}" if person.name == OTHER_ADDRESS else person.email
    return SlackUser(
        name=person.name,
        email=email,
        locale="nl-NL" if person.name in _DUTCH else "en-US",
        tz=_ZONES.get(person.region or "", ZONE),
        is_admin=person.name == OWNER,
    )
