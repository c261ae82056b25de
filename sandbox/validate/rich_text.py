"""Decides what Slack accepts inside a rich_text block."""

from __future__ import annotations

from sandbox.validate.shapes import (
    Check,
    anything,
    by_type,
    flag,
    many,
    one_of,
    shape,
    string,
    whole,
)

_STYLE = {"style": anything}
_INLINE: dict[str, Check] = {
    "text": shape({"text": string(12_000)}, _STYLE),
    "link": shape({"url": string(3000)}, _STYLE | {"text": string(12_000), "unsafe": flag}),
    "emoji": shape({"name": string(100)}, _STYLE | {"unicode": string(50), "url": string(3000)}),
    "user": shape({"user_id": string(32)}, _STYLE),
    "usergroup": shape({"usergroup_id": string(32)}, _STYLE),
    "channel": shape({"channel_id": string(32)}, _STYLE),
    "team": shape({"team_id": string(32)}, _STYLE),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLE),
    "color": shape({"value": string(20)}, _STYLE),
    "date": shape(
        {"timestamp": whole(0, 10**11), "format": string(200)},
        _STYLE | {"url": string(3000), "fallback": string(200)},
    ),
}
_LINE = many(by_type(_INLINE), 0, 1000)
_SECTION = shape({"elements": _LINE})
_PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": shape(
        {"elements": _LINE}, {"border": whole(0, 1), "language": string(50)}
    ),
    "rich_text_quote": shape({"elements": _LINE}, {"border": whole(0, 1)}),
    "rich_text_list": shape(
        {
            "elements": many(by_type({"rich_text_section": _SECTION}), 1, 1000),
            "style": one_of("bullet", "ordered"),
        },
        {"indent": whole(0, 8), "offset": whole(0, 100_000), "border": whole(0, 1)},
    ),
}
RICH_TEXT = shape({"elements": many(by_type(_PARTS), 1, 1000)}, {"block_id": string(255)})
