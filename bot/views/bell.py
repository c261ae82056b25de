"""Decides how won deals ring in a channel, and how the message reads when one counts no more.

Nobody is named beside a deal that is taken back. The text says everything in words; all pieces are
escaped mrkdwn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zlib import crc32

from bot.domain.bell import Bell
from bot.domain.bell_deals import Part, Win
from bot.domain.bell_rings import Chime, Ring, RingState
from bot.domain.metrics import Unit
from bot.domain.money import to_minor
from bot.i18n import Translator, msgid, msgids
from bot.views.bell_places import places
from bot.views.parts import Message, context, escape, section, shorten
from bot.views.values import has_no_cents, told
from bot.views.wording import without_marks
from store.records import WHOLE

LISTED = 15  # deals in one message; the rest are counted
_ROOM = 2_400  # characters of all their lines, so that a message is one section of them
_NAMED = 5  # people in one congratulation
_NAME = 60  # characters of a name from outside
SIGN = "🔔"

_CHEERS = (
    msgid("Congratulations!"),
    msgid("Well done!"),
    msgid("Great work!"),
    msgid("That deserves applause!"),
)
_ALONE = {  # amount shown, customer shown
    (True, True): msgid("{who} won {amount} from {customer}."),
    (True, False): msgid("{who} won {amount}."),
    (False, True): msgid("{who} won a deal with {customer}."),
    (False, False): msgid("{who} won a deal."),
}
_TOGETHER = {
    (True, True): msgid("{who} together won {amount} from {customer}."),
    (True, False): msgid("{who} together won {amount}."),
    (False, True): msgid("{who} together won a deal with {customer}."),
    (False, False): msgid("{who} together won a deal."),
}
_A_DEAL = {
    (True, True): msgid("A deal of {amount} with {customer}"),
    (True, False): msgid("A deal of {amount}"),
    (False, True): msgid("A deal with {customer}"),
    (False, False): msgid("A deal"),
}
_LANDED = {
    "": msgids("{count} deal won", "{count} deals won"),
    "night": msgids("{count} deal while you slept", "{count} deals while you slept"),
    "quiet": msgids("{count} deal while it was quiet", "{count} deals while it was quiet"),
}
_MORE = msgids("and {count} more deal", "and {count} more deals")


@dataclass(frozen=True, kw_only=True, slots=True)
class Peal:
    """The deals of one message in their order (each with its chime), and what ids are called."""

    rings: Sequence[Ring]
    people: Mapping[int, str]
    teams: Mapping[int, str]
    currency: str


def peal_message(peal: Peal, tr: Translator) -> Message:
    """The message as the deals are now; equal deals give equal messages."""
    chimes = [ring.chime for ring in peal.rings if ring.chime]
    if len(chimes) == 1:
        head, lines = _only(peal, peal.rings[0], chimes[0], tr), ""
    else:
        head, lines = _head(peal, chimes, tr), "\n".join(_lines(peal, tr))
    standings = places(peal.rings, lambda person: _name(person, peal), tr)
    blocks = [section(head)]
    if lines:
        blocks.append(section(lines))
    if standings:
        blocks.append(context(standings))
    text = "\n".join(part for part in (head, lines, standings) if part)
    return Message(text=without_marks(text), blocks=blocks)


def sample_message(bell: Bell, name: str, currency: str, today: date, tr: Translator) -> Message:
    """How a bell rings for a deal that nobody won, under somebody's name."""
    win = Win(
        amount=max(bell.threshold, to_minor(Decimal(12_500), currency)),
        occurred_on=today,
        shares=(Part(person_id=0, team_id=None, share=WHOLE),),
        customer=tr.gettext("Example Ltd"),
    )
    chime = Chime(
        number=0,
        win=win,
        shows_amount=bell.shows_amount,
        shows_customer=bell.shows_customer,
        locale=bell.locale,
    )
    now = datetime.combine(today, time(), tzinfo=UTC)
    ring = Ring(state=RingState.RUNG, win=win, due_at=now, since=now, chime=chime)
    rings = peal_message(Peal(rings=[ring], people={0: name}, teams={}, currency=currency), tr)
    intro = tr.gettext(
        "A test of the bell, asked for by {name}; nothing was won. This is how it rings:",
        name=escape(name),
    )
    return Message(text=f"{intro}\n{rings.text}", blocks=[context(intro), *rings.blocks])


