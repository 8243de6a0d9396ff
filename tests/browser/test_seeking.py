"""Half an hour of sound is heard from any moment on, over gunicorn and over nginx, without loading the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
import spoken
from chromium import ARGUMENTS, EXECUTABLE, PHONE
from playwright.sync_api import Page, Playwright

#: Starts nothing; asks the player for a moment and waits until it is there.
SEEK = """async ([selector, moment]) => {
  const player = document.querySelector(selector);
  const seen = { before: player.readyState, paused: player.paused };
  const seeked = new Promise((yes, no) => { player.onseeked = yes; player.onerror = () => no(player.error.message); });
  player.preload = "metadata"; player.load();
  await new Promise((yes) => { player.onloadedmetadata = yes; });
  player.currentTime = moment; await seeked;
  return { ...seen, duration: player.duration, at: player.currentTime };
}"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("spoken")
    spoken.install(var)
    return var


@pytest.fixture(scope="module", params=["gunicorn", "nginx"])
def site(
    request: pytest.FixtureRequest, told: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    place = tmp_path_factory.mktemp("servers")
    if request.param == "gunicorn":
        with servers.gunicorn(told, place) as service:
            yield f"http://localhost:{service.port}"
        return
    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    with (
        servers.gunicorn(told, place, HOTLINE_PROXIES="1") as service,
        servers.nginx(told, place, service.port) as front,
    ):
        yield f"http://localhost:{front.port}"


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    # An own browser: the others know only the network of the tests.
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    yield browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    browser.close()


def test_half_an_hour_of_sound_is_heard_from_its_end_without_loading_the_rest(page: Page, site: str) -> None:
    parts: list[str] = []
    page.on(
        "response",
        lambda answer: (
            parts.append(f"{answer.status} {answer.headers.get('content-range')}")
            if answer.url.endswith(".wav")
            else None
        ),
    )
    page.goto(f"{site}/es/gt")
    page.get_by_text("Escuchar los números").click()
    assert parts == [], "nothing is loaded before somebody asks for it"
    found = page.evaluate(SEEK, [".aloud audio", 1700])
    assert found == {"before": 0, "paused": True, "duration": 1800, "at": 1700}
    # 1,700 seconds of 8,000 bytes: what came begins there, and not at the beginning.
    begins = [int(part.split("bytes ")[1].split("-")[0]) for part in parts if part.startswith("206")]
    assert max(begins) > 13_000_000, parts


def test_captions_of_a_film_are_read_under_the_policy_of_the_page(page: Page, site: str) -> None:
    refused: list[str] = []
    page.on(
        "console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.goto(f"{site}/es/materials/gt-spot")
    shown = page.evaluate(
        """async () => {
          const track = document.querySelector("track");
          track.track.mode = "showing";
          // 2: read, 3: refused.
          while (track.readyState < 2) await new Promise((yes) => setTimeout(yes, 50));
          return [track.readyState, track.track.cues && track.track.cues[0].text];
        }"""
    )
    assert shown == [2, "Llame al 110."]
    assert refused == []
    assert page.evaluate("document.querySelector('.rendition img').decode().then(() => true)")
