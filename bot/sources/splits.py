"""Decides who shares the credit when a cell names more than one rep; knows no people.

`Anna 60%, Ben 40%`, `Anna:60; Ben:40`, `Anna (60), Ben (40)`, or `Anna & Ben` for equal parts. A
comma alone parts no names (`Buchanan, Steven` is one person), nor do signs inside an e-mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.sources.table import RecordError
from store.records import WHOLE

_PARTS = re.compile(r"[;\n]|(?:(?<=[%)])|\s)[&+]\s|(?<=[\d%)]),(?=\s*\D)")
_WEIGHT = r"(\d{1,3}(?:[.,]\d{1,4})?)"
_WEIGHTED = re.compile(rf"(.*?[^\s:=(])(?:\s*[:=(]\s*{_WEIGHT}\s*%?\s*\)?|\s+{_WEIGHT}\s*%)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One rep's part of the credit, in basis points; the parts of a deal make 10,000."""

    rep: str
    share: int


def is_split(text: str) -> bool:
    """Whether a cell may name more than one rep, or gives a percentage."""
    return _PARTS.search(text) is not None or "%" in text


def parts_of(text: str) -> tuple[Part, ...]:
    """The reps named in a cell with their shares; RecordError when these do not make 100%."""
    pieces = [piece.strip() for piece in _PARTS.split(text) if piece.strip()]
    weighted = [_WEIGHTED.fullmatch(piece) for piece in pieces]
    if not any(weighted):
        return _equal(pieces)
    if not all(weighted):
        raise RecordError("“{text}” gives a percentage to some reps and not to others", text=text)
    found = [(match[1], match[2] or match[3]) for match in weighted if match is not None]
    weights = [Decimal(weight.replace(",", ".")) for _, weight in found]
    if sum(weights) != 100:
        raise RecordError("the percentages in “{text}” do not add up to 100", text=text)
    shares = [weight * (WHOLE // 100) for weight in weights]
    if any(share != int(share) or share == 0 for share in shares):
        raise RecordError("“{text}” has a percentage of 0 or with three decimals", text=text)
    return _distinct(
        [
            Part(rep=name.strip(), share=int(share))
            for (name, _), share in zip(found, shares, strict=True)
        ]
    )


def _equal(names: list[str]) -> tuple[Part, ...]:
    """Equal parts; what does not divide goes to the first ones, a basis point each."""
    if not names:
        raise RecordError("there is no rep")
    each, left = divmod(WHOLE, len(names))
    return _distinct(
        [Part(rep=name, share=each + (place < left)) for place, name in enumerate(names)]
    )


def _distinct(parts: list[Part]) -> tuple[Part, ...]:
    names = [part.rep.casefold() for part in parts]
    if len(set(names)) < len(names):
        raise RecordError("“{text}” is named twice in one split", text=parts[0].rep)
    return tuple(parts)
