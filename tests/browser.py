"""A real browser in tests: windows that remember every complaint, and what each screen passes."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.running import Running

DEMO_PASSWORD = "demo"
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 900}
SCREENSHOTS = Path(__file__).parent / "screenshots"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One browser window of one person, and what it complained of."""

    def __init__(self, browser: Browser, site: Running, width: int, **how: object) -> None:
        self.site, self.width = site, width
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale="ru-RU",
            reduced_motion="reduce",
            **how,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self.asked)

    def heard(self, message: ConsoleMessage) -> None:
        """Errors of scripts and refusals by the Content-Security-Policy arrive here."""
        if message.type not in ("error", "warning"):
            return
        address = message.location.get("url", "")
        if "Failed to load resource" in message.text and address == self.page.url:
            return  # the page itself is an error screen, on purpose
        self.complaints.append(f"{message.type}: {message.text} ({address})")

    def asked(self, request: Request) -> None:
        host = urlsplit(request.url)
        if host.scheme.startswith("http") and host.netloc != urlsplit(self.site.url).netloc:
            self.complaints.append(f"third party: {request.url}")


def sign_in(page: Page, name: str, site: Running) -> None:
    """Sign in through the form, as a person does; the next time with the cookie of the first."""
    if name not in site.cookies:
        page.goto("/accounts/login/")
        page.fill("[name=login]", f"{name}@demo.invalid")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/work/")
        site.cookies[name] = page.context.cookies()
    page.context.add_cookies(site.cookies[name])


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found
        for node in rule["nodes"][:4]
    ]


def photograph(page: Page, name: str) -> None:
    """Leave a picture for people to look at, when SCREENSHOTS=1 asks for it."""
    if os.environ.get("SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def check(visitor: Visitor, name: str) -> None:
    """What every screen must pass, at the width of its window and at the other one."""
    page, width = visitor.page, visitor.page.viewport_size["width"]
    for other in (width, DESK if width < DESK else PHONE):
        page.set_viewport_size({"width": other, "height": HEIGHTS.get(other, 800)})
        found = violations(page)
        assert not found, found
        assert page.evaluate(WIDER_THAN_SCREEN) <= 0, f"{name} scrolls sideways at {other} px"
        photograph(page, f"{name}-{other}")
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 800)})
    assert visitor.complaints == []
