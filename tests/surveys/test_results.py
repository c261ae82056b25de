"""Who sees what of a closed wave, what leaves as a file, and what the proof says."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.domain.surveys.questions import Kind, Question
from bot.domain.surveys.results import Bound, Silence
from bot.errors import NotAllowed, NotFound, UsageError
from bot.i18n import translator
from bot.services.access import OPERATOR, Actor
from bot.services.surveys.export import Exports
from bot.services.surveys.finding import Finding
from bot.services.surveys.proof import Proofs, digest_of, running_digest
from bot.services.surveys.results import Results
from bot.services.surveys.rights import HR_OPERATOR
from bot.services.surveys.sharing import Sharing
from bot.views.survey_export import sheets
from bot.views.survey_json import result_json
from store.records import LabelKind, Role
from tests.surveys.polling import QUESTIONS, open_poll

HR = Actor(slack_user_id="UHR", person_id=None, name="Hanna", roles=frozenset({Role.HR}))
CHECK = Question(kind=Kind.CHECK, text="Which?", choices=("a", "b"), right=1)
ROOT = Path(__file__).resolve().parents[2]


def team_of(number: int) -> tuple[str]:
    """Twelve of Alpha, five of Beta, three of Gamma."""
    return ("Alpha",) if number < 12 else ("Beta",) if number < 17 else ("Gamma",)


def open_split(any_store, tmp_path, **more):
    return open_poll(
        any_store,
        tmp_path,
        people=20,
        segments=team_of,
        name="Pulse",
        owner="UHR",
        dimensions=["team"],
        **more,
    )


@pytest.fixture
def poll(any_store, tmp_path):
    poll = open_split(any_store, tmp_path)
    for number in range(20):
        poll.vote(number, enps=10 if number % 2 else 6, mood=4, text=f"=said{number}")
    poll.close()
    return poll


def results(poll) -> Results:
    return Results(desk=poll.voting.desk)


def manager_of(poll, *teams: str) -> Actor:
    """Somebody who manages one rep in each of these teams."""
    desk, store = poll.voting.desk, poll.store
    boss = store.people.add(desk.workspace_id, name="Boss")
    for team in teams:
        rep = store.people.add(desk.workspace_id, name=f"Rep of {team}", manager_id=boss.id)
        label = store.labels.id(desk.workspace_id, LabelKind.TEAM, team)
        region = store.labels.id(desk.workspace_id, LabelKind.REGION, "North")
        store.people.join_team(desk.workspace_id, rep.id, label, region, None)
    return Actor(slack_user_id="UBOSS", person_id=boss.id, name="Boss", roles=frozenset({Role.REP}))


def by_name(result):
    return {one.group[0][1]: one for one in result.groups if one.group}


def test_hr_sees_everybody_the_groups_that_passed_and_which_are_hidden(poll):
    result = results(poll).of(HR, poll.wave.id)
    assert result.everybody[0].n == 20
    groups = by_name(result)
    assert groups["Alpha"].answers[0].n == 12
    assert groups["Beta"].silence is Silence.TOO_FEW  # it would give Gamma's three away
    assert groups["Gamma"].silence is Silence.TOO_FEW
    assert len(result.comments) == 20


def test_a_manager_sees_their_own_team_and_nothing_else(poll):
    result = results(poll).of(manager_of(poll, "Alpha"), poll.wave.id)
    assert [one.group for one in result.groups] == [((0, "Alpha"),)]
    assert (result.comments, result.trend, result.scores, result.is_hr) == ((), (), {}, False)


def test_a_manager_is_told_hidden_and_empty_apart(poll):
    groups = by_name(results(poll).of(manager_of(poll, "Gamma", "Delta"), poll.wave.id))
    assert groups["Gamma"].silence is Silence.TOO_FEW
    assert groups["Delta"].silence is Silence.NO_DATA


def test_hidden_and_empty_are_told_apart_when_invitations_are_long_deleted(any_store, tmp_path):
    poll = open_split(any_store, tmp_path, asked=[["Alpha", "Beta", "Gamma"]])
    for number in range(20):
        poll.vote(number, enps=10)
    poll.close()
    poll.store.ballots.forget(poll.wave.id, ["invitation"])
    groups = by_name(results(poll).of(manager_of(poll, "Gamma", "Delta"), poll.wave.id))
    assert groups["Gamma"].silence is Silence.TOO_FEW
    assert groups["Delta"].silence is Silence.NO_DATA


def test_a_wave_that_is_not_split_has_nothing_for_a_manager(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=12, name="Pulse", dimensions=[])
    for number in range(12):
        poll.vote(number, enps=10)
    poll.close()
    assert results(poll).of(manager_of(poll, "Alpha"), poll.wave.id).groups == ()


@pytest.mark.parametrize("who", [OPERATOR, replace(HR, roles=frozenset({Role.ADMIN}))])
def test_owner_and_admin_see_nothing_of_surveys(poll, who):
    for look in (
        lambda: results(poll).of(who, poll.wave.id),
        lambda: Finding(results=results(poll)).wave(who),
        lambda: Exports(desk=poll.voting.desk, results=results(poll)).of(who, poll.wave.id),
    ):
        with pytest.raises(NotAllowed):
            look()


def test_a_manager_gets_no_file_and_shares_nothing(poll):
    boss, desk = manager_of(poll, "Alpha"), poll.voting.desk
    with pytest.raises(NotAllowed):
        Exports(desk=desk, results=results(poll)).check(boss, poll.wave.id)
    with pytest.raises(NotAllowed):
        Sharing(desk=desk, results=results(poll)).summary(boss, poll.wave.id, with_groups=True)


def test_what_is_shared_has_no_comment_and_groups_only_when_wanted(poll):
    sharing = Sharing(desk=poll.voting.desk, results=results(poll))
    shown = sharing.summary(HR, poll.wave.id, with_groups=True)
    assert [one.group for one in shown.groups] == [(), ((0, "Alpha"),)]
    assert shown.comments == ()
    assert [one.group for one in sharing.summary(HR, poll.wave.id, with_groups=False).groups] == [
        ()
    ]


def test_another_hr_shares_only_when_the_owner_is_hr_no_more(poll):
    sharing = Sharing(desk=poll.voting.desk, results=results(poll))
    other, workspace = replace(HR, slack_user_id="UELSE"), poll.voting.desk.workspace_id
    poll.store.roles.grant(workspace, "UHR", Role.HR)
    with pytest.raises(NotAllowed, match="whose survey it is"):
        sharing.summary(other, poll.wave.id, with_groups=True)
    poll.store.roles.take(workspace, "UHR", Role.HR)
    assert sharing.summary(other, poll.wave.id, with_groups=True).everybody


def test_a_file_has_no_column_of_a_question_that_few_answered(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=12, name="Pulse", dimensions=[])
    for number in range(12):
        poll.vote(number, enps=9, mood=3 if number < 9 else None)
    poll.close()
    exported = Exports(desk=poll.voting.desk, results=results(poll)).of(HR, poll.wave.id)
    assert list(exported.answers) == [0]
    assert exported.result.everybody[1].shares is None


def test_no_row_of_a_file_is_somebodys_ballot(any_store, tmp_path):
    poll = open_poll(any_store, tmp_path, people=40, name="Pulse", dimensions=[])
    for number in range(40):
        high = Random(number).random() < 0.5
        poll.vote(number, enps=10 if high else 1, mood=5 if high else 1)
    poll.close()
    exported = Exports(desk=poll.voting.desk, results=results(poll)).of(HR, poll.wave.id)
    pairs = set(zip(exported.answers[0], exported.answers[1], strict=True))
    assert len(pairs) > 2  # whole ballots would be (10, 5) and (1, 1) alone


def test_every_table_of_a_file_says_what_is_shown_and_no_more(poll):
    exported = Exports(desk=poll.voting.desk, results=results(poll)).of(HR, poll.wave.id)
    made = {one.title: one.rows for one in sheets(exported, str, translator("en"))}
    told = {(row[0], row[1]): row for row in made["Results"][1:]}
    question = QUESTIONS[0].text
    assert told[question, "everybody"][2:9] == [20, 0, -40, 40, 10, 0, 10]
    assert told[question, "Alpha"][2] == 12
    assert told[question, "Gamma"][2:11] == [None] * 9
    assert "not shown" in told[question, "Gamma"][11]
    assert {row[2] for row in made["Comments"][1:]} == {f"=said{n}" for n in range(20)}
    assert "U00" not in repr(made)


def test_of_a_wave_with_too_few_answers_there_is_no_file_and_nothing_to_share(any_store, tmp_path):
    poll = open_split(any_store, tmp_path)
    poll.vote(1, enps=9)
    poll.close()
    result = results(poll).of(HR, poll.wave.id)
    assert (result.is_published, result.groups, result.answered) == (False, (), 1)
    with pytest.raises(UsageError, match="nothing to export"):
        Exports(desk=poll.voting.desk, results=results(poll)).of(HR, poll.wave.id)
    with pytest.raises(UsageError, match="nothing to share"):
        Sharing(desk=poll.voting.desk, results=results(poll)).summary(
            HR, poll.wave.id, with_groups=False
        )


def test_a_check_with_names_lists_scores_for_hr_alone_and_is_never_shared(any_store, tmp_path):
    poll = open_poll(
        any_store, tmp_path, people=3, questions=(CHECK,), is_named=True, name="Quiz", owner="UHR"
    )
    for number in range(3):
        poll.voting.answer(poll.person(number), poll.wave.id, {0: number % 2})
    poll.close()
    result = results(poll).of(HR, poll.wave.id)
    assert result.scores == {"U0000": (0, 1), "U0001": (1, 1), "U0002": (0, 1)}
    assert result.groups == ()
    assert results(poll).of(manager_of(poll, "Alpha"), poll.wave.id).scores == {}
    with pytest.raises(UsageError, match="cannot be shared"):
        Sharing(desk=poll.voting.desk, results=results(poll)).summary(
            HR, poll.wave.id, with_groups=False
        )


def test_below_ten_answers_means_and_shares_are_bounded(any_store, tmp_path):
    mood, check = QUESTIONS[1], CHECK
    poll = open_poll(
        any_store, tmp_path, people=6, questions=(mood, check), name="Pulse", dimensions=[]
    )
    for number in range(6):
        poll.voting.answer(poll.person(number), poll.wave.id, {0: 5, 1: 1})
    poll.close()
    everybody = results(poll).of(HR, poll.wave.id).everybody
    assert everybody[0].shown_mean.bound is Bound.OR_HIGHER
    assert float(everybody[0].shown_mean.value) == 4.6
    assert (everybody[1].shown_right.bound, everybody[1].shares) == (Bound.OR_HIGHER, None)


def test_the_json_has_every_key_and_null_for_what_is_not_shown(poll):
    made = json.loads(json.dumps(result_json(results(poll).of(HR_OPERATOR, poll.wave.id))))
    assert list(made) == [
        "survey", "wave", "closed_on", "invited", "answered", "least", "least_comments",
        "published", "why", "questions", "trend", "comments", "scores",
    ]  # fmt: skip
    everybody, alpha, beta, gamma = made["questions"][0]["groups"]
    assert (everybody["group"], everybody["hidden"], everybody["enps"]["score"]) == ({}, None, 0)
    assert alpha["group"] == {"team": "Alpha"}
    assert gamma == {
        "group": {"team": "Gamma"}, "hidden": "too few", "n": None, "enps": None,
        "mean": None, "right": None, "shares": None,
    }  # fmt: skip
    assert beta["hidden"] == "too few"
    assert made["trend"][0]["change"] is None


def test_a_wave_is_found_by_a_part_of_its_name_and_its_number(poll):
    finding = Finding(results=results(poll))
    for words, number in (("", None), ("pul", None), ("PULSE", 1)):
        assert finding.wave(HR, words, number).id == poll.wave.id
    with pytest.raises(NotFound):
        finding.wave(HR, "pulse", 2)
    with pytest.raises(NotFound):
        finding.open_wave(HR, "pulse")


def test_an_open_wave_has_no_result_and_is_the_one_to_close(any_store, tmp_path):
    poll = open_split(any_store, tmp_path)
    finding = Finding(results=results(poll))
    with pytest.raises(UsageError, match="Nobody sees results"):
        finding.wave(HR, "pulse")
    assert finding.open_wave(HR_OPERATOR, "pulse").id == poll.wave.id


def test_the_proof_reads_the_live_tables_and_finds_one_that_somebody_added(poll):
    proofs = Proofs(desk=poll.voting.desk)
    tables = {one.name: one for one in proofs.now().tables}
    assert [column.split()[0] for column in tables["ballot"].columns] == [
        "wave_id",
        "id",
        "answers",
    ]
    assert (tables["ballot"].rows, tables["sealed"].rows) == ({"closed": 20}, {})
    with poll.store._database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE spy (wave_id integer, who text, what text)")
    tables = {one.name: one for one in proofs.now().tables}
    assert [column.split()[0] for column in tables["spy"].columns] == ["wave_id", "who", "what"]


def test_the_digest_is_what_common_tools_say_of_the_source():
    told = subprocess.run(
        "find bot store -name '*.py' | LC_ALL=C sort | xargs sha256sum | sha256sum",
        shell=True, capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert told.stdout.split()[0] == digest_of(ROOT)
    assert len(running_digest()) == 64


def test_a_first_wave_has_nothing_to_be_compared_with(poll):
    result = results(poll).of(HR, poll.wave.id)
    assert [step.change for step in result.trend] == [None]


def test_a_receipt_is_found_however_it_is_typed(any_store, tmp_path):
    poll = open_split(any_store, tmp_path)
    receipts = [poll.vote(number, enps=9) for number in range(8)]
    proofs = Proofs(desk=poll.voting.desk)
    assert proofs.counted_in(receipts[0]) is None
    poll.close()
    typed = receipts[0].lower().replace("-", " ")
    assert proofs.counted_in(f"  {typed} ").id == poll.wave.id
    assert proofs.counted_in("22222-22222") is None
    for wrong in ("", "K7QF2", "0OIL1-00000", "'; DROP TABLE receipt; --"):
        with pytest.raises(UsageError, match="ten letters and digits"):
            proofs.counted_in(wrong)
