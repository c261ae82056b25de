"""Works out what a badge would have given, and shows it in the form that waits for it."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.i18n import translator
from bot.services.trials import Trial
from bot.views.badge_form import Draft, badge_form, preview_words

_MOVED_ON = frozenset({"hash_conflict", "not_found"})


def try_out(deps: Deps) -> None:
    """Everything that waits."""
    while not deps.closing.is_set() and (trial := deps.trials.take()) is not None:
        _show(deps, trial)


def _show(deps: Deps, trial: Trial) -> None:
    """The form with the answer; a form that was changed, saved or closed meanwhile stays so."""
    tr = translator(trial.language)
    tried = deps.badge_setup.try_out(trial.actor, trial.data)
    told = preview_words(tried.people, tried.times, tried.problem, tr)
    draft = Draft(key=trial.key, data=trial.data, is_on=trial.is_on)
    view = badge_form(draft, deps.desk.snapshots.current().metrics, tr, preview=told)
    try:
        deps.client.views_update(view_id=trial.view_id, hash=trial.view_hash, view=view)
    except SlackApiError as gone:
        if gone.response.get("error") not in _MOVED_ON:
            raise
