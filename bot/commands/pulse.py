"""What /pulse does for HR: opens the list of surveys. Decides no rights: services do."""

from __future__ import annotations

from bot.commands.call import Call
from bot.forms import open_modal
from bot.views.parts import NOTHING, Answer
from bot.views.survey_list import list_modal


def show_surveys(call: Call) -> Answer:
    """Every survey, for HR: new ones begin there."""
    deps = call.deps
    listed = deps.surveys.overview.listed(call.actor)
    zone = call.actor.zone or deps.settings.zone
    open_modal(deps.client, call.trigger_id, list_modal(listed, zone, call.tr))
    return NOTHING
