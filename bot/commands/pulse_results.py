"""What /pulse results, proof and receipt answer. Decides no rights: services do."""

from __future__ import annotations

from bot.commands.call import Call
from bot.errors import UsageError
from bot.forms import open_modal
from bot.views.parts import NOTHING, Answer
from bot.views.survey_proof import proof_message, receipt_message
from bot.views.survey_results import result_modal


def show_results(call: Call) -> Answer:
    """The newest closed wave, of the survey that is named if one is: for HR, and for managers
    what was released of their teams."""
    surveys = call.deps.surveys
    wave = surveys.finding.wave(call.actor, call.words.strip())
    result = surveys.results.of(call.actor, wave.id)
    others = surveys.finding.closed(call.actor)
    view = result_modal(result, others, surveys.audiences.name_of, call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING


def show_proof(call: Call) -> Answer:
    """What is stored of surveys at this moment, and what runs; for everybody."""
    return proof_message(call.deps.surveys.proofs.now(), call.tr)


def check_receipt(call: Call) -> Answer:
    """Whether the answer with this receipt was counted; for everybody."""
    if not call.words.strip():
        raise UsageError("Give the receipt you got when you answered: /pulse receipt K7QF2-9MXWB.")
    return receipt_message(call.deps.surveys.proofs.counted_in(call.words), call.tr)
