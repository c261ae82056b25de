"""Decides what Slack accepts as a data_visualization block: line, bar, area and pie charts."""

from __future__ import annotations

from typing import Any

from sandbox.records import Json
from sandbox.validate.report import Report
from sandbox.validate.shapes import Check, anything, by_type, many, shape, string, text

MAX_CHARTS = 2
_LABEL = string(20)


def _positive(value: Any, at: str, report: Report) -> None:
    _numeric(value, at, report)
    if isinstance(value, int | float) and value <= 0:
        report.add(at, "must be more than 0")


def _numeric(value: Any, at: str, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add(at, "must provide a number")


_SERIES = shape(
    {
        "name": _LABEL,
        "data": many(shape({"label": _LABEL, "value": _numeric}), 1, 20),
    }
)


def _one_point_per_category(value: Any, at: str, report: Report) -> None:
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        report.add(f"{at}/series", "series names must be unique")
    wanted = value["axis_config"].get("categories")
    for index, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(wanted):
            report.add(f"{at}/series/{index}/data", "must have one point per category")


_AXES = shape({"categories": many(_LABEL, 1, 20)}, {"x_label": string(50), "y_label": string(50)})
_LINES = shape({"series": many(_SERIES, 1, 12), "axis_config": _AXES}, {}, _one_point_per_category)
_PIE = shape({"segments": many(shape({"label": _LABEL, "value": _positive}), 1, 12)})
_CHARTS: dict[str, Check] = {"line": _LINES, "bar": _LINES, "area": _LINES, "pie": _PIE}


def _title(value: Any, at: str, report: Report) -> None:
    (string(50) if isinstance(value, str) else text(50, plain=True))(value, at, report)


DATA_VISUALIZATION = shape(
    {"title": _title, "chart": by_type(_CHARTS)}, {"block_id": string(255), "alt_text": anything}
)


def check_charts(blocks: list[Json], at: str, report: Report) -> None:
    """At most two charts in a message."""
    charts = [i for i, block in enumerate(blocks) if block.get("type") == "data_visualization"]
    if len(charts) > MAX_CHARTS:
        report.add(f"{at}/{charts[MAX_CHARTS]}", f"no more than {MAX_CHARTS} charts allowed")
