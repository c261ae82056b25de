"""How single results of a survey read: scores with their sign, how sure they are, shares, trends.

A score has no per cent sign: it is a difference. Texts of questions and choices are escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.surveys.enps import FEW, INDICATIVE, Change, Tally
from bot.domain.surveys.questions import Kind, Question
from bot.domain.surveys.results import Bound, Bounded, QuestionResult, Silence, Step
from bot.domain.surveys.templates import translated
from bot.i18n import Translator
from bot.views.parts import escape, shorten
from store.records_surveys import Wave

_QUESTION = 150  # characters of a question above its result
_STEPS = 6


def signed(value: int) -> str:
    """A score with its sign: "+20", "−5", "0"."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def asked(question: Question, tr: Translator, most: int = _QUESTION) -> str:
    """The question as it was asked; templates in the reader's language."""
    return escape(shorten(translated(question, tr.gettext).text, most))


def score(tally: Tally, tr: Translator) -> str:
    """The score as it may be printed: "+20", or "+80 or higher" below ten answers."""
    shown = tally.shown
    if shown is None:
        return tr.gettext("no score")
    if not shown.is_capped:
        return signed(shown.value)
    if shown.value > 0:
        return tr.gettext("{value} or higher", value=signed(shown.value))
    return tr.gettext("{value} or lower", value=signed(shown.value))


def answers(n: int, tr: Translator) -> str:
    """How many answered a question."""
    return tr.ngettext("{count} answer", "{count} answers", n)


def between(tally: Tally, tr: Translator) -> str:
    """The interval in words: where the score lies, and what one answer does to it."""
    low, high = tally.told_interval or (0, 0)
    span = tr.gettext("between {low} and {high}", low=signed(low), high=signed(high))
    moves = tr.ngettext(
        "one answer moves it {count} point", "one answer moves it {count} points", tally.one_answer
    )
    return f"{span}; {moves}"


def parts(tally: Tally, tr: Translator) -> str:
    """Who was what; only to be told from ten answers on."""
    counts = (
        tr.ngettext("{count} promoter", "{count} promoters", tally.promoters),
        tr.ngettext("{count} passive", "{count} passives", tally.passives),
        tr.ngettext("{count} detractor", "{count} detractors", tally.detractors),
    )
    return tr.join(counts)


def enps_lines(tally: Tally, tr: Translator) -> list[str]:
    """A score and everything that tells what it is worth."""
    counted = answers(tally.n, tr)
    if tally.n >= FEW:
        counted = f"{counted}: {parts(tally, tr)}"
    lines = [f"*eNPS {score(tally, tr)}* · {counted}", _capital(between(tally, tr)) + "."]
    if tally.is_indicative:
        told = tr.gettext("Indicative only: fewer than {least} answers.", least=INDICATIVE)
        lines.append(told)
    return lines


def bounded(shown: Bounded, told: str, tr: Translator) -> str:
    """A value in words with what it stands for."""
    match shown.bound:
        case Bound.OR_HIGHER:
            return tr.gettext("{value} or higher", value=told)
        case Bound.OR_LOWER:
            return tr.gettext("{value} or lower", value=told)
    return told


def result_lines(one: QuestionResult, tr: Translator) -> list[str]:
    """What one group answered to one question, in full."""
    if one.tally is not None:
        return enps_lines(one.tally, tr)
    head = f"*{headline(one, tr)}* · " if headline(one, tr) else ""
    lines = [f"{head}{answers(one.n, tr)}"]
    if one.shares is None:
        lines.append(tr.gettext("Shares are shown from {least} answers on.", least=FEW))
    else:
        lines += [f"{label}: {tr.percent(part, 0)}" for label, part in labelled(one, tr)]
    return lines


def headline(one: QuestionResult, tr: Translator) -> str:
    """The one number of a result, short; "" where there is none."""
    if one.tally is not None:
        return f"eNPS {score(one.tally, tr)}"
    mean, right = one.shown_mean, one.shown_right
    if mean is not None:
        told = bounded(mean, tr.number(mean.value, 1), tr)
        return tr.gettext("{mean} on average, of 5", mean=told)
    if right is not None:
        return tr.gettext("{share} right", share=bounded(right, tr.percent(right.value, 0), tr))
    return ""


def group_line(name: str, one: QuestionResult, tr: Translator) -> str:
    """What a group answered, on one line."""
    if one.tally is not None:
        low, high = one.tally.told_interval or (0, 0)
        span = tr.gettext("between {low} and {high}", low=signed(low), high=signed(high))
        return f"{name}: *{score(one.tally, tr)}* ({answers(one.n, tr)}, {span})"
    short = headline(one, tr) or _most_chosen(one, tr)
    told = f"*{short}* ({answers(one.n, tr)})" if short else answers(one.n, tr)
    return f"{name}: {told}"


def silence(why: Silence, least: int, tr: Translator) -> str:
    """Why nothing is shown of a group: hidden is another thing than empty."""
    if why is Silence.NO_DATA:
        return tr.gettext("no data: nobody there was asked")
    return tr.gettext(
        "not shown: fewer than {least} answers, or it would give a smaller group away", least=least
    )


def unpublished(wave: Wave, tr: Translator) -> str:
    """Why nothing at all is shown of a wave."""
    if (wave.outcome or {}).get("why") == "key":
        return tr.gettext(
            "Its key was not on this server, so the answers could not be opened and were destroyed."
        )
    return tr.gettext(
        "That is fewer than {least}, so all answers were destroyed, as was promised.",
        least=wave.least,
    )


def labelled(one: QuestionResult, tr: Translator) -> list[tuple[str, Fraction]]:
    """What could be answered, with the share of those who did; the right answer is marked."""
    question = translated(one.question, tr.gettext)
    found = []
    for number, part in (one.shares or {}).items():
        label = str(number) if question.kind is Kind.SCALE else escape(question.choices[number])
        mark = " ✓" if number == question.right else ""
        found.append((label + mark, part))
    return found


def trend_line(steps: Sequence[Step], tr: Translator) -> str:
    """The score of every wave, and what can be said of the newest; "" for a single wave."""
    if len(steps) < 2:
        return ""
    told = [
        tr.gettext(
            "wave {number} {score} ({answers})",
            number=one.number,
            score=score(one.tally, tr),
            answers=answers(one.tally.n, tr),
        )
        for one in steps[-_STEPS:]
    ]
    return tr.gettext("Trend: {waves}. {change}", waves=" → ".join(told), change=changed(steps, tr))


def changed(steps: Sequence[Step], tr: Translator) -> str:
    """Up or down only beyond chance."""
    before = steps[-2].number
    match steps[-1].change:
        case Change.UP:
            return tr.gettext("▲ Higher than wave {number}.", number=before)
        case Change.DOWN:
            return tr.gettext("▼ Lower than wave {number}.", number=before)
    return tr.gettext("No clear change from wave {number}.", number=before)


def _most_chosen(one: QuestionResult, tr: Translator) -> str:
    if not one.shares:
        return ""
    label, part = max(labelled(one, tr), key=lambda pair: pair[1])
    return f"{label} {tr.percent(part, 0)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
