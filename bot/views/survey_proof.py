"""How the proof and receipts read: for everybody who was asked, in words first."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.surveys.proving import Proof, TableProof
from bot.i18n import Translator, msgid
from bot.views.parts import Json, Message, context, escape, section
from store.records_surveys import Wave, WaveState

_STATES = {
    WaveState.OPEN.value: msgid("open"),
    WaveState.MIXED.value: msgid("closing"),
    WaveState.CLOSED.value: msgid("closed"),
}
_PURPOSES = {
    "wave": msgid("what was asked, and what was promised"),
    "invitation": msgid("who was asked and whether they answered, never what; 30 days"),
    "sealed": msgid("answers in sealed boxes, until the wave closes"),
    "ballot": msgid("answers without a name, a time or an order"),
    "named_ballot": msgid("knowledge checks that said they are with names"),
    "comment": msgid("comments on their own"),
    "reply": msgid("what was said about comments"),
    "receipt": msgid("the receipts of all who were counted"),
    "released": msgid("results of groups that may be shown"),
}


def proof_message(proof: Proof, tr: Translator) -> Message:
    """What runs, what it keeps at this moment, and what that proves and does not."""
    runs = tr.gettext(
        "Koploper {version} runs here. SHA-256 of its source: {digest}.",
        version=escape(proof.version),
        digest=f"`{proof.digest}`",
    )
    shown = tr.gettext(
        "Scores are shown from {least} answers on, comments from {comments}; a survey may ask for"
        " more, never for fewer.",
        least=proof.least,
        comments=proof.least_comments,
    )
    live = tr.gettext(
        "These are the tables of surveys as the database ({database}) itself describes them now:",
        database=escape(proof.database),
    )
    limit = tr.gettext(
        "Look for what is missing: beside an answer there is no person, no time and no order. This"
        " is what the program says of itself. Somebody who changed it could make it lie; compare"
        " the SHA-256 with that of the version you trust."
    )
    lines = [_line(one, tr) for one in proof.tables]
    blocks: list[Json] = [section(f"{runs}\n{shown}"), section(f"*{live}*")]
    blocks += [section(line) for line in lines]
    blocks.append(context(limit))
    text = "\n".join([runs, shown, live, *lines, limit])
    return Message(text=text.replace("*", "").replace("`", ""), blocks=blocks)


def receipt_message(wave: Wave | None, tr: Translator) -> Message:
    """Whether an answer was counted: never what it was."""
    if wave is not None:
        told = tr.gettext(
            ":white_check_mark: Counted: the answer with this receipt is in the result of *{name}*,"
            " wave {number}. The list tells that it was counted, not what it was.",
            name=escape(str(wave.definition.get("name", ""))),
            number=wave.number,
        )
    else:
        told = tr.gettext(
            "This receipt is in the list of no closed wave. That is so while the survey is open,"
            " when the answer was changed (only its last receipt counts) or taken back, when too"
            " few people answered and all was destroyed, and once the list has been deleted."
        )
    return Message(text=told.replace("*", ""), blocks=[section(told)])


def _line(one: TableProof, tr: Translator) -> str:
    told = _PURPOSES.get(one.name)
    purpose = tr.gettext(told) if told else tr.gettext("not a table of this version")
    columns = ", ".join(escape(column) for column in one.columns)
    return f"*{escape(one.name)}*: {purpose}\n{columns}\n{_rows(one.rows, tr)}"


def _rows(rows: Mapping[str, int], tr: Translator) -> str:
    if not rows:
        return tr.gettext("no rows")
    counted = [
        tr.gettext(
            "{rows} of waves that are {state}",
            rows=tr.ngettext("{count} row", "{count} rows", count),
            state=tr.gettext(_STATES.get(state, state)),
        )
        for state, count in sorted(rows.items(), key=lambda pair: list(_STATES).index(pair[0]))
    ]
    return tr.join(counted)
