"""Decides what the sample company's people answer to "would you recommend us?". Pure, and invented
like the people: the same seed and day always give the same answers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.demo.company import SEED
from bot.demo.records import Company

# How a team's answers lie above or below the rest, so that there is something to see by team.
_LEANS = {"Amstel": 1.0, "Baltic": 0.4, "Cascade": -0.9, "Delta": 0.2, "Everest": 0.8, "Fuji": -0.4}
_LOW, _HIGH = 6, 9
_REASONS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "high": (
            "My team. We share leads instead of guarding them.",
            "I can plan my own week, and nobody minds how.",
            "Customers are happy to see us. That makes selling easy.",
            "My manager listens and does something about it.",
            "We win together, and it shows.",
        ),
        "middle": (
            "Good people, but too many tools to fill in the same thing.",
            "Nice work. The summer was too quiet and December will be too busy.",
            "I would like to hear earlier what is decided.",
            "The bikes are great, the demo bikes less so.",
        ),
        "low": (
            "Prices changed twice this quarter and we heard it from customers.",
            "Deals move to another region and nobody explains why.",
            "Service is so busy that I end up doing it myself.",
        ),
    },
    "nl": {
        "high": (
            "Mijn team. We delen leads in plaats van ze te bewaken.",
            "Ik deel mijn eigen week in, en niemand maakt er een punt van.",
            "Klanten zijn blij ons te zien. Dan verkoopt het vanzelf.",
            "Mijn manager luistert en doet er iets mee.",
            "We winnen samen, en dat merk je.",
        ),
        "middle": (
            "Fijne mensen, maar te veel systemen om hetzelfde in te vullen.",
            "Mooi werk. De zomer was te stil en december wordt te druk.",
            "Ik hoor graag eerder wat er besloten is.",
            "De fietsen zijn top, de demofietsen minder.",
        ),
        "low": (
            "De prijzen zijn dit kwartaal twee keer veranderd; we hoorden het van klanten.",
            "Deals gaan naar een andere regio en niemand legt uit waarom.",
            "De werkplaats is zo vol dat ik het zelf maar doe.",
        ),
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """What somebody answers: a score from 1 to 10, and a reason or nothing."""

    email: str
    score: int
    reason: str = ""


def opinions(company: Company, wave: str, *, part: float, language: str) -> tuple[Opinion, ...]:
    """The answers of about that `part` of the reps on Slack; never of the one the demo starts as.

    `wave` is any word: another one gives other answers. No reason is given twice.
    """
    chance = Random(f"{SEED} {company.today} opinions {wave}")  # noqa: S311 - invented answers
    teams = {person.email: person.team for person in company.reps}
    reps = [user.email for user in company.slack_users if teams.get(user.email)]
    left = {
        band: chance.sample(texts, len(texts))
        for band, texts in _REASONS.get(language, _REASONS["en"]).items()
    }
    found = []
    for email in reps:
        score = _score(_LEANS[teams[email] or ""], chance)
        says, answers = chance.random() < 0.5, chance.random() < part
        if email != company.acting and answers:
            texts = left[_band(score)]
            reason = texts.pop() if says and texts else ""
            found.append(Opinion(email=email, score=score, reason=reason))
    return tuple(found)


def _score(lean: float, chance: Random) -> int:
    return max(1, min(10, round(chance.gauss(8.0 + lean, 1.4))))


def _band(score: int) -> str:
    if score >= _HIGH:
        return "high"
    return "low" if score <= _LOW else "middle"
