"""What a machine has and lacks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from guide import doctor
from guide.packages import lacking_packages, require_packages
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
    require_packages(good_book)
    assert lacking_packages(good_book) == [] and found(good_book)["front-end packages"] == "complete"
    good_book.packages.unlink()
    with pytest.raises(BookError) as raised:
        require_packages(good_book)
    lacking = len(lacking_packages(good_book))
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
        require_packages(good_book)


@pytest.mark.parametrize(
    ("system", "distribution", "line"),
    [
        ("Linux", "debian", "sudo apt-get install chromium-headless-shell"),
        ("Linux", "ubuntu", "sudo apt-get install chromium-browser"),
        ("Darwin", "", "brew install --cask chromium"),
    ],
)
def test_a_browser_is_named_as_the_system_names_it(monkeypatch: pytest.MonkeyPatch, system: str, distribution: str, line: str) -> None:
    def release() -> dict[str, str]:
        if not distribution:
            raise OSError("no os-release")
        return {"ID": distribution}

    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.freedesktop_os_release", release)
    monkeypatch.setenv("PATH", "/nowhere")
    assert doctor.browser_source() == line
    assert doctor.find_browser() is None or Path(doctor.find_browser() or "").is_file()


def set_up(tmp_path: Path, *commands: str, ubuntu: bool = False) -> list[str]:
    """The lines in which `setup.sh test` names what to install, on a machine that has hardly more than these commands."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "ls"):
        (tools / name).symlink_to(shutil.which(name) or "")
    # `grep` is asked for libraries and for the name of the system, `id` whether this is root.
    for name, does in {"id": "echo 1000", "grep": f"exit {int(not ubuntu)}", **dict.fromkeys(commands, "exit 0")}.items():
        (tools / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    run = subprocess.run([shutil.which("sh") or "", str(tmp_path / "scripts" / "setup.sh"), "test"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    first, *lines = run.stderr.splitlines()
    assert first.startswith("Missing on this machine.")
    return [line.strip() for line in lines]


def test_homebrew_is_asked_for_packages_and_for_applications_apart(tmp_path: Path) -> None:
    packages, applications = set_up(tmp_path, "brew")
    assert packages.startswith("brew install python ") and "--cask" not in packages
    assert applications == "brew install --cask temurin chromium"


def test_homebrew_is_asked_for_nothing_but_the_browser(tmp_path: Path) -> None:
    assert set_up(tmp_path, "brew", "python3", "npm", "ldconfig", "git", "java", "pdftoppm", "mutool", ubuntu=True) == ["brew install --cask chromium"]


@pytest.mark.parametrize(("ubuntu", "browser"), [(False, "chromium-headless-shell"), (True, "chromium-browser")])
def test_setting_up_asks_for_the_browser_that_the_system_has(tmp_path: Path, ubuntu: bool, browser: str) -> None:
    (line,) = set_up(tmp_path, "apt-get", ubuntu=ubuntu)
    assert line.startswith("sudo apt-get install ") and line.endswith(f" {browser}")
    assert line.split().count("default-jre-headless") == 1


def test_a_browser_without_windows_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert doctor.find_browser() == str(tmp_path / name)
