"""What /koploper schedule does: opens the list of what is posted by itself, or an empty form."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.views.parts import NOTHING, Answer
from bot.views.schedule_form import schedule_modal
from bot.views.schedules import list_modal


def show_schedules(call: Call) -> Answer:
    """Every schedule with its buttons, for owner and admin."""
    view = list_modal(call.deps.schedules.listed(call.actor), call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING


def start_schedule(call: Call) -> Answer:
    """An empty form, for the channel where it was typed."""
    deps = call.deps
    blank = deps.schedules.blank(call.actor, deps.settings.locale, call.channel)
    open_modal(deps.client, call.trigger_id, schedule_modal(blank, "", True, call.tr))
    return NOTHING
