"""The docs say what the code does: commands, options, words, links."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import build_cli
from bot.commands import COMMANDS
from bot.domain.built_in import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS_PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def leaves(command: Any, path: str = "koploper") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that reach it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, child in inner.items():
        yield from leaves(child, f"{path} {name}")


CLI = dict(leaves(get_command(build_cli())))


def section_of(path: str) -> str:
    """What docs/commands.md has under the heading of a command."""
    found = re.search(
        rf"^### `{re.escape(path)}[^`]*`$(.*?)(?=^#|\Z)", COMMANDS_PAGE, re.MULTILINE | re.DOTALL
    )
    return found[1] if found else ""


@pytest.mark.parametrize("path", CLI)
def test_every_command_of_the_command_line_is_described_with_its_options(path):
    section = section_of(path)
    assert section.strip(), f"docs/commands.md has no section on {path}"
    for parameter in CLI[path].params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            longest = max(parameter.opts, key=len)
            if longest != "--help":
                assert f"`{longest}" in section, (path, longest)


def test_no_command_is_described_that_there_is_not():
    described = re.findall(r"^### `(koploper[a-z ]*)", COMMANDS_PAGE, re.MULTILINE)
    assert sorted(path.strip() for path in described) == sorted(CLI)


def test_every_slash_command_is_described_as_the_table_says():
    for command in COMMANDS:
        assert f"`{command.name}`" in COMMANDS_PAGE
        for sub in command.subcommands:
            usage = f"{command.name} {sub.name} {sub.arguments}".strip().replace("|", "\\|")
            assert f"| `{usage}` | {sub.summary} |" in COMMANDS_PAGE


def test_every_built_in_metric_is_described_with_its_words():
    for metric in BUILT_IN.values():
        english, dutch = metric.words["en"][0], metric.words["nl"][0]
        assert f"| {metric.name} | `{english}` | `{dutch}` |" in COMMANDS_PAGE, metric.key


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_tell_nothing_of_the_machine_they_were_written_on(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"/(work|root|home/\w+|tmp)/", text)


def test_commands_in_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in re.findall(r"(?<!`/)koploper ((?:[a-z]+ ?)+)", text):
        assert any(f"koploper {words}".startswith(path) for path in CLI), words
    in_slack = {sub.name for command in COMMANDS for sub in command.subcommands}
    for words in re.findall(r"`/(?:koploper|pulse) ((?:[a-z]+ ?)+)", text):
        assert any(words.startswith(name) for name in in_slack), words


def test_the_make_targets_in_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)$", (ROOT / "README.md").read_text(), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_help_is_quick_because_it_loads_nothing_heavy():
    watched = ("sqlalchemy", "slack_bolt", "babel", "openpyxl", "flask", "rich", "pydantic")
    script = (
        "import sys; sys.argv = ['koploper', '--help']\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {watched!r} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "leaderboard" not in run.stderr
    assert run.stderr.strip() == "[]"
    assert "doctor" in run.stdout
