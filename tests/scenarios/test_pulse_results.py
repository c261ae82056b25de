"""A wave has closed: HR looks at its result, at comments, has it drawn and as a file, shares it;
managers see what was released of their team; everybody may look at the proof."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from bot.domain.surveys.plans import Audience
from bot.views.modals import VALUE
from store.records import LabelKind, Role
from tests.scenarios.pulses import HANNA, hire_colleagues

ANNA = "Anna de Vries"
HOSTILE = ("=1+1|cmd", "<!channel> @everyone", "*bold* <https://evil.example|here>", "x" * 500)


@pytest.fixture
def pulse(company):
    return hire_colleagues(company)


@pytest.fixture
def hanna(pulse):
    return pulse.company.act_as(HANNA)


def text_of(view) -> str:
    return json.dumps(view, ensure_ascii=False)


def closed(pulse, people=12, *, promoters=8, texts=HOSTILE):
    """A wave that so many answered, the first of them as promoters, the others as detractors."""
    wave = pulse.launch()
    for number in range(people):
        text = texts[number] if number < len(texts) else ""
        assert pulse.answer(number, enps=10 if number < promoters else 2, text=text) == {}
        pulse.person(number).close_view()
    return pulse.close(wave)


def open_result(hanna, pulse, words="results"):
    hanna.command("/pulse", words, channel=pulse.company.sales)
    return hanna.open_view()


def newest_in_dm(pulse, hanna):
    pulse.company.live(seconds=5)
    return hanna.last_message(hanna.dm())


def test_hr_sees_the_score_with_all_that_tells_what_it_is_worth(pulse, hanna):
    closed(pulse)
    shown = text_of(open_result(hanna, pulse))
    for told in (
        "12 of 12 people answered (100%)",
        "*eNPS +33* · 12 answers: 8 promoters, 0 passives, and 4 detractors",
        "one answer moves it 17 points",
        "Indicative only: fewer than 30 answers",
        "4 comments",
    ):
        assert told in shown
    assert "33%" not in shown
    assert pulse.company.slack.errors == []


def test_the_news_of_closing_leads_to_the_result(pulse, hanna):
    closed(pulse)
    news = next(m for m in hanna.messages(hanna.dm()) if "has closed" in m["text"])
    hanna.click(news, "pulse:results")
    assert "eNPS +33" in text_of(hanna.open_view())


def test_the_page_of_a_survey_leads_to_the_result_as_well(pulse, hanna):
    closed(pulse)
    hanna.command("/pulse", channel=pulse.company.sales)
    hanna.click(hanna.open_view(), "pulse:open")
    hanna.click(hanna.open_view(), "pulse:results")
    assert "eNPS +33" in text_of(hanna.open_view())


@pytest.mark.parametrize(
    ("words", "says"),
    [("results", "No survey has closed yet"), ("results nothing", "no survey called nothing")],
)
def test_without_a_closed_wave_it_says_so(pulse, hanna, words, says):
    assert says in hanna.command("/pulse", words, channel=pulse.company.sales).message["text"]


def test_nobody_sees_a_result_before_closing(pulse, hanna):
    pulse.launch()
    for number in range(8):
        pulse.answer(number, enps=9)
    told = hanna.command("/pulse", "results pulse", channel=pulse.company.sales).message["text"]
    assert "Nobody sees results before it has closed" in told
    assert hanna.view() is None


def test_below_ten_answers_no_counts_and_no_extreme_are_told(pulse, hanna):
    closed(pulse, 7, promoters=7)
    shown = text_of(open_result(hanna, pulse))
    assert "eNPS +80 or higher* · 7 answers" in shown
    assert "promoters" not in shown
    assert "Comments: none were kept" in shown
    assert "pulse:comments" not in shown


def test_of_a_wave_with_too_few_answers_only_participation_is_told(pulse, hanna):
    closed(pulse, 3)
    shown = text_of(open_result(hanna, pulse))
    assert "3 of 12 people answered (25%)" in shown
    assert "all answers were destroyed" in shown
    for doing in ("pulse:comments", "pulse:picture", "pulse:export", "pulse:share"):
        assert doing not in shown


def test_comments_are_read_as_they_were_written_and_do_nothing(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:comments")
    view = hanna.open_view()
    said = [b for b in view["blocks"] if str(b.get("block_id", "")).startswith("comment-")]
    texts = {block["text"]["text"] for block in said}
    assert texts == {
        "=1+1|cmd",
        "‹!channel› @everyone",
        "*bold* ‹https://evil.example|here›",
        "x" * 500,
    }
    assert {block["text"]["type"] for block in said} == {"plain_text"}
    assert "4 comments" in text_of(view)
    hanna.click(view, "pulse:results")
    assert "eNPS +33" in text_of(hanna.open_view())


def test_many_comments_come_page_by_page_each_once(pulse, hanna):
    closed(pulse, 12, texts=[f"comment {number}" for number in range(12)])
    hanna.click(open_result(hanna, pulse), "pulse:comments")
    seen = [text_of(hanna.open_view())]
    hanna.click(hanna.open_view(), "pulse:comments")
    seen.append(text_of(hanna.open_view()))
    found = [sum(f'"comment {number}"' in page for page in seen) for number in range(12)]
    assert found == [1] * 12
    hanna.click(hanna.open_view(), "pulse:comments-previous")
    assert text_of(hanna.open_view()).count("comment-") == 10


def test_the_picture_comes_by_direct_message_and_says_in_words_what_it_shows(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:picture")
    assert "picture comes in our conversation" in text_of(hanna.open_view())
    message = newest_in_dm(pulse, hanna)
    assert "eNPS +33 · 12 answers" in message["text"]
    (image,) = [block for block in message["blocks"] if block["type"] == "image"]
    assert "8 promoters, 0 passives, and 4 detractors" in image["alt_text"]
    assert pulse.company.slack.errors == []


def file_in_dm(pulse, hanna) -> bytes:
    message = newest_in_dm(pulse, hanna)
    (file,) = message["files"]
    return pulse.company.slack._stage.ws.files[file["id"]].content


def test_the_workbook_opens_with_texts_as_texts_and_nothing_that_leads_back(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:export")
    pages = load_workbook(io.BytesIO(file_in_dm(pulse, hanna)))
    rows = {page.title: list(page.iter_rows(values_only=True)) for page in pages}
    assert set(rows) == {"About", "Results", "Waves", "Answers shuffled", "Comments"}
    comments = [row[2] for row in rows["Comments"][1:]]
    assert sorted(comments) == sorted(HOSTILE)
    kinds = {cell.data_type for page in pages for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    answers = [row[0] for row in rows["Answers shuffled"][1:]]
    assert sorted(answers) == [2] * 4 + [10] * 8
    everything = repr(rows)
    assert not any(user in everything for user in pulse.people)
    assert "Colleague" not in everything


def test_the_archive_of_csv_files_makes_no_formula(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:export-csv")
    with zipfile.ZipFile(io.BytesIO(file_in_dm(pulse, hanna))) as archive:
        told = archive.read("comments.csv").decode("utf-8-sig")
    texts = {row[2] for row in csv.reader(io.StringIO(told))}
    assert "'=1+1|cmd" in texts
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)


def test_a_file_is_not_sent_to_who_is_hr_no_more(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:export")
    pulse.company.store.roles.take(pulse.company.workspace, hanna.id, Role.HR)
    assert "files" not in newest_in_dm(pulse, hanna)
    assert outbox_rows(pulse, "state") == [("dropped",)]


def test_nothing_of_a_result_waits_in_the_outbox_for_a_file(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:export")
    assert len(outbox_rows(pulse)) == 1
    assert "cmd" not in repr(outbox_rows(pulse))


def outbox_rows(pulse, what="*") -> list:
    with pulse.company.store._database.read() as connection:
        told = f"SELECT {what} FROM outbox WHERE kind = 'export'"
        return list(map(tuple, connection.exec_driver_sql(told)))


def test_another_wave_is_chosen_from_a_menu_and_the_trend_says_what_is_clear(pulse, hanna):
    first = closed(pulse, promoters=0, texts=())
    surveys, company = pulse.company.deps.surveys, pulse.company
    wanted = set(pulse.people)
    found = [one for one in surveys.audiences.candidates(Audience()) if one.slack_user_id in wanted]
    second = surveys.launching.launch(pulse.hr, first.survey_id, found)
    company.live()
    for number in range(12):
        pulse.answer(number, enps=10)
        pulse.person(number).close_view()
    pulse.close(second)
    view = open_result(hanna, pulse)
    told = "Trend: wave 1 −100 (12 answers) → wave 2 +100 (12 answers). ▲ Higher than wave 1."
    assert told in text_of(view)
    hanna.click(view, "pulse:wave", value=str(first.id))
    shown = text_of(hanna.open_view())
    assert "wave 1, closed on" in shown
    assert "Trend" not in shown


def test_the_owner_shares_exactly_what_the_form_showed_and_no_comment(pulse, hanna):
    closed(pulse)
    hanna.click(open_result(hanna, pulse), "pulse:share")
    preview = text_of(hanna.open_view())
    assert "8 promoters" in preview
    assert "cmd" not in preview
    assert hanna.submit({"channel": {VALUE: pulse.company.sales}}) == {}
    assert "goes to" in text_of(hanna.open_view())
    pulse.company.live(seconds=5)
    anna = pulse.company.act_as(ANNA)
    posted = anna.last_message(pulse.company.sales)
    assert "12 of 12 people answered (100%)." in posted["text"]
    assert "eNPS +33 · 12 answers: 8 promoters" in posted["text"]
    assert "omment" not in text_of(posted)
    assert [block["type"] for block in posted["blocks"]].count("image") == 1
    assert pulse.company.slack.errors == []


def test_a_private_channel_has_to_invite_first_and_it_says_so(pulse, hanna):
    closed(pulse)
    quiet = pulse.company.slack.add_channel("quiet", private=True, members=[hanna.id])
    hanna.click(open_result(hanna, pulse), "pulse:share")
    assert hanna.submit({"channel": {VALUE: quiet}}) == {}
    assert "/invite @Koploper" in text_of(hanna.open_view())


def test_only_the_owner_shares_while_they_are_hr(pulse, hanna):
    closed(pulse)
    other = pulse.company.join("Fleur Bos", email="fleur@example.com", locale="nl-NL")
    pulse.company.store.roles.grant(pulse.company.workspace, other.id, Role.HR)
    view = open_result(other, pulse)
    assert "eNPS +33" in text_of(view)
    other.click(view, "pulse:share")
    assert "Hanna Smit, van wie de enquête is" in text_of(other.open_view())


def test_in_dutch_the_whole_result(pulse):
    dutch = pulse.company.join("Fleur Bos", email="fleur@example.com", locale="nl-NL")
    pulse.company.store.roles.grant(pulse.company.workspace, dutch.id, Role.HR)
    closed(pulse)
    dutch.command("/pulse", "uitslag", channel=pulse.company.sales)
    shown = text_of(dutch.open_view())
    for told in (
        "12 van de 12 mensen antwoordden",
        "8 promotors, 0 passief en 4 criticasters",
        "één antwoord scheelt 17 punten",
        "Alleen indicatief",
    ):
        assert told in shown


@pytest.mark.parametrize("name", [ANNA, "Colleague 1"])
def test_nobody_else_sees_a_result(pulse, name):
    closed(pulse)
    other = pulse.company.act_as(name)
    told = other.command("/pulse", "results", channel=pulse.company.sales).message["text"]
    said = "for HR, and for managers" if name != ANNA else "voor HR, en voor leidinggevenden"
    assert said in told
    assert other.view() is None


def test_a_manager_sees_that_hidden_is_another_thing_than_empty(pulse):
    closed(pulse)
    company = pulse.company
    boss = company.people["Bram Kok"]
    rep = company.store.people.add(company.workspace, name="Rep of Bram", manager_id=boss)
    team = company.store.labels.id(company.workspace, LabelKind.TEAM, "Delta")
    north = company.store.labels.id(company.workspace, LabelKind.REGION, "North")
    company.store.people.join_team(company.workspace, rep.id, team, north, None)
    bram = company.act_as("Bram Kok")
    bram.command("/pulse", "results", channel=company.sales)
    shown = text_of(bram.open_view())
    assert "Delta: no data: nobody there was asked" in shown
    assert "eNPS" not in shown
    for doing in ("pulse:comments", "pulse:picture", "pulse:export", "pulse:share"):
        assert doing not in shown


def test_everybody_may_read_the_proof_in_both_languages(pulse):
    closed(pulse)
    english = pulse.person(1).command("/pulse", "proof", channel=pulse.company.sales).message
    dutch = pulse.person(0).command("/pulse", "bewijs", channel=pulse.company.sales).message
    assert "ballot: answers without a name, a time or an order" in english["text"]
    assert "wave_id integer, id text, answers text" in english["text"]
    assert "12 rows of waves that are closed" in english["text"]
    assert "antwoorden zonder naam, tijd of volgorde" in dutch["text"]
    assert pulse.company.slack.errors == []


def test_a_receipt_says_whether_the_answer_was_counted(pulse):
    wave = pulse.launch()
    person = pulse.person(1)
    receipts = []
    for _time in range(2):
        pulse.answer(1, enps=9)
        receipts.append(text_of(person.open_view()).split("Your receipt is *")[1][:11])
        person.close_view()
    for number in range(2, 9):
        pulse.answer(number, enps=9)

    def told(word):
        return person.command("/pulse", f"receipt {word}", channel=pulse.company.sales).message

    assert "in the list of no closed wave" in told(receipts[1])["text"]
    pulse.close(wave)
    assert "in the list of no closed wave" in told(receipts[0])["text"]
    assert "Counted: the answer with this receipt" in told(receipts[1].lower())["text"]
    assert "ten letters and digits" in told("nonsense")["text"]
    assert "Give the receipt" in told("")["text"]
