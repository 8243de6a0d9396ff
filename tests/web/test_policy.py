"""What nginx is told of the pages: their own hashes, and for a change of version those before."""

import json
from pathlib import Path

import pytest

from hotline.config import Settings
from hotline.editions import folder as folders
from hotline.editions.rendering import frame_hashes
from hotline.web import policy, security
from hotline.web.app import create_app

OLD = "'sha256-" + "A" * 43 + "='"
OLD_FRAME = "'sha256-" + "C" * 43 + "='"
OLDER = "'sha256-" + "B" * 43 + "='"


def test_the_policy_for_nginx_is_that_of_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy.main([]) == 0
    written = capsys.readouterr().out
    assert f'map "" $hotline_policy {{\n    default "{security.page_policy()}";' in written
    frame = security.frame_policy(*frame_hashes())
    assert f'map "" $hotline_frame_policy {{\n    default "{frame}";' in written


def test_the_version_before_stays_allowed_and_the_one_before_that_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "hotline-policy.conf"
    page = security.content_security_policy((OLD, OLDER), (OLD, OLDER))
    frame = security.frame_policy((OLD_FRAME, OLDER), (OLD_FRAME, OLDER))
    earlier.write_text(
        f'map "" $hotline_policy {{ default "{page}"; }}\nmap "" $hotline_frame_policy {{ default "{frame}"; }}'
    )
    policy.main([str(earlier)])
    written = capsys.readouterr().out
    of_pages, of_frames = written.split("$hotline_frame_policy")
    assert of_pages.count(OLD) == of_frames.count(OLD_FRAME) == 2
    assert OLD not in of_frames
    assert OLD_FRAME not in of_pages
    assert OLDER not in written


def test_pages_that_a_newer_program_built_are_served_with_the_policy_they_need(var: Path) -> None:
    current = folders.current(var / "editions")
    assert current is not None
    newer = {"styles": ["'sha256-newer-style'"], "scripts": ["'sha256-newer-script'"]}
    (current / "policy.json").write_text(json.dumps({"page": newer, "frame": newer}))
    client = create_app(Settings(var=var)).test_client()

    for address in ("/es/gt", "/es/nowhere", "/embed/es/gt"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "style-src 'sha256-newer-style'; script-src 'sha256-newer-script'" in policy
