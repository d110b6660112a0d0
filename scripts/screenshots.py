"""Pictures of the main pages, phone and desktop, into docs/screenshots/ (`make screenshots`).

Runs on a database with demo data, serves it on a free port of this machine and walks through it as
each of its people. A page that answers with an error stops the walk.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = os.environ.get("EENPLAN_DEMO_PASSWORD", "een-plan-demo")
CARD_CODE, CARD_PIN = "KAAT-GENK-2345", "246810"
TALLEST = 1500
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}
FAMILY = re.compile(r"/gezinnen/([0-9a-f-]{36})/$")
REFERRAL = re.compile(r"/aanmeldingen/([0-9a-f-]{36})/$")


@contextmanager
def served() -> Iterator[str]:
    """The site on a free port, while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    eenplan = Path(sys.executable).parent / "eenplan"
    server = subprocess.Popen([eenplan, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        for _try in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("The site did not come up within a minute.")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


class Walk:
    """One person's walk through the site at one size; each stop is a picture."""

    def __init__(self, browser: Browser, site: str, size: str, *, dark: bool = False) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-BE",
            color_scheme="dark" if dark else "light",
        )
        self.page: Page = self.context.new_page()
        self.site, self.suffix = site, f"{size}{'-dark' if dark else ''}"

    def open(self, path: str) -> None:
        """Go there; it must answer well."""
        answer = self.page.goto(self.site + path)
        if answer is None or answer.status >= 400:
            raise SystemExit(f"{path} answered {answer.status if answer else 'nothing'}")

    def keep(self, name: str, path: str) -> None:
        """Go there and keep the whole page as a picture; bars that stick to the screen end below it."""
        self.open(path)
        self.page.evaluate("document.querySelectorAll('.safe').forEach(bar => bar.style.position = 'static')")
        picture = FOLDER / f"{name}-{self.suffix}.png"
        self.page.screenshot(path=picture, full_page=True)
        with Image.open(picture) as whole:
            part = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
            part.convert("RGB").quantize(96).save(picture, optimize=True)

    def sign_in(self, who: str) -> None:
        """Sign in as one of the demo's people."""
        self.open("/account/login/")
        self.page.fill("[name=login]", f"{who}@demo.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")

    def open_card(self) -> None:
        """Come in with the card of the demo's story."""
        self.open("/gezin/")
        self.page.fill("[name=code]", CARD_CODE)
        self.page.fill("[name=pin]", CARD_PIN)
        self.page.click("main button[type=submit]")

    def first(self, pattern: re.Pattern[str], text: str = "") -> str:
        """The path of the first link on this page that fits the pattern (and holds the text)."""
        for link in self.page.locator("main a").all():
            found = pattern.search(link.get_attribute("href") or "")
            if found and text in link.inner_text():
                return found.group(0)
        raise SystemExit(f"No link like {pattern.pattern} on {self.page.url}")


def main() -> None:
    """Walk."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox", "--disable-gpu"]
        )
        for size, dark in (("desktop", False), ("phone", False)):
            visitor = Walk(browser, site, size, dark=dark)
            visitor.keep("welcome", "/")
            visitor.keep("refer", "/aanmelden/")
            visitor.keep("sign-in", "/account/login/")
            intake = Walk(browser, site, size, dark=dark)
            intake.sign_in("intake")
            intake.keep("desk", "/aanmeldingen/")
            intake.keep("referral", intake.first(REFERRAL))
            coach = Walk(browser, site, size, dark=dark)
            coach.sign_in("coach")
            coach.keep("today", "/vandaag/")
            coach.keep("families", "/gezinnen/")
            family = coach.first(FAMILY, "Daems – Leurs")
            coach.keep("family", family)
            coach.keep("plan", family + "plan/")
            reader = Walk(browser, site, size, dark=dark)
            reader.open_card()
            reader.keep("own-home", "/gezin/start/")
            reader.keep("own-plan", "/gezin/plan/")
            reader.keep("own-waits", "/gezin/waar-we-op-wachten/")
            partner = Walk(browser, site, size, dark=dark)
            partner.sign_in("partner")
            partner.keep("partner", "/gedeeld/")
            official = Walk(browser, site, size, dark=dark)
            official.sign_in("official")
            official.keep("figures", "/cijfers/")
        browser.close()


if __name__ == "__main__":
    main()
