"""Every text that can reach a person is in the Dutch catalogue, translated, placeholders kept."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
CATALOGUE = ROOT / "bot" / "locale" / "nl" / "LC_MESSAGES" / "bot.po"
PLACE = re.compile(r"{(\w+)}")
ONE, PAIR = {"gettext", "msgid"}, {"ngettext", "msgids"}
NAMED = {  # tables whose names are msgids
    "Metric": ("name",),
    "Level": ("name",),
    "Badge": ("name", "tells"),
    "Question": ("text", "low", "high"),
    "Template": ("name",),
}
SECOND = {"FormError"}  # says first beside which field

Text = str | tuple[str, str]


def name_of(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def error_classes() -> set[str]:
    """UserError and whatever is derived from it, by name, over all sources."""
    bases = {
        node.name: {name_of(base) for base in node.bases}
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    }
    found = {"UserError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


def own_messages(tree: ast.AST, errors: set[str]) -> Iterator[ast.expr]:
    """The first argument of super().__init__ inside an error class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in errors:
            for call in ast.walk(node):
                is_call = isinstance(call, ast.Call) and call.args
                if is_call and name_of(call.func) == "__init__":
                    yield call.args[0]


def texts_of_call(call: ast.Call, errors: set[str]) -> Iterator[Text | None]:
    name = name_of(call.func)
    first = [literal(argument) for argument in call.args[:2]]
    if name in PAIR and len(first) == 2 and all(first):
        yield (first[0], first[1])
    elif name in SECOND:
        yield first[-1]
    elif name in ONE | errors and first:
        yield first[0]
    for keyword in call.keywords:
        if keyword.arg in NAMED.get(name, ()):
            yield literal(keyword.value)


def texts_in(tree: ast.AST, errors: set[str]) -> Iterator[Text]:
    found = [literal(argument) for argument in own_messages(tree, errors)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += texts_of_call(node, errors)
    return (text for text in found if text)


def used_texts() -> dict[Text, str]:
    errors = error_classes()
    return {
        text: path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for text in texts_in(ast.parse(path.read_text()), errors)
    }


def catalogue():
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="nl")


def forms(text: Text | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_extraction_sees_every_kind_of_text():
    source = """
class Odd(UserError):
    def __init__(self): super().__init__("own {thing}")
tr.gettext("plain"); tr.ngettext("one", "many", 2); T = msgid("marked")
P = msgids("{count} a", "{count} b"); raise Odd("raised")
Metric(name="Named"); other("not this"); raise FormError("field", "beside it")
"""
    found = set(texts_in(ast.parse(source), {"UserError", "Odd", "FormError"}))
    assert found == {
        "own {thing}", "plain", ("one", "many"), "marked", ("{count} a", "{count} b"), "raised",
        "Named", "beside it",
    }  # fmt: skip


def test_the_extraction_finds_what_the_bot_says():
    assert len(used_texts()) > 150


def test_every_text_of_the_code_is_in_the_dutch_catalogue():
    known = {message.id for message in catalogue() if message.id}
    missing = {text: path for text, path in used_texts().items() if text not in known}
    assert missing == {}


def test_the_dutch_catalogue_holds_nothing_that_the_code_does_not_say():
    used = set(used_texts())
    assert [message.id for message in catalogue() if message.id and message.id not in used] == []


def test_every_dutch_text_is_translated_and_checked():
    for message in catalogue():
        if message.id:
            assert all(forms(message.string)), f"not translated: {message.id}"
            assert not message.fuzzy, f"not checked: {message.id}"


def test_every_dutch_text_has_the_placeholders_of_the_english_one():
    for message in catalogue():
        if not message.id:
            continue
        wanted = set(PLACE.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            missing_count = {"count"} if len(forms(message.string)) > 1 else set()
            assert set(PLACE.findall(form)) | missing_count == wanted | missing_count, message.id


@pytest.mark.parametrize("language", ["nl"])
def test_the_catalogue_names_its_language_and_plural_rule(language):
    found = catalogue()
    assert str(found.locale) == language
    assert found.num_plurals == 2
