"""Pages made by the program, open in a headless Chromium.

The program is target/release/bulletin-extract, or what BULLETIN_EXTRACT names; the browser is the system's chromium.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
PROGRAM = os.environ.get("BULLETIN_EXTRACT", ROOT / "target/release/bulletin-extract")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        with playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as browser:
            yield browser


@pytest.fixture(scope="session")
def make(tmp_path_factory):
    """Makes a page of texts, a dictionary or a string each, and says where it is."""

    def page(bulletins, *options):
        folder = tmp_path_factory.mktemp("page")
        lines = [{"id": str(at), "text": text} if isinstance(text, str) else text for at, text in enumerate(bulletins)]
        archive = folder / "archive.jsonl"
        archive.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        subprocess.run([PROGRAM, "--to", "html", "-o", folder / "page.html", archive, *options], check=True, cwd=ROOT)
        return folder / "page.html"

    return page


@pytest.fixture
def visit(browser):
    """Opens a page and fails if it complains, or asks anything of a network."""
    opened, complaints = [], []

    def visit(path, **options):
        context = browser.new_context(viewport={"width": 1300, "height": 900}, accept_downloads=True, **options)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: request.url.startswith(("file:", "blob:")) or complaints.append(request.url))
        page.goto(Path(path).as_uri())
        page.wait_for_selector("html[data-drawn]")
        opened.append(context)
        return page

    yield visit
    for context in opened:
        context.close()
    assert complaints == []
