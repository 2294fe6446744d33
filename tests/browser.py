"""Debian's Chromium for tests, headless, and the desk served on a real socket for it.

Where there is no Chromium the tests that need it are skipped, and say so. Nothing that the browser loads may come from
anywhere but the desk: `Desk.foreign` lists what did.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from werkzeug.serving import make_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PATIENCE = 30.0

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars"
)


@contextlib.contextmanager
def chromium(*, width: int = 1400, height: int = 1000, script: bool = True, dark: bool = False) -> Iterator[Any]:
    """A browser of its own, with an empty profile."""
    profile = tempfile.mkdtemp(prefix="onrecord-chromium-")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*_FLAGS.split(), f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


@contextlib.contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a socket of loopback; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        _until_answered()


def _until_answered() -> None:
    """Wait for the last answers on their way: one that outlives its test would ask a database that is gone."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.05)


@dataclass
class Desk:
    """A person at the desk: looks, clicks, types, and waits until what they expect is there."""

    browser: Any
    base: str
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.browser.get(self.base + path)

    def all(self, css: str) -> list[WebElement]:
        found: list[WebElement] = self.browser.find_elements(By.CSS_SELECTOR, css)
        return found

    def one(self, css: str) -> WebElement:
        return self.until(lambda: next(iter(self.all(css)), None), css)

    def click(self, css: str) -> None:
        self.one(css).click()

    def press(self, keys: str) -> None:
        ActionChains(self.browser).send_keys(keys).perform()

    def run(self, script: str, *arguments: object) -> Any:
        return self.browser.execute_script(script, *arguments)

    def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        def stale_is_no() -> Any:
            try:
                return condition()
            except Exception as error:
                if type(error).__name__ in ("StaleElementReferenceException", "NoSuchElementException"):
                    return None
                raise

        return WebDriverWait(self.browser, PATIENCE).until(lambda _: stale_is_no(), what)

    def notice(self) -> str:
        return self.one("#notice").text

    def active(self) -> str | None:
        """The fact whose card is the active one."""
        found: str | None = self.run("return document.querySelector('.card.active')?.dataset.fact ?? null")
        return found

    def reviews(self) -> list[str]:
        found: list[str] = self.run("return [...document.querySelectorAll('.card')].map(each => each.dataset.review)")
        return found

    def select(self, words: str) -> None:
        """Select these words of the text as a mouse does, and let the button go."""
        done = self.run(
            """
            const [words] = arguments, text = document.getElementById("text");
            for (const paragraph of text.querySelectorAll(".t")) {
              const at = paragraph.textContent.indexOf(words);
              if (at < 0) continue;
              const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange();
              let seen = 0, node;
              while ((node = walker.nextNode())) {
                const here = seen, next = seen + node.length;
                if (at >= here && at < next) range.setStart(node, at - here);
                if (at + words.length > here && at + words.length <= next) range.setEnd(node, at + words.length - here);
                seen = next;
              }
              const selection = document.getSelection();
              selection.removeAllRanges();
              selection.addRange(range);
              paragraph.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
              return true;
            }
            return false;
            """,
            words,
        )
        assert done, f"the text does not read {words!r}"

    def faults(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        self.browser.execute_script(AXE.read_text(encoding="utf-8"))
        found = self.browser.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(result => done(result.violations))"
        )
        return [f"{one['id']}: {one['help']}: {[node['html'][:300] for node in one['nodes'][:3]]}" for one in found]

    def complaints(self) -> list[str]:
        """What the browser's console holds against the page, blocked scripts and styles among it."""
        entries = self.browser.get_log("browser")
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def requested(self) -> list[str]:
        """Every address that was asked for since the last call."""
        asked = []
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        return asked


def settled(seconds: float = 0.3) -> None:
    """A moment for what is on its way."""
    time.sleep(seconds)
