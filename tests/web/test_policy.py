"""What nginx is told of the pages: their own hashes, and for a change of version those before."""

from pathlib import Path

import pytest

from hotline.web import policy, security

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
