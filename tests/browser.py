"""The browser that looks at the book and at notebooks: one for all tests of a process."""

import importlib.util
import os
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need(thing: str, there: bool, how: str) -> None:
    """Skip where something is missing, but never where CI is to say that all is well."""
    if not there:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"there is no {thing}: {how}")


@pytest.fixture(scope="session")
def chromium():
    need("playwright", importlib.util.find_spec("playwright"), "python -m pip install playwright")
    need("chromium", Path(CHROMIUM).exists(), "apt-get install chromium, or set CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
