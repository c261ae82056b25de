"""Makes the pictures of the docs: the real demo in a real Chromium, nothing drawn by hand.

`make screenshots` runs it; docs/board.png shows the board of whoever the demo starts as.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1120, "height": 990}
PATIENCE_MS = 60_000


@contextmanager
def demo() -> Iterator[str]:
    """The address of a running demo; it is stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0"],
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


def take(page: Page, address: str, command: str, picture: Path) -> None:
    """Type a command in #sales and photograph the answer."""
    page.goto(address)
    page.get_by_role("link", name="sales").or_(page.get_by_role("button", name="sales")).click()
    before = page.locator("#main article.message").count()
    field = page.locator("#main .composer-field")
    field.fill(command)
    field.press("Enter")
    expect(page.locator("#main article.message")).to_have_count(before + 1)
    page.mouse.move(0, 0)
    page.screenshot(path=picture)


def main() -> None:
    """Write every picture."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light", device_scale_factor=1.5)
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        take(page, address, "/leaderboard ", ROOT / "docs" / "board.png")
        browser.close()


if __name__ == "__main__":
    main()
