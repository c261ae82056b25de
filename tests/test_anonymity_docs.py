"""Every claim of docs/anonymity.md names a test that exists, and no number there is made up."""

import ast
import re
from pathlib import Path

from bot.domain.surveys.plans import (
    BALLOT_MONTHS,
    COMMENT_MONTHS,
    LEAST,
    LEAST_COMMENTS,
    PARTICIPATION_DAYS,
)
from tests.surveys import test_differencing, test_linkage, test_reply_linkage

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/anonymity.md").read_text(encoding="utf-8")


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_claim_names_a_test_that_there_is():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 20
    assert [one for one in named if one[1] not in names_in(ROOT / one[0])] == []


def test_every_claim_in_the_table_has_its_test():
    table = PAGE.split("## What proves it")[1].split("##")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert all("`tests/" in row for row in rows)


def test_the_numbers_are_those_of_the_code():
    assert f"Scores from {LEAST} answers, comments from {LEAST_COMMENTS}" in PAGE
    assert f"{PARTICIPATION_DAYS} days after closing; then the numbers stay" in PAGE
    assert f"| {COMMENT_MONTHS} months |" in PAGE
    assert f"| {BALLOT_MONTHS} months; then released" in PAGE
    assert f"at most {test_linkage.AT_MOST} of {test_linkage.PEOPLE} on average" in PAGE
    assert f"{test_linkage.WAVES} waves" in PAGE
    assert f"0 of {test_reply_linkage.PEOPLE}" in PAGE
    assert test_differencing.LEAST == LEAST
