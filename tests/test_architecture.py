"""The house rules, held by the machine: sizes, layers, clocks, imports without side effects."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "store", "sandbox")
CLOCKS = {"bot/clock.py", "sandbox/clock.py"}
MOCKS = re.compile(r"\b(MagicMock|AsyncMock|Mock|mocker|create_autospec|patch)\b\s*[.(]")


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "__pycache__" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


SOURCES = files(*PACKAGES)
TESTS = files("tests")


def test_there_is_something_to_hold():
    assert len(SOURCES) > 30
    assert len(TESTS) > 10


def long_files(paths: list[Path], limit: int) -> list[str]:
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path}: {size}" for path, size in sizes.items() if size > limit]


def test_a_source_file_has_at_most_250_lines_and_a_test_file_400():
    assert long_files([*SOURCES, *files("bench", "scripts")], 250) == []
    assert long_files(TESTS, 400) == []


def test_a_function_has_at_most_40_lines():
    long = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in SOURCES
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 40
    ]
    assert long == []


BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.match_case)


def complexity(function: ast.AST) -> int:
    """Cyclomatic complexity: one more than the branches a reader has to follow."""
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def test_complexity_counts_branches():
    source = "def f(a):\n for b in a:\n  if b:\n   return b\n  elif a:\n   break\n return a"
    assert complexity(ast.parse(source).body[0]) == 4


def test_a_function_is_at_most_8_complex():
    tangled = [
        f"{name(path)}:{function.lineno} {function.name} {complexity(function)}"
        for path in SOURCES
        for function in functions(path)
        if complexity(function) > 8
    ]
    assert tangled == []


def test_every_file_says_first_what_it_is_for():
    silent = [
        name(path)
        for path in [*SOURCES, *files("bench", "scripts")]
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_every_public_function_and_class_has_a_docstring():
    silent = []
    for path in (path for path in SOURCES if "migrations" not in path.parts):
        for node in tree(path).body:
            is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{name(path)}:{node.lineno} {node.name}")
    assert silent == []


CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def clock_uses(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"{name(path)}:{node.lineno}" for a in node.names if "time" in a.name]
        if isinstance(node, ast.Attribute):
            owner = node.value
            owner_name = getattr(owner, "id", getattr(owner, "attr", ""))
            if (owner_name, node.attr) in CLOCK_CALLS:
                found.append(f"{name(path)}:{node.lineno}")
    return found


def test_only_the_clock_asks_the_machine_for_the_time():
    paths = [path for path in SOURCES if name(path) not in CLOCKS]
    assert [use for path in paths for use in clock_uses(path)] == []
    assert all(clock_uses(ROOT / clock) for clock in CLOCKS)


ALLOWED_AT_MODULE_LEVEL = (
    ast.Import,
    ast.ImportFrom,
    ast.Assign,
    ast.AnnAssign,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)


def is_allowed(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}
    return isinstance(node, ALLOWED_AT_MODULE_LEVEL)


def test_modules_only_define_things():
    busy = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if "migrations" not in path.parts
        for node in tree(path).body
        if not is_allowed(node)
    ]
    assert busy == []


IMPORT_ALL = """
import importlib, sys, threading
opened = []
def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes and str(arguments[0]).endswith((".pyc", "/dev/null")) is False:
        opened.append((event, str(arguments[0])))
    if event.startswith(("socket.bind", "socket.connect", "sqlite3.connect", "subprocess.")):
        opened.append((event, str(arguments)))
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for module in sys.argv[1:]:
    importlib.import_module(module)
assert threading.active_count() == 1, threading.enumerate()
assert not opened, opened
"""


def test_importing_every_module_opens_nothing_and_starts_nothing():
    modules = [
        name(path)[: -len(".py")].replace("/", ".").removesuffix(".__init__")
        for path in SOURCES
        if path.name != "__main__.py" and "migrations" not in path.parts
    ]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL, *modules],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_imports_run_in_one_direction():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_of_the_bot_has_its_place_in_the_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c for c in contracts["contracts"] if c["type"] == "layers")["layers"]
    placed = {part for layer in layers for part in re.findall(r"bot\.\w+", layer)}
    there = {f"bot.{path.stem}" for path in (ROOT / "bot").glob("*.py")}
    there |= {f"bot.{path.parent.name}" for path in (ROOT / "bot").glob("*/__init__.py")}
    assert there - placed == {"bot.__init__"}


def test_mocks_are_rare_and_never_of_our_own_code():
    lines = mocks = 0
    for path in TESTS:
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        lines += len(text.splitlines())
        mocks += len(MOCKS.findall(text))
        assert not re.search(r"patch[^\n]*[\"'](bot|store|sandbox)\.", text), name(path)
    assert mocks * 100 < lines


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later(word):
    paths = [*SOURCES, *TESTS, *files("bench", "scripts")]
    paths.remove(Path(__file__))
    pattern = re.compile(rf"#.*\b{word}\b")
    assert [name(path) for path in paths if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_files_name_hashes_and_no_index():
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / lock).read_text()
        assert "--index-url" not in text
        assert "://" not in text
        pins = re.findall(r"^[a-zA-Z0-9][\w.\[\]-]*==", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"==[^\n]*\\\n\s+--hash=sha256:", text))
