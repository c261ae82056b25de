"""Makes the pictures of the docs: the real demo in a real Chromium, nothing drawn by hand.

`make screenshots` writes them to docs/. `--lang nl`, `--phone` and `--into FOLDER` are for looking
at the same places in another language or size before a release.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = {"width": 1120, "height": 900}, {"width": 390, "height": 844}
PATIENCE_MS = 60_000
COLOURS = 64
"""In each picture: they are mostly flat, and a third of the size like this."""
DRAWN_MS = 700


@dataclass(frozen=True, kw_only=True)
class Studio:
    """A running demo and a browser page in front of it."""

    page: Page
    address: str
    me: str
    folder: Path

    def ask(self, user: str) -> Any:
        """What the page is told at first: people, channels and apps."""
        return self.page.request.get(f"{self.address}/page/bootstrap?as={user}").json()

    def user(self, name: str) -> str:
        """The id of somebody in the sample company."""
        people = self.ask(self.me)["users"]
        return next(one["id"] for one in people if name in (one["name"], one.get("real_name")))

    def visit(self, user: str | None = None, *, channel: str = "", home: bool = False) -> None:
        """Open a channel by name, the app's Home, or else its messages, as somebody."""
        who = user or self.me
        told = self.ask(who)
        (app,) = told["apps"]
        place = f"home={app['id']}"
        if not home:
            found = (
                one["id"]
                for one in told["channels"]
                if (one.get("name") == channel if channel else one.get("is_im"))
            )
            place = f"channel={next(found)}"
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/?as={who}#as={who}&{place}")
        self.page.locator("#main h2").first.wait_for()
        self.page.wait_for_timeout(DRAWN_MS)

    def type(self, command: str) -> None:
        """Send a command from the conversation that is open."""
        field = self.page.locator("#main .composer-field")
        field.fill(command)
        field.press("Enter")

    def take(self, name: str) -> None:
        """Photograph what is there, in few colours."""
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(DRAWN_MS)
        shot = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        few = shot.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(self.folder / f"{name}.png", optimize=True)


def board(studio: Studio) -> None:
    """The answer to a command."""
    studio.visit(channel="sales")
    before = studio.page.locator("#main article.message").count()
    studio.type("/leaderboard ")
    expect(studio.page.locator("#main article.message")).to_have_count(before + 1)
    studio.take("board")


def recap(studio: Studio) -> None:
    """The weekly recap, its picture in sight."""
    studio.visit(channel="sales")
    picture = studio.page.locator("#main article.message img[alt]:not(.avatar img)").last
    picture.scroll_into_view_if_needed()
    studio.page.wait_for_timeout(DRAWN_MS)
    studio.take("recap")


def bell(studio: Studio) -> None:
    """Deals that rang."""
    studio.visit(channel="deals")
    studio.take("bell")


def badges(studio: Studio) -> None:
    """Badges as they are told."""
    studio.visit(channel="general")
    studio.take("badges")


def home(studio: Studio) -> None:
    """Somebody's own page."""
    studio.visit(home=True)
    studio.take("home")


def survey(studio: Studio) -> None:
    """The message that asks, and the form behind its button."""
    studio.visit()
    studio.take("survey")
    studio.page.locator("#main article.message button.button-primary, #main .primary").first.click()
    studio.page.get_by_role("dialog").wait_for()
    studio.take("survey-form")


def result(studio: Studio) -> None:
    """What HR sees of a wave that has closed."""
    studio.visit(studio.user("Noor Haddad"), channel="general")
    studio.type("/pulse results")
    studio.page.get_by_role("dialog").wait_for()
    studio.take("survey-result")


PICTURES: dict[str, Callable[[Studio], None]] = {
    one.__name__: one for one in (board, recap, bell, badges, home, survey, result)
}

SHOWN = [name for name in PICTURES if name != "badges"]
"""Those that the docs show."""


@contextmanager
def demo(language: str) -> Iterator[str]:
    """The address of a running demo in which nothing moves; it is stopped at the end."""
    command = [sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0", "--still"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--lang", language],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        found = re.search(r"http://\S+", line)
        if found:
            return found[0]
    raise SystemExit("the demo did not start")


def main() -> None:
    """Write what the docs show, or the pictures that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", nargs="*", choices=[[], *PICTURES])
    parser.add_argument("--lang", default="en")
    parser.add_argument("--phone", action="store_true")
    parser.add_argument("--into", type=Path, default=ROOT / "docs")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with demo(asked.lang) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport=PHONE if asked.phone else DESK, color_scheme="light", device_scale_factor=1.5
        )
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        home_page, _, me = address.partition("/?as=")
        studio = Studio(page=page, address=home_page, me=me, folder=asked.into)
        for name in asked.pictures or SHOWN:
            PICTURES[name](studio)
        browser.close()


if __name__ == "__main__":
    main()
