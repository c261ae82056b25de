"""Small builders of blocks, and blocks that are at the limit and therefore good."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn()} | more


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain()} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 1, **more: Any) -> Json:
    return {"text": plain(f"o{number}"), "value": str(number)} | more


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select"} | (more or {"options": options(1)})


def entry(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element} | more


def table(rows: int, cells: int = 1, text: str = "x", **more: Any) -> Json:
    row = [{"type": "raw_text", "text": text}] * cells
    return {"type": "table", "rows": [row] * rows} | more


def data_table(rows: int, **more: Any) -> Json:
    return table(rows, 2) | {"type": "data_table", "caption": "Board"} | more


def typed(kind: str, **more: Any) -> Json:
    return {"type": kind, **more}


def chart(points: int = 2, **more: Any) -> Json:
    labels = [f"c{number}" for number in range(points)]
    series = {"name": "s", "data": [{"label": label, "value": 1} for label in labels]}
    line = {"type": "line", "series": [series], "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "T", "chart": line} | more


GOOD = {
    "50 blocks": [typed("divider")] * 50,
    "section text 3000": [section(text=mrkdwn("x" * 3000))],
    "section with 10 fields of 2000": [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
    "header 150": [typed("header", text=plain("x" * 150))],
    "10 context elements": [typed("context", elements=[mrkdwn()] * 10)],
    "25 buttons": [actions(*[button(action_id=str(n)) for n in range(25)])],
    "button at all limits": [
        actions(
            button(
                text=plain("x" * 75),
                value="v" * 2000,
                url="u" * 3000,
                accessibility_label="x" * 75,
                action_id="a" * 255,
            )
        )
    ],
    "100 options": [actions(select(options=options(100)))],
    "option at all limits": [
        actions(select(options=[option(text=plain("x" * 75), value="v" * 150)]))
    ],
    "option description 75": [actions(select(options=[option(description=plain("d" * 75))]))],
    "overflow of 5": [actions(typed("overflow", options=options(5)))],
    "10 radio buttons": [actions(typed("radio_buttons", options=options(10)))],
    "multi select in a section": [
        section(accessory=typed("multi_static_select", options=options(2)))
    ],
    "table 100 by 20": [table(100, 20, "xxxxx")],
    "raw_number cell": [typed("table", rows=[[{"type": "raw_number", "value": 1, "text": "1"}]])],
    "null column setting": [table(1, 2, column_settings=[None, {"align": "right"}])],
    "data table of 101 rows": [data_table(101, row_header_column_index=1, page_size=100)],
    "line chart": [chart()],
    "two charts": [chart(), chart()],
    "markdown 12000": [typed("markdown", text="x" * 12_000)],
    "image": [typed("image", image_url="http://x", alt_text="a")],
    "feedback buttons": [
        typed(
            "context_actions",
            elements=[
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain(), "value": "up"},
                    "negative_button": {"text": plain(), "value": "down"},
                }
            ],
        )
    ],
    "rich text": [
        typed(
            "rich_text",
            elements=[
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "hello"}]}
            ],
        )
    ],
    "confirm": [
        actions(
            button(
                confirm={
                    "title": plain("x" * 100),
                    "text": mrkdwn("x" * 300),
                    "confirm": plain("x" * 30),
                    "deny": plain("x" * 30),
                }
            )
        )
    ],
}
