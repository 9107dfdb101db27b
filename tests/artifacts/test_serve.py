"""The live preview: what is saved shows, and mistakes are named while the preview goes on."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guide.preview import Preview as Serving
from guide.problems import Problem
from guide.project import Project
from tests.conftest import copy_fixture, share_work, work_of

PATIENCE_S = 20
"""A save shows within about two seconds; a busy machine may take longer."""


class Preview:
    def __init__(self, project: Project, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.project, self.log = project, log
        command = [sys.executable, "-u", "-m", "guide", "serve", "--address", f"127.0.0.1:{self.port}"]
        # A run in the background ignores the signal that ends the preview, and so would what it starts.
        self.process = subprocess.Popen(
            command, cwd=project.root, stdout=log.open("wb"), stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def page(self, address: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=PATIENCE_S) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait_for(self, address: str, text: str, seconds: float = PATIENCE_S) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            if text in self.page(address):
                return
            time.sleep(0.1)
        pytest.fail(f"{text!r} doesn't show on /{address}:\n{self.log.read_text(encoding='utf-8')[-2000:]}")

    def wait_until(self, holds: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < deadline, otherwise
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, assets: Path) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    project = share_work(copy_fixture(folder / "book"), work_of(shared_folder))
    shutil.copytree(assets, project.built_assets)
    preview = Preview(project, folder / "log.txt")
    try:
        preview.wait_for("cases/comment-spam/", "Comment spam", 60)
        yield preview
    finally:
        preview.stop()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_preview_shows_drawings(preview: Preview) -> None:
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in preview.page("cases/comment-spam/")


def test_an_edit_of_a_chapter_shows(preview: Preview) -> None:
    edit(
        preview.project.docs / "cases" / "comment-spam.md",
        "A hashed bag of words first.",
        "A bag of hashed words first.",
    )
    preview.wait_for("cases/comment-spam/", "A bag of hashed words first.")


def test_an_edit_of_a_diagram_shows(preview: Preview) -> None:
    edit(preview.project.diagrams / "comment-spam" / "frame.mmd", "comment(Comment)", "comment(Remark)")
    preview.wait_for("cases/comment-spam/", ">Remark<")


def test_an_edit_of_data_shows(preview: Preview) -> None:
    edit(preview.project.glossary, "The share of positives", "The part of positives")
    preview.wait_for("reference/glossary/", "The part of positives")
    edit(preview.project.decisions, "Who removes a comment, the model or a person?", "Who removes a comment?")
    preview.wait_for("cases/comment-spam/", "Who removes a comment?")


def test_a_number_follows_its_input(preview: Preview) -> None:
    edit(preview.project.docs / "interview" / "the-clock.md", "slot  = 45 min", "slot  = 50 min")
    preview.wait_for("framework/clarify-the-requirements/", ">45\u00a0min<")


def test_a_mistake_is_named_and_the_preview_goes_on(preview: Preview) -> None:
    home = preview.project.docs / "index.md"
    good = home.read_text(encoding="utf-8")
    home.write_text(f"{good}\nSee [@nobody2000x] and more.\n", encoding="utf-8")
    preview.wait_for("", "and more.")
    said = "docs/index.md:15: [citation] 'nobody2000x' is not in the bibliography."
    preview.wait_until(lambda: said in preview.log.read_text(encoding="utf-8"), "the mistake isn't named")
    home.write_text(f"{good}\nAll is well.\n", encoding="utf-8")
    preview.wait_for("", "All is well.")


def test_what_only_the_checks_find_shows_when_they_end(preview: Preview) -> None:
    home = preview.project.docs / "index.md"
    good = home.read_text(encoding="utf-8")
    home.write_text(f"{good}\nSee [there](interview/the-clock.md#nowhere).\n", encoding="utf-8")
    preview.wait_for("", 'role="alert"')
    preview.wait_for("interview/the-clock/", "[anchor]")
    home.write_text(f"{good}\nNothing more.\n", encoding="utf-8")
    preview.wait_for("", "Nothing more.")
    preview.wait_until(lambda: 'role="alert"' not in preview.page(""), "the mended mistake is still on the page")
    assert "all mistakes are mended" in preview.log.read_text(encoding="utf-8")


def test_the_signal_that_interrupts_ends_it_in_a_word(preview: Preview) -> None:
    preview.stop()
    assert preview.process.returncode == 0 and preview.log.read_text(encoding="utf-8").endswith("stopped\n")


class Waiting:
    """Checks that never end."""

    def __init__(self) -> None:
        self.begun = 0

    def begin(self) -> None:
        self.begun += 1

    def end(self) -> None:
        pass


def test_a_page_shows_before_the_checks_end(tmp_path: Path) -> None:
    project = copy_fixture(tmp_path / "book")
    (tmp_path / "served").mkdir()
    preview = Serving(project, tmp_path / "served", live=False, say=lambda _: None)
    preview.checks = checks = Waiting()
    page = Path(preview.root) / "cases" / "comment-spam" / "index.html"
    preview.update()
    assert checks.begun == 1 and not preview.ended.exists()
    edit(project.docs / "cases" / "comment-spam.md", "A hashed bag of words first.", "A bag of hashed words first.")
    preview.update()
    assert checks.begun == 2 and "A bag of hashed words first." in page.read_text(encoding="utf-8")
    preview.end_checks([Problem("docs/index.md", 3, "filler", "a word too many.", "delete it.")])
    assert preview.ended.exists() and "too many" not in page.read_text(encoding="utf-8")
    preview.update()
    assert checks.begun == 2 and "a word too many." in page.read_text(encoding="utf-8"), "nothing to be checked anew"
