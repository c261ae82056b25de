"""Decides how bells are listed and set up, in modals and in a terminal. Pure; knows no rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.bell import BUNDLES, MOST_FRESH, SALE_TYPES, Bell
from bot.domain.bell_drafts import AMOUNT, CUSTOMER, Filled, clock_text
from bot.domain.metrics import Unit
from bot.i18n import LANGUAGES, Translator, msgid, msgids
from bot.ids import BellId
from bot.views import modals
from bot.views.modals import field, modal
from bot.views.parts import (
    OPTION_LIMIT,
    Json,
    actions,
    button,
    clean,
    confirm,
    context,
    escape,
    option,
    section,
)
from bot.views.values import has_no_cents, told
from bot.views.wording import SALE_TYPES as TYPE_NAMES

LISTED = 20  # bells in one modal, which holds 100 blocks
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}
_MINUTES = msgids("{count} minute", "{count} minutes")
_DAYS = msgids("news for {count} day", "news for {count} days")
_MORE = msgids(
    "{count} more bell: `koploper bell list` shows it.",
    "{count} more bells: `koploper bell list` shows them.",
)
_BUNDLED = msgid("deals within {time} ring together")


def settings_words(
    bell: Bell, teams: Mapping[int, str], currency: str, tr: Translator
) -> list[str]:
    """What the bell rings for and how, piece by piece; names cleaned, not escaped."""
    pieces = [_threshold(bell, currency, tr), _shown(bell, tr)]
    if bell.quiet:
        hours = f"{clock_text(bell.quiet.start)}–{clock_text(bell.quiet.end)}"
        pieces.append(tr.gettext("quiet {hours} ({zone})", hours=hours, zone=bell.zone))
    if bell.bundle:
        pieces.append(tr.gettext(_BUNDLED, time=_time(bell.bundle, tr)))
    pieces.append(tr.ngettext(*_DAYS, bell.fresh_days))
    names = [tr.gettext(TYPE_NAMES[kind]) for kind in SALE_TYPES if kind in bell.sale_types]
    names += sorted(clean(teams.get(team, "?")) for team in bell.teams)
    if names:
        pieces.append(tr.gettext("only {names}", names=tr.join(names)))
    pieces.append(LANGUAGE_NAMES[bell.locale])
    return pieces


def bells_view(
    bells: Sequence[Bell],
    teams: Mapping[int, str],
    currency: str,
    tr: Translator,
    *,
    note: str = "",
) -> Json:
    """The modal that lists every bell with what can be done to it; `note` is what was just done,
    as escaped mrkdwn."""
    blocks = [section(f":white_check_mark: {note}")] if note else []
    if not bells:
        blocks.append(
            section(
                tr.gettext(
                    "A bell rings in a channel when a deal is won: who, how much, and what it did"
                    " to the standings. There is none yet."
                )
            )
        )
    for bell in bells[:LISTED]:
        blocks += _listed(bell, teams, currency, tr)
    if len(bells) > LISTED:
        blocks.append(context(tr.ngettext(*_MORE, len(bells) - LISTED)))
    add = button(BellId.ADD, tr.gettext("Add a bell"), "new")
    blocks.append(actions("bell-add-row", [add]))
    return modal(BellId.LIST, tr.gettext("The bell"), blocks, tr)


def _listed(bell: Bell, teams: Mapping[int, str], currency: str, tr: Translator) -> Iterator[Json]:
    state = "" if bell.is_on else f" · {tr.gettext('paused')}"
    words = _sentence(bell, teams, currency, tr)
    yield section(f"*<#{bell.channel}>*{state}\n{words}")
    switch = (
        button(BellId.PAUSE, tr.gettext("Pause"), bell.channel)
        if bell.is_on
        else button(BellId.RESUME, tr.gettext("Resume"), bell.channel)
    )
    sure = confirm(
        tr.gettext("Take this bell down?"),
        tr.gettext("Nothing rings in that channel any more. What rang stays."),
        tr.gettext("Take down"),
        tr.gettext("Keep"),
    )
    yield actions(
        f"bell-row-{bell.channel}",
        [
            button(BellId.EDIT, tr.gettext("Change"), bell.channel),
            button(BellId.TEST, tr.gettext("Ring a test"), bell.channel),
            switch,
            button(BellId.REMOVE, tr.gettext("Take down"), bell.channel, ask=sure),
        ],
    )


def _sentence(bell: Bell, teams: Mapping[int, str], currency: str, tr: Translator) -> str:
    words = escape(" · ".join(settings_words(bell, teams, currency, tr)))
    return words[:1].upper() + words[1:]


def bell_form(
    filled: Filled, teams: Mapping[int, str], currency: str, tr: Translator, *, channel: str = ""
) -> Json:
    """The modal to hang a bell, or to change that of `channel`."""
    blocks = (
        [section(tr.gettext("The bell of {channel}.", channel=f"<#{channel}>"))]
        if channel
        else [field("channel", tr.gettext("Channel"), modals.channel_menu())]
    )
    blocks += _what(filled, teams, currency, tr)
    blocks += _when(filled, tr)
    title = tr.gettext("Change the bell") if channel else tr.gettext("Add a bell")
    return modal(
        BellId.FORM, title, blocks, tr, submit=tr.gettext("Save"), private_metadata=channel
    )


def _what(
    filled: Filled, teams: Mapping[int, str], currency: str, tr: Translator
) -> Iterator[Json]:
    yield field(
        "threshold",
        tr.gettext("Least amount ({currency})", currency=currency),
        modals.text_box(filled.threshold, most=30),
        hint=tr.gettext("Smaller deals do not ring here. Empty: every deal rings."),
        optional=True,
    )
    shown = [
        option(tr.gettext("The amount"), AMOUNT),
        option(tr.gettext("The customer"), CUSTOMER),
    ]
    yield field(
        "shows", tr.gettext("Also say"), modals.checkboxes(shown, filled.shows), optional=True
    )
    kinds = [option(tr.gettext(TYPE_NAMES[kind]), kind) for kind in SALE_TYPES]
    yield field(
        "sale_types",
        tr.gettext("Only these kinds of sale"),
        modals.checkboxes(kinds, filled.sale_types),
        optional=True,
    )
    named = sorted(teams.items(), key=lambda item: (str(item[0]) not in filled.teams, item[1]))
    if named:
        options = [option(clean(name), str(key)) for key, name in named[:OPTION_LIMIT]]
        yield field(
            "teams",
            tr.gettext("Only deals of these teams"),
            modals.menu_of_many(options, filled.teams),
            optional=True,
        )


def _when(filled: Filled, tr: Translator) -> Iterator[Json]:
    yield field(
        "quiet_from",
        tr.gettext("Quiet from"),
        modals.clock_picker(filled.quiet_from),
        hint=tr.gettext("What is won then rings together when the quiet hours end."),
        optional=True,
    )
    yield field(
        "quiet_to", tr.gettext("Quiet until"), modals.clock_picker(filled.quiet_to), optional=True
    )
    yield field(
        "zone",
        tr.gettext("Time zone"),
        modals.text_box(filled.zone, placeholder="Europe/Amsterdam", most=60),
    )
    seconds = sorted({*BUNDLES, int(filled.bundle)})
    waits = [option(_wait(one, tr), str(one)) for one in seconds]
    yield field(
        "bundle",
        tr.gettext("Wait for more deals, to ring them together"),
        modals.menu(waits, filled.bundle),
    )
    yield field(
        "fresh_days",
        tr.gettext("Days that a deal is news after its closing date"),
        modals.number_box(filled.fresh_days, least="0", most=str(MOST_FRESH)),
        hint=tr.gettext("Deals recorded later do not ring: imports of history stay silent."),
    )
    languages = [option(LANGUAGE_NAMES[one], one) for one in LANGUAGES]
    yield field("locale", tr.gettext("Language"), modals.menu(languages, filled.locale))


def saved_view(
    bell: Bell, teams: Mapping[int, str], currency: str, note: str, tr: Translator
) -> Json:
    """What was just saved, in the place of its form; `note` is about the channel."""
    saved = tr.gettext("The bell of {channel} is saved.", channel=f"<#{bell.channel}>")
    words = _sentence(bell, teams, currency, tr)
    blocks = [section(f":white_check_mark: {saved}\n{words}")]
    if note:
        blocks.append(section(note))
    return modal(BellId.LIST, tr.gettext("The bell"), blocks, tr)


def _threshold(bell: Bell, currency: str, tr: Translator) -> str:
    if not bell.threshold:
        return tr.gettext("every won deal")
    whole = has_no_cents(bell.threshold, Unit.MONEY, currency)
    amount = told(bell.threshold, Unit.MONEY, currency, tr, whole=whole)
    return tr.gettext("deals from {amount}", amount=amount)


def _shown(bell: Bell, tr: Translator) -> str:
    names = [tr.gettext("amount")] * bell.shows_amount
    names += [tr.gettext("customer")] * bell.shows_customer
    if not names:
        return tr.gettext("without amount and customer")
    return tr.gettext("with {names}", names=tr.join(names))


def _wait(seconds: int, tr: Translator) -> str:
    return _time(seconds, tr) if seconds else tr.gettext("Ring at once")


def _time(seconds: int, tr: Translator) -> str:
    if seconds % 60:
        return tr.gettext("{number} seconds", number=tr.number(seconds))
    return tr.ngettext(*_MINUTES, seconds // 60)
