"""What nginx is told of the pages: their own hashes, and for a change of version those before."""

from pathlib import Path

import pytest

from hotline.config import Settings
from hotline.editions import folder as folders
from hotline.web import policy, security
from hotline.web.app import create_app

OLD = "'sha256-" + "A" * 43 + "='"
OLDER = "'sha256-" + "B" * 43 + "='"


def test_the_policy_for_nginx_is_that_of_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy.main([]) == 0
    assert f'default "{security.page_policy()}";' in capsys.readouterr().out


def test_the_version_before_stays_allowed_and_the_one_before_that_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "hotline-policy.conf"
    earlier.write_text(security.content_security_policy((OLD, OLDER), (OLD, OLDER)))
    policy.main([str(earlier)])
    written = capsys.readouterr().out
    assert written.count(OLD) == 2
    assert OLDER not in written


def test_pages_that_a_newer_program_built_are_served_with_the_policy_they_need(var: Path) -> None:
    current = folders.current(var / "editions")
    assert current is not None
    (current / "policy.json").write_text(
        '{"styles": ["\'sha256-newer-style\'"], "scripts": ["\'sha256-newer-script\'"]}'
    )
    client = create_app(Settings(var=var)).test_client()

    for address in ("/es/gt", "/es/nowhere"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "style-src 'sha256-newer-style'; script-src 'sha256-newer-script'" in policy
