"""`/koploper points`: opens the modal in which points and levels are set."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.services.access import ADMINS, require
from bot.views.parts import NOTHING, Answer
from bot.views.points import points_form


def set_points(call: Call) -> Answer:
    """Show what counts for how many points, to be changed; owner and admin."""
    require(call.actor, ADMINS)
    snapshot = call.snapshot
    view = points_form(call.deps.points.rules(), snapshot.metrics, snapshot.currency, call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING
