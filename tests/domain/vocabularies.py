"""The names that the grammar tests speak of, and a vocabulary made of them."""

from datetime import date

from bot.domain.built_in import BUILT_IN
from bot.domain.grammar import parse
from bot.domain.periods import Calendar
from bot.domain.vocabulary import Vocabulary
from store.records import Label, LabelKind, Person

MONDAY = date(2026, 11, 23)

LABELS = (
    Label(id=1, kind=LabelKind.TEAM, name="Alpha"),
    Label(id=2, kind=LabelKind.TEAM, name="March"),
    Label(id=3, kind=LabelKind.TEAM, name="Last Month Heroes"),
    Label(id=4, kind=LabelKind.TEAM, name="Benelux"),
    Label(id=5, kind=LabelKind.TEAM, name="Top"),
    Label(id=11, kind=LabelKind.REGION, name="EMEA"),
    Label(id=12, kind=LabelKind.REGION, name="Benelux"),
    Label(id=13, kind=LabelKind.REGION, name="2017"),
    Label(id=14, kind=LabelKind.REGION, name="Côte d’Azur"),
    Label(id=15, kind=LabelKind.REGION, name="R&D"),
    Label(id=21, kind=LabelKind.PRODUCT, name="GTX Pro"),
    Label(id=22, kind=LabelKind.PRODUCT, name="GTX Basic"),
    Label(id=31, kind=LabelKind.SOURCE, name="hubspot"),
)
PEOPLE = (
    Person(id=1, name="Jan de Vries", email="jan@example.com", slack_user_id="U1"),
    Person(id=2, name="May Lin", slack_user_id="U2"),
    Person(id=3, name="Zoë O'Neil"),
    Person(id=4, name="Sam Smit", email="sam.smit@example.com"),
    Person(id=5, name="Sam Smit", email="s.smit@example.com"),
    Person(id=6, name="Kim Bos"),
    Person(id=7, name="Kim Bos"),
    Person(id=8, name="Van Dam"),
)


def vocabulary(calendar=Calendar(), labels=LABELS, people=PEOPLE):  # noqa: B008 - frozen
    return Vocabulary(
        calendar=calendar,
        metrics=BUILT_IN.values(),
        main_metric="revenue",
        labels=labels,
        people=people,
    )


OFFICE = vocabulary()


def ask(text, today=MONDAY, words=OFFICE):
    return parse(text, words, today)