def _only(peal: Peal, ring: Ring, chime: Chime, tr: Translator) -> str:
    win = ring.win
    if win is None:
        return _reopened(peal, chime, tr)
    texts = _ALONE if len(_people(win)) == 1 else _TOGETHER
    said = tr.gettext(texts[_shown(win, chime)]).format(
        who=_who(win, peal, tr), **_pieces(win, peal, tr)
    )
    start = SIGN if not chime.after else f"{SIGN} {_landed(chime.after, 1, tr)}:"
    cheer = tr.gettext(_CHEERS[crc32(repr(chime.win).encode()) % len(_CHEERS)])
    return f"{start} {said} {cheer}"


def _reopened(peal: Peal, chime: Chime, tr: Translator) -> str:
    deal = _a_deal(peal, chime, tr)
    return tr.gettext(
        "{deal}: reopened, no longer counted. It is back here when it is won.", deal=deal
    )


def _head(peal: Peal, chimes: Sequence[Chime], tr: Translator) -> str:
    wins = [ring.win for ring in peal.rings if ring.win]
    if not wins:
        return tr.gettext("These deals were reopened and are no longer counted.")
    landed = f"{SIGN} *{_landed(chimes[0].after, len(wins), tr)}*"
    amount = sum(win.amount for win in wins)
    if chimes[0].shows_amount and amount > 0:
        together = _money(amount, peal.currency, tr)
        landed = tr.gettext("{deals}, {amount} in all", deals=landed, amount=f"*{together}*")
    names = list(dict.fromkeys(_name(who, peal) for win in wins for who in _people(win)))
    if len(names) > _NAMED:
        return f"{landed}. {tr.gettext('Congratulations, everybody!')}"
    return f"{landed}. {tr.gettext('Congratulations, {names}!', names=tr.join(names))}"


def _lines(peal: Peal, tr: Translator) -> list[str]:
    """A line for each deal, as many as fit; the rest are counted."""
    lines: list[str] = []
    room = _ROOM
    for ring in peal.rings[:LISTED]:
        line = f"• {_line(peal, ring, tr)}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    if len(peal.rings) > len(lines):
        lines.append(f"• {tr.ngettext(*_MORE, len(peal.rings) - len(lines))}")
    return lines


def _line(peal: Peal, ring: Ring, tr: Translator) -> str:
    chime, win = ring.chime, ring.win
    assert chime is not None  # noqa: S101  (a message is made of rings that rang)
    if win is None:
        deal = _a_deal(peal, chime, tr)
        return tr.gettext("{deal}: reopened, no longer counted", deal=deal)
    pieces = _pieces(win, peal, tr)
    has_amount, has_customer = _shown(win, chime)
    parts = [pieces["amount"]] * has_amount + [pieces["customer"]] * has_customer
    who = _who(win, peal, tr)
    return f"{who}: {', '.join(parts)}" if parts else who


def _a_deal(peal: Peal, chime: Chime, tr: Translator) -> str:
    """A deal that does not count, by what the message said of it; whose it was goes unsaid."""
    pieces = _pieces(chime.win, peal, tr)
    deal = tr.gettext(_A_DEAL[_shown(chime.win, chime)]).format(**pieces)
    return without_marks(deal)


def _shown(win: Win, chime: Chime) -> tuple[bool, bool]:
    """Whether the amount and the customer are said."""
    return chime.shows_amount and win.amount != 0, chime.shows_customer and bool(win.customer)


def _pieces(win: Win, peal: Peal, tr: Translator) -> dict[str, str]:
    customer = escape(shorten(win.customer or "", _NAME))
    return {"amount": f"*{_money(win.amount, peal.currency, tr)}*", "customer": customer}


def _landed(after: str, count: int, tr: Translator) -> str:
    return tr.ngettext(*_LANDED[after], count)


def _people(win: Win) -> list[int]:
    """Who shares the deal, each once."""
    return list(dict.fromkeys(one.person_id for one in win.shares))


def _who(win: Win, peal: Peal, tr: Translator) -> str:
    """Everybody who shares the deal with their team, the largest part first."""
    teams = {one.person_id: one.team_id for one in reversed(win.shares)}
    told_names = []
    for person in _people(win):
        team = peal.teams.get(teams[person] or 0)
        where = f" ({escape(shorten(team, _NAME))})" if team else ""
        told_names.append(f"*{_name(person, peal)}*{where}")
    return tr.join(told_names)


def _name(person: int, peal: Peal) -> str:
    return escape(shorten(peal.people.get(person, "?"), _NAME))


def _money(minor: int, currency: str, tr: Translator) -> str:
    whole = has_no_cents(minor, Unit.MONEY, currency)
    return told(minor, Unit.MONEY, currency, tr, whole=whole)
