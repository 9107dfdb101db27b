"""One chapter alone, as `guide build --only` makes it, on the small book."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from guide.build import NoSuchChapter, build_only
from guide.kept import Kept
from guide.problems import BookError
from guide.project import Project
from guide.workers import Here
from tests.conftest import snapshot

_CHAPTER = "docs/interview/the-clock.md"
_MISTAKE = "\n[](#no-such-place)\n"

Only = Callable[[str], list[Path]]


@pytest.fixture
def only(good_book: Project, assets: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Only:
    shutil.copytree(assets, good_book.built_assets)

    @contextmanager
    def here() -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr("guide.build.workers", here)
    monkeypatch.setattr("guide.build.Kept", lambda _: kept)
    return lambda name: build_only(good_book, name)


def _append(project: Project, path: str, text: str) -> None:
    with (project.root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_chapter_is_a_page_and_a_pdf_and_nothing_else_changes(only: Only, good_book: Project) -> None:
    _append(good_book, _CHAPTER, "\nA sentence that was written just now.\n")
    before = snapshot(good_book)
    page, pdf = only("the-clock")
    assert "A sentence that was written just now." in html.fromstring(page.read_bytes()).text_content()
    with pikepdf.open(pdf) as written:
        assert str(written.docinfo["/Title"]).startswith("The clock") and len(written.pages) >= 1
    assert snapshot(good_book) == before == {}
    # What an earlier run left isn't found again.
    (page.parent / "old.html").write_text("old", encoding="utf-8")
    assert only("the-clock") == [page, pdf] and not (page.parent / "old.html").exists()


def test_mistakes_of_other_chapters_stop_nothing(only: Only, good_book: Project) -> None:
    _append(good_book, "docs/interview/scoring.md", _MISTAKE)
    assert all(path.is_file() for path in only("the-clock"))


def test_its_own_mistakes_are_told_and_leave_what_was_made(only: Only, good_book: Project) -> None:
    page, pdf = only("the-clock")
    made = pdf.read_bytes()
    _append(good_book, _CHAPTER, _MISTAKE)
    with pytest.raises(BookError) as caught:
        only("the-clock")
    assert {problem.path for problem in caught.value.problems} == {_CHAPTER}
    assert page.is_file() and pdf.read_bytes() == made


def test_an_unknown_chapter_is_told(only: Only) -> None:
    with pytest.raises(NoSuchChapter, match="the-clocks"):
        only("the-clocks")
