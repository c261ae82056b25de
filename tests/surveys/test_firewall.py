"""Surveys and sales never meet: no code path leads from one's tables to the other's, and the tables
of answers have one door."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {"sealed", "ballot", "named_ballot", "comment", "receipt", "released"}
SALES = {
    *("boards", "why", "corrections", "live", "typed_deals", "confirming", "points", "badges"),
    *("awarding", "posts", "goals", "pages", "bell", "histories", "imports", "standings", "sums"),
}
SALES_STORE = {"ledger", "totals", "awards", "typed_deals", "results", "daybook", "posted_boards"}
SURVEY_STORE = {"ballots", "invitations", "surveys", "replies"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def store_uses(path: Path) -> set[str]:
    """The aggregates of the store that a module reads or writes: store.<name>."""
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"\bstore\.(\w+)", text))


def service_files(*, surveys: bool) -> list[Path]:
    folder = ROOT / "bot/services"
    return sorted((folder / "surveys").glob("*.py") if surveys else folder.glob("*.py"))


@pytest.mark.parametrize("path", service_files(surveys=True), ids=lambda path: path.name)
def test_services_of_surveys_know_no_sales(path):
    modules = {
        name.rsplit(".", 1)[-1] for name in imported(path) if name.startswith("bot.services.")
    }
    assert not modules & SALES
    assert not store_uses(path) & SALES_STORE


@pytest.mark.parametrize("path", service_files(surveys=False), ids=lambda path: path.name)
def test_services_of_sales_know_no_surveys(path):
    assert not [name for name in imported(path) if name.startswith("bot.services.surveys")]
    assert not store_uses(path) & SURVEY_STORE


def literals(path: Path) -> set[str]:
    """Every word in a string that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        word
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        for word in re.findall(r"\w+", node.value)
    }


DOORS = {"ballots.py", "tables_surveys.py"}


def test_the_tables_of_answers_are_named_by_the_store_of_ballots_alone():
    others = [path for path in (ROOT / "store").glob("*.py") if path.name not in DOORS]
    named = {path.name: literals(path) & (ANSWERS - {"comment"}) for path in others}
    assert {name: words for name, words in named.items() if words} == {}
    assert literals(ROOT / "store/ballots.py") >= ANSWERS - {"named"}


def test_no_table_of_answers_refers_to_people_or_sales():
    text = (ROOT / "store/tables_surveys.py").read_text(encoding="utf-8")
    assert set(re.findall(r'foreign_key="(\w+)\.', text)) == {"workspace", "survey", "wave"}


def test_nothing_of_sales_can_open_a_key():
    users = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if any(name.startswith("bot.services.surveys.keys") for name in imported(path))
    ]
    assert all(path.startswith("bot/services/surveys/") for path in users if "checkup" not in path)
