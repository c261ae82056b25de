"""`/koploper bell`: opens the list of bells, from which everything about them is done."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.services.bell import Bells
from bot.views.bell_settings import bells_view
from bot.views.parts import NOTHING, Answer


def show_bells(call: Call) -> Answer:
    """Every bell with what can be done to it; owner and admin."""
    bells = Bells(call.deps.desk).listed(call.actor)
    view = bells_view(bells, call.snapshot.team_names, call.snapshot.currency, call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING
