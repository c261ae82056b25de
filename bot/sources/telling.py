"""Decides how an import is told on the command line: the guess at the header, and the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.i18n import Translator, msgid
from bot.services.imports import ImportOptions, ImportSummary
from bot.sources.headers import Layout
from bot.sources.table import Table

STATUSES = {
    "won": msgid("won"),
    "lost": msgid("lost"),
    "open": msgid("open"),
    "void": msgid("not counted"),
}
NAMED = 20
"""How many names of a list are told; the others are counted."""


def layout_lines(table: Table, layout: Layout, tr: Translator) -> Iterator[str]:
    """How the file is read, and which of its columns is which."""
    yield tr.gettext("Reading {format}.", format=plain(table.format))
    columns = ", ".join(
        name if name == own else f"{name} = {plain(own)}" for name, own in layout.names.items()
    )
    yield tr.gettext("Columns: {columns}.", columns=columns)
    if layout.ignored:
        yield tr.gettext("Not used: {columns}.", columns=_some(layout.ignored, tr))


def summary_lines(
    summary: ImportSummary, options: ImportOptions, refused_file: str, tr: Translator
) -> Iterator[str]:
    """What the import did, or would have done."""
    yield tr.gettext(
        "Read {read}: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused.",
        read=tr.number(summary.read),
        new=tr.number(summary.new),
        changed=tr.number(summary.changed),
        unchanged=tr.number(summary.unchanged),
        refused=tr.number(summary.refused),
    )
    yield from _details(summary, tr)
    if summary.refused:
        yield tr.gettext("The refused rows, with the reasons, are in {file}.", file=refused_file)
    if not summary.kept:
        yield _why_not_kept(options, tr)


def _details(summary: ImportSummary, tr: Translator) -> Iterator[str]:
    if summary.removed:
        count = tr.number(summary.removed)
        yield tr.gettext("Taken back, as the file lacks them: {count}.", count=count)
    if summary.repeated:
        count = tr.number(summary.repeated)
        yield tr.gettext("Rows replaced by a later one with the same id: {count}.", count=count)
    if summary.unknown_reps:
        names = _some(summary.unknown_reps, tr)
        yield tr.gettext("Reps nobody had heard of, who become people: {names}.", names=names)
    if summary.currency:
        currency = summary.currency
        yield tr.gettext("Amounts without a currency count as {currency}.", currency=currency)
    if summary.stages:
        stages = [
            f"{word} = {tr.gettext(STATUSES[status])}" for word, status in summary.stages.items()
        ]
        yield tr.gettext("Stages: {stages}.", stages=_some(stages, tr))
    if summary.unknown_kinds:
        kinds = _some(summary.unknown_kinds, tr)
        yield tr.gettext("Kinds that are no sale type: {kinds}.", kinds=kinds)


def _why_not_kept(options: ImportOptions, tr: Translator) -> str:
    if options.dry_run:
        return tr.gettext("Nothing was changed: this was a dry run.")
    if options.replace:
        return tr.gettext(
            "Nothing was changed: with --replace, the deals of refused rows would be taken back."
        )
    return tr.gettext("Nothing was changed: with --strict, one refused row stops all.")


def _some(names: Sequence[str], tr: Translator) -> str:
    told = ", ".join(map(plain, names[:NAMED]))
    if len(names) <= NAMED:
        return told
    return tr.gettext("{names} and {count} more", names=told, count=tr.number(len(names) - NAMED))


def plain(text: str) -> str:
    """Text from outside as one line that can do nothing to a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)
