"""HR answers a comment; its writer answers back. Neither learns more than was promised."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotAllowed, NotFound, UsageError
from bot.services.surveys.replies import KEPT
from bot.views.modals import VALUE
from store.records import Role
from store.records_surveys import ReplyState
from tests.scenarios.pulses import HANNA, hire_colleagues

WRITER, SILENT = 3, 4
ANSWER = "Thank you. Which tool would you drop first?"
BACK = "The one that only sales uses"


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


@pytest.fixture
def wave(pulse):
    """Closed, with twelve comments; number 4 did not allow answers, number 0 is Dutch."""
    opened = pulse.launch()
    for number in range(12):
        pulse.answer(number, enps=9, text=f"Comment {number}", reply=number != SILENT)
    return pulse.close(opened)


@pytest.fixture
def hanna(pulse):
    return pulse.company.act_as(HANNA)


def comment_of(pulse, wave, number) -> str:
    comments = pulse.company.store.ballots.comments(wave.id)
    return next(one.id for one in comments if one.text == f"Comment {number}")


def answer(pulse, wave, number, text=ANSWER) -> None:
    pulse.company.deps.surveys.replies.answer(
        pulse.hr, wave.id, comment_of(pulse, wave, number), text
    )


def texts(person) -> list[str]:
    return [message["text"] for message in person.messages(person.dm())]


def heard(pulse, number) -> list[str]:
    return [text for text in texts(pulse.person(number)) if "answers what you wrote" in text]


def filled(text: str) -> dict:
    return {"text": {VALUE: text}}


def deliver(pulse, hours=4) -> None:
    pulse.company.live(hours=hours, minutes=1)


def test_an_answer_reaches_whoever_wrote_the_comment_and_nobody_else(pulse, wave):
    answer(pulse, wave, WRITER)
    pulse.company.live(minutes=9)
    assert heard(pulse, WRITER) == []
    deliver(pulse)
    deliver(pulse)
    (told,) = heard(pulse, WRITER)
    assert "*Hanna Smit* answers what you wrote in *Pulse ‹Q4›*" in told
    assert ANSWER in told
    assert "does not know who you are" in told
    assert not any(heard(pulse, number) for number in range(12) if number != WRITER)
    assert "Comment 3" not in json.dumps(pulse.asked(WRITER))
    assert pulse.company.slack.errors == []


def test_in_dutch_for_a_dutch_writer(pulse, wave):
    answer(pulse, wave, 0)
    deliver(pulse)
    told = pulse.asked(0)["text"]
    assert "*Hanna Smit* antwoordt op wat je schreef" in told


def test_the_moment_of_delivery_is_drawn_once_between_ten_minutes_and_four_hours(pulse, wave):
    for number in range(12):
        answer(pulse, wave, number)
    now = pulse.company.time.now
    drawn = [said[0].deliver_at - now for said in rows(pulse, wave).values()]
    assert all(timedelta(minutes=10) <= one <= timedelta(hours=4) for one in drawn)
    assert len(set(drawn)) == 12
    assert max(drawn) - min(drawn) > timedelta(minutes=20)


def rows(pulse, wave):
    return pulse.company.store.replies.of(wave.id)


def test_whether_a_writer_allowed_answers_shows_nowhere(pulse, wave, hanna):
    seen = []
    for number in (WRITER, SILENT):
        comment = comment_of(pulse, wave, number)
        answer(pulse, wave, number, "The same")
        deliver(pulse)
        (said,) = pulse.company.deps.surveys.replies.threads(pulse.hr, wave.id)[comment]
        _wave, shown, thread = pulse.company.deps.surveys.replies.form(pulse.hr, wave.id, comment)
        seen.append((said.state, said.number, len(shown.address), len(thread), len(texts(hanna))))
    assert seen[0] == seen[1] == (ReplyState.DONE, 1, 144, 1, seen[0][-1])
    assert heard(pulse, SILENT) == []


def test_the_writer_says_something_back_once_and_hr_hears_it_later_without_a_name(
    pulse, wave, hanna
):
    answer(pulse, wave, WRITER)
    deliver(pulse)
    writer = pulse.person(WRITER)
    writer.click(pulse.asked(WRITER), "pulse:back")
    assert writer.submit(filled(" ")) != {}
    assert writer.submit(filled(BACK)) == {}
    before = len(texts(hanna))
    pulse.company.live(minutes=9)
    assert len(texts(hanna)) == before
    assert len(pulse.company.deps.surveys.replies.threads(pulse.hr, wave.id)) == 1
    deliver(pulse)
    deliver(pulse)
    (told,) = [text for text in texts(hanna) if BACK in text]
    assert told.startswith("Whoever wrote a comment in *Pulse ‹Q4›* that you answered says:")
    for name in (pulse.people[WRITER], "Colleague 3"):
        assert name not in json.dumps(hanna.last_message(hanna.dm()))
    value = json.dumps(pulse.asked(WRITER)["blocks"][-1])
    writer.close_view()
    writer.click(pulse.asked(WRITER), "pulse:back")
    writer.submit(filled("Once more"))
    assert "said something back already" in json.dumps(writer.open_view())
    assert comment_of(pulse, wave, WRITER) not in value


def test_hr_answers_from_the_message_and_the_writer_may_speak_again(pulse, wave, hanna):
    answer(pulse, wave, WRITER)
    deliver(pulse)
    writer = pulse.person(WRITER)
    writer.click(pulse.asked(WRITER), "pulse:back")
    writer.submit(filled(BACK))
    writer.close_view()
    deliver(pulse)
    hanna.click(hanna.last_message(hanna.dm()), "pulse:reply")
    form = json.dumps(hanna.open_view())
    for told in ("Comment 3", ANSWER, BACK, "Nobody can see whether they did"):
        assert told in form
    assert hanna.submit(filled("We shall drop it")) == {}
    assert "in the next four hours" in json.dumps(hanna.open_view())
    deliver(pulse)
    assert len(heard(pulse, WRITER)) == 2
    writer.click(pulse.asked(WRITER), "pulse:back")
    assert writer.submit(filled("Thanks")) == {}


def test_the_writer_ends_the_conversation_and_their_address_is_deleted_at_once(pulse, wave, hanna):
    answer(pulse, wave, WRITER)
    answer(pulse, wave, 5)
    deliver(pulse)
    writer = pulse.person(WRITER)
    writer.click(pulse.asked(WRITER), "pulse:end-talk")
    assert "You have ended this conversation" in pulse.asked(WRITER)["text"]
    comments = {one.text: one.address for one in pulse.company.store.ballots.comments(wave.id)}
    assert comments["Comment 3"] == b""
    assert len(comments["Comment 5"]) == 144
    answer(pulse, wave, WRITER, "Said before HR heard of it")
    deliver(pulse)
    assert len(heard(pulse, WRITER)) == 0
    assert "has ended the conversation" in texts(hanna)[-1]
    with pytest.raises(UsageError, match="ended by whoever wrote"):
        answer(pulse, wave, WRITER)


def test_thirty_days_after_closing_nothing_can_be_answered(pulse, wave, hanna):
    answer(pulse, wave, WRITER)
    deliver(pulse)
    pulse.company.live(days=KEPT.days)
    with pytest.raises(UsageError, match="kept for 30 days"):
        answer(pulse, wave, WRITER)
    writer = pulse.person(WRITER)
    writer.click(pulse.asked(WRITER), "pulse:back")
    assert "This conversation is over" in writer.last_message(writer.dm())["text"]


def test_an_answer_whose_sending_ended_unclearly_is_looked_for_before_it_is_sent_again(pulse, wave):
    pulse.company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")
    answer(pulse, wave, WRITER)
    deliver(pulse)
    deliver(pulse, hours=0.1)
    assert len(heard(pulse, WRITER)) == 1
    ((said,),) = rows(pulse, wave).values()
    assert said.state is ReplyState.DONE


@pytest.mark.parametrize("kind", ["500", "429", "drop_before_accept"])
def test_an_answer_that_slack_did_not_take_goes_later(pulse, wave, kind):
    pulse.company.slack.faults.inject(method="chat.postMessage", kind=kind, seconds=30)
    answer(pulse, wave, WRITER)
    deliver(pulse)
    deliver(pulse, hours=0.1)
    deliver(pulse, hours=0.1)
    assert len(heard(pulse, WRITER)) == 1


def test_a_writer_who_has_left_gets_nothing_and_nobody_can_tell(pulse, wave):
    pulse.company.slack.faults.inject(
        method="conversations.open", kind="error", error="user_disabled"
    )
    answer(pulse, wave, WRITER)
    deliver(pulse)
    ((said,),) = rows(pulse, wave).values()
    assert said.state is ReplyState.DONE
    assert heard(pulse, WRITER) == []


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MANAGER, Role.REP])
def test_nobody_but_hr_answers_or_reads(pulse, wave, role):
    other = replace(pulse.hr, roles=frozenset({role}))
    comment = comment_of(pulse, wave, WRITER)
    replies = pulse.company.deps.surveys.replies
    for act in (
        lambda: replies.answer(other, wave.id, comment, "Hello"),
        lambda: replies.form(other, wave.id, comment),
        lambda: replies.threads(other, wave.id),
    ):
        with pytest.raises(NotAllowed, match="for HR"):
            act()


def test_a_button_of_somebody_else_or_a_made_up_one_opens_nothing(pulse, wave):
    answer(pulse, wave, WRITER)
    deliver(pulse)
    value = pulse.asked(WRITER)["blocks"][-1]["elements"][0]["value"]
    replies = pulse.company.deps.surveys.replies
    for user, given, error in (
        (pulse.people[5], value, NotFound),
        (pulse.people[WRITER], f"{wave.id}:{comment_of(pulse, wave, WRITER)}", NotFound),
        (pulse.people[WRITER], value.replace(":", ":A", 1), NotFound),
        (pulse.people[WRITER], "x", UsageError),
        (pulse.people[WRITER], "99:x", NotFound),
    ):
        with pytest.raises(error, match=r"not valid|no such"):
            replies.say_back(user, given, "Hello")


def test_what_cannot_be_said_is_refused(pulse, wave):
    replies = pulse.company.deps.surveys.replies
    comment = comment_of(pulse, wave, WRITER)
    for text, says in (("  ", "Write something"), ("x" * 1_001, "below 1000")):
        with pytest.raises(UsageError, match=says):
            replies.answer(pulse.hr, wave.id, comment, text)
    with pytest.raises(NotFound, match="no such comment"):
        replies.answer(pulse.hr, wave.id, "f" * 32, "Hello")
