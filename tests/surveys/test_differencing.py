"""Whole waves over random companies: whatever was released, no pair of groups gives a small one."""

import itertools
import random
from fractions import Fraction

import pytest

from bot.domain.surveys.questions import Kind, Question
from bot.services.surveys.results import group_from
from tests.surveys.polling import open_poll

LEAST = 5
COMPANIES = 12
QUESTIONS = (
    Question(kind=Kind.ENPS, text="Would you recommend us?"),
    Question(kind=Kind.SCALE, text="How was your week?"),
)


def company(chance: random.Random) -> list[tuple[str, str]]:
    """People in teams and regions of very different sizes."""
    teams = [f"T{n}" for n in range(chance.randint(2, 4))]
    regions = [f"R{n}" for n in range(chance.randint(2, 3))]
    weights = [chance.random() ** 2 for _ in range(len(teams) * len(regions))]
    places = list(itertools.product(teams, regions))
    return chance.choices(places, weights, k=chance.randint(12, 45))


def close_company(store, folder, chance):
    people = company(chance)
    poll = open_poll(
        store, folder, people=len(people), questions=QUESTIONS, segments=lambda n: people[n]
    )
    given = {}
    for number in range(len(people)):
        answers = {question: chance.randint(1, 5) for question in range(2) if chance.random() < 0.8}
        if answers:
            given[number] = answers
            poll.voting.answer(poll.person(number), poll.wave.id, answers)
    poll.close()
    return poll, people, given


def members(group, question, people, given) -> frozenset[int]:
    """Who of a group answered a question."""
    return frozenset(
        number
        for number, answers in given.items()
        if question in answers
        and all(people[number][dimension] == value for dimension, value in group)
    )


def too_small(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    """Groups of fewer people than the threshold that two released groups give away."""
    found = [one for one in sets if 0 < len(one) < LEAST]
    for one, other in itertools.combinations(sets, 2):
        for rest in (one - other, other - one, one & other):
            is_computable = (rest == one - other and other <= one) or (
                rest == other - one and one <= other
            )
            if is_computable and 0 < len(rest) < LEAST:
                found.append(rest)
    return found


@pytest.mark.parametrize("seed", range(COMPANIES))
def test_no_pair_of_released_groups_gives_away_a_small_one(
    sqlite_url, open_database, tmp_path, seed
):
    poll, people, given = close_company(open_database(sqlite_url), tmp_path, random.Random(seed))
    released = poll.store.ballots.released(poll.wave.id)
    for question in range(2):
        sets = [
            members(group_from(one.group), question, people, given)
            for one in released
            if one.question == question
        ]
        for one, group in zip(
            [one for one in released if one.question == question], sets, strict=True
        ):
            assert one.counts["n"] == len(group)
        assert too_small(sets) == []
        assert solvable(sets) == []


def solvable(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    """Small unions of atoms that any combination of all released groups gives: by exact rank."""
    atoms: dict[tuple[bool, ...], set[int]] = {}
    for person in frozenset().union(*sets):
        atoms.setdefault(tuple(person in one for one in sets), set()).add(person)
    signs = list(atoms)
    rows = [[Fraction(int(sign[n])) for sign in signs] for n in range(len(sets))]
    found = []
    for length in range(1, LEAST):
        for chosen in itertools.combinations(range(len(signs)), length):
            people = frozenset().union(*(atoms[signs[n]] for n in chosen))
            wanted = [Fraction(int(n in chosen)) for n in range(len(signs))]
            if len(people) < LEAST and rank([*rows, wanted]) == rank(rows):
                found.append(people)
    return found


def rank(rows: list[list[Fraction]]) -> int:
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


def test_the_attack_works_where_every_group_of_five_is_shown():
    chance, broken = random.Random(1), 0
    for _ in range(30):
        people = company(chance)
        given = {number: {0: 1} for number in range(len(people))}
        groups = [()] + [((d, v),) for d in (0, 1) for v in {place[d] for place in people}]
        groups += [((0, team), (1, region)) for team, region in set(people)]
        sets = [members(group, 0, people, given) for group in groups]
        broken += bool(solvable([one for one in sets if len(one) >= LEAST]))
    assert broken > 15
