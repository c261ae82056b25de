"""The command line over a small real database: koploper("board", …) gives code, out and err."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.opening import open_workspace
from bot.services.access import OPERATOR
from bot.services.imports import ImportOptions
from bot.sources.importing_people import PeopleImporter
from bot.sources.reading import Reading

PEOPLE = """\
name,email,team,manager,region,starts_on
Anna de Vries,anna@example.com,Alpha,,EMEA,2025-01-01
Ben Carter,ben@example.com,Alpha,Anna de Vries,EMEA,2025-01-01
Chidi Okafor,chidi@example.com,Beta,,Americas,2025-01-01
Dora Maar,dora@example.com,Beta,Chidi Okafor,Americas,2025-01-01
"=HYPERLINK(1)",eve@example.com,Beta,,Americas,2025-01-01
"""
DEALS = """\
external_id,rep,amount,currency,kind,product,stage,closed_on,created_on,customer
1,Anna de Vries,1000.50,EUR,new,GTX Pro,won,2026-11-02,2026-10-01,Acme
2,Ben Carter,1000.50,EUR,renewal,GTX Basic,won,2026-11-03,2026-10-01,Bolt
3,Chidi Okafor,300,EUR,new,GTX Pro,won,2026-11-20,2026-10-01,Cargo
4,Dora Maar,2500,EUR,new,GTX Pro,won,2026-10-05,2026-10-01,Delta
5,Anna de Vries,700,EUR,new,GTX Pro,lost,2026-11-04,2026-10-01,Echo
6,"Chidi Okafor 60%; Dora Maar 40%",99.99,EUR,upsell,GTX Pro,won,2026-11-21,2026-10-01,Fox
7,=HYPERLINK(1),1,EUR,new,GTX Pro,won,2026-11-21,2026-10-01,Golf
"""


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    code: int
    out: str
    err: str


Koploper = Callable[..., Result]


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty place to be, with nothing set but the data directory."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "KOPLOPER_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KOPLOPER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KOPLOPER_ZONE", "Europe/Amsterdam")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own_logging() -> Iterator[None]:
    """What a command does to the log ends with the test."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    logging.captureWarnings(capture=False)
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture
def koploper(home, own_logging, capsys) -> Koploper:
    """Run a command as the shell would."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ending:
            code = int(ending.code or 0)
        shown = capsys.readouterr()
        return Result(code, shown.out, shown.err)

    return run


@pytest.fixture
def company(home) -> Path:
    """The database filled with PEOPLE and DEALS through the importer."""
    people, deals = home / "people.csv", home / "deals.csv"
    people.write_text(PEOPLE)
    deals.write_text(DEALS)
    with open_workspace() as opened:
        importer = PeopleImporter(
            desk=opened.desk,
            actor=OPERATOR,
            options=ImportOptions(source="test", strict=True),
            reading=Reading(),
        )
        assert importer.people(people).kept
        assert importer.deals(deals).kept
    return home
