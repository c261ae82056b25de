"""What a person does in the page: commands, messages, menus, threads, other people, Home."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def cells(*words: str) -> list[dict[str, Any]]:
    return [{"type": "raw_text", "text": word} for word in words]


def test_a_slash_command_is_offered_completed_and_answered_to_its_sender_alone(desk: Any) -> None:
    page: Page = desk.page
    page.locator(".composer-field").press_sequentially("/")
    offered = page.get_by_role("option")
    expect(offered).to_have_count(3)
    expect(offered.first).to_contain_text("Where you stand")
    page.keyboard.press("ArrowDown")
    expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(page.locator(".composer-field")).to_have_value("/board ")
    expect(page.locator(".usage")).to_contain_text("[metric] [period]")
    page.keyboard.press("Enter")
    expect(desk.last).to_contain_text("Only visible to you")
    expect(desk.last.get_by_role("heading", name="Revenue")).to_be_visible()
    desk.visit(desk.town.bram)
    expect(page.locator(".ephemeral")).to_have_count(0)


def test_escape_closes_the_commands_and_an_unknown_one_is_given_back(desk: Any) -> None:
    composer = desk.page.locator(".composer-field")
    composer.press_sequentially("/b")
    expect(desk.page.get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("option")).to_have_count(0)
    desk.send("/nonsense at all")
    expect(desk.page.locator(".toast")).to_contain_text("/nonsense is not a command here")
    expect(composer).to_have_value("/nonsense at all")


def test_an_answer_slack_would_refuse_is_shown_to_its_sender(desk: Any) -> None:
    desk.send("/crash")
    expect(desk.last).to_contain_text("Slackbot")
    expect(desk.last).to_contain_text("invalid_blocks")
    expect(desk.last).to_contain_text("Only visible to you")


def test_hostile_words_stay_words_wherever_they_stand(desk: Any) -> None:
    desk.visit(desk.town.bram)
    desk.send(HOSTILE)
    expect(desk.last).to_contain_text(HOSTILE)
    leaf = {"type": "link", "url": "https://example.com", "text": HOSTILE}
    section = {"type": "rich_text_section", "elements": [leaf]}
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": HOSTILE}},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{HOSTILE}*"}},
        {"type": "table", "rows": [cells("Name"), cells(HOSTILE)]},
        {"type": "rich_text", "elements": [section]},
        {"type": "markdown", "text": f"{HOSTILE} [click](javascript:alert(1))"},
    ]
    desk.town.post(text=HOSTILE, blocks=blocks)
    expect(desk.last.locator("td")).to_have_text(HOSTILE)
    expect(desk.last.locator(".markdown")).to_contain_text(HOSTILE)
    foreign = desk.page.locator("img[src=x], article script, [href^='javascript']")
    expect(foreign).to_have_count(0)


def test_a_data_table_turns_its_pages(desk: Any) -> None:
    rows = [cells("Deal", "Day"), *(cells(f"deal {n}", f"day {n}") for n in range(7))]
    block = {"type": "data_table", "caption": "Deals", "page_size": 3, "rows": rows}
    desk.town.post(text="Deals", blocks=[block])
    table = desk.last.get_by_role("table", name="Deals")
    expect(table.get_by_role("rowheader")).to_have_text(["deal 0", "deal 1", "deal 2"])
    desk.last.get_by_role("button", name="Next").click()
    desk.last.get_by_role("button", name="Next").click()
    expect(table.get_by_role("rowheader")).to_have_text(["deal 6"])
    expect(desk.last.get_by_role("button", name="Next")).to_be_disabled()


def test_an_uploaded_picture_is_shown_with_its_words(desk: Any) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    dm = desk.town.sandbox.act_as(desk.town.anna).dm(desk.town.app)
    desk.visit(channel=dm)
    desk.town.web.files_upload_v2(
        channel=dm, content=picture, filename="trend.svg", alt_txt="Rising"
    )
    shown = desk.last.get_by_role("img", name="Rising")
    expect(shown).to_have_js_property("naturalWidth", 9)


def test_a_picture_that_cannot_be_loaded_leaves_its_words(desk: Any) -> None:
    url = f"{desk.town.sandbox.url}/files/F404"
    block = {"type": "image", "image_url": url, "alt_text": "Lost trend"}
    desk.town.post(text="Trend", blocks=[block])
    expect(desk.last.locator(".image-lost")).to_have_text("Lost trend")


def test_a_button_asks_first_when_it_is_told_to(desk: Any) -> None:
    share = desk.board().get_by_role("button", name="Share")
    share.click()
    dialog = desk.page.get_by_role("dialog", name="Share this?")
    expect(dialog.get_by_role("button", name="Do it")).to_be_focused()
    dialog.get_by_role("button", name="Not now").click()
    expect(dialog).to_have_count(0)
    assert desk.town.told == []
    share.click()
    desk.page.keyboard.press("Enter")
    assert desk.told()[0]["action_id"] == "share"


def test_a_select_is_searched_and_reaches_the_app_in_slacks_own_shape(desk: Any) -> None:
    desk.board().locator("[data-key='menus/metric']").click()
    expect(desk.page.locator(".option-group")).to_have_text(["Money", "Count"])
    desk.page.get_by_role("combobox", name="Search Metric").press_sequentially("dea")
    expect(desk.page.get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Enter")
    chosen = desk.told()[0]["selected_option"]
    assert chosen["value"] == "deals"
    menu = desk.last.locator("[data-key='menus/metric']")
    expect(menu).to_have_text("Deals")
    expect(menu).to_have_accessible_name("Metric: Deals")


def test_a_day_is_picked_with_the_arrow_keys(desk: Any) -> None:
    desk.board().locator("[data-key='menus/day']").click()
    desk.page.keyboard.press("ArrowRight")
    desk.page.keyboard.press("Enter")
    assert desk.told()[0]["selected_date"] == "2026-03-01"


def test_several_people_are_told_to_the_app_once_when_the_list_closes(desk: Any) -> None:
    desk.board().locator("[data-key='side/who']").click()
    desk.page.get_by_role("option").nth(1).wait_for()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    assert desk.town.told == []
    desk.page.keyboard.press("Escape")
    assert desk.told()[0]["selected_users"] == [desk.town.anna, desk.town.bram]
    assert len(desk.town.told) == 1


def test_an_external_select_offers_what_the_app_finds(desk: Any) -> None:
    desk.board().locator("[data-key='menus/deal']").click()
    desk.page.get_by_role("combobox", name="Search Deal").press_sequentially("big")
    desk.page.get_by_role("option", name="big deal").click()
    assert desk.told()[0]["selected_option"]["text"]["text"] == "big deal"


def test_an_overflow_menu_works_by_keyboard_alone(desk: Any) -> None:
    desk.board().get_by_role("button", name="More actions").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("menuitem")).to_be_focused()
    desk.page.keyboard.press("Enter")
    assert desk.told()[0]["selected_option"]["value"] == "csv"


def test_a_message_arrives_is_edited_and_goes_without_a_reload(desk: Any) -> None:
    ts = desk.town.post(text="Deal *won*")
    expect(desk.last.locator("strong")).to_have_text("won")
    desk.town.web.chat_update(channel=desk.town.sales, ts=ts, text="Deal lost")
    expect(desk.last).to_contain_text("Deal lost")
    expect(desk.last).to_contain_text("(edited)")
    desk.town.web.chat_delete(channel=desk.town.sales, ts=ts)
    expect(desk.page.locator(f"[data-ts='{ts}']")).to_have_count(0)


def test_a_dropped_line_comes_back_with_what_was_missed(desk: Any) -> None:
    desk.page.route("**/page/events*", lambda route: route.abort())
    desk.visit()
    expect(desk.page.get_by_text("Reconnecting to the sandbox")).to_be_visible()
    desk.town.post(text="While you were away")
    desk.page.unroute("**/page/events*")
    expect(desk.last).to_contain_text("While you were away")
    expect(desk.page.get_by_text("Reconnecting to the sandbox")).to_be_hidden()


def test_a_reply_lands_in_the_thread_and_is_counted_in_the_channel(desk: Any) -> None:
    ts = desk.town.post(text="A deal to talk about")
    parent = desk.page.locator(f"#main [data-ts='{ts}']")
    parent.hover()
    parent.get_by_role("button", name="Reply in thread").click()
    desk.send("Proficiat :champagne:", "#thread")
    thread = desk.page.get_by_role("complementary", name="Thread")
    expect(thread.locator("article").last).to_contain_text("Proficiat 🍾")
    expect(parent.locator(".thread-line")).to_contain_text("1 reply")
    expect(desk.page.locator("#main article", has_text="Proficiat")).to_have_count(0)
    desk.page.reload()
    expect(thread.locator("article")).to_have_count(2)
    thread.get_by_role("button", name="Close the thread").click()
    expect(thread).to_be_hidden()


def test_a_reaction_is_given_and_taken_back(desk: Any) -> None:
    ts = desk.town.post(text="React to me")
    message = desk.page.locator(f"#main [data-ts='{ts}']")
    message.hover()
    message.get_by_role("button", name="Add a reaction").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="tada").click()
    reaction = message.locator(".reaction")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    expect(reaction).to_contain_text("🎉")
    reaction.click()
    expect(reaction).to_have_count(0)


def test_one_can_act_as_anybody_and_find_them_by_a_part_of_the_name(desk: Any) -> None:
    desk.page.get_by_role("button", name="Acting as Anna").click()
    desk.page.get_by_role("combobox", name="Search people").press_sequentially("bram")
    expect(desk.page.get_by_role("option")).to_have_count(1)
    expect(desk.page.get_by_role("option")).to_contain_text("en-US")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".act-as-name")).to_contain_text("Bram")
    assert f"as={desk.town.bram}" in desk.page.url
    desk.page.go_back()
    expect(desk.page.locator(".act-as-name")).to_have_text("Anna de Vries")


def test_a_channel_one_is_not_in_can_be_read_and_joined(desk: Any) -> None:
    desk.visit(channel=desk.town.lobby)
    expect(desk.page.locator("#main .composer-field")).to_have_count(0)
    desk.page.get_by_role("button", name="Join channel").click()
    desk.send("Hello lobby")
    expect(desk.last).to_contain_text("Hello lobby")


def test_the_home_is_shown_and_its_app_is_told_once_that_it_was_opened(desk: Any) -> None:
    desk.page.get_by_role("link", name="Board app Home").click()
    expect(desk.page.get_by_role("heading", name="Your month")).to_be_visible()
    desk.page.get_by_role("link", name="Messages", exact=True).wait_for()
    desk.page.locator("[data-key='menus/metric']").click()
    desk.page.keyboard.press("Enter")
    assert desk.told(2)[1]["action_id"] == "metric"
    assert desk.town.told.count("home opened") == 1


def test_an_unknown_person_in_the_address_is_named(desk: Any) -> None:
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.town.sandbox.url}/?as=U404")
    expect(desk.page.locator(".toast")).to_contain_text("Nobody here has the id U404.")
    expect(desk.page.locator(".act-as-name")).to_have_text("Anna de Vries")
    expect(desk.page.locator("#main .composer-field")).to_be_visible()


def test_the_bare_address_shows_the_page_of_whoever_joined_first(desk: Any) -> None:
    desk.page.goto("about:blank")
    desk.page.goto(desk.town.sandbox.url)
    expect(desk.page.locator(".act-as-name")).to_have_text("Anna de Vries")
    expect(desk.page.locator(".toast")).to_have_count(0)
    desk.send("/board")
    expect(desk.last).to_contain_text("You are 7th")


def test_the_hint_stays_away_once_it_is_dismissed(desk: Any) -> None:
    expect(desk.page.locator(".hint-line")).to_have_text("Local Slack: try /board")
    desk.page.get_by_role("button", name="Dismiss the hint").press("Enter")
    expect(desk.page.locator(".hint-line")).to_have_count(0)
    expect(desk.page.locator("#main .composer-field")).to_be_focused()
    desk.page.get_by_role("link", name="Homeless app").click()
    expect(desk.page.locator("#main h2").first).to_have_text("Homeless app")
    expect(desk.page.locator(".hint-line")).to_have_count(0)


def test_an_app_without_a_home_can_be_talked_to_and_shows_no_home(desk: Any) -> None:
    sidebar = desk.page.get_by_role("navigation")
    expect(sidebar.get_by_role("link", name="Board app Home")).to_be_visible()
    expect(sidebar.get_by_role("link", name="Homeless app Home")).to_have_count(0)
    sidebar.get_by_role("link", name="Homeless app").click()
    expect(
        desk.page.get_by_text("beginning of your conversation with Homeless app")
    ).to_be_visible()
    expect(desk.page.get_by_role("link", name="Home", exact=True)).to_have_count(0)
    desk.send("Anybody home?")
    expect(desk.last).to_contain_text("Anybody home?")
