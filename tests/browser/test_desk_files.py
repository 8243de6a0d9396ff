"""Files for materials in a real Chromium: brought in without script, heard, moved through, and readable."""

from collections.abc import Callable
from pathlib import Path

import media
import servers
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from test_desk_records import desk as desk
from test_desk_records import editor as editor


def test_files_come_in_without_script_and_a_player_moves_through_one(
    desk: servers.Server, editor: Callable[[bool], Page], tmp_path: Path
) -> None:
    sound, poster = tmp_path / "spot.wav", tmp_path / "cartel.png"
    sound.write_bytes(media.wav(60))
    poster.write_bytes(media.qr("tel:+50499999999"))
    home = f"http://127.0.0.1:{desk.port}/admin/files/HN"
    # The pages have no script and may run none; axe brings its own.
    page = editor(True)
    page.goto(home)
    page.set_input_files("#file", [sound, poster])
    page.get_by_role("button", name="Bring them in").click()
    assert page.url == f"{home}#brought"
    assert sorted(page.locator(".files .name").all_inner_texts()) == ["cartel.png", "spot.wav"]

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    barriers: dict[str, list[str]] = {}
    for name in (None, "cartel.png", "spot.wav"):
        page.goto(home)
        if name is not None:
            page.get_by_role("link", name=name).click()
            page.wait_for_load_state()
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
        broken = Axe().run(page).response["violations"]
        if broken:
            barriers[str(name)] = [one["id"] for one in broken]
        if name == "cartel.png":
            assert "No line in the directory has this number." in page.inner_text("main")
    assert barriers == {}
    parts: list[str | None] = []
    page.on("response", lambda answer: parts.append(answer.request.headers.get("range")))
    assert page.locator("audio").evaluate("one => one.paused && one.readyState") == 0, (
        "nothing starts by itself"
    )
    found = page.locator("audio").evaluate(
        """async one => {
            one.muted = true;
            await one.play();
            one.currentTime = 45;
            await new Promise(done => one.onseeked = done);
            return [Math.round(one.duration), Math.floor(one.currentTime)];
        }"""
    )
    assert found == [60, 45]
    assert [one for one in parts if one], "the player asks for parts"
    assert [one for one in said if "Content Security Policy" in one] == []
