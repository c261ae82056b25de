"""Decides how single pieces of a picture are drawn as SVG, and its colours. Knows no product words.

All colours of letters and lines have at least 4.5:1 against the white paper; what colour tells is
told by a dash or a word as well. Sizes are pixels for a phone, which shows about half of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape as escape_xml

from bot.domain.metrics import Value
from bot.views.parts import clean, shorten

WIDTH = 600
MARGIN = 30
PAPER, INK, QUIET, GRID = "#ffffff", "#1b1f24", "#57606a", "#dfe3e8"
ACCENT, TINT, GOAL = "#0b57d0", "#d6e4fd", "#14733f"
_FONTS = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"

Spot = tuple[float, float]


def drawing(height: int, parts: Iterable[str]) -> str:
    """The whole SVG: its parts on white paper, WIDTH wide."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{_FONTS}">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def safe(text: str, most: int) -> str:
    """A text from outside as XML that stays letters, at most `most` of them."""
    kept = "".join(sign for sign in shorten(clean(text), most) if _is_xml(sign))
    return escape_xml(kept, quote=True)


def _is_xml(sign: str) -> bool:
    """Whether XML allows the sign at all: not every code point Python has is one."""
    code = ord(sign)
    return code >= 32 and not 0xD800 <= code <= 0xDFFF and code & 0xFFFE != 0xFFFE


def letters(
    spot: Spot,
    text: str,
    size: int,
    *,
    colour: str = INK,
    bold: bool = False,
    anchor: str = "start",
    most: int = 60,
) -> str:
    """Text at a spot: its baseline."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{spot[0]:.1f}" y="{spot[1]:.1f}" font-size="{size}" fill="{colour}"'
        f' text-anchor="{anchor}"{weight}>{safe(text, most)}</text>'
    )


def line(
    spots: Sequence[Spot], colour: str, width: float, *, dash: str = "", filled: str = ""
) -> str:
    """A line through the spots; `filled` is a colour for what lies under it, to the last y."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    if filled:
        return f'<polygon points="{points}" fill="{filled}"/>'
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
    )


def dot(spot: Spot, colour: str) -> str:
    """A point worth looking at."""
    return (
        f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="8" fill="{colour}"'
        f' stroke="{PAPER}" stroke-width="3"/>'
    )


def bar(spot: Spot, width: float, height: float, colour: str) -> str:
    """A bar with soft corners."""
    return (
        f'<rect x="{spot[0]:.1f}" y="{spot[1]:.1f}" width="{max(width, 8):.1f}"'
        f' height="{height:.1f}" rx="8" fill="{colour}"/>'
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Values as heights: from `low` at `bottom` to `high` at `top` (y grows downwards)."""

    low: float
    high: float
    bottom: float
    top: float

    def y(self, value: Value) -> float:
        """Where a value lies."""
        part = (float(value) - self.low) / (self.high - self.low)
        return self.bottom - part * (self.bottom - self.top)


def ticks(low: Value, high: Value, unit: Value, most: int = 3) -> tuple[Value, ...]:
    """Round values from `low` to just above `high`, at most `most` steps of 1, 2, 2.5 or 5 times a
    power of ten; `unit` is how many minor units make one that people read."""
    room = float((high - low or unit * most) / Fraction(unit)) / most
    power = Fraction(10) ** math.floor(math.log10(room))
    steps = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
    step = next(one * power for one in steps if float(one * power) >= room * (1 - 1e-9)) * unit
    first, last = math.floor(Fraction(low) / step), math.ceil(Fraction(high) / step)
    return tuple(step * number for number in range(first, max(last, first + 1) + 1))
