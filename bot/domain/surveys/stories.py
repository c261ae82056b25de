"""What a survey's owner says came of a wave: heard, doing, not doing. Pure; knows no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.errors import UsageError

MOST_STORY = 1_000
MOST_LINE = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """Three short texts, the last two may be empty; `channel` is where it was told, `outbox_id` the
    message that told it."""

    heard: str
    doing: str = ""
    not_doing: str = ""
    channel: str = ""
    outbox_id: str = ""


def checked_story(story: Story) -> Story:
    """The story itself when it can be told; UsageError says what to change."""
    if not story.heard.strip():
        raise UsageError("Say at least what you heard.")
    if max(map(len, (story.heard, story.doing, story.not_doing))) > MOST_STORY:
        raise UsageError("Keep each part below {most} characters.", most=MOST_STORY)
    return story


def definition_of_story(story: Story) -> dict[str, Any]:
    """The story as JSON can hold it."""
    return asdict(story)


def story_from(definition: Mapping[str, Any] | None) -> Story | None:
    """The story that `definition_of_story` wrote."""
    return None if definition is None else Story(**definition)


def since_line(story: Story | None) -> str:
    """One line of a story for the next invitation: what is being done, else what was heard."""
    if story is None:
        return ""
    told = " ".join((story.doing or story.heard).split())
    if len(told) <= MOST_LINE:
        return told
    return told[: MOST_LINE - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
