"""Modals: filling in, errors where they belong, updates while open, stacks, and the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_modal_takes_the_focus_and_gives_what_was_filled_in_to_the_app(desk: Any) -> None:
    modal = desk.modal()
    expect(modal.get_by_label("Name")).to_be_focused()
    desk.page.keyboard.type("Autumn sprint")
    modal.get_by_role("radio", name="Teams").check()
    modal.get_by_role("button", name="Create").click()
    expect(modal).to_have_count(0)
    values = desk.told()[0]
    assert values["name"]["typed"]["value"] == "Autumn sprint"
    assert values["kind"]["picked"]["selected_option"]["value"] == "teams"
    expect(desk.page.locator(".composer-field")).to_be_focused()


def test_a_required_field_left_empty_is_marked_and_nothing_is_sent(desk: Any) -> None:
    modal = desk.modal()
    modal.get_by_role("button", name="Create").click()
    field = modal.get_by_label("Name")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Please complete this required field.")
    expect(field).to_be_focused()
    expect(modal.locator(".has-error")).to_have_count(1)
    field.fill("x")
    expect(modal.locator(".has-error")).to_have_count(0)
    assert desk.town.told == []


def test_the_apps_own_errors_stand_under_their_block_and_keep_what_was_typed(desk: Any) -> None:
    modal = desk.modal()
    modal.get_by_label("Name").fill("taken")
    modal.get_by_label("Name").press("Enter")
    expect(modal.locator("[data-block-id=name] .field-error")).to_have_text("That name is taken.")
    expect(modal.get_by_label("Name")).to_have_value("taken")
    modal.get_by_label("Name").fill("free")
    modal.get_by_label("Name").press("Enter")
    expect(modal).to_have_count(0)
    assert desk.told()[0]["name"]["typed"]["value"] == "free"


def test_an_update_while_it_is_open_keeps_what_was_typed_and_the_focus(desk: Any) -> None:
    modal = desk.modal()
    modal.get_by_label("Name").fill("half a na")
    modal.get_by_role("button", name="Rename").click()
    expect(modal.get_by_role("heading", name="Renamed")).to_be_visible()
    expect(modal.get_by_label("Name")).to_have_value("half a na")
    expect(modal.get_by_role("button", name="Rename")).to_be_focused()


def test_a_view_on_top_of_another_leads_back_to_it_as_it_was(desk: Any) -> None:
    modal = desk.modal()
    modal.get_by_label("Name").fill("kept")
    modal.get_by_role("button", name="Prizes").click()
    expect(modal.get_by_text("Three prizes")).to_be_visible()
    modal.get_by_role("button", name="Back").click()
    expect(modal.get_by_role("heading", name="New contest")).to_be_visible()
    expect(modal.get_by_label("Name")).to_have_value("kept")
    modal.get_by_role("button", name="Prizes").click()
    modal.get_by_role("button", name="Close").first.click()
    expect(modal).to_have_count(0)


def test_escape_closes_a_modal_and_tab_stays_inside_it(desk: Any) -> None:
    modal = desk.modal()
    stops = modal.locator("input, button")
    for _ in range(stops.count() + 2):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("document.activeElement.closest('dialog') !== null")
    desk.page.keyboard.press("Escape")
    expect(modal).to_have_count(0)


def test_a_reload_finds_the_open_modal_again(desk: Any) -> None:
    desk.modal()
    desk.page.reload()
    modal = desk.page.get_by_role("dialog", name="New contest")
    expect(modal).to_be_visible()
    modal.get_by_role("button", name="Cancel").click()
    expect(modal).to_have_count(0)


def test_on_a_phone_a_modal_fills_the_screen(desk: Any) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    modal = desk.modal()
    box = modal.bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["height"] >= 840
    desk.page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
