"""The exit works without script, with a script that fails and with one that is blocked (P5)."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from conftest import FULL
from internet import EXIT, HOST, SITE
from playwright.sync_api import BrowserContext, Page

Window = Callable[..., BrowserContext]


def without_script(window: Window) -> Page:
    return window(java_script_enabled=False).new_page()


def script_blocked(window: Window) -> Page:
    """As by an extension, or a page and a policy that are not of the same edition."""
    page = window().new_page()
    session = page.context.new_cdp_session(page)

    def block(paused: dict[str, Any]) -> None:
        headers = [
            {**header, "value": header["value"].replace("script-src 'sha256-", "script-src 'sha256-A")}
            for header in paused.get("responseHeaders", [])
        ]
        request = {"requestId": paused["requestId"]}
        body = session.send("Fetch.getResponseBody", request)
        encoded = body["body"] if body["base64Encoded"] else base64.b64encode(body["body"].encode()).decode()
        # The body comes unpacked.
        headers = [
            header
            for header in headers
            if header["name"].lower() not in {"content-encoding", "content-length"}
        ]
        answer = {"responseCode": paused["responseStatusCode"], "responseHeaders": headers, "body": encoded}
        session.send("Fetch.fulfillRequest", {**request, **answer})

    session.on("Fetch.requestPaused", block)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": f"{SITE}/*", "requestStage": "Response"}]})
    return page


def script_fails(window: Window) -> Page:
    """As in an old browser: the first thing that the script asks for is missing."""
    context = window()
    context.add_init_script("Document.prototype.addEventListener = null; document.addEventListener = null;")
    return context.new_page()


@pytest.mark.parametrize("path", ["/es/gt", "/", "/fr/nowhere"])
@pytest.mark.parametrize("way", [without_script, script_blocked, script_fails])
def test_p05_one_tap_leaves_in_the_same_tab(window: Window, way: Callable[[Window], Page], path: str) -> None:
    page = way(window)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(SITE + path)
    if way is script_blocked:
        assert any("script" in error for error in errors)
    if way is script_fails:
        assert any("addEventListener" in error for error in errors)
    assert set((page.locator("#exit").get_attribute("rel") or "").split()) == {"nofollow", "noreferrer"}
    assert page.locator("#exit").get_attribute("target") is None
    with page.expect_request(f"https://{EXIT}/") as asked:
        page.locator("#exit").click()
    page.wait_for_url(f"https://{EXIT}/")
    assert len(page.context.pages) == 1
    assert not [
        name for name, value in asked.value.all_headers().items() if HOST in value or name == "referer"
    ]


@pytest.mark.parametrize("way", [without_script, script_blocked, script_fails])
def test_p05_the_numbers_the_links_and_the_forms_work_too(
    window: Window, way: Callable[[Window], Page]
) -> None:
    page = way(window)
    page.goto(SITE + "/es/gt")
    assert page.locator(".first a[href='tel:1555'] .n").is_visible()
    page.locator("#q").fill("pasaporte")
    page.locator("#q").press("Enter")
    page.wait_for_url(SITE + "/es/search")
    assert page.locator("a[href^='tel:']").count() > 0
    page.goto(SITE + "/en/check")
    page.locator("#number").fill("1552")
    page.locator("select").select_option("GT")
    page.locator("main form button").click()
    page.wait_for_selector(".answer.bad a[href='tel:1555']")
    page.locator(".back").click()
    page.wait_for_url(SITE + "/en/gt")
    page.locator("#abroad details summary").first.click()
    assert page.locator("#abroad details").first.get_attribute("open") is not None


def test_pages_are_the_same_without_script(window: Window, addresses: list[str]) -> None:
    """Script adds a word about the hour, and nothing that is needed."""
    plain, scripted = without_script(window), window().new_page()
    shown = (
        addresses if FULL else ["/", "/es/", "/es/mx", "/en/gt", "/fr/where", "/es/check", "/errors/en/404"]
    )
    for address in shown:
        texts = []
        for page in (plain, scripted):
            page.goto(SITE + address)
            texts.append(page.locator("body").inner_text())
            texts.append([link.get_attribute("href") for link in page.locator("a[href^='tel:']").all()][:5])
        for told in scripted.locator(".now:not([hidden])").all_inner_texts():
            texts[2] = texts[2].replace(f" {told}", "", 1)
        assert texts[0] == texts[2], address
        assert texts[1] == texts[3], address
