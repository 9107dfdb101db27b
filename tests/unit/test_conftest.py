"""What all tests rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import BackgroundBuild


def test_a_build_that_does_not_start_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr("tests.conftest._clone", fail)
    build = BackgroundBuild(tmp_path)
    with pytest.raises(OSError, match="no room"):
        build.start()
    assert (tmp_path / "real-build" / "code").is_file()
    build.wait_for_pages()
    with pytest.raises(AssertionError, match="no room"):
        build.wait()
    build.end()
