"""Decides the ids that come back from Slack when somebody taps. Knows no texts and no handlers."""

from __future__ import annotations

from enum import StrEnum


class ActionId(StrEnum):
    """What an element does. Elements that show a query again share the prefix `show:` and carry
    the query's canonical words as their value."""

    METRIC = "show:metric"
    PERIOD = "show:period"
    BY = "show:by"
    PREVIOUS = "show:previous"
    NEXT = "show:next"
    WHY = "show:why"
    BOARD = "show:board"
    SHARE = "share"
    LINK_ME = "link-me"


SHOW_PREFIX = "show:"


def suggestion_id(number: int) -> str:
    """The action id of the n-th suggestion; ids must differ inside one block."""
    return f"{SHOW_PREFIX}suggestion-{number}"


class BlockId(StrEnum):
    """Blocks that handlers or tests look for."""

    TABLE = "board-table"
    MENUS = "board-menus"
    BUTTONS = "board-buttons"
    SUGGESTIONS = "suggestions"
    HOME_ACTIONS = "home-actions"
    HOME_SET_UP = "home-set-up"


class HomeId(StrEnum):
    """What can be tapped on the Home tab, where there is no message to replace."""

    BOARD = "home:board"
    WHY = "home:why"
    BADGES = "home:badges"
    DEAL = "home:deal"
    LINK_ME = "home:link-me"
    SCHEDULES = "home:schedules"
    BELL = "home:bell"
    BADGE_SETTINGS = "home:badge-settings"
    POINT_SETTINGS = "home:point-settings"
