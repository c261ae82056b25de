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
    MY_PLACE = "post:place"
    POST_WHY = "post:why"
    POST_BADGES = "post:badges"
    RETRY = "outbox:retry"


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
    POST_BUTTONS = "post-buttons"
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


class FormId(StrEnum):
    """The modals that are submitted, and what is tapped in them."""

    POINTS = "points-form"
    BADGES = "badges-list"
    BADGES_WHERE = "badges-where"
    BADGES_WHERE_FORM = "badges-where-form"
    BADGE = "badge-form"
    BADGE_SWITCH = "badge-switch"
    BADGE_EDIT = "badge-edit"
    BADGE_NEW = "badge-new"
    BADGE_PREVIEW = "badge-preview"
    BADGE_DELETE = "badge-delete"


class DealId(StrEnum):
    """The forms of logged deals, and what is tapped on messages about them."""

    FORM = "deal-form"
    RULES = "deal-rules"
    REFUSAL = "deal-refusal"
    CONFIRM = "deal-confirm"
    REFUSE = "deal-refuse"
    WITHDRAW = "deal-withdraw"
    ANSWERS = "deal-answers"


class LeaveId(StrEnum):
    """The form of leave, and what is tapped in it."""

    FORM = "leave-form"
    WHOSE = "leave-whose"
    REMOVE = "leave-remove"


class ScheduleId(StrEnum):
    """The modals of schedules, and what can be tapped in them."""

    LIST = "schedules"
    FORM = "schedule"
    NEW = "schedule:new"
    EDIT = "schedule:edit"
    PAUSE = "schedule:pause"
    RESUME = "schedule:resume"
    REMOVE = "schedule:remove"
    TEST = "schedule:test"
    PAGE = "schedule:page"


class BellId(StrEnum):
    """The list and the form of bells, and what is tapped in them."""

    LIST = "bell-list"
    FORM = "bell-form"
    ADD = "bell-add"
    EDIT = "bell-edit"
    PAUSE = "bell-pause"
    RESUME = "bell-resume"
    TEST = "bell-test"
    REMOVE = "bell-remove"


class PulseId(StrEnum):
    """Surveys: buttons and modals. Values and metadata are the number of a wave or survey only:
    nothing that says an answer."""

    ANSWER = "pulse:answer"
    TAKE_BACK = "pulse:take-back"
    RESULTS = "pulse:results"
    RESULT = "pulse:result"
    """The modal of a result."""
    WAVE = "pulse:wave"
    COMMENTS = "pulse:comments"
    """The value is "wave id:page": comments have an order of random ids, the same on each look."""
    PICTURE = "pulse:picture"
    EXPORT = "pulse:export"
    EXPORT_CSV = "pulse:export-csv"
    SHARE = "pulse:share"
    SHARE_FORM = "pulse:share-form"
    FORM = "pulse:form"
    DONE = "pulse:done"

    LIST = "pulse:list"
    NEW = "pulse:new"
    PAGE = "pulse:page"
    OPEN = "pulse:open"
    QUESTION = "pulse:question"
    QUESTION_NEW = "pulse:question-new"
    QUESTION_MENU = "pulse:question-menu"
    SETTINGS = "pulse:settings"
    SETTINGS_EDIT = "pulse:settings-edit"
    PREVIEW = "pulse:preview"
    LAUNCH = "pulse:launch"
    LAUNCH_FORM = "pulse:launch-form"
    PAUSE = "pulse:pause"
    RESUME = "pulse:resume"
    CLOSE = "pulse:close"
    CLOSE_FORM = "pulse:close-form"

    REPLY = "pulse:reply"
    """On a comment, value "wave id:comment id": HR answers it."""
    REPLY_FORM = "pulse:reply-form"
    BACK = "pulse:back"
    """On an answer of HR: whoever wrote the comment says something back."""
    BACK_FORM = "pulse:back-form"
    END_TALK = "pulse:end-talk"
    STORY = "pulse:story"
    STORY_FORM = "pulse:story-form"
