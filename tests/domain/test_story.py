"""The first line of a post: who leads, how close it is, who passed whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shame import listing
from bot.domain.standings import places, rank
from bot.domain.story import Lead, tell


def listed(values):
    rows = rank(values, {key: key for key in values})
    return listing(rows, rows, None).rows


# Five to seven reps each: the last three are never listed, so never part of a story.
NOW = {"ann": 900, "bob": 700, "cor": 500, "dan": 400, "eve": 300, "fay": 200, "gus": 100}
STORIES = {
    "nobody sold": ({}, {}, Lead.NOBODY, "", None, None),
    "nothing to compare with": (NOW, {}, Lead.HELD, "", None, None),
    "the same leader": (NOW, {"ann": 5, "bob": 4}, Lead.HELD, "", None, None),
    "a lead of exactly 5 % is close": (NOW | {"bob": 855}, {}, Lead.CLOSE, "", None, None),
    "a lead of more is not": (NOW | {"bob": 854}, {}, Lead.HELD, "", None, None),
    "passed the leader": (NOW, {"bob": 5, "ann": 4}, Lead.TAKEN, "bob", None, None),
    "from nowhere": (NOW, {"bob": 5}, Lead.TAKEN, "bob", None, None),
    "the old leader fell off the list": (NOW, {"gus": 5, "ann": 4}, Lead.TAKEN, "", None, None),
    "two led before": (NOW, {"bob": 5, "cor": 5}, Lead.TAKEN, "", None, None),
    "led together before": (NOW, {"bob": 5, "ann": 5}, Lead.HELD, "", None, None),
    "further down": (NOW, {"ann": 9, "cor": 5, "bob": 4}, Lead.HELD, "", "bob", "cor"),
    "losing the lead is told once": (
        NOW, {"cor": 9, "ann": 5, "bob": 4}, Lead.TAKEN, "cor", None, None,
    ),
    "passing somebody unlisted is no story": (NOW, {"ann": 9, "gus": 5}, Lead.HELD, "", None, None),
    "a shared lead": (NOW | {"bob": 900}, {"ann": 5, "bob": 4}, Lead.SHARED, "", None, None),
    "one is alone": ({"ann": 5}, {}, Lead.ALONE, "", None, None),
    "the second of two is the last": ({"ann": 5, "bob": 3}, {}, Lead.ALONE, "", None, None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "lead", "passed", "climber", "overtaken"), STORIES.values(), ids=STORIES
)
def test_a_post_begins_with_what_happened(now, before, lead, passed, climber, overtaken):
    told = tell(listed(now), places(before))
    assert told.lead is lead
    assert (told.passed.key if told.passed else "") == passed
    assert (told.climber and told.climber.key) == climber
    assert (told.overtaken and told.overtaken.key) == overtaken


def test_the_gap_is_that_to_the_second():
    told = tell(listed(NOW), {})
    assert (told.leaders[0].key, told.second.key, told.gap) == ("ann", "bob", 200)


VALUES = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-9, 9), max_size=10)


@given(VALUES, VALUES)
def test_a_story_names_listed_people_only(now, before):
    shown = listed(now)
    assert tell(shown, places(before)).keys <= {row.key for row in shown}
