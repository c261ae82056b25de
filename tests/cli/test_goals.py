"""Goals of the team on the command line."""

import pytest


def test_goals_are_set_listed_and_taken_back(koploper):
    assert koploper("goal", "set", "revenue", "month", "500.000").code == 0
    assert koploper("goal", "set", "win rate", "quarter", "30%").code == 0
    assert koploper("goal", "list").out.splitlines() == [
        "Revenue: €500,000 a month",
        "Win rate: 30.0% a quarter",
    ]
    assert koploper("goal", "remove", "revenue", "month").code == 0
    assert koploper("goal", "list").out.splitlines() == ["Win rate: 30.0% a quarter"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("set", "revenue", "month", "lots"), "is not an amount"),
        (("set", "revenue", "fortnight", "5"), "month, quarter or year"),
        (("set", "cycle days", "month", "5"), "less is better"),
        (("set", "revenue new", "month", "5"), "name a metric and nothing else"),
        (("remove", "revenue", "year"), "There is no such goal."),
    ],
)
def test_what_makes_no_sense_is_explained(koploper, arguments, says):
    done = koploper("goal", *arguments)
    assert done.code == 2
    assert says in done.err
