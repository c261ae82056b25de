"""Decides how a result looks as a picture: the score with its parts, the trend with how sure each
wave is, and the shares of other questions. Pure: a WaveResult and a Translator in, a Picture out.

Below ten answers only what may be printed is drawn: no parts and no shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import unescape

from bot.domain.surveys.enps import FEW, Tally
from bot.domain.surveys.results import QuestionResult, Step, WaveResult
from bot.domain.surveys.templates import translated
from bot.i18n import Translator
from bot.views.parts import VALUE_LIMIT, shorten
from bot.views.pictures import Picture
from bot.views.pictures_parts import (
    ACCENT,
    GOAL,
    GRID,
    INK,
    MARGIN,
    PAPER,
    QUIET,
    WIDTH,
    Scale,
    Spot,
    bar,
    dot,
    drawing,
    letters,
    line,
    ticks,
)
from bot.views.survey_results import pieces, words
from bot.views.survey_words import (
    answers,
    changed,
    headline,
    labelled,
    score,
    signed,
)

_LEFT, _RIGHT = float(MARGIN), float(WIDTH - MARGIN)
_BAD = "#a40e26"
_PASSIVE = "#6e7781"
_MOST_STEPS = 8
_MOST_QUESTIONS = 4
_ROW, _PLOT = 40, 170
_BARS, _BAR_END = 300.0, 500.0


def result_picture(result: WaveResult, tr: Translator) -> Picture | None:
    """The picture of a result that was released; None when there is nothing to draw."""
    canvas = _Canvas(tr)
    canvas.title(result)
    begin = canvas.height
    for one in result.everybody.values():
        if one.tally is not None:
            canvas.enps(one.tally)
            canvas.trend(result.trend[-_MOST_STEPS:])
    told = [one for one in result.everybody.values() if one.shares]
    for one in told[:_MOST_QUESTIONS]:
        canvas.shares(one)
    if canvas.height == begin:
        return None
    return Picture(
        svg=drawing(canvas.height + 14, canvas.parts),
        alt=shorten(unescape(words(pieces(result, str, tr))), VALUE_LIMIT),
        name=f"result-wave-{result.wave.number}",
    )


class _Canvas:
    """Panels below each other; `height` is where the next one begins."""

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self.parts: list[str] = []
        self.height = 0

    def title(self, result: WaveResult) -> None:
        """What it is a picture of."""
        told = self._tr.gettext("wave {number}", number=result.wave.number)
        text = f"{shorten(result.name, 26)} · {told}"
        self.parts.append(letters((_LEFT, 42), text, 25, bold=True, most=40))
        self.height = 56

    def enps(self, tally: Tally) -> None:
        """The score, how sure it is, and from ten answers on its three parts."""
        tr, top = self._tr, self.height
        low, high = tally.told_interval or (0, 0)
        span = tr.gettext("between {low} and {high}", low=signed(low), high=signed(high))
        told = f"{answers(tally.n, tr)} · {span}"
        self.parts += [
            letters((_LEFT, top + 44), f"eNPS {score(tally, tr)}", 46, bold=True, colour=ACCENT),
            letters((_LEFT, top + 80), told, 23, colour=QUIET),
        ]
        self.height = top + 100
        if tally.n >= FEW:
            self._parts_of(tally)

    def trend(self, steps: Sequence[Step]) -> None:
        """Every wave as a point between its ends; drawn only when there are two."""
        if len(steps) < 2:
            return
        top = float(self.height + 66)
        low, high = _range(steps)
        marks = ticks(low, high, 1)
        scale = Scale(low=float(marks[0]), high=float(marks[-1]), bottom=top + _PLOT, top=top)
        self.parts.append(letters((_LEFT, self.height + 30), changed(steps, self._tr), 23, most=46))
        for mark in marks:
            level = scale.y(mark)
            colour = QUIET if mark == 0 else GRID
            self.parts.append(line([(_LEFT, level), (_RIGHT, level)], colour, 2))
            text = signed(int(mark))
            self.parts.append(letters((_LEFT, level - 6), text, 20, colour=QUIET))
        self.parts += _points(steps, scale, self._tr)
        self.height = int(top + _PLOT + 46)

    def shares(self, one: QuestionResult) -> None:
        """How many chose what, as bars with their shares."""
        tr, top = self._tr, self.height + 34
        question = translated(one.question, tr.gettext).text
        self.parts.append(letters((_LEFT, top), question, 23, bold=True, most=42))
        told = " · ".join(part for part in (headline(one, tr), answers(one.n, tr)) if part)
        self.parts.append(letters((_LEFT, top + 30), told, 22, colour=QUIET, most=46))
        top += 44
        for label, part in labelled(one, tr):
            self._share(top, unescape(label), part)
            top += _ROW
        self.height = top

    def _share(self, top: int, label: str, part: Fraction) -> None:
        self.parts.append(letters((_LEFT, top + 26), label, 22, most=23))
        self.parts.append(_track(top))
        if part:
            width = (_BAR_END - _BARS) * float(part)
            self.parts.append(bar((_BARS, top + 6), width, 26, ACCENT))
        text = self._tr.percent(part, 0)
        self.parts.append(letters((_RIGHT, top + 26), text, 22, anchor="end"))

    def _parts_of(self, tally: Tally) -> None:
        tr, top = self._tr, self.height
        named = (
            (tr.gettext("Promoters"), tally.promoters, GOAL),
            (tr.gettext("Passives"), tally.passives, _PASSIVE),
            (tr.gettext("Detractors"), tally.detractors, _BAD),
        )
        self.parts += _stacked(top, [(count, colour) for _name, count, colour in named])
        for at, (name, count, colour) in enumerate(named):
            left = _LEFT + at * (_RIGHT - _LEFT) / 3
            share = tr.percent(Fraction(count, tally.n), 0)
            self.parts += [
                letters((left, top + 76), name, 22, colour=colour, bold=True, most=14),
                letters((left, top + 104), f"{tr.number(count)} ({share})", 22, colour=INK),
            ]
        self.height = top + 116


def _stacked(top: int, parts: Sequence[tuple[int, str]]) -> Iterator[str]:
    """One bar in pieces as wide as their parts, with white between them."""
    everybody = sum(count for count, _colour in parts)
    left, room = _LEFT, _RIGHT - _LEFT
    for count, colour in parts:
        width = room * count / everybody
        if count:
            inner = max(width - 3, 2)
            yield (
                f'<rect x="{left:.1f}" y="{top + 4}" width="{inner:.1f}" height="42"'
                f' fill="{colour}"/>'
            )
        left += width


def _points(steps: Sequence[Step], scale: Scale, tr: Translator) -> Iterator[str]:
    room = (_RIGHT - _LEFT - 104) / max(1, len(steps) - 1)
    spots = []
    for at, step in enumerate(steps):
        left = _LEFT + 70 + at * room
        low, high = step.tally.told_interval or (0, 0)
        yield line([(left, scale.y(low)), (left, scale.y(high))], QUIET, 4)
        shown = step.tally.shown
        spots.append((left, scale.y(shown.value if shown else 0)))
    yield line(spots, ACCENT, 5)
    for spot, step in zip(spots, steps, strict=True):
        yield dot(spot, ACCENT)
        text = signed(step.tally.shown.value) if step.tally.shown else ""
        _low, high = step.tally.told_interval or (0, 0)
        top = (spot[0], scale.y(high) - 9)
        yield _paper(top, 15 * len(text))
        yield letters(top, text, 23, bold=True, anchor="middle")
        name = tr.gettext("wave {number}", number=step.number) if len(steps) <= 5 else step.number
        yield letters(
            (spot[0], scale.bottom + 34), str(name), 21, colour=QUIET, anchor="middle", most=12
        )


def _paper(spot: Spot, width: int) -> str:
    """White behind a number, so that a line of the grid does not strike it out."""
    left, top = spot[0] - width / 2, spot[1] - 20
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width}" height="24" fill="{PAPER}"/>'


def _track(top: int) -> str:
    return (
        f'<rect x="{_BARS}" y="{top + 6}" width="{_BAR_END - _BARS}" height="26" rx="8"'
        f' fill="{GRID}"/>'
    )


def _range(steps: Sequence[Step]) -> tuple[int, int]:
    ends = [end for one in steps for end in one.tally.told_interval or ()]
    return max(-100, min(*ends, 0)), min(100, max(*ends, 0))
