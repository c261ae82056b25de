"""The weekly picture as people draw it with matplotlib: pyplot, the same lines, words, pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from bench.anchors.missing import AnchorMissingError

PAPER, INK, QUIET, GRID = "#ffffff", "#1b1f24", "#57606a", "#dfe3e8"
ACCENT, TINT = "#0b57d0", "#d6e4fd"
_DPI = 120


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What is drawn: texts, running totals in whole money, tick values with their labels."""

    title: str
    total: str
    change: str
    names: Sequence[str]
    now: Sequence[float]
    before: Sequence[float]
    days: Sequence[str]
    ticks: Sequence[tuple[float, str]]
    pixels: tuple[int, int]


def draw(chart: Chart) -> bytes:
    """The chart as PNG. AnchorMissingError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise AnchorMissingError("matplotlib is not installed")
    import matplotlib as mpl  # noqa: PLC0415 - only in the bench extra

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    width, height = chart.pixels
    figure, axes = plt.subplots(figsize=(width / _DPI, height / _DPI), dpi=_DPI)
    figure.subplots_adjust(left=0.05, right=0.95, top=0.53, bottom=0.12)
    _lines(axes, chart)
    _labels(axes, chart)
    figure.text(0.05, 0.90, chart.title, color=INK, fontsize=13, fontweight="bold")
    figure.text(0.05, 0.79, chart.total, color=ACCENT, fontsize=26, fontweight="bold")
    figure.text(0.05, 0.71, chart.change, color=QUIET, fontsize=13)
    figure.legend(
        loc="upper left", bbox_to_anchor=(0.03, 0.69), ncols=2, frameon=False, fontsize=12,
        labelcolor=QUIET,
    )  # fmt: skip
    made = BytesIO()
    figure.savefig(made, format="png")
    plt.close(figure)
    return made.getvalue()


def _lines(axes: Any, chart: Chart) -> None:
    days = range(len(chart.days) + 1)
    axes.set_xlim(0, len(chart.days))
    axes.set_ylim(chart.ticks[0][0], chart.ticks[-1][0])
    axes.fill_between(days, [0, *chart.now], color=TINT, linewidth=0)
    axes.plot(
        days, [0, *chart.before], color=QUIET, linewidth=3, linestyle=(0, (0.2, 2.2)),
        dash_capstyle="round", label=chart.names[1],
    )  # fmt: skip
    axes.plot(days, [0, *chart.now], color=ACCENT, linewidth=3.6, label=chart.names[0])
    axes.plot(
        len(chart.now), chart.now[-1], "o", color=ACCENT, markeredgecolor=PAPER, markersize=9,
        clip_on=False,
    )  # fmt: skip


def _labels(axes: Any, chart: Chart) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.set_xticks([day + 0.5 for day in range(len(chart.days))], chart.days)
    axes.set_yticks([value for value, _ in chart.ticks], [""] * len(chart.ticks))
    axes.tick_params(length=0, labelsize=12, labelcolor=QUIET)
    for value, label in chart.ticks[1:]:
        axes.text(0, value, label, color=QUIET, fontsize=12, va="bottom")
