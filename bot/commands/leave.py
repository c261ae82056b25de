"""`/koploper leave`: opens the form in which days away are written down."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.views.leave import leave_form
from bot.views.parts import NOTHING, Answer


def enter_leave(call: Call) -> Answer:
    """One's own days away; who manages people can choose theirs in the form."""
    page = call.deps.leaves.page(call.actor)
    view = leave_form(page, call.snapshot.person_names, call.today, call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING
