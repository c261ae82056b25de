"""What a stranger finds in the demo: everything was said by the real jobs, and can be reached."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bot.demo.life import Beat, beats
from bot.demo.opinions import opinions
from bot.demo_life import live
from bot.domain.goals import Span
from bot.stopping import Stop
from store.records_outbox import PARKED
from store.records_surveys import WaveState
from tests.demo.staged import Staged, staged


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("demo")) as opened:
        yield opened


def text_of(view) -> str:
    return json.dumps(view, ensure_ascii=False)


def starting(messages, *words) -> list[dict]:
    return [one for one in messages if all(word in one["text"] for word in words)]


def waves_of(demo: Staged):
    return demo.deps.store.surveys.waves(demo.deps.workspace_id)


def revenue_of(demo: Staged):
    ledger, ever = demo.deps.store.ledger, (date(2020, 1, 1), date(2030, 1, 1))
    return ledger.sums(demo.deps.workspace_id, ["revenue"], start=ever[0], end=ever[1])


def test_boards_a_recap_with_its_picture_and_a_live_board_stand_in_sales(demo):
    said = demo.said_in("sales")
    assert {one.get("app_id") for one in said} == {demo.local.app.app_id}
    assert len(starting(said, "Revenue · November 2026")) >= 3
    (recap,) = starting(said, "Revenue · week 47")
    assert [block["type"] for block in recap["blocks"]].count("image") == 1
    assert starting(said, "Live: updated 23 Nov 2026") == [said[-1]]


def test_posts_stand_at_the_moments_they_are_for(demo):
    hours = {
        datetime.fromtimestamp(float(one["ts"]), UTC).strftime("%a %H:%M")
        for one in demo.said_in("sales")
    }
    assert hours == {"Fri 08:00", "Mon 08:00", "Mon 14:50"}


def test_what_changed_since_is_told_below_the_posts_it_changed(demo):
    sales = demo.local.channels["sales"]
    threads = [demo.me.messages(sales, one["ts"])[1:] for one in demo.said_in("sales")]
    told = [answer["text"] for thread in threads for answer in thread]
    assert told
    assert all(text.startswith("Corrected, ") for text in told)


def test_the_bell_rang_for_what_was_won_today(demo):
    *_, last = demo.said_in("deals")
    newest = [one for one in demo.company.deals if one.closed_on == demo.company.today][-1]
    assert last["text"].startswith("🔔 ")
    assert any(one.rep in text_of(last) for one in newest.credits)
    assert datetime.fromtimestamp(float(last["ts"]), UTC).date() == demo.company.today


def test_badges_are_told_in_general_and_are_worth_points(demo):
    told = demo.said_in("general")
    assert all(one["text"].startswith("New badges. ") for one in told)
    assert told
    demo.me.command("/leaderboard", "points all time", channel=demo.local.channels["sales"])
    assert demo.me.last_message(demo.local.channels["sales"])["text"].startswith("Points · ")


def test_goals_and_leave_are_set(demo):
    metric = demo.deps.desk.snapshots.current().metrics["revenue"]
    goals = demo.deps.store.preferences.get(demo.deps.workspace_id, "goals")
    assert set(goals[metric.key]) == {span.value for span in Span}
    assert sum(map(len, demo.deps.store.leaves.of(demo.deps.workspace_id).values())) == 4


def test_home_shows_ones_own_place_and_badges(demo):
    home = text_of(demo.me.open_home())
    assert "You are *" in home
    assert "badge" in home.casefold()


def test_everybody_on_slack_has_the_open_survey_in_their_messages(demo):
    newest, before = waves_of(demo)
    assert (newest.state, before.state) == (WaveState.OPEN, WaveState.CLOSED)
    assert newest.opens_at.month - before.opens_at.month == 3
    asked = [demo.local.slack.act_as(user) for user in demo.local.users.values()]
    messages = [text_of(person.messages(person.dm())) for person in asked]
    assert sum("pulse:answer" in one for one in messages) == len(demo.local.users)
    demo.me.click(demo.me.last_message(demo.me.dm()), "pulse:answer")
    assert "recommend working here" in text_of(demo.me.open_view())
    demo.me.close_view()


def test_hr_finds_the_result_of_the_last_quarter_and_the_owner_does_not(demo):
    sales = demo.local.channels["sales"]
    hr, owner = demo.act_as(demo.company.hr), demo.act_as(demo.company.owner)
    hr.command("/pulse", channel=sales)
    assert "eNPS and the reason" in text_of(hr.open_view())
    hr.close_view()
    hr.command("/pulse", "results", channel=sales)
    shown = text_of(hr.open_view())
    assert "*eNPS +" in shown or "*eNPS −" in shown
    hr.close_view()
    owner.command("/pulse", "results", channel=sales)
    assert owner.view() is None


def test_nothing_went_wrong_on_the_way(demo):
    assert demo.deps.store.outbox.listed(demo.deps.workspace_id, PARKED) == []
    assert demo.local.slack.errors == []


def test_a_deal_that_is_won_meanwhile_rings_and_moves_the_live_board(tmp_path):
    with staged(tmp_path) as demo:
        live_before = demo.said_in("sales")[-1]["text"]
        rung = len(demo.said_in("deals"))
        deal = beats(demo.company)[0].deal
        live([Beat(pause=0, deal=deal)], demo.settings, tmp_path, Stop(), demo.clock)
        demo.live(seconds=70)
        assert len(demo.said_in("deals")) == rung + 1
        assert deal.credits[0].rep in demo.said_in("deals")[-1]["text"]
        assert demo.said_in("sales")[-1]["text"] != live_before


@pytest.mark.parametrize(
    ("now", "language", "live"),
    [
        pytest.param(datetime(2026, 11, 21, 11, 0), "nl", "Live: bijgewerkt", id="a Saturday"),
        pytest.param(datetime(2026, 11, 22, 23, 2), "en", "Live: updated", id="after midnight"),
        pytest.param(datetime(2027, 1, 1, 12, 0), "nl", "Live: bijgewerkt", id="a first of month"),
    ],
)
def test_the_same_pieces_are_there_on_any_day(tmp_path, now, language, live):
    with staged(tmp_path, now=now.replace(tzinfo=UTC), language=language) as demo:
        sales = demo.said_in("sales")
        assert starting(sales, live) == [sales[-1]]
        assert [block["type"] for one in sales for block in one["blocks"]].count("image") == 1
        assert len(demo.said_in("deals")) >= 3
        assert demo.said_in("general")
        assert [wave.state for wave in waves_of(demo)] == [WaveState.OPEN, WaveState.CLOSED]
        assert demo.deps.store.outbox.listed(demo.deps.workspace_id, PARKED) == []


def test_a_database_that_was_kept_is_brought_up_to_date_and_told_once(tmp_path):
    with staged(tmp_path) as demo:
        decided = demo.deps.store.outbox.work_done(demo.deps.workspace_id)
        sums = revenue_of(demo)
    with staged(tmp_path) as again:
        assert again.deps.store.outbox.work_done(again.deps.workspace_id) == decided
        assert revenue_of(again) == sums
        assert again.said_in("sales") == []


def test_deals_go_on_for_a_while_and_then_stop(demo):
    found = beats(demo.company)
    assert found == beats(demo.company)
    assert len(found) == 40
    assert all(40 <= one.pause <= 90 for one in found)
    known = {deal.external_id for deal in demo.company.deals}
    assert len({one.deal.external_id for one in found} - known) == 40


def test_answers_are_the_same_each_time_and_never_those_of_whoever_is_played(demo):
    found = opinions(demo.company, "word", part=0.9, language="en")
    assert found == opinions(demo.company, "word", part=0.9, language="en")
    assert found != opinions(demo.company, "other", part=0.9, language="en")
    assert demo.company.acting not in {one.email for one in found}
    assert {one.score for one in found} <= set(range(1, 11))
    reasons = [one.reason for one in found if one.reason]
    assert len(reasons) == len(set(reasons)) > 5
