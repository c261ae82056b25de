"""Decides what the words in kind and stage cells mean; English and Dutch, and what CRMs write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bot.domain.deals import Status
from bot.sources.headers import bare

_KINDS = {
    "new": "new newbusiness newcustomer newlogo newdeal newsale nieuw nieuweklant nieuwezaken "
    "nieuwebusiness acquisitie acquisition",
    "upsell": "upsell upsale upselling expansion uitbreiding crosssell crossselling addon upgrade "
    "existingbusiness existingcustomer existingcustomerupgrade bestaandeklant bijverkoop meerwerk",
    "renewal": "renewal renewals renew renewed existingcustomerrenewal verlenging verlengd "
    "hernieuwing vernieuwing contractverlenging",
}
_STATUSES = {
    Status.WON: "won closedwon dealwon closewon win gewonnen geslotengewonnen afgeslotengewonnen "
    "sold verkocht signed getekend paid betaald invoiced gefactureerd completed voltooid",
    Status.LOST: "lost closedlost deallost closelost loss verloren geslotenverloren "
    "afgeslotenverloren rejected afgewezen",
    Status.VOID: "deleted verwijderd cancelled canceled geannuleerd void vervallen duplicate",
}
_MEASURES = {
    "calls": "calls call phonecall outboundcall inboundcall bellen belletje telefoontje gesprek",
    "meetings": "meetings meeting appointment demo visit afspraak afspraken bezoek vergadering",
    "talk": "talk talktime callminutes gesprekstijd belminuten",
    "csat": "csat customersatisfaction satisfaction klanttevredenheid tevredenheid",
}


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, text in words.items() for word in text.split()}


KINDS: Mapping[str, str] = _table(_KINDS)
MEASURES: Mapping[str, str] = _table(_MEASURES)


def kind_of(word: str) -> str | None:
    """The sale type that a word means, or None for a word that means none."""
    return KINDS.get(bare(word))


def stage_words(won: Iterable[str] = (), lost: Iterable[str] = ()) -> dict[str, Status]:
    """What folded stage words mean; `won` and `lost` (from the operator) win from the usual words.

    A word that is not in here is a stage that is still open.
    """
    words = {word: status for status, text in _STATUSES.items() for word in text.split()}
    words.update(dict.fromkeys(map(bare, lost), Status.LOST))
    words.update(dict.fromkeys(map(bare, won), Status.WON))
    return words


def measure_of(word: str, keys: Collection[str] = ()) -> str:
    """The key of a measure: the word itself where it is one of `keys`, else a usual word for it."""
    key = "_".join("".join(c if c.isalnum() else " " for c in word.casefold()).split())
    return key if key in keys else MEASURES.get(bare(word), key)
