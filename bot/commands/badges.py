"""`/koploper badges`: opens the list of badges, where admins set all of it up."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.views.badge_setup import list_modal
from bot.views.parts import NOTHING, Answer


def set_up_badges(call: Call) -> Answer:
    """Every badge, where they are told, and a button for a new one; owner and admin."""
    deps = call.deps
    badges = [(one.badge, one.worth) for one in deps.badge_setup.listed(call.actor)]
    view = list_modal(badges, deps.announcements.settings(), call.tr)
    open_modal(deps.client, call.trigger_id, view)
    return NOTHING
