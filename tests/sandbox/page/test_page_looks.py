"""How the page looks and reads: widths, themes, text formats, and what its files may contain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

PAGE = Path(__file__).parents[3] / "sandbox" / "page"
SCRIPTS = sorted((PAGE / "js").glob("*.js"))
MAX_LINES = 250
MAX_WIDTH = 100

MRKDWN = [
    ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <s>no</s>"),
    ("a*b*c 2 * 3 * 4", "a*b*c 2 * 3 * 4"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("`*raw* <b>`", "<code>*raw* &lt;b&gt;</code>"),
    ("snake_case_name", "snake_case_name"),
    ("&lt;b&gt; &amp;amp; &copy;", "&lt;b&gt; &amp;amp; &amp;copy;"),
    ("> said\n> twice\nme", "<blockquote>said\ntwice</blockquote>me"),
    ("&gt;&gt;&gt;all\nof it", "<blockquote>all\nof it</blockquote>"),
    ("```\n*x*\n```", "<pre>*x*</pre>"),
    ("<!here>", '<span class="mention mention-me">@here</span>'),
    ("&lt;!here&gt;", "&lt;!here&gt;"),
    ("<@U404|old name>", '<span class="mention">@old name</span>'),
    ("<#C404>", '<span class="mention">#private-channel</span>'),
    ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
    ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    (":nothing_known:", ":nothing_known:"),
    ("10:30:15", "10:30:15"),
]
LINK = 'target="_blank" rel="noopener noreferrer"'
LINKS = [
    ("<https://a.example/x|words>", f'<a href="https://a.example/x" {LINK}>words</a>'),
    ("https://a.example/?a=1&amp;b=2.", f'<a href="https://a.example/?a=1&amp;b=2" {LINK}>'),
    ("<mailto:a@b.example|mail>", f'<a href="mailto:a@b.example" {LINK}>mail</a>'),
]
MARKDOWN = [
    ("**b** *i* ~~s~~ `c`", "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    ("```\nx < y\n```", "<pre>x &lt; y</pre>"),
    ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
]

RENDER = """async ([file, name, text]) => {
  const module = await import(`/static/js/${file}.js`);
  const host = document.createElement("div");
  host.append(module[name](text));
  return host.innerHTML;
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("text", "markup"), MRKDWN + LINKS)
def test_mrkdwn_reads_as_in_slack(quiet: Any, text: str, markup: str) -> None:
    assert markup in quiet.evaluate(RENDER, ["mrkdwn", "mrkdwn", text])


@pytest.mark.browser
@pytest.mark.parametrize(("text", "markup"), MARKDOWN)
def test_markdown_reads_as_markdown(quiet: Any, text: str, markup: str) -> None:
    assert markup in quiet.evaluate(RENDER, ["markdown", "markdown", text])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "characters"),
    [("trophy", "🏆"), ("second_place_medal", "🥈"), ("flag-nl", "🇳🇱"), ("arrow_up", "⬆️")],
)
def test_emoji_have_a_picture_and_a_name(quiet: Any, name: str, characters: str) -> None:
    markup = quiet.evaluate(RENDER, ["mrkdwn", "mrkdwn", f"a :{name}:"])
    assert f">{characters}</span>" in markup
    assert f'aria-label="{name.replace("_", " ")}"' in markup


@pytest.mark.browser
@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{date_short} {time}", "28 feb 2026 13:00"),
        ("{date_num}", "28-02-2026"),
        ("{date_long}", "zaterdag 28 februari 2026"),
        ("{nonsense}", "{nonsense}"),
    ],
)
def test_a_date_is_in_the_readers_language_and_zone(quiet: Any, template: str, words: str) -> None:
    text = f"<!date^1772280000^{template}|fallback>"
    assert f">{words}<" in quiet.evaluate(RENDER, ["mrkdwn", "mrkdwn", text])


@pytest.mark.browser
def test_on_a_phone_the_sidebar_is_a_drawer_and_only_the_table_scrolls_sideways(
    desk: Any,
) -> None:
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    table = desk.board().get_by_role("region", name="Table")
    assert table.evaluate("node => node.scrollWidth > node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_role("navigation", name="Workspace")).to_have_count(0)
    page.get_by_role("button", name="Open the sidebar").click()
    expect(page.get_by_role("navigation", name="Workspace")).to_be_visible()
    expect(page.get_by_role("button", name="Switch to dark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Workspace")).to_have_count(0)
    expect(page.get_by_role("button", name="Open the sidebar")).to_be_focused()


FOREIGN = r"(?:src|href|url\(|@import)[\s=(\"']*(?:https?:)?//"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.browser
def test_the_theme_follows_the_system_the_button_and_the_address(desk: Any) -> None:
    page = desk.page
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(BACKGROUND)
    assert dark != light
    page.get_by_role("button", name="Switch to light mode").click()
    assert page.evaluate(BACKGROUND) == light
    page.reload()
    assert page.evaluate(BACKGROUND) == light
    desk.visit(theme="dark")
    assert page.evaluate(BACKGROUND) == dark


@pytest.mark.browser
def test_every_control_of_a_message_is_reached_by_tab_and_shows_that_it_is(desk: Any) -> None:
    message = desk.board()
    keys = message.locator("[data-key]").evaluate_all("all => all.map(n => n.dataset.key)")
    desk.page.locator(f"[data-key='{keys[0]}']").last.focus()
    reached = [keys[0]]
    for _ in range(len(keys)):
        desk.page.keyboard.press("Tab")
        focused = desk.page.locator(":focus")
        key = focused.get_attribute("data-key")
        if key:
            reached.append(key)
            assert focused.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert reached == keys


def test_no_file_of_the_page_turns_strings_into_markup_or_code() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    assert len(SCRIPTS) > 10
    assert [path.name for path in SCRIPTS if re.search(banned, path.read_text())] == []


def test_the_page_needs_nothing_from_elsewhere() -> None:
    for path in [PAGE / "index.html", *(PAGE / "css").glob("*.css")]:
        assert not re.search(FOREIGN, path.read_text())
    for path in SCRIPTS:
        for target in re.findall(r'from "(.+?)"', path.read_text()):
            assert (path.parent / target).is_file(), f"{path.name} imports {target}"


def test_the_files_of_the_page_keep_to_the_size_of_a_room() -> None:
    files = [*SCRIPTS, *(PAGE / "css").glob("*.css"), PAGE / "index.html"]
    rows = {path.name: path.read_text().splitlines() for path in files}
    assert {name: len(lines) for name, lines in rows.items() if len(lines) > MAX_LINES} == {}
    assert [line for lines in rows.values() for line in lines if len(line) > MAX_WIDTH] == []
