"""How the bell reads: short, all of it in words, within Slack's limits, and kind."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.bell import Bell
from bot.domain.bell_deals import Part, Win
from bot.domain.bell_rings import Chime, Ring, RingState, Standing
from bot.i18n import translator
from bot.views.bell import LISTED, Peal, peal_message, sample_message
from bot.views.checks import problems

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NOVEMBER = date(2026, 11, 1)
NAMES = {1: "Anna de Vries", 2: "Bram Kok", 3: "Cleo *Star* <!here>"}
TEAMS = {1: "Alpha", 2: "Beta & Co"}


def ring(number: int = 0, *, people=(1,), amount=1_250_000, customer="Acme", **chime) -> Ring:
    parts = tuple(
        Part(person_id=who, team_id=1 + at % 2, share=10_000 // len(people))
        for at, who in enumerate(people)
    )
    win = Win(amount=amount, occurred_on=TODAY, shares=parts, customer=customer)
    shown = {"shows_amount": True, "shows_customer": True, "locale": "en"} | chime
    made = Chime(number=number, win=win, **shown)
    return Ring(state=RingState.RUNG, win=win, due_at=NOW, since=NOW, chime=made)


def message(*rings: Ring, language="en", people=NAMES, teams=TEAMS):
    peal = Peal(rings=rings, people=people, teams=teams, currency="EUR")
    made = peal_message(peal, translator(language))
    assert problems(made) == ()
    return made


def test_the_text_says_in_words_all_that_the_blocks_say():
    made = message(ring(standings=(Standing(1, NOVEMBER, 2, 4),)))
    head, places = made.text.split("\n")
    assert head.startswith("🔔 Anna de Vries (Alpha) won €12,500 from Acme. ")
    assert places == "Now 2nd in November 2026, up from 4th."
    assert [block["type"] for block in made.blocks] == ["section", "context"]
    assert "*€12,500*" in made.blocks[0]["text"]["text"]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(1, NOVEMBER, 1, 1), "Still 1st in November 2026."),
        (Standing(1, NOVEMBER, 9, None), "Now 9th in November 2026."),
    ],
)
def test_a_place_that_stays_and_a_first_place_are_said_as_such(standing, said):
    assert message(ring(standings=(standing,))).text.endswith(said)


def test_of_many_deals_only_who_moved_up_is_told():
    kept, moved = Standing(1, NOVEMBER, 1, 1), Standing(2, NOVEMBER, 3, 5)
    made = message(ring(standings=(kept,)), ring(1, people=(2,), standings=(moved,)))
    assert made.text.endswith("\nNow in November 2026: Bram Kok 3rd (was 5th).")


def test_a_deal_that_changed_says_nothing_of_places_any_more():
    rang = ring(standings=(Standing(1, NOVEMBER, 2, 4),))
    changed = replace(rang, win=replace(rang.win, amount=900_000))
    assert "2nd" not in message(changed).text
    assert message(replace(changed, win=rang.win)) == message(rang)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("many", [1, 3])
def test_nobody_is_named_beside_a_deal_that_is_reopened(language, many):
    rings = [replace(ring(number, people=(1, 2)), win=None) for number in range(many)]
    text = message(*rings, language=language).text
    assert not any(name in text for name in ("Anna", "Bram", "Alpha", "🔔"))
    assert {"en": "no longer counted", "nl": "niet meer mee"}[language] in text


def test_what_may_not_be_said_is_not_said_when_it_is_reopened_either():
    hidden = ring(shows_amount=False, shows_customer=False)
    text = message(replace(hidden, win=None)).text
    assert text.startswith("A deal: reopened")


def test_a_deal_without_an_amount_does_not_ring_for_nothing_euros():
    assert "€" not in message(ring(amount=0, customer=None)).text


def test_who_was_won_for_at_night_is_told_so():
    assert "1 deal while you slept: " in message(ring(after="night")).text
    two = message(ring(after="quiet"), ring(1, after="quiet"), language="nl").text
    assert two.startswith("🔔 2 deals tijdens de stilte, samen ")


def test_more_deals_than_anybody_reads_are_counted():
    made = message(*(ring(number, people=(1 + number % 2,)) for number in range(40)))
    lines = made.text.split("\n")
    assert lines[0].startswith("🔔 40 deals won, €500,000 in all.")
    assert len(lines) == 1 + LISTED + 1
    assert lines[-1] == "• and 25 more deals"


def test_long_and_hostile_names_stay_text_and_within_limits():
    long = {number: f"<!channel> *{'x' * 300}* {number}" for number in range(9)}
    rings = [
        ring(number, people=tuple(range(9)), customer="<https://x.example|" + "y" * 400)
        for number in range(LISTED)
    ]
    made = message(*rings, people=long, teams={1: "t" * 300, 2: "u" * 300})
    said = made.text + "".join(block["text"]["text"] for block in made.blocks[:2])
    assert "<!" not in said
    assert "<http" not in said
    assert re.search(r"and \d+ more deals", made.text)


def test_equal_deals_are_cheered_alike_and_others_not_always():
    assert message(ring()) == message(ring())
    cheers = {message(ring(amount=amount)).text.split(". ")[1] for amount in range(100, 4_000, 100)}
    assert len(cheers) == 4


@pytest.mark.parametrize("shows", [True, False])
def test_a_test_says_first_that_it_is_one(shows):
    bell = Bell(channel="C1", shows_amount=shows, shows_customer=shows, threshold=9_900_000)
    made = sample_message(bell, "Sofia", "EUR", TODAY, translator("en"))
    assert problems(made) == ()
    assert made.text.startswith("A test of the bell, asked for by Sofia; nothing was won.")
    assert ("€99,000 from Example Ltd" in made.text) is shows
