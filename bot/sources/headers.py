"""Decides which column of a file is which, by its header and by `--map`; reads no values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.words import fold
from bot.errors import UsageError
from bot.sources.columns import Column


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Where each canonical column is, and what was made of the header: shown in the summary."""

    places: Mapping[str, int]
    names: Mapping[str, str]  # canonical name -> the file's own name
    ignored: tuple[str, ...]  # columns that nothing is read from
    width: int

    def place(self, name: str) -> int | None:
        """The index of a column, or None when the file has none."""
        return self.places.get(name)


def bare(text: str) -> str:
    """A header without case, accents, spaces and signs."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def find_columns(
    header: Sequence[str], columns: Sequence[Column], maps: Sequence[str] = ()
) -> Layout:
    """Match a header with canonical columns; `maps` holds `canonical=column` and wins.

    `canonical=` says that the file has no such column. Raises UsageError when a required column is
    missing, or when two columns could be the same one: a guess there could move money.
    """
    folded = [bare(name) for name in header]
    chosen = dict(_mapped(header, folded, columns, maps))
    taken = set(chosen.values())
    free = [(place, name) for place, name in enumerate(folded) if name and place not in taken]
    for column in columns:
        if column.name not in chosen:
            found = _guess(column, free, header)
            if found is not None:
                chosen[column.name] = found
    _refuse_shared(chosen, header)
    places = {name: place for name, place in chosen.items() if place is not None}
    _require(columns, places, header)
    used = set(places.values())
    return Layout(
        places=places,
        names={name: header[place].strip() for name, place in places.items()},
        ignored=tuple(n.strip() for i, n in enumerate(header) if i not in used and n.strip()),
        width=len(header),
    )


def _mapped(
    header: Sequence[str], folded: Sequence[str], columns: Sequence[Column], maps: Sequence[str]
) -> Iterator[tuple[str, int | None]]:
    known = {bare(column.name): column.name for column in columns}
    for entry in maps:
        canonical, equals, wanted = entry.partition("=")
        name = known.get(bare(canonical))
        if not equals or name is None:
            raise UsageError(
                "--map {entry} is not understood: write canonical=column, with one of {columns}.",
                entry=entry,
                columns=", ".join(known.values()),
            )
        yield name, _column_called(wanted, header, folded) if wanted.strip() else None


def _column_called(wanted: str, header: Sequence[str], folded: Sequence[str]) -> int:
    exact = [place for place, name in enumerate(header) if name.strip() == wanted.strip()]
    found = exact or [place for place, name in enumerate(folded) if name == bare(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("The file has more than one column called {column}.", column=wanted)
    raise UsageError(
        "The file has no column called {column}. Its columns are: {columns}.",
        column=wanted,
        columns=_listed(header),
    )


def _guess(column: Column, free: Sequence[tuple[int, str]], header: Sequence[str]) -> int | None:
    for names in ((bare(column.name),), *column.tiers):
        found = [place for place, name in free if name in names]
        if len(found) > 1:
            raise UsageError(
                "The columns {candidates} could each be {column}: choose with "
                "--map {column}=COLUMN.",
                candidates=_listed([header[place] for place in found]),
                column=column.name,
            )
        if found:
            return found[0]
    return None


def _refuse_shared(chosen: Mapping[str, int | None], header: Sequence[str]) -> None:
    owners: dict[int, str] = {}
    for name, place in chosen.items():
        if place is None:
            continue
        if place in owners:
            raise UsageError(
                "The column {column} could be {first} or {second}: choose with "
                "--map {first}={column} or --map {second}={column}.",
                column=header[place].strip(),
                first=owners[place],
                second=name,
            )
        owners[place] = name


def _require(columns: Sequence[Column], places: Mapping[str, int], header: Sequence[str]) -> None:
    missing = [column.name for column in columns if column.required and column.name not in places]
    if missing:
        raise UsageError(
            "No column for {missing} was recognised. The file has {columns}: name it with "
            "--map {first}=COLUMN.",
            missing=", ".join(missing),
            columns=_listed(header),
            first=missing[0],
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.strip() for name in names if name.strip()) or "-"
