"""A survey in the company of the scenarios: colleagues on Slack, HR, and short ways to answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.surveys.plans import Plan
from bot.domain.surveys.templates import TEMPLATES
from bot.services.access import Actor
from bot.views.answer_form import block_id
from bot.views.modals import VALUE
from sandbox import Person as Typist
from store.records import Role, SlackUser
from store.records_surveys import Wave
from tests.scenarios.company import MONDAY, Company

HANNA = "Hanna Smit"


@dataclass
class Pulse:
    """Colleagues by number; U0 is Dutch."""

    company: Company
    people: list[str] = field(default_factory=list)

    @property
    def hr(self) -> Actor:
        """Hanna, who has the HR role and nothing else."""
        return Actor(
            slack_user_id=self.company.users[HANNA],
            person_id=None,
            name=HANNA,
            roles=frozenset({Role.HR}),
        )

    def launch(self, plan: Plan = TEMPLATES["enps-reason"].plan, *, passphrase: str = "") -> Wave:
        """A wave to all colleagues; their messages are sent."""
        surveys = self.company.deps.surveys
        survey = surveys.launching.create(self.hr, "Pulse <Q4>", plan)
        wanted = set(self.people)
        found = [
            one
            for one in surveys.audiences.candidates(plan.audience)
            if one.slack_user_id in wanted
        ]
        wave = surveys.launching.launch(self.hr, survey.id, found, passphrase=passphrase)
        self.company.live()
        return wave

    def person(self, number: int) -> Typist:
        return self.company.slack.act_as(self.people[number])

    def asked(self, number: int) -> dict:
        """The newest message in somebody's conversation with the bot."""
        person = self.person(number)
        return person.last_message(person.dm())

    def answer(self, number: int, **chosen) -> dict[str, str]:
        """Open the form and send it; what is wrong beside its fields."""
        person = self.person(number)
        person.click(self.asked(number), "pulse:answer")
        return person.submit(values(**chosen))

    def close(self, wave: Wave) -> Wave:
        """Let its time pass."""
        self.company.time.now = wave.closes_at
        self.company.live()
        return self.company.store.surveys.wave(self.company.workspace, wave.id)


def values(enps: int | None = None, text: str = "", *, reply: bool = False) -> dict:
    """What somebody fills in to the form of eNPS and the reason."""
    filled: dict = {}
    if enps is not None:
        filled[block_id(0)] = {VALUE: str(enps)}
    if text:
        filled[block_id(1)] = {VALUE: text}
    if reply:
        filled["reply"] = {VALUE: ["yes"]}
    return filled


def hire_colleagues(company: Company, count: int = 12) -> Pulse:
    """So many colleagues on Slack whose profiles are known, and Hanna of HR."""
    made = Pulse(company=company)
    for number in range(count):
        name, locale = f"Colleague {number}", "nl-NL" if number == 0 else "en-US"
        company.join(name, email=f"colleague{number}@example.com", locale=locale)
        made.people.append(company.users[name])
        _know(company, company.users[name], name, locale)
    company.join(HANNA, email="hanna@example.com")
    _know(company, company.users[HANNA], HANNA, "en-US")
    company.store.roles.grant(company.workspace, company.users[HANNA], Role.HR)
    return made


def _know(company: Company, user: str, name: str, locale: str) -> None:
    profile = SlackUser(
        slack_user_id=user, name=name, locale=locale, zone="Europe/Amsterdam", fetched_at=MONDAY
    )
    company.store.slack_users.put(company.workspace, profile)
