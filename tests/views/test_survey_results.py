"""How results of surveys read: signs, bounds, what is left unsaid, in both languages."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.surveys.enps import Scale, Tally
from bot.domain.surveys.mixing import counted
from bot.domain.surveys.questions import Kind, Question
from bot.domain.surveys.results import GroupResult, Silence, WaveResult, result_of, trend
from bot.i18n import translator
from bot.views.checks import problems
from bot.views.parts import Message
from bot.views.survey_export import file_name
from bot.views.survey_pictures import result_picture
from bot.views.survey_results import MOST_GROUPS, pieces, result_modal, summary
from bot.views.survey_words import between, result_lines, score, signed, trend_line
from store.records_surveys import Wave, WaveState

EN, NL = translator("en"), translator("nl")
ENPS = Question(kind=Kind.ENPS, text="Would you recommend us?")
MOOD = Question(kind=Kind.SCALE, text="How was your week?")
PICK = Question(kind=Kind.CHOICE, text="Where?", choices=("<Office>", "Home *sweet*"))
CHECK = Question(kind=Kind.CHECK, text="Which?", choices=("a", "b"), right=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def tally(promoters, passives, detractors) -> Tally:
    return Tally(promoters=promoters, passives=passives, detractors=detractors)


def answers_of(question, given):
    return result_of(question, counted(question, given))


def wave(**changed) -> Wave:
    made = {
        "id": 7, "survey_id": 1, "number": 3, "definition": {"name": "Pulse <Q4>"},
        "state": WaveState.CLOSED, "opens_at": NOON, "closes_at": NOON, "least": 5,
        "least_comments": 10, "public_key": b"", "invited": 40, "answered": 30,
        "outcome": {"published": True},
    }  # fmt: skip
    return Wave(**(made | changed))


def result(*groups, questions=(ENPS,), steps=(), is_hr=True, is_published=True, **changed):
    made = wave(**changed)
    return WaveResult(
        wave=made,
        questions=questions,
        dimensions=("team",),
        invited=made.invited,
        answered=made.answered or 0,
        is_published=is_published,
        is_hr=is_hr,
        groups=groups,
        trend=steps,
        comments=(),
        scores={},
    )


def everybody(*given, questions=(ENPS,)):
    found = {n: answers_of(q, one) for n, (q, one) in enumerate(zip(questions, given, strict=True))}
    return GroupResult(group=(), answers=found)


def text_of(shown, tr=EN) -> str:
    return "\n".join(line for piece in pieces(shown, str, tr) for line in piece)


@pytest.mark.parametrize(("value", "said"), [(20, "+20"), (-5, "−5"), (0, "0"), (100, "+100")])
def test_a_score_always_has_its_sign_and_never_a_per_cent(value, said):
    assert signed(value) == said


@pytest.mark.parametrize(
    ("counts", "english", "dutch"),
    [
        ((36, 76, 11), "+20", "+20"),
        ((60, 25, 15), "+45", "+45"),
        ((5, 0, 0), "+80 or higher", "+80 of hoger"),
        ((4, 1, 0), "+80 or higher", "+80 of hoger"),
        ((0, 0, 9), "−80 or lower", "−80 of lager"),
        ((10, 0, 0), "+100", "+100"),
        ((0, 0, 0), "no score", "geen score"),
    ],
)
def test_scores_in_both_languages(counts, english, dutch):
    assert score(tally(*counts), EN) == english
    assert score(tally(*counts), NL) == dutch


def test_how_sure_a_score_is_in_plain_words():
    told = between(tally(12, 8, 5), EN)
    assert re.fullmatch(r"between −\d+ and \+\d+; one answer moves it 8 points", told)
    assert between(tally(100, 50, 50), NL).endswith("één antwoord scheelt 1 punt")


def test_parts_are_told_from_ten_answers_on_and_indicative_below_thirty():
    few, some, many = (result_lines(answers_of(ENPS, [10] * n), EN) for n in (9, 10, 30))
    assert "promoters" not in " ".join(few)
    assert "10 promoters, 0 passives, and 0 detractors" in " ".join(some)
    assert [any("Indicative" in line for line in one) for one in (few, some, many)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        (MOOD, [4] * 12, "*4 on average, of 5* · 12 answers"),
        (MOOD, [5] * 6, "*4.6 or higher on average, of 5* · 6 answers"),
        (MOOD, [1] * 6, "*1.4 or lower on average, of 5* · 6 answers"),
        (CHECK, [1] * 9, "*80% or higher right* · 9 answers"),
        (CHECK, [1, 0] * 6, "*50% right* · 12 answers"),
        (PICK, [0] * 9, "9 answers"),
    ],
)
def test_the_one_number_of_other_questions(question, given, said):
    assert result_lines(answers_of(question, given), EN)[0] == said


def test_shares_are_told_from_ten_answers_on_and_choices_do_nothing():
    assert result_lines(answers_of(PICK, [0] * 9), EN)[1] == "Shares are shown from 10 answers on."
    lines = result_lines(answers_of(PICK, [0] * 9 + [1] * 3), EN)
    assert lines[1:] == ["‹Office›: 75%", "Home ∗sweet∗: 25%"]
    assert "b ✓: 100%" in result_lines(answers_of(CHECK, [1] * 10), EN)


def steps_of(*tallies):
    scale = Scale.ONE_TO_TEN
    return tuple(trend([(n, n, scale, one) for n, one in enumerate(tallies, start=1)]))


@pytest.mark.parametrize(
    ("tallies", "said"),
    [
        ([tally(5, 5, 0)], ""),
        ([tally(4, 8, 8), tally(6, 8, 6)], "No clear change from wave 1."),
        ([tally(0, 5, 35), tally(35, 5, 0)], "▲ Higher than wave 1."),
        ([tally(35, 5, 0), tally(0, 5, 35)], "▼ Lower than wave 1."),
    ],
)
def test_a_trend_has_an_arrow_only_beyond_chance(tallies, said):
    told = trend_line(steps_of(*tallies), EN)
    assert told.endswith(said)
    assert ("▲" in told or "▼" in told) == (said[:1] in {"▲", "▼"})


def test_hidden_and_empty_are_said_apart():
    hidden = GroupResult(group=((0, "Beta"),), answers={}, silence=Silence.TOO_FEW)
    empty = GroupResult(group=((0, "–"),), answers={}, silence=Silence.NO_DATA)
    told = text_of(result(everybody([10] * 12), hidden, empty))
    assert "• Beta: not shown: fewer than 5 answers, or it would give a smaller" in told
    assert "• without a team: no data: nobody there was asked" in told


def test_many_groups_are_counted_and_left_to_the_file():
    groups = [
        GroupResult(group=((0, f"Team {n}"),), answers={0: answers_of(ENPS, [9] * 10)})
        for n in range(MOST_GROUPS + 3)
    ]
    told = text_of(result(everybody([9] * 200), *groups))
    assert told.count("• Team") == MOST_GROUPS
    assert "• and 3 more groups" in told


@pytest.mark.parametrize("tr", [EN, NL], ids=["en", "nl"])
def test_slack_takes_what_is_shared_and_its_text_says_it_all(tr):
    questions = (ENPS, MOOD, PICK)
    shown = result(
        everybody([10] * 20 + [3] * 10, [4] * 30, [0, 1] * 15, questions=questions),
        questions=questions,
        steps=steps_of(tally(10, 10, 10), tally(20, 0, 10)),
        is_hr=False,
    )
    message = summary(shown, tr)
    assert problems(message) == ()
    for told in ("+33", "Pulse ‹Q4›", "50%"):
        assert told in message.text
    assert "*" not in message.text
    assert "%" not in message.text.split("eNPS")[1].splitlines()[0]


def test_the_modal_of_a_manager_has_nothing_to_tap_but_waves():
    alpha = GroupResult(group=((0, "Alpha"),), answers={0: answers_of(ENPS, [9] * 10)})
    view = result_modal(result(alpha, is_hr=False), [wave(), wave(id=8)], str, EN)
    ids = [e["action_id"] for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert ids == ["pulse:wave"]
    assert problems(Message(text="x", blocks=view["blocks"])) == ()


def test_why_nothing_is_shown_is_said():
    few = result(is_published=False, outcome={"published": False, "why": "few"})
    lost = result(is_published=False, outcome={"published": False, "why": "key"})
    assert "fewer than 5, so all answers were destroyed" in text_of(few)
    assert "key was not on this server" in text_of(lost)


def test_a_picture_draws_no_parts_below_ten_answers_and_says_itself_in_words():
    few = result_picture(result(everybody([10] * 6)), EN)
    some = result_picture(result(everybody([10] * 12)), EN)
    assert "Promoters" not in few.svg
    assert "+80 or higher" in few.svg
    assert "Promoters" in some.svg
    assert "12 promoters, 0 passives, and 0 detractors" in some.alt


def test_a_picture_of_nothing_is_none():
    assert result_picture(result(), EN) is None


@pytest.mark.parametrize("name", ["</text><script>", "x" * 200, "\x00\ud800 &amp; \u202e"])
def test_no_name_breaks_a_picture(name):
    drawn = result_picture(result(everybody([10] * 12), definition={"name": name}), EN)
    assert "<script" not in drawn.svg


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Pulse Q4!", "pulse-q4-wave-3.xlsx"),
        ("Élan/../x", "elan-x-wave-3.xlsx"),
        ("日本", "survey-wave-3.xlsx"),
    ],
)
def test_a_file_has_a_name_any_disk_takes(name, file):
    assert file_name(result(definition={"name": name}), "xlsx") == file


def test_no_group_is_cut_off_however_long_names_are():
    groups = [
        GroupResult(group=((0, "N" * 280 + str(n)),), answers={0: answers_of(ENPS, [9] * 10)})
        for n in range(MOST_GROUPS)
    ]
    shown = summary(result(everybody([9] * 200), *groups), EN)
    assert problems(shown) == ()
    told = "".join(block["text"]["text"] for block in shown.blocks if block["type"] == "section")
    assert all(f"NN{n}: " in told for n in range(MOST_GROUPS))
