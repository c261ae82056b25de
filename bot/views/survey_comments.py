"""How comments read: in no order, page by page, each with a way to answer it. Only HR sees them.

Plain text: nothing that somebody wrote can become a mention, a link or formatting.
"""

from __future__ import annotations

from bot.domain.surveys.enps import Part
from bot.domain.surveys.results import WaveResult
from bot.i18n import Translator, msgid
from bot.ids import PulseId
from bot.views.modals import modal
from bot.views.parts import Json, actions, button, clean, context, escape, plain, section
from bot.views.survey_words import asked
from store.records_surveys import Comment

PAGE = 10
PARTS = {
    Part.PROMOTER.value: msgid("from a promoter"),
    Part.PASSIVE.value: msgid("from a passive"),
    Part.DETRACTOR.value: msgid("from a detractor"),
}


def comments_modal(result: WaveResult, page: int, tr: Translator) -> Json:
    """One page of comments. Their order is that of random ids: the same on each look, and nothing
    else; a page that is not there is the last one."""
    kept = sorted(result.comments, key=lambda one: (one.question, one.id))
    last = max(0, (len(kept) - 1) // PAGE)
    page = max(0, min(page, last))
    head = tr.ngettext(
        "*{name}*: {count} comment",
        "*{name}*: {count} comments",
        len(kept),
        name=escape(result.name),
    )
    blocks = [
        section(head),
        context(tr.gettext("In no order. Please do not try to guess who wrote something.")),
    ]
    question = None
    for one in kept[page * PAGE : (page + 1) * PAGE]:
        if one.question != question:
            question = one.question
            blocks.append(section(f"*{asked(result.questions[question], tr)}*"))
        blocks += _comment(one, result, tr)
    blocks.append(actions("pulse-pages", _pages(result.wave.id, page, last, tr)))
    about = str(result.wave.id)
    return modal(PulseId.RESULT, tr.gettext("Comments"), blocks, tr, private_metadata=about)


def comment_text(text: str) -> str:
    """What somebody wrote, line by line, each without control and direction marks."""
    return "\n".join(clean(line) for line in text.splitlines() if line.strip())


def _comment(one: Comment, result: WaveResult, tr: Translator) -> list[Json]:
    answer = button(PulseId.REPLY, tr.gettext("Reply"), f"{result.wave.id}:{one.id}")
    block = {
        "type": "section",
        "block_id": f"comment-{one.id}",
        "text": plain(comment_text(one.text)),
        "accessory": answer,
    }
    told = PARTS.get(one.part or "")
    return [block, context(tr.gettext(told))] if told else [block]


def _pages(wave_id: int, page: int, last: int, tr: Translator) -> list[Json]:
    made = [button(PulseId.RESULTS, tr.gettext("Back to the result"), str(wave_id))]
    if page > 0:
        back = button(PulseId.COMMENTS, tr.gettext("Previous"), f"{wave_id}:{page - 1}")
        made.append(back | {"action_id": f"{PulseId.COMMENTS}-previous"})
    if page < last:
        made.append(button(PulseId.COMMENTS, tr.gettext("Next"), f"{wave_id}:{page + 1}"))
    return made
