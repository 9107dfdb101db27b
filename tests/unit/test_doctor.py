"""What a machine has and lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide import doctor
from guide.problems import BookError
from guide.project import Project
from tests.conftest import ROOT


def found(project: Project) -> dict[str, str]:
    return {finding.name: finding.found for finding in doctor.examine(project)}


def test_a_machine_without_git_lacks_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for tool in ("node", "pdftoppm", "chromium"):
        # Some tools tell their version and end as if it were a mistake.
        (tmp_path / tool).write_text("#!/bin/sh\necho 1.2.3\nexit 1\n", encoding="utf-8")
        (tmp_path / tool).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    findings = found(Project(ROOT))
    assert findings["git"] == "absent; an edition is then a 'working copy' of the day it is built"
    assert findings["Node"] == findings["poppler"] == findings["Chromium"] == "1.2.3"


def test_packages_are_required_in_one_line(good_book: Project) -> None:
    doctor.require_packages(good_book)
    assert doctor.lacking_packages(good_book) == [] and found(good_book)["front-end packages"] == "complete"
    good_book.packages.unlink()
    with pytest.raises(BookError) as raised:
        doctor.require_packages(good_book)
    lacking = len(doctor.lacking_packages(good_book))
    assert str(raised.value) == (
        f"node_modules: [setup] the front-end packages aren't installed (pele and {lacking - 1} more). Mend: run `make setup`."
    )
    assert found(good_book)["front-end packages"] == ""


def test_one_package_that_lacks_is_named(good_book: Project) -> None:
    packages = good_book.packages.resolve()
    good_book.packages.unlink()
    good_book.packages.mkdir()
    for path in packages.iterdir():
        if path.name != "mermaid":
            (good_book.packages / path.name).symlink_to(path)
    with pytest.raises(BookError, match=r"aren't installed \(mermaid\)\."):
        doctor.require_packages(good_book)


@pytest.mark.parametrize(
    ("system", "line"), [("Linux", "sudo apt-get install chromium-headless-shell"), ("Darwin", "brew install --cask chromium")]
)
def test_a_browser_is_named_as_the_system_names_it(monkeypatch: pytest.MonkeyPatch, system: str, line: str) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setenv("PATH", "/nowhere")
    assert doctor.browser_source() == line
    assert doctor.find_browser() is None or Path(doctor.find_browser() or "").is_file()


def test_a_browser_without_windows_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert doctor.find_browser() == str(tmp_path / name)
